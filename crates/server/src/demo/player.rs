//! Plays the steps of the demo through the use cases, as the people who act in them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::attachment::Upload;
use tasuki_app::compose::{Correction, Draft};
use tasuki_app::region::{NewNotebook, NewPerson};
use tasuki_app::room::Room;
use tasuki_app::session::{Session, Shown};
use tasuki_demo::{Action, Demo, Place};
use tasuki_domain::content::PersonKind;
use tasuki_domain::importance::Importance;
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Contact, Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::{Limit, Vital, VitalKind};
use tasuki_kernel::{
    Clock, DeviceId, EntryId, FacilityId, FixedClock, PatientId, PersonId, PostId, RoomId,
    SystemClock, Timestamp,
};

/// Values are written down so many seconds after they were measured.
const MEASURED_BEFORE: i64 = 12 * 60;

/// Somebody of the demo, as the real region knows them.
struct Actor {
    person: PersonId,
    /// None for relatives.
    post: Option<PostId>,
    session: Arc<Session>,
}

/// Who plays, and what is there so far.
pub struct Player {
    app: Arc<App>,
    clock: Arc<FixedClock>,
    photos: Receiver<Vec<u8>>,
    facilities: HashMap<&'static str, FacilityId>,
    people: HashMap<&'static str, Actor>,
    rooms: HashMap<(Arc<str>, Place), RoomId>,
    notes: HashMap<u32, EntryId>,
}

impl Player {
    /// A player of an empty region; `photos` come in the order of the steps.
    pub fn new(app: Arc<App>, clock: Arc<FixedClock>, photos: Receiver<Vec<u8>>) -> Self {
        Self {
            app,
            clock,
            photos,
            facilities: HashMap::new(),
            people: HashMap::new(),
            rooms: HashMap::new(),
            notes: HashMap::new(),
        }
    }

    /// Enters facilities, people and patients with their rooms.
    pub async fn enter(&mut self, demo: &Demo, begin: Timestamp) -> Result<()> {
        for facility in &demo.facilities {
            let id = self.app.add_facility(facility.kind, facility.name).await?;
            self.facilities.insert(facility.key, id);
        }
        for staff in &demo.staff {
            let actor = self.hire(staff, begin).await?;
            self.people.insert(staff.key, actor);
        }
        for relative in &demo.relatives {
            let actor = self.welcome(relative, begin).await?;
            self.people.insert(relative.key, actor);
        }
        for patient in &demo.patients {
            self.register(patient, begin).await?;
        }
        Ok(())
    }

    /// Ends what was played: its sessions are not left open, and the region has its checkpoint.
    pub async fn leave(self) -> Result<()> {
        self.clock.set(SystemClock.now());
        for actor in self.people.values() {
            // They have worked with it until now, all through one session.
            self.app.touch_session(actor.session.id).await?;
            self.app.end_session(&actor.session).await?;
        }
        self.app.checkpoint().await?;
        Ok(())
    }

    async fn hire(&self, staff: &tasuki_demo::Staff, begin: Timestamp) -> Result<Actor> {
        let name =
            Name::new(staff.family_name, staff.given_name, staff.family_kana, staff.given_kana)?;
        let new = NewPerson {
            kind: PersonKind::Staff,
            login: staff.key.into(),
            name,
            portrait: Some(tasuki_demo::portrait(&staff.portrait)),
        };
        let person = self.app.add_person(new).await?;
        let facility = self.facilities[staff.facility];
        let post = self.app.add_post(person, facility, staff.profession, staff.manager).await?;
        let session = self.session(person, begin).await?;
        Ok(Actor { person, post: Some(post), session })
    }

    async fn welcome(&self, it: &tasuki_demo::Relative, begin: Timestamp) -> Result<Actor> {
        let new = NewPerson {
            kind: PersonKind::Family,
            login: it.key.into(),
            name: Name::new(it.family_name, it.given_name, it.family_kana, it.given_kana)?,
            portrait: Some(tasuki_demo::portrait(&it.portrait)),
        };
        let person = self.app.add_person(new).await?;
        Ok(Actor { person, post: None, session: self.session(person, begin).await? })
    }

    /// A session on a device that only a demo has.
    async fn session(&self, person: PersonId, begin: Timestamp) -> Result<Arc<Session>> {
        let device = DeviceId::new(self.app.clock(), self.app.random());
        let until = begin.plus_seconds(10 * 366 * 86_400);
        self.app.add_device(device, person, None, "デモ用の端末", until).await?;
        let shown = Shown { certificate: None, loopback: true };
        let begun = self.app.demo_sign_in(person, shown).await?;
        Ok(Arc::new(self.app.locked_session(&begun.token, shown).await?))
    }

    fn posts(&self, keys: &[&'static str]) -> Vec<PostId> {
        keys.iter().filter_map(|key| self.people[key].post).collect()
    }

    async fn register(&mut self, it: &tasuki_demo::Patient, begin: Timestamp) -> Result<()> {
        let new = NewNotebook {
            patient: self.patient(it)?,
            managing_facility: self.facilities[it.managing_facility],
            team: self.posts(&it.team),
            consent_from: begin,
        };
        let (notebook, team_room) = self.app.open_notebook(new).await?;
        self.rooms.insert((Arc::clone(&it.key), Place::Team), team_room);
        for room in &it.rooms {
            let kind = match room.place {
                Place::Family => RoomKind::Family,
                _ => RoomKind::Selected,
            };
            let members = self.posts(&room.members);
            let id = self.app.open_room(notebook, kind, room.title, members).await?;
            for relative in &room.family {
                self.app.add_family(id, self.people[relative].person).await?;
            }
            self.rooms.insert((Arc::clone(&it.key), room.place), id);
        }
        Ok(())
    }

    fn patient(&self, it: &tasuki_demo::Patient) -> Result<Patient> {
        let name = Name::new(&it.family_name, &it.given_name, &it.family_kana, &it.given_kana)?;
        let contacts = it.contacts.iter().enumerate().map(|(at, contact)| Contact {
            name: contact.name.clone(),
            relation: contact.relation.clone(),
            phone: contact.phone.clone(),
            key_person: at == 0,
        });
        Ok(Patient {
            id: PatientId::new(self.app.clock(), self.app.random()),
            name,
            birth: Birth { year: it.birth.year, month: it.birth.month, day: it.birth.day },
            sex: match it.sex {
                tasuki_demo::Sex::Female => Sex::Female,
                tasuki_demo::Sex::Male => Sex::Male,
            },
            care_level: it.care_level.clone(),
            allergies: it.allergies.clone(),
            drug_risks: it.drug_risks.clone(),
            living: it.living.clone(),
            place: it.place.clone(),
            phase: it.phase.clone(),
            conditions: it.conditions.clone(),
            contacts: contacts.collect(),
            identifiers: Vec::new(),
            attending_doctor: self.people[it.attending_doctor].post,
            deputy_doctor: None,
            lead: None,
            portrait: Some(tasuki_demo::portrait(&it.portrait)),
            limits: it.limits.iter().map(limit).collect(),
            address: String::new(),
            phone: String::new(),
            likenesses: Vec::new(),
        })
    }

    /// Does one step, at its time.
    pub async fn play(&mut self, step: &tasuki_demo::Step) -> Result<()> {
        self.clock.set(step.at);
        let actor = &self.people[step.by];
        let place = (Arc::clone(&step.patient), step.place);
        let room = self.app.room(&actor.session, self.rooms[&place]).await?;
        match &step.action {
            Action::Read => room.glance().await?,
            Action::Confirm { of } => {
                room.confirm(self.notes[of]).await?;
            }
            Action::Withdraw { of, reason } => {
                room.withdraw(self.notes[of], reason).await?;
            }
            Action::Misfiled { of, reason } => {
                room.misfiled(self.notes[of], reason).await?;
            }
            Action::Correct { of, text, reason } => {
                let text = text.clone();
                let correction =
                    Correction { text, reason: (*reason).into(), ..Default::default() };
                room.correct(self.notes[of], correction).await?;
            }
            Action::Note(note) => self.write(&room, step.at, note).await?,
        }
        Ok(())
    }

    async fn write(&mut self, room: &Room, at: Timestamp, note: &tasuki_demo::Note) -> Result<()> {
        let posted = room.write(self.draft(at, note)?).await?;
        if let Some(key) = note.key {
            self.notes.insert(key, posted.entry);
        }
        Ok(())
    }

    fn draft(&self, at: Timestamp, note: &tasuki_demo::Note) -> Result<Draft> {
        let mut photos = Vec::with_capacity(note.photos.len());
        for picture in &note.photos {
            photos.push(Upload {
                file_name: picture.file_name.into(),
                caption: caption(picture.file_name),
                bytes: self.photos.recv().context("the drawing of photos has stopped")?,
            });
        }
        let measured = (!note.vitals.is_empty()).then(|| at.plus_seconds(-MEASURED_BEFORE));
        Ok(Draft {
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
            photos,
            answers: note.reply_to.map(|key| self.notes[&key]),
            deliver_to: note.deliver_to.iter().map(|key| self.people[key].person).collect(),
            claimed: Some(at),
            vitals: vitals(&note.vitals),
            happened: measured,
            quote: note.quote.clone(),
            ..Draft::default()
        })
    }
}

/// What was measured; a pressure is written as one and kept as two.
fn vitals(measured: &[(&str, String)]) -> Vec<Vital> {
    let kept = |kind, value: &str| Vital::accept(kind, value, None).expect("a value of the demo");
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
            "pain" => vec![kept(VitalKind::Pain, value)],
            other => panic!("the demo measures {other}"),
        })
        .collect()
}

/// When the team wants to be told.
fn limit(it: &tasuki_demo::Limit) -> Limit {
    let kind = match it.kind {
        "temperature" => VitalKind::BodyTemperature,
        "systolic" => VitalKind::SystolicPressure,
        "pulse" => VitalKind::Pulse,
        "spo2" => VitalKind::OxygenSaturation,
        "respiration" => VitalKind::Respiration,
        "weight" => VitalKind::BodyWeight,
        "glucose" => VitalKind::Glucose,
        "pain" => VitalKind::Pain,
        other => panic!("the demo sets no limit for {other}"),
    };
    Limit { code: kind.loinc().into(), low: it.low.clone(), high: it.high.clone() }
}

/// 連絡ノート.jpg → 連絡ノート
fn caption(file_name: &str) -> String {
    file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem).to_owned()
}
