//! Patients come into the register: once each, by professionals, and the register tells nobody
//! more than who manages a notebook.

use tasuki_app::registering::{Found, Opening, Registered};
use tasuki_domain::content::ConsentKind;
use tasuki_kernel::{Code, NotebookId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, registration};

const BORN: &str = "昭和17年3月4日";

#[test]
fn a_nurse_registers_a_patient_who_agreed_on_paper() {
    block_on(async {
        let region = Region::new().await;
        let nurse = &region.people.nurse;
        let id = region.register(nurse, &registration("ﾜﾀﾅﾍﾞ", BORN)).await.unwrap();
        let session = region.session(nurse).await;
        let room = region.app.team_room(&session, id).await.unwrap();
        let basics = room.basics().await.unwrap();
        let patient = &basics.versions[0].patient;
        assert_eq!(patient.name.full(), "渡邉\u{E0101} ハル");
        assert_eq!(patient.name.kana(), "ワタナベ ハル", "one spelling");
        assert_eq!(basics.versions[0].byline.name, nurse.name);
        assert_eq!(patient.likenesses.len(), 4);
        let members = room.members().await.unwrap();
        assert_eq!(members.iter().map(|it| it.person).collect::<Vec<_>>(), [nurse.person]);

        let consents = region.app.consents(&session, id).await.unwrap();
        let history = consents.history().await.unwrap();
        assert_eq!(history.seen, 6, "each kind was asked for");
        assert!(!history.newest(ConsentKind::Research).unwrap().consent.given);
        let step = history.newest(ConsentKind::Family).unwrap();
        assert_eq!((step.consent.papers.len(), step.byline.name.as_str()), (1, nurse.name));
        let size = tasuki_app::attachment::Size::Full;
        assert!(consents.paper(step.entry, 0, size).await.unwrap().bytes.starts_with(b"\xff\xd8"));
        let none = consents.paper(step.entry, 1, size).await.unwrap_err();
        assert_eq!(none.code, Code::NotFound);
    });
}

#[test]
fn who_registers_the_same_person_is_told_who_manages_and_nothing_else() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor) = (&region.people.nurse, &region.people.doctor);
        region.register(nurse, &registration("わたなべ", BORN)).await.unwrap();
        let there = region.registrar(doctor).await.unwrap();
        let look = |kana: &str, birth: &str, address: &str| {
            let typed = registration(kana, birth);
            let checked = region
                .checked(&tasuki_domain::registration::Typed { address: address.into(), ..typed });
            let there = there.clone();
            async move { there.search(&checked.patient).await.unwrap() }
        };
        let station = "訪問看護ステーションあさがお".to_owned();
        let known = Found {
            same: vec![Registered { facility: station.clone(), room: None }],
            namesakes: 0,
        };
        // Reading and birth; reading and address; birth and address.
        assert_eq!(look("ﾜﾀﾅﾍﾞ", "S17.3.4", "").await, known);
        assert_eq!(look("ワタナベ", "S18.1.1", "みなと市本町1-2-3").await, known);
        assert_eq!(look("タナベ", "1942-03-04", "みなと市本町1丁目2-3").await, known);
        // The same reading alone.
        let namesake = Found { same: Vec::new(), namesakes: 1 };
        assert_eq!(look("わたなべ", "S18.1.1", "").await, namesake);
        assert_eq!(look("たなか", "S18.1.1", "").await, Found::default());

        // A member gets the way in.
        let own = region.registrar(nurse).await.unwrap();
        let found = own.search(&region.checked(&registration("わたなべ", BORN)).patient).await;
        assert!(found.unwrap().same[0].room.is_some());
    });
}

#[test]
fn it_is_registered_again_only_as_another_person() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor) = (&region.people.nurse, &region.people.doctor);
        let typed = registration("わたなべ", BORN);
        region.register(nurse, &typed).await.unwrap();
        let there = region.registrar(doctor).await.unwrap();
        let opening = Opening {
            notebook: NotebookId::new(region.app.clock(), region.app.random()),
            checked: region.checked(&typed),
            another: false,
            papers: Vec::new(),
        };
        let before = region.count("SELECT count(*) FROM notebooks");
        let refused = there.open(opening.clone()).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("another")));
        assert_eq!(region.count("SELECT count(*) FROM notebooks"), before);
        let another = Opening { another: true, ..opening };
        assert_eq!(there.open(another.clone()).await.unwrap(), another.notebook);
        // Pressed twice.
        assert_eq!(there.open(another.clone()).await.unwrap(), another.notebook);
        assert_eq!(region.count("SELECT count(*) FROM notebooks"), before + 1);
        // A notebook of somebody else is none that was opened here.
        let foreign = Opening { notebook: region.notebook, ..another };
        let refused = there.open(foreign).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    });
}

#[test]
fn two_at_once_open_one_notebook() {
    block_on(async {
        let region = Region::new().await;
        let typed = registration("わたなべ", BORN);
        let (one, other) = tokio::join!(
            region.register(&region.people.nurse, &typed),
            region.register(&region.people.doctor, &typed),
        );
        let told = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(told.iter().map(|it| it.field).collect::<Vec<_>>(), [Some("another")]);
    });
}

#[test]
fn a_change_of_basics_changes_by_what_somebody_is_found() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor) = (&region.people.nurse, &region.people.doctor);
        let id = region.register(nurse, &registration("わたなべ", BORN)).await.unwrap();
        let session = region.session(nurse).await;
        let room = region.app.team_room(&session, id).await.unwrap();
        let basics = room.basics().await.unwrap();
        let mut patient = basics.versions[0].patient.clone();
        patient.birth.day = 5;
        patient.address = String::new();
        room.edit_basics(patient, basics.seen).await.unwrap();
        let there = region.registrar(doctor).await.unwrap();
        let search = |birth: &str| {
            let (there, checked) =
                (there.clone(), region.checked(&registration("わたなべ", birth)));
            async move { there.search(&checked.patient).await.unwrap() }
        };
        assert_eq!(search("S17.3.4").await, Found { same: Vec::new(), namesakes: 1 });
        assert_eq!(search("S17.3.5").await.same.len(), 1);
        region.app.rebuild().await.unwrap();
        assert_eq!(search("S17.3.5").await.same.len(), 1, "made anew from the entries");
        let words = region.count("SELECT count(*) FROM likenesses WHERE length(mark) <> 16");
        assert_eq!(words, 0);
    });
}

#[test]
fn searching_is_recorded_and_slowed_down() {
    block_on(async {
        let region = Region::new().await;
        let there = region.registrar(&region.people.doctor).await.unwrap();
        let patient = region.checked(&registration("わたなべ", BORN)).patient;
        let before = region.access_records();
        for _ in 0..20 {
            there.search(&patient).await.unwrap();
        }
        assert_eq!(region.access_records(), before + 20, "each one");
        assert_eq!(there.search(&patient).await.unwrap_err().code, Code::Throttled);
        let other = region.registrar(&region.people.nurse).await.unwrap();
        assert!(other.search(&patient).await.is_ok());
    });
}

#[test]
fn only_professionals_register_and_for_their_own_facility() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let station = region.registrar(&people.nurse).await.unwrap().facility();
        for (who, may) in [
            (&people.nurse, true),
            (&people.care_manager, true),
            (&people.helper, true),
            (&people.relative, false),
            (&people.desk, false),
        ] {
            let refused = region.registrar(who).await.err().map(|it| it.code);
            assert_eq!(refused, (!may).then_some(Code::NotFound), "{}", who.login);
        }
        let doctor = std::sync::Arc::new(region.app.receiver(people.doctor.login).await.unwrap());
        let refused = region.app.registrar(&doctor, station).err().unwrap();
        assert_eq!(refused.code, Code::NotFound);
    });
}
