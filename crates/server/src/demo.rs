//! `tasuki demo`: a region of invented people, played through the real use cases with a clock
//! that runs through the last weeks, then served with the real one.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tasuki_app::attachment::Upload;
use tasuki_app::compose::{Correction, Draft};
use tasuki_app::region::{NewNotebook, NewPerson, NewRegion};
use tasuki_app::session::{Session, Shown};
use tasuki_app::{App, second_factor};
use tasuki_demo::{Action, Demo};
use tasuki_domain::content::PersonKind;
use tasuki_domain::importance::Importance;
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Contact, Patient, Sex};
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::{Vital, VitalKind};
use tasuki_kernel::{
    Clock, DeviceId, EntryId, FacilityId, FixedClock, PatientId, PersonId, PostId, RoomId,
    SystemClock, Timestamp,
};
use tasuki_ledger::Identity;

use crate::cli;
use crate::config::Config;
use crate::{folder_lock, listeners, logging, region_key};

/// The seed of everything invented.
const SEED: u64 = 20_261_121;

/// Runs the demo region: makes it in an empty folder, goes on with an existing one.
pub async fn run(config: Config, flags: &cli::Demo, data_given: bool) -> Result<()> {
    let data = if data_given { config.data.clone() } else { "demo-data".into() };
    let listen = SocketAddr::from(([127, 0, 0, 1], flags.port));
    let config = Config { data, listen, log: "warn".into(), ..config };
    logging::begin(&config)?;
    region_key::private_folder(&config.data)?;
    let _held = folder_lock::take(&config.data)?;
    let key = config.folder().region_key();
    let played = config.data.join("demo.played");
    if !played.exists() {
        anyhow::ensure!(
            !key.exists(),
            "{} holds a region that is no finished demo: choose another --data",
            config.data.display()
        );
        eprintln!("making the demo region in {} …", config.data.display());
        make(&config, &key).await?;
        std::fs::write(&played, "the demo region is complete\n")?;
    }
    let app = App::open(config.options(true), region_key::load(&config)?).await?;
    eprintln!(
        "The certificate is the region's own: the browser will ask once whether to go on.\n\
         Its authority lies in {}.",
        config.data.join("tls/authority.pem").display()
    );
    listeners::serve(&config, Arc::new(app), true).await
}

async fn make(config: &Config, key: &Path) -> Result<()> {
    let today = SystemClock.now();
    let demo = Demo::new(SEED, today);
    let begin = demo.steps.first().map_or(today, |step| step.at).plus_seconds(-86_400);
    let clock = Arc::new(FixedClock::new(begin));
    let identity = Identity::generate();
    let recovery = Identity::generate();
    region_key::write(key, &identity, None)?;
    // Of a demo region everybody may have it; of a real one it lies on paper elsewhere.
    region_key::write(&config.data.join("recovery.key"), &recovery, None)?;
    let mut options = config.options(false);
    options.clock = clock.clone();
    let new = NewRegion {
        name: demo.region.name.into(),
        notebook_name: demo.region.notebook_name.into(),
        categories: tasuki_demo::CATEGORIES.iter().map(|it| (*it).to_owned()).collect(),
        idle_minutes: 60,
    };
    let app = Arc::new(App::create(options, identity, recovery.recipient(), new).await?);
    app.allow_second_factors(vec!["certificate".into(), second_factor::DEMO.into()]).await?;
    let mut player = Player {
        app,
        clock,
        facilities: HashMap::new(),
        staff: HashMap::new(),
        rooms: HashMap::new(),
        notes: HashMap::new(),
    };
    player.enter(&demo, begin).await?;
    for step in &demo.steps {
        player.play(step).await.with_context(|| format!("step at {}", step.at))?;
    }
    player.clock.set(SystemClock.now());
    for actor in player.staff.values() {
        // The sessions of the played weeks are not left open.
        player.app.end_session(&actor.session).await?;
    }
    player.app.checkpoint().await?;
    Ok(())
}

/// Somebody of the demo, as the real region knows them.
struct Actor {
    person: PersonId,
    post: PostId,
    session: Arc<Session>,
}

struct Player {
    app: Arc<App>,
    clock: Arc<FixedClock>,
    facilities: HashMap<&'static str, FacilityId>,
    staff: HashMap<&'static str, Actor>,
    rooms: HashMap<&'static str, RoomId>,
    notes: HashMap<u32, EntryId>,
}

impl Player {
    async fn enter(&mut self, demo: &Demo, begin: Timestamp) -> Result<()> {
        for facility in &demo.facilities {
            let id = self.app.add_facility(facility.kind, facility.name).await?;
            self.facilities.insert(facility.key, id);
        }
        for staff in &demo.staff {
            let actor = self.hire(staff, begin).await?;
            self.staff.insert(staff.key, actor);
        }
        for patient in &demo.patients {
            let room = self.register(patient, begin).await?;
            self.rooms.insert(patient.key, room);
        }
        Ok(())
    }

    async fn hire(&self, staff: &tasuki_demo::Staff, begin: Timestamp) -> Result<Actor> {
        let name =
            Name::new(staff.family_name, staff.given_name, staff.family_kana, staff.given_kana)?;
        let person = self
            .app
            .add_person(NewPerson {
                kind: PersonKind::Staff,
                login: staff.key.into(),
                name,
                portrait: Some(tasuki_demo::portrait(&staff.portrait)),
            })
            .await?;
        let facility = self.facilities[staff.facility];
        let post = self.app.add_post(person, facility, staff.profession, false).await?;
        let device = DeviceId::new(self.app.clock(), self.app.random());
        let until = begin.plus_seconds(10 * 366 * 86_400);
        self.app.add_device(device, person, None, "デモ用の端末", until).await?;
        let shown = Shown { certificate: None, loopback: true };
        let begun = self.app.demo_sign_in(person, shown).await?;
        let session = self.app.locked_session(&begun.token, shown).await?;
        Ok(Actor { person, post, session: Arc::new(session) })
    }

    async fn register(&self, it: &tasuki_demo::Patient, begin: Timestamp) -> Result<RoomId> {
        let name = Name::new(it.family_name, it.given_name, it.family_kana, it.given_kana)?;
        let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let contacts = it.contacts.iter().enumerate().map(|(at, contact)| Contact {
            name: contact.name.into(),
            relation: contact.relation.into(),
            phone: contact.phone.into(),
            key_person: at == 0,
        });
        let patient = Patient {
            id: PatientId::new(self.app.clock(), self.app.random()),
            name,
            birth: Birth { year: it.birth.year, month: it.birth.month, day: it.birth.day },
            sex: match it.sex {
                tasuki_demo::Sex::Female => Sex::Female,
                tasuki_demo::Sex::Male => Sex::Male,
            },
            care_level: it.care_level.into(),
            allergies: owned(it.allergies),
            drug_risks: owned(it.drug_risks),
            living: it.living.into(),
            place: it.place.into(),
            phase: it.phase.into(),
            conditions: owned(it.conditions),
            contacts: contacts.collect(),
            identifiers: Vec::new(),
            attending_doctor: Some(self.staff[it.attending_doctor].post),
            deputy_doctor: None,
            lead: None,
            portrait: Some(tasuki_demo::portrait(&it.portrait)),
            limits: Vec::new(),
        };
        let new = NewNotebook {
            patient,
            managing_facility: self.facilities[it.managing_facility],
            team: it.team.iter().map(|key| self.staff[key].post).collect(),
            consent_from: begin,
        };
        Ok(self.app.open_notebook(new).await?.1)
    }

    async fn play(&mut self, step: &tasuki_demo::Step) -> Result<()> {
        self.clock.set(step.at);
        let actor = &self.staff[step.by];
        let room = self.app.room(&actor.session, self.rooms[step.patient]).await?;
        match &step.action {
            Action::Read => {
                room.page(None).await?;
                room.mark_read().await?;
            }
            Action::Confirm { of } => {
                room.confirm(self.notes[of]).await?;
            }
            Action::Correct { of, text, reason } => {
                let correction =
                    Correction { entry: None, text: text.clone(), reason: (*reason).into() };
                room.correct(self.notes[of], correction).await?;
            }
            Action::Note(note) => {
                let posted = room.write(self.draft(step.at, note)).await?;
                if let Some(key) = note.key {
                    self.notes.insert(key, posted.entry);
                }
            }
        }
        Ok(())
    }

    fn draft(&self, at: Timestamp, note: &tasuki_demo::Note) -> Draft {
        let photos = note.photos.iter().map(|picture| Upload {
            file_name: picture.file_name.into(),
            caption: caption(picture.file_name),
            bytes: picture.jpeg(),
        });
        Draft {
            category: note.category.into(),
            importance: match note.importance {
                tasuki_demo::Importance::Urgent => Importance::Urgent,
                tasuki_demo::Importance::Normal => Importance::Normal,
                tasuki_demo::Importance::Info => Importance::Info,
            },
            sensitivity: match note.sensitivity {
                tasuki_demo::Sensitivity::Low => Sensitivity::Low,
                tasuki_demo::Sensitivity::Middle => Sensitivity::Middle,
                tasuki_demo::Sensitivity::High => Sensitivity::High,
            },
            tags: note.tags.iter().map(|it| (*it).to_owned()).collect(),
            text: note.text.clone(),
            photos: photos.collect(),
            answers: note.reply_to.map(|key| self.notes[&key]),
            deliver_to: note.deliver_to.iter().map(|key| self.staff[key].person).collect(),
            claimed: Some(at),
            vitals: vitals(&note.vitals),
            ..Draft::default()
        }
    }
}

/// What was measured; a pressure is written as one and kept as two.
fn vitals(measured: &[(&str, &str)]) -> Vec<Vital> {
    let kept = |kind, value| Vital::accept(kind, value, None).expect("a value of the demo");
    measured
        .iter()
        .flat_map(|(kind, value)| match *kind {
            "temperature" => vec![kept(VitalKind::BodyTemperature, value)],
            "blood_pressure" => {
                let (high, low) = value.split_once('/').expect("two values of pressure");
                vec![
                    kept(VitalKind::SystolicPressure, high),
                    kept(VitalKind::DiastolicPressure, low),
                ]
            }
            "pulse" => vec![kept(VitalKind::Pulse, value)],
            "spo2" => vec![kept(VitalKind::OxygenSaturation, value)],
            "respiration" => vec![kept(VitalKind::Respiration, value)],
            "weight" => vec![kept(VitalKind::BodyWeight, value)],
            "glucose" => vec![kept(VitalKind::Glucose, value)],
            other => panic!("the demo measures {other}"),
        })
        .collect()
}

/// 連絡ノート.jpg → 連絡ノート
fn caption(file_name: &str) -> String {
    file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem).to_owned()
}
