//! A small region: one notebook with a team of three, notes with a photo, 特別便, a correction, a
//! withdrawal, a confirmation.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tasuki_app::application::{Filled, FilledIn, Rest, State};
use tasuki_app::attachment::Upload;
use tasuki_app::compose::{Correction, Draft, Posted};
use tasuki_app::region::{NewNotebook, NewPerson, NewRegion};
use tasuki_app::room::Room;
use tasuki_app::session::{Session, Shown};
use tasuki_app::verify::{Report, Verification, verify_folder};
use tasuki_app::{App, AppOptions, DataFolder};
use tasuki_demo::{PhotoSubject, photo};
use tasuki_domain::content::{PersonKind, Portal};
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::system::System;
use tasuki_kernel::{
    Clock, DeviceId, FixedClock, NotebookId, PatientId, PersonId, PostId, Result, RoomId,
    SystemRandom, Timestamp,
};
use tasuki_ledger::Identity;
use tasuki_store::{Conn, Engine, inspect};
use tasuki_testkit::Database;
use tasuki_testkit::region::applicant;

/// When the story begins.
const START: i64 = 1_795_239_120_000_000;
/// Words that only a disclosed body may show.
pub const HIGH: &str = "検査値は医師だけに";
pub const TEAM: &str = "きょうは血圧が安定しています";
pub const SECRET: &str = "医師と看護師だけの相談";
pub const CORRECTED: &str = "訂正した記録です";

/// Somebody of the team, signed in.
#[derive(Clone)]
pub struct Someone {
    pub person: PersonId,
    pub post: PostId,
    pub session: Arc<Session>,
}

/// What is open while a test runs.
pub struct Fixture {
    pub app: Arc<App>,
    pub region_key: String,
    pub recovery: String,
    pub clock: Arc<FixedClock>,
    pub folder: PathBuf,
    pub engine: Engine,
    pub notebook: NotebookId,
    pub room: RoomId,
    /// The doctor, the nurse, the helper.
    pub doctor: Someone,
    pub nurse: Someone,
    pub helper: Someone,
    /// The nurse's note with a photo.
    pub photo_note: Posted,
    /// 特別便 of doctor and nurse.
    pub delivery: Posted,
}

pub fn options(folder: &Path, engine: Engine, clock: Arc<FixedClock>) -> AppOptions {
    AppOptions {
        engine,
        clock,
        random: Arc::new(SystemRandom),
        ..AppOptions::embedded(DataFolder::new(folder))
    }
}

fn patient() -> Patient {
    Patient {
        id: PatientId::from_bytes([7; 16]),
        name: Name::new("山田", "ハナ", "やまだ", "はな").unwrap(),
        birth: Birth { year: 1942, month: 3, day: 2 },
        sex: Sex::Female,
        care_level: "要介護2".into(),
        allergies: vec!["ペニシリン".into()],
        drug_risks: vec![],
        living: "独居".into(),
        place: "自宅".into(),
        phase: "安定期".into(),
        conditions: vec!["心不全".into()],
        contacts: vec![],
        identifiers: vec![],
        attending_doctor: None,
        deputy_doctor: None,
        lead: None,
        portrait: None,
        limits: Vec::new(),
        address: String::new(),
        phone: String::new(),
        likenesses: Vec::new(),
    }
}

/// A photo drawn by program, once for all tests.
fn picture() -> Vec<u8> {
    static PICTURE: OnceLock<Vec<u8>> = OnceLock::new();
    PICTURE.get_or_init(|| photo(PhotoSubject::Dressing, 7)).clone()
}

impl Fixture {
    /// A facility applies, is returned and applies again; another is approved. The portal and the
    /// terms say something.
    async fn admit(&self) {
        let app = &self.app;
        let new = NewPerson {
            kind: PersonKind::Desk,
            login: "jimukyoku".into(),
            name: Name::new("石井", "洋子", "いしい", "ようこ").unwrap(),
            portrait: None,
        };
        app.add_person(new).await.unwrap();
        let session = Arc::new(app.receiver("jimukyoku").await.unwrap());
        let desk = app.desk(&session).unwrap();
        let portal =
            Portal { palette: "green".into(), desk: "高齢福祉課".into(), ..Portal::default() };
        desk.set_portal(portal).await.unwrap();
        desk.publish_terms("第1条").await.unwrap();
        for login in ["midori", "sakura"] {
            let typed = applicant(login);
            let password = "kumo-to-tanuki-39";
            let filled = Filled { typed: &typed, password, lang: "ja", address: login };
            let FilledIn::Good(token) = app.fill_in(None, filled).await.unwrap() else {
                panic!("the form is good");
            };
            let system = Some(System::Mac);
            let rest = Rest { system, remark: "", in_place: &[], terms: Some(1) };
            let number = app.send(&token, rest).await.unwrap();
            let queue = desk.queue(State::Waiting).await.unwrap();
            let row = queue.rows.into_iter().find(|it| it.number == number).unwrap();
            if login == "midori" {
                desk.approve(row.id, row.revision).await.unwrap();
            } else {
                desk.send_back(row.id, row.revision, "正式な名前で").await.unwrap();
            }
        }
    }

    /// The region of `database`, in its folder.
    pub async fn new(database: &Database) -> Self {
        let (folder, engine) = (database.folder(), database.engine().clone());
        let clock = Arc::new(FixedClock::new(Timestamp::from_micros(START)));
        let (identity, recovery) = (Identity::generate(), Identity::generate());
        let region_key = identity.to_text().to_string();
        let new = NewRegion {
            name: "みなと市".into(),
            notebook_name: "つながり帳".into(),
            categories: vec!["日常".into(), "体調".into()],
            idle_minutes: 15,
        };
        let options = options(folder, engine.clone(), Arc::clone(&clock));
        let app = App::create(options, identity, recovery.recipient(), new).await.unwrap();
        let app = Arc::new(app);
        let factors = ["passkey", tasuki_app::second_factor::DEMO].map(String::from).to_vec();
        app.allow_second_factors(factors).await.unwrap();
        let clinic = app.add_facility("clinic", "みなと診療所").await.unwrap();
        let people = [("doctor", "physician"), ("nurse", "nurse"), ("helper", "meal_delivery")];
        let mut team = Vec::new();
        for (login, profession) in people {
            team.push(join(&app, login, profession, clinic, &*clock).await);
        }
        let new = NewNotebook {
            patient: patient(),
            managing_facility: clinic,
            team: team.iter().map(|it| it.post).collect(),
            consent_from: clock.now(),
        };
        let (notebook, room) = app.open_notebook(new).await.unwrap();
        let [doctor, nurse, helper] = team.try_into().ok().expect("three people");
        let mut fixture = Self {
            app,
            region_key,
            recovery: recovery.to_text().to_string(),
            clock,
            folder: folder.to_owned(),
            engine,
            notebook,
            room,
            photo_note: nothing_yet(),
            delivery: nothing_yet(),
            doctor,
            nurse,
            helper,
        };
        fixture.tell().await;
        fixture.admit().await;
        fixture
    }

    /// What the team writes.
    async fn tell(&mut self) {
        let upload =
            Upload {
                file_name: "kizu.jpg".into(), caption: "左かかと".into(), bytes: picture()
            };
        let draft = Draft { photos: vec![upload], ..self.words(TEAM) };
        self.photo_note = self.write(&self.nurse, draft).await;
        let high = Draft { sensitivity: Sensitivity::High, ..self.words(HIGH) };
        self.write(&self.doctor, high).await;
        let to_nurse = Draft { deliver_to: vec![self.nurse.person], ..self.words(SECRET) };
        self.delivery = self.write(&self.doctor, to_nurse).await;
        let mistaken = self.write(&self.helper, self.words("まちがえた記録です")).await;
        let correction =
            Correction { text: CORRECTED.into(), reason: "誤記".into(), ..Correction::default() };
        self.enter(&self.helper).await.correct(mistaken.entry, correction).await.unwrap();
        let regretted = self.write(&self.nurse, self.words("取り消す記録です")).await;
        self.enter(&self.nurse).await.withdraw(regretted.entry, "重複").await.unwrap();
        self.enter(&self.doctor).await.confirm(self.photo_note.entry).await.unwrap();
    }

    pub fn words(&self, text: &str) -> Draft {
        self.clock.advance(60);
        Draft { text: text.into(), ..Draft::default() }
    }

    pub async fn enter(&self, who: &Someone) -> Room {
        self.app.room(&who.session, self.room).await.unwrap()
    }

    pub async fn write(&self, who: &Someone, draft: Draft) -> Posted {
        self.enter(who).await.write(draft).await.unwrap()
    }

    /// Everything that one of the team sees on the newest page, as text.
    pub async fn seen(&self, who: &Someone) -> Result<String> {
        seen(&self.app, who, self.room).await
    }

    pub fn identity(&self) -> Identity {
        Identity::parse(&self.region_key).unwrap()
    }

    pub fn recovery(&self) -> Identity {
        Identity::parse(&self.recovery).unwrap()
    }

    /// Another process on the same region.
    pub async fn beside(&self) -> Arc<App> {
        let options = options(&self.folder, self.engine.clone(), Arc::clone(&self.clock));
        Arc::new(App::open(options, self.identity()).await.unwrap())
    }

    /// A verification of this folder without keys.
    pub fn verification(&self) -> Verification {
        let folder = DataFolder::new(&self.folder);
        Verification { folder, engine: self.engine.clone(), keys: None, checkpoint: None }
    }

    /// What is found without keys.
    pub async fn verified(&self) -> Report {
        verify_folder(self.verification()).await.unwrap()
    }

    /// What is found with the region's key.
    pub async fn verified_with_keys(&self) -> Report {
        verify_folder(self.verification().with_keys(self.identity())).await.unwrap()
    }
}

/// The newest page of a room as one of the team sees it, as text.
pub async fn seen(app: &Arc<App>, who: &Someone, room: RoomId) -> Result<String> {
    let page = app.room(&who.session, room).await?.page(None).await?;
    Ok(format!("{:#?}", page.items))
}

/// Signs somebody in again, with another open region of the same people.
pub async fn sign_in(app: &Arc<App>, who: &Someone) -> Someone {
    let shown = Shown { certificate: None, loopback: true };
    let begun = app.demo_sign_in(who.person, shown).await.unwrap();
    let session = Arc::new(app.session(&begun.token, shown).await.unwrap());
    Someone { session, ..who.clone() }
}

async fn join(
    app: &Arc<App>,
    login: &str,
    profession: &str,
    clinic: tasuki_kernel::FacilityId,
    clock: &dyn Clock,
) -> Someone {
    let new = NewPerson {
        kind: PersonKind::Staff,
        login: login.into(),
        name: Name::new(login, "", "", "").unwrap(),
        portrait: None,
    };
    let person = app.add_person(new).await.unwrap();
    let post = app.add_post(person, clinic, profession, false).await.unwrap();
    let device = DeviceId::new(clock, &SystemRandom);
    let until = clock.now().plus_seconds(400 * 86_400);
    app.add_device(device, person, None, "demo", until).await.unwrap();
    let shown = Shown { certificate: None, loopback: true };
    let begun = app.demo_sign_in(person, shown).await.unwrap();
    let session = Arc::new(app.session(&begun.token, shown).await.unwrap());
    Someone { person, post, session }
}

fn nothing_yet() -> Posted {
    Posted {
        entry: tasuki_kernel::EntryId::from_bytes([0; 16]),
        log: tasuki_kernel::LogId::from_bytes([0; 16]),
        sequence: 0,
        head: tasuki_ledger::Hash::ZERO,
        received: Timestamp::default(),
        fresh: false,
    }
}

/// A selected room of the notebook for two, so that there is more than one.
pub async fn second_room(fixture: &Fixture) -> RoomId {
    let team = vec![fixture.doctor.post, fixture.nurse.post];
    let kind = RoomKind::Selected;
    fixture.app.open_room(fixture.notebook, kind, "栄養", team).await.unwrap()
}

/// Asks the database past the program, on a thread where waiting is allowed.
pub fn look<T: Send>(engine: &Engine, question: impl FnOnce(&mut Conn) -> T + Send) -> T {
    let asking = || question(&mut inspect::open_existing(engine).unwrap());
    std::thread::scope(|scope| scope.spawn(asking).join().unwrap())
}

/// Slugs of what was found, each once, in order of finding.
pub fn slugs(report: &Report) -> Vec<&'static str> {
    let mut slugs = Vec::new();
    for finding in &report.findings {
        if !slugs.contains(&finding.damage.slug()) {
            slugs.push(finding.damage.slug());
        }
    }
    slugs
}
