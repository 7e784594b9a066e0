//! Who signs: a root in a safe, authorities one after the other, and what they revoke.

use tasuki_app::access::Record;
use tasuki_app::authority::RootKey;
use tasuki_app::pickup::{PickedUp, Typed};
use tasuki_app::region::NewRegion;
use tasuki_app::{App, AppOptions, DataFolder};
use tasuki_domain::content::Touched;
use tasuki_domain::system::System;
use tasuki_kernel::Code;
use tasuki_ledger::recipient::{self, Identity};
use tasuki_pki::Authority;
use tasuki_testkit::region::Region;
use tasuki_testkit::{Database, block_on};

async fn new_device(region: &Region) -> PickedUp {
    let person = region.people.nurse.person;
    let (row, offer) = region.app.new_pickup(person, "電話", System::Ios).await.unwrap();
    region.app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
    let typed = Typed { number: &offer.number, code: &offer.code, address: "192.0.2.7" };
    let waiting = region.app.waiting_pickup(typed).await.unwrap();
    region.app.pick_up(waiting, System::Ios).await.unwrap()
}

fn certificates(pem: &str) -> usize {
    pem.matches("BEGIN CERTIFICATE").count()
}

#[test]
fn the_root_goes_offline_and_comes_back_to_sign_the_next_one() {
    block_on(async {
        let region = Region::new().await;
        let app = &region.app;
        assert_eq!(app.root_key().unwrap(), RootKey::Here);
        let safe = Identity::generate();
        let file = app.sealed_root(Some(safe.recipient())).unwrap();
        app.forget_root_key().unwrap();
        assert_eq!(app.root_key().unwrap(), RootKey::Offline);
        // Every day goes on without it, but not its own renewal.
        let first = new_device(&region).await;
        let again = app.sealed_root(None).unwrap_err();
        assert_eq!(again.code, Code::Conflict);
        assert_eq!(app.renew_authority(None).await.unwrap_err().code, Code::Conflict);

        let opened = recipient::open_with(&safe, &file).unwrap();
        let other = Region::new().await;
        let foreign = other.app.renew_authority(Some(&opened)).await.unwrap_err();
        assert_eq!(foreign.code, Code::KeyProblem);
        let former = app.authority().unwrap();
        app.renew_authority(Some(&opened)).await.unwrap();
        assert_eq!(app.root_key().unwrap(), RootKey::Offline, "it was only visiting");
        let issuers = app.issuers().unwrap();
        assert_eq!(issuers.len(), 2);
        assert_eq!(issuers[1].certificate_der(), former.certificate_der());
        assert_eq!(issuers[0].anchor_pem(), former.anchor_pem());
        assert_eq!(certificates(&app.authority_chain().unwrap()), 3, "two and their root");
        // Devices of both count.
        new_device(&region).await;
        assert!(first.certificate.not_after <= former.not_after());
    });
}

#[test]
fn the_recovery_key_is_who_the_root_is_sealed_to_unless_said_otherwise() {
    block_on(async {
        let region = Region::new().await;
        let sealed = region.app.sealed_root(None).unwrap();
        let by_anybody = recipient::open_with(&Identity::generate(), &sealed);
        assert!(by_anybody.is_err());
        // Nor by the region's own key, which lies beside the key store.
        let key = std::fs::read(region.folder().join("keys/secrets/authority-root.age")).unwrap();
        assert_ne!(key, sealed);
    });
}

/// A region as version 0.1 made it: one authority that stands alone, and no root.
async fn older_region(database: &Database) -> (App, Authority) {
    let folder = DataFolder::new(database.folder().join("data"));
    let key = Identity::generate();
    let kept = Identity::parse(&key.to_text()).unwrap();
    let region = NewRegion {
        name: "みなと市".into(),
        notebook_name: "みなと連絡帳".into(),
        categories: vec!["相談".into()],
        idle_minutes: 15,
    };
    let recovery = Identity::generate().recipient();
    let options = AppOptions::embedded(folder.clone());
    let app = App::create(options, key, recovery, region).await.unwrap();
    let alone = Authority::create("みなと市", app.clock().now()).unwrap();
    let pem = format!("{}{}", alone.certificate_pem(), *alone.key_pem());
    let sealed = recipient::seal_to(&[kept.recipient()], pem.as_bytes()).unwrap();
    let secrets = folder.keys().join("secrets");
    std::fs::write(secrets.join("authority.age"), sealed).unwrap();
    std::fs::remove_file(secrets.join("authority-root.age")).unwrap();
    (app, alone)
}

#[test]
fn a_region_of_an_older_version_gets_a_root_when_it_renews() {
    block_on(async {
        let database = Database::embedded();
        let (app, alone) = older_region(&database).await;
        assert_eq!(app.root_key().unwrap(), RootKey::None);
        assert_eq!(app.authority().unwrap().certificate_der(), alone.certificate_der());
        assert_eq!(certificates(&app.authority_chain().unwrap()), 1);
        let lists = app.revoked_devices().await.unwrap();
        assert_eq!(lists.matches("BEGIN X509 CRL").count(), 1);
        assert_eq!(app.sealed_root(None).unwrap_err().code, Code::Conflict);

        app.renew_authority(None).await.unwrap();
        assert_eq!(app.root_key().unwrap(), RootKey::Here);
        let issuers = app.issuers().unwrap();
        assert_eq!(issuers[1].certificate_der(), alone.certificate_der());
        assert_ne!(issuers[0].anchor_pem(), issuers[0].certificate_pem());
        assert_eq!(certificates(&app.authority_chain().unwrap()), 3);
    });
}

#[test]
fn the_list_names_a_device_from_the_moment_it_is_revoked() {
    block_on(async {
        let region = Region::new().await;
        let got = new_device(&region).await;
        let before = region.app.revoked_devices().await.unwrap();
        assert_eq!(region.app.revoked_devices().await.unwrap(), before, "made once");
        let devices = region.app.devices_of(region.people.nurse.person).await.unwrap();
        let print = *got.certificate.fingerprint.as_bytes();
        let device = devices.iter().find(|it| it.fingerprint == print).unwrap();
        region.app.revoke_device(device.id, "紛失").await.unwrap();
        let after = region.app.revoked_devices().await.unwrap();
        assert!(after.len() > before.len(), "one more line");
        // Made anew within the hour though nothing changed: it must not run out.
        region.clock.advance(3_600);
        assert_ne!(region.app.revoked_devices().await.unwrap(), after);
        // What has ended by itself need not be listed.
        region.clock.advance(366 * 86_400);
        let later = region.app.revoked_devices().await.unwrap();
        assert!(later.len() < after.len());
    });
}
