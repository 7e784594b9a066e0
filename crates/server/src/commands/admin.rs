//! `tasuki admin`: what the first operator needs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::access::Record;
use tasuki_app::region::NewPerson;
use tasuki_domain::content::{PersonKind, Touched};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{DeviceId, PersonId};
use tasuki_pki::{DeviceRequest, Strength};

use crate::cli::{AddPerson, Admin, NewStaff};
use crate::config::Config;
use crate::region_key;
use crate::whole_file::write_private;

/// Hours that an activation link is valid.
const ACTIVATION_HOURS: i64 = 72;

pub async fn run(config: &Config, what: Admin) -> Result<()> {
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    match what {
        Admin::List => list(&app).await,
        Admin::AddFacility { kind, name } => {
            println!("facility {}", app.add_facility(&kind, &name).await?);
            Ok(())
        }
        Admin::AddPerson(person) => add_person(&app, config, person).await,
        Admin::AddDesk(person) => add_outside(&app, config, PersonKind::Desk, person).await,
        Admin::AddAuditor(person) => add_outside(&app, config, PersonKind::Auditor, person).await,
        Admin::Activate { login } => activation(&app, config, person_id(&app, &login).await?).await,
        Admin::SetPassword { login } => set_password(&app, &login).await,
        Admin::IssueDevice { login, label, out, days } => {
            issue_device(&app, &login, &label, &out, days).await
        }
        Admin::Pickup { login, label, system } => {
            pickup(&app, config, &login, (&label, &system)).await
        }
        Admin::Authority(what) => super::authority::run(&app, what).await,
        Admin::RevokeDevice { device, reason } => {
            app.revoke_device(device.parse()?, &reason).await?;
            println!("revoked {device}");
            Ok(())
        }
        Admin::SecondFactors { names } => {
            println!("allowed from now on: {}", names.join(", "));
            Ok(app.allow_second_factors(names).await?)
        }
        Admin::RemoveMember { room, post } => {
            Ok(app.set_member(room.parse()?, post.parse()?, true).await?)
        }
        Admin::AddMember { room, post } => {
            Ok(app.set_member(room.parse()?, post.parse()?, false).await?)
        }
        Admin::OpenNotebook { file } => super::open_notebook::run(&app, &file).await,
        Admin::Consent { notebook, state } => {
            let given = match state.as_str() {
                "given" => true,
                "withdrawn" => false,
                other => anyhow::bail!("{other}: say given or withdrawn"),
            };
            Ok(app.set_consent(notebook.parse()?, given).await?)
        }
    }
}

async fn person_id(app: &App, login: &str) -> Result<PersonId> {
    let found = app.person_by_login(login).await?;
    Ok(found.with_context(|| format!("nobody has the login name {login}"))?.id)
}

/// Ids, names of staff and facilities; of a notebook only its ids.
async fn list(app: &App) -> Result<()> {
    for (id, name, kind) in app.facilities().await? {
        println!("facility {id} {kind} {name}");
    }
    for person in app.people().await? {
        println!("person {} {} {}", person.id, person.login, person.name.full());
        for post in app.posts_of(person.id).await? {
            println!("  post {} {} {}", post.id, post.profession, post.facility_name);
        }
        for device in app.devices_of(person.id).await? {
            let state = if device.revoked.is_some() { "revoked" } else { "active" };
            println!("  device {} {state} until {} {}", device.id, device.not_after, device.label);
        }
    }
    for notebook in app.notebooks().await? {
        let state = if notebook.destroyed.is_some() { "destroyed" } else { "open" };
        println!("notebook {} {state} team room {}", notebook.id, notebook.team_room);
    }
    Ok(())
}

async fn add_person(app: &App, config: &Config, new: AddPerson) -> Result<()> {
    let id = enter(app, PersonKind::Staff, new.who).await?;
    let post = app.add_post(id, new.facility.parse()?, &new.profession, new.manager).await?;
    println!("person {id}\npost {post}");
    activation(app, config, id).await
}

async fn enter(app: &App, kind: PersonKind, new: NewStaff) -> Result<PersonId> {
    let name = Name::new(&new.family, &new.given, &new.family_kana, &new.given_kana)?;
    Ok(app.add_person(NewPerson { kind, login: new.login, name, portrait: None }).await?)
}

/// Somebody who is of no facility: the desk, the auditor.
async fn add_outside(app: &App, config: &Config, kind: PersonKind, new: NewStaff) -> Result<()> {
    let id = enter(app, kind, new).await?;
    println!("person {id}");
    activation(app, config, id).await
}

async fn activation(app: &App, config: &Config, person: PersonId) -> Result<()> {
    let token = app.new_activation(person, ACTIVATION_HOURS).await?;
    println!("activation {}/activate/{token}", config.staff_url());
    println!("(valid {ACTIVATION_HOURS} hours; it is the person's own: do not keep it)");
    Ok(())
}

async fn set_password(app: &App, login: &str) -> Result<()> {
    let person = person_id(app, login).await?;
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    app.set_password(person, typed.trim_end_matches(['\r', '\n'])).await?;
    println!("password set for {login}");
    Ok(())
}

async fn pickup(
    app: &App,
    config: &Config,
    login: &str,
    (label, system): (&str, &str),
) -> Result<()> {
    let person = person_id(app, login).await?;
    let system = System::from_name(system)
        .with_context(|| format!("{system}: say windows, mac, android or ios"))?;
    let (row, offer) = app.new_pickup(person, label, system).await?;
    app.keep_pickup(Record::operator(Touched::Activation), row).await?;
    println!("number {}", offer.number);
    println!("code {}", *offer.code);
    println!("link {}/pickup?number={}", config.staff_url(), offer.number);
    println!("(valid until {}; the code is the owner's own: do not keep it)", offer.expires);
    Ok(())
}

/// A password for the .p12: 100 random bits in letters and digits that are not mistaken.
fn transport_password(app: &App) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    app.random().fill(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

async fn issue_device(app: &App, login: &str, label: &str, out: &Path, days: u16) -> Result<()> {
    let person = person_id(app, login).await?;
    let device = DeviceId::new(app.clock(), app.random());
    let now = app.clock().now();
    let request = DeviceRequest {
        device,
        label,
        not_before: now.plus_seconds(-300),
        not_after: now.plus_seconds(i64::from(days) * 86_400),
    };
    let issued = app.authority()?.issue_device(&request)?;
    app.add_certificate(device, person, &issued).await?;
    std::fs::create_dir_all(out)?;
    let file = |end: &str| -> PathBuf { out.join(format!("{login}.{end}")) };
    let password = transport_password(app);
    write_private(&file("key"), issued.key_pem.as_bytes())?;
    std::fs::write(file("pem"), &issued.certificate_pem)?;
    write_private(&file("p12"), &issued.to_pkcs12(&password, Strength::Everywhere)?)?;
    println!("device {device}");
    println!("certificate {} (password of the .p12: {password})", file("p12").display());
    Ok(())
}
