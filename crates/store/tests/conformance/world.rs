//! A region with one notebook, in which views are tried.

use std::sync::Mutex;

use tasuki_domain::content::{
    Access, Confirmation, Consent, ConsentKind, Content, Credential, Device, DeviceKind, Facility,
    Membership, NotebookOpened, Person, PersonKind, Portal, Post, Purpose, Region, Release,
    ReleaseTo, Terms, TermsAccepted, Touched,
};
use tasuki_domain::likeness::{Likeness, LikenessKind};
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{
    ApplicationId, DeviceId, DisclosureId, FacilityId, NotebookId, PatientId, PersonId, PostId,
    RegionId, Result, Timestamp, VaultId, WithdrawalId,
};
use tasuki_ledger::Body;
use tasuki_store::dump::{self, Nature};
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::views::{self, Event};
use tasuki_store::{Conn, NewEntry, Placed, Row, Store, Transaction};
use tasuki_testkit::sealed::{TestLog, new_author, new_region};
use tasuki_testkit::{block_on, on_both};

use crate::bytes;

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) region: RegionId,
    pub(crate) notebook: NotebookId,
    pub(crate) vault: VaultId,
    pub(crate) doctor: PostId,
    pub(crate) nurse: PostId,
    /// The region's own log.
    pub(crate) own: TestLog,
    pub(crate) team: TestLog,
    pub(crate) family: TestLog,
    /// Logs that a test opened besides.
    others: Mutex<Vec<TestLog>>,
}

pub(crate) fn on_both_worlds(test: impl Fn(&World)) {
    on_both(|database| {
        let store = database.open();
        test(&block_on(World::begin(store)));
    });
}

impl World {
    pub(crate) async fn begin(store: Store) -> Self {
        let (region, notebook) = (new_region(), NotebookId::from_bytes(bytes()));
        let world = Self {
            store,
            region,
            notebook,
            vault: VaultId::from_bytes(bytes()),
            doctor: PostId::from_bytes(bytes()),
            nurse: PostId::from_bytes(bytes()),
            own: TestLog::of_region(region),
            team: TestLog::of_room(region, RoomKind::Team, Some(notebook)),
            family: TestLog::of_room(region, RoomKind::Family, Some(notebook)),
            others: Mutex::default(),
        };
        world.own.create(&world.store).await.unwrap();
        let opened = NotebookOpened {
            notebook,
            patient: world.patient().id,
            team_room: world.team.room.unwrap(),
            managing_facility: FacilityId::from_bytes(bytes()),
            vault: world.vault,
        };
        world.say(&world.own, Content::NotebookOpened(opened)).await;
        for log in [&world.team, &world.family] {
            log.create(&world.store).await.unwrap();
        }
        world
    }

    pub(crate) fn patient(&self) -> Patient {
        Patient {
            id: PatientId::from_bytes([0xEE; 16]),
            name: Name::new("山口", "ハナ", "やまぐち", "はな").unwrap(),
            birth: Birth { year: 1942, month: 3, day: 2 },
            sex: Sex::Female,
            care_level: "要介護2".into(),
            allergies: Vec::new(),
            drug_risks: Vec::new(),
            living: "独居".into(),
            place: "自宅".into(),
            phase: "安定期".into(),
            conditions: Vec::new(),
            contacts: Vec::new(),
            identifiers: Vec::new(),
            attending_doctor: Some(self.doctor),
            deputy_doctor: None,
            lead: None,
            portrait: None,
            limits: Vec::new(),
            address: String::new(),
            phone: String::new(),
            likenesses: vec![Likeness { kind: LikenessKind::Name, mark: [7; 16] }],
        }
    }

    /// Opens another log.
    pub(crate) async fn create(&self, log: &TestLog) {
        log.create(&self.store).await.unwrap();
        self.others.lock().unwrap().push(log.clone());
    }

    /// Appends an entry of this content, by somebody.
    pub(crate) async fn say(&self, log: &TestLog, content: Content) -> Placed {
        self.append(log, log.entry(new_author(self.region), content).seal()).await
    }

    pub(crate) async fn append(&self, log: &TestLog, new: NewEntry) -> Placed {
        log.append(&self.store, new).await.unwrap()
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.read(question).await.unwrap()
    }

    /// Says at least one thing of every kind that makes a row.
    pub(crate) async fn fill_every_view(&self) {
        let at = Timestamp::from_micros;
        let (person, facility) = (PersonId::from_bytes(bytes()), FacilityId::from_bytes(bytes()));
        let staff = staff(self.region, person, facility);
        for content in staff.into_iter().chain(joining(self.region, person, facility)) {
            self.say(&self.own, content).await;
        }
        crate::notices::Stage::set(self).await;
        let delivery = self.team.delivery(vec![person]);
        self.create(&delivery).await;
        let room = self.team.room.unwrap();
        let joins = Membership {
            room,
            person,
            post: None,
            from: at(1),
            until: None,
            history_from: None,
            reason: None,
        };
        let agrees = Consent::plain(ConsentKind::TeamSharing, true, at(1));
        let note = self.delivery_note(&delivery).await;
        let releases = Release { record: note.record, to: vec![ReleaseTo::Family] };
        let looked = Access {
            person: Some(person),
            session: None,
            device: None,
            notebook: Some(self.notebook),
            room: Some(room),
            touched: vec![Touched::Timeline],
            purpose: Purpose::Care,
            disclosure: None,
        };
        for content in crate::team::asks(facility) {
            self.say(&self.team, content).await;
        }
        // Who looked is kept in a log of the region, which outlives the notebook.
        self.say(&self.own, Content::Access(looked)).await;
        for content in [
            Content::Patient(Box::new(self.patient())),
            Content::Membership(joins),
            Content::Consent(agrees),
        ] {
            self.say(&self.team, content).await;
        }
        for log in [&delivery, &self.team] {
            self.say(log, Content::Release(releases.clone())).await;
            self.say(log, Content::Confirmation(Confirmation { of: note.entry })).await;
            let first = log.sealed_note(note.author, "前");
            self.append(log, first.clone()).await;
            let second = log.entry(note.author, first.content.clone()).correcting(&first).seal();
            self.append(log, second).await;
        }
    }

    async fn delivery_note(&self, delivery: &TestLog) -> NewEntry {
        let new = delivery.sealed_note(new_author(self.region), "特別便");
        self.append(delivery, new.clone()).await;
        new
    }

    /// Every row of every view.
    pub(crate) async fn views(&self) -> Vec<(&'static str, Vec<Row>)> {
        self.read(view_rows).await
    }

    /// Clears the views and makes them anew from what the opened entries say, the region's log
    /// first and the others in either order: the same rows each time.
    pub(crate) async fn assert_rebuilt_alike(&self) {
        let mut others = vec![self.team.clone(), self.family.clone()];
        others.extend(self.others.lock().unwrap().iter().cloned());
        self.assert_rebuilt_from(others).await;
    }

    /// The same when no log of a notebook can be opened any more.
    pub(crate) async fn assert_rebuilt_alike_without_rooms(&self) {
        let mut others = self.others.lock().unwrap().clone();
        others.retain(|it| it.notebook().is_none());
        self.assert_rebuilt_from(others).await;
    }

    async fn assert_rebuilt_from(&self, mut others: Vec<TestLog>) {
        let before = self.views().await;
        for _ in 0..2 {
            let mut entries = Vec::new();
            for log in std::iter::once(&self.own).chain(&others) {
                for entry in log.entries(&self.store).await.unwrap() {
                    let body = log.open(&entry).unwrap();
                    entries.push((entry, body));
                }
            }
            let region = self.region;
            let change = move |t: &mut Transaction<'_>| {
                views::clear(t.conn())?;
                assert!(view_rows(t.conn())?.iter().all(|(_, rows)| rows.is_empty()));
                entries.iter().try_for_each(|(entry, body)| apply(t.conn(), region, entry, body))
            };
            self.store.write(region, Vec::new(), change).await.unwrap();
            assert_eq!(self.views().await, before);
            others.reverse();
        }
    }
}

/// One of each by which facilities come in.
fn joining(region: RegionId, person: PersonId, facility: FacilityId) -> Vec<Content> {
    let id = ApplicationId::from_bytes(bytes());
    let from = Timestamp::from_micros(1);
    vec![
        crate::joining::applies(id, "midori"),
        Content::Portal(Portal { palette: "green".into(), ..Portal::default() }),
        Content::Terms(Terms { region, version: 1, text: "第1条".into(), from }),
        Content::TermsAccepted(TermsAccepted { person, version: 1 }),
        crate::disclosing::asks(
            DisclosureId::from_bytes(bytes()),
            NotebookId::from_bytes(bytes()),
            person,
        ),
        crate::facilities::asks(WithdrawalId::from_bytes(bytes()), facility, person),
        crate::facilities::confirmed(facility, 20_263, person),
    ]
}

/// One of each in the region's log.
fn staff(region: RegionId, person: PersonId, facility: FacilityId) -> Vec<Content> {
    let at = Timestamp::from_micros;
    vec![
        Content::Region(Region {
            id: region,
            name: "みなと市".into(),
            notebook_name: "みなと連絡帳".into(),
            categories: vec!["日常".into()],
            idle_minutes: 15,
            second_factors: vec!["certificate".into()],
        }),
        Content::Facility(Facility {
            id: facility,
            kind: "home-nursing".into(),
            name: "みなと訪問看護".into(),
            active: true,
            municipality: Some("141097".into()),
        }),
        Content::Person(Person {
            id: person,
            kind: PersonKind::Staff,
            login: "sato".into(),
            name: Name::new("佐藤", "恵", "さとう", "めぐみ").unwrap(),
            active: true,
            portrait: None,
            mail: None,
        }),
        Content::Post(Post {
            id: PostId::from_bytes(bytes()),
            person,
            facility,
            profession: "nurse".into(),
            manager: false,
            from: at(1),
            until: None,
        }),
        Content::Device(Device {
            id: DeviceId::from_bytes(bytes()),
            person,
            kind: DeviceKind::Passkey,
            fingerprint: [3; 32],
            label: "電話".into(),
            not_after: at(99),
            serial: Some(vec![1]),
            system: None,
            credential: Some(Credential { id: vec![3; 16], public_key: vec![0xa0] }),
        }),
    ]
}

fn view_rows(conn: &mut Conn) -> Result<Vec<(&'static str, Vec<Row>)>> {
    let views = dump::TABLES.iter().filter(|table| table.nature == Nature::View);
    views.map(|table| Ok((table.name, dump::rows(conn, table)?))).collect()
}

fn apply(conn: &mut Conn, region: RegionId, entry: &StoredEntry, body: &Body) -> Result<()> {
    let content = Content::decode(body.kind, &body.content)?;
    let header = entry.header()?;
    let event = Event {
        region,
        log: log::find(conn, entry.log)?.map_or(header.log, |row| row.id),
        sequence: header.sequence,
        author: header.author,
        received: header.received,
        record: body.record,
        amends: body.supersedes.is_some(),
        content: &content,
    };
    views::apply(conn, &event)
}
