//! How a region begins: its folder, its keys, and people who can sign in.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use tasuki_app::region::{NewPerson, NewRegion};
use tasuki_app::{App, AppOptions, DataFolder, Engine};
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_kernel::{Clock, DeviceId, FacilityId};
use tasuki_ledger::recipient::Identity;
use tasuki_pki::DeviceRequest;
use tasuki_testkit::region::PASSWORD;

use super::{Somebody, YEAR};

/// How a region is opened at a time of its own.
pub(super) fn options(folder: DataFolder, engine: Engine, clock: Arc<dyn Clock>) -> AppOptions {
    AppOptions { engine, clock, ..AppOptions::embedded(folder) }
}

/// An empty region in a new folder.
pub async fn begin(
    folder: &Path,
    postgres: Option<String>,
    clock: Arc<dyn Clock>,
    synced: bool,
) -> Result<App> {
    let data = DataFolder::new(folder);
    std::fs::create_dir_all(folder)?;
    let identity = Identity::generate();
    write_key(&data.region_key(), &identity)?;
    let engine = match postgres {
        Some(url) => Engine::Postgres(url),
        None => Engine::Sqlite(data.database()),
    };
    let recovery = Identity::generate().recipient();
    let new = NewRegion {
        name: "測定市".into(),
        notebook_name: "測定連絡帳".into(),
        categories: ["看護記録", "指示", "相談"].map(Into::into).to_vec(),
        idle_minutes: 600,
    };
    let options = AppOptions { synced, ..options(data, engine, clock) };
    Ok(App::create(options, identity, recovery, new).await?)
}

fn write_key(path: &Path, identity: &Identity) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, format!("{}\n", *identity.to_text()))?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(())
}

/// Somebody who is to sign in.
pub struct Newcomer {
    /// What sort.
    pub kind: PersonKind,
    /// The name to sign in with.
    pub login: String,
    /// Name and kana.
    pub name: Name,
    /// Where, as what, and whether the facility is theirs to manage.
    pub post: Option<(FacilityId, &'static str, bool)>,
}

impl Newcomer {
    /// Enters them with password and certificate.
    pub async fn enter(self, app: &App) -> Result<Somebody> {
        let Self { kind, login, name, post } = self;
        let new = NewPerson { kind, login: login.clone(), name, portrait: None };
        let person = app.add_person(new).await?;
        let post = match post {
            Some((at, profession, manages)) => {
                Some(app.add_post(person, at, profession, manages).await?.to_string())
            }
            None => None,
        };
        app.set_password(person, PASSWORD).await?;
        let device = DeviceId::new(app.clock(), app.random());
        let now = app.clock().now();
        let until = now.plus_seconds(2 * YEAR);
        let asked = DeviceRequest { device, label: "測定", not_before: now, not_after: until };
        let issued = app.authority()?.issue_device(&asked)?;
        let print = Some(*issued.fingerprint.as_bytes());
        app.add_device(device, person, print, "測定", issued.not_after).await?;
        let (certificate, key) = (issued.certificate_pem.clone(), issued.key_pem.to_string());
        Ok(Somebody { login, certificate, key, post })
    }
}
