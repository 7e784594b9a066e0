//! 法にもとづく開示: two persons, a reason, some days, a record, and word to those concerned.

use tasuki_app::access_list::Asked;
use tasuki_app::compose::Draft;
use tasuki_app::disclosure::{DisclosureState, Target};
use tasuki_app::timeline::{Matter, Stretch};
use tasuki_domain::content::Purpose;
use tasuki_domain::disclosure::Typed;
use tasuki_domain::policy::Action;
use tasuki_kernel::{Code, DisclosureId, LogId, NotebookId, Problem, RoomId, Timestamp};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, lawful_request, note};

const DAY: i64 = 86_400;

async fn refused(region: &Region, who: &Somebody, room: RoomId) -> Option<Code> {
    let session = region.session(who).await;
    region.app.room(&session, room).await.err().map(|it| it.code)
}

async fn words(region: &Region, who: &Somebody, room: RoomId) -> Vec<String> {
    let session = region.session(who).await;
    let room = region.app.room(&session, room).await.unwrap();
    let page = room.page(None).await.unwrap();
    let texts = page.items.iter().filter_map(|it| match &it.matter {
        Matter::Note { note, .. } => Some(note.text.clone()),
        _ => None,
    });
    texts.collect()
}

async fn purposes(region: &Region, who: &Somebody) -> Vec<Purpose> {
    let session = region.session(who).await;
    let looked = region.app.who_looked(&session, region.notebook, Asked::default()).await;
    looked.unwrap().1.stays.iter().map(|it| it.purpose).collect()
}

#[test]
fn two_persons_open_a_notebook_and_it_shuts_by_itself() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let second = region.second().await;
        let secret = Draft { deliver_to: vec![people.doctor.person], ..note("先生だけに") };
        region.write(&people.nurse, team, note("みんなへ")).await;
        region.write(&people.nurse, team, secret).await;
        let id = region.asked(&lawful_request()).await;
        // Asked for, nothing is open: neither to who asked nor to who is to answer.
        for who in [&second, &people.desk] {
            assert_eq!(refused(&region, who, team).await, Some(Code::NotFound), "{}", who.login);
        }
        let own = region.second_desk().await.answer_disclosure(id, true, "").await.unwrap_err();
        assert_eq!(own.code, Code::NotAllowed, "nobody says yes to the own request");
        let desk = region.desk().await;
        assert!(desk.disclosure(id).await.unwrap().may_answer);
        desk.answer_disclosure(id, true, "").await.unwrap();
        for who in [&second, &people.desk] {
            let read = words(&region, who, team).await;
            assert!(read.contains(&"先生だけに".to_owned()), "{}: {read:?}", who.login);
            assert!(read.contains(&"みんなへ".to_owned()));
        }
        let session = region.session(&second).await;
        let room = region.app.room(&session, team).await.unwrap();
        for action in [Action::Write, Action::Amend, Action::Confirm, Action::Release] {
            assert!(!room.may(action));
        }
        assert!(room.patient().await.unwrap().is_some());
        room.mark_read().await.unwrap();
        assert!(
            room.copy(Stretch {
                begin: Timestamp::default(),
                end: region.app.clock().now().plus_seconds(1)
            })
            .await
            .unwrap()
            .items
            .len()
                >= 2
        );
        // Everybody else stands where they stood: an outsider outside, the helper without 特別便.
        assert_eq!(refused(&region, &people.outsider, team).await, Some(Code::NotFound));
        assert!(!words(&region, &people.helper, team).await.contains(&"先生だけに".to_owned()));
        region.clock.advance(7 * DAY);
        for who in [&second, &people.desk] {
            assert_eq!(refused(&region, who, team).await, Some(Code::NotFound), "{}", who.login);
        }
        let over = desk.end_disclosure(id).await.unwrap_err();
        assert_eq!(over.code, Code::Conflict);
    });
}

#[test]
fn those_concerned_are_told_and_see_who_looked() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let id = region.asked(&lawful_request()).await;
        assert!(!purposes(&region, &people.nurse).await.contains(&Purpose::Disclosure));
        region.desk().await.answer_disclosure(id, true, "").await.unwrap();
        words(&region, &people.desk, team).await;
        assert!(purposes(&region, &people.nurse).await.contains(&Purpose::Disclosure));
    });
}

#[test]
fn where_the_law_forbids_it_nobody_is_told_until_it_does_not() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (kind, untold) = ("court".into(), "刑事訴訟法197条5項".into());
        let silent = Typed { kind, telling: "untold".into(), untold, ..lawful_request() };
        let id = region.asked(&silent).await;
        let desk = region.desk().await;
        desk.answer_disclosure(id, true, "").await.unwrap();
        words(&region, &people.desk, team).await;
        let session = region.session(&people.nurse).await;
        let looked = region.app.who_looked(&session, region.notebook, Asked::default()).await;
        let looked = looked.unwrap().1;
        assert!(looked.stays.iter().all(|it| it.purpose != Purpose::Disclosure));
        let of_the_desk = |it: &tasuki_app::author::Byline| it.person == Some(people.desk.person);
        assert!(!looked.people.iter().any(of_the_desk), "not even as a name to choose");
        assert!(region.mails().await.is_empty());
        desk.tell_of_disclosure(id).await.unwrap();
        assert!(purposes(&region, &people.nurse).await.contains(&Purpose::Disclosure));
        assert_eq!(desk.tell_of_disclosure(id).await.unwrap_err().code, Code::Conflict);
    });
}

#[test]
fn letters_name_no_patient() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let post = house.add(&tasuki_testkit::region::newcomer("haruka"), "ja").await.unwrap();
        region.app.set_member(region.rooms.team, post, false).await.unwrap();
        region.mails().await;
        let id = region.asked(&lawful_request()).await;
        region.desk().await.answer_disclosure(id, true, "").await.unwrap();
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1, "the others of the team have no address");
        let mail = &mails[0];
        assert_eq!(mail.receiver, "haruka@asagao.example.jp");
        assert!(mail.words.contains(&format!("/notebooks/{}/access", region.notebook)));
        assert!(!mail.words.contains("山口") && !mail.subject.contains("山口"));
        assert!(!mail.words.contains("第12号"));
    });
}

#[test]
fn an_orphaned_delivery_opens_alone() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let to_leaver = Draft { deliver_to: vec![people.helper.person], ..note("二人の話") };
        region.write(&people.care_manager, team, to_leaver).await;
        let desk = region.desk().await;
        assert!(desk.disclosures().await.unwrap().orphans.is_empty());
        for who in [&people.helper, &people.care_manager] {
            region.app.set_member(team, who.post.unwrap(), true).await.unwrap();
        }
        let orphans = desk.disclosures().await.unwrap().orphans;
        assert_eq!(orphans.len(), 1);
        let log = orphans[0].0.log;
        let id = DisclosureId::new(region.app.clock(), region.app.random());
        let second = region.second_desk().await;
        second.ask_disclosure(id, Target::Orphan(log), &lawful_request()).await.unwrap();
        desk.answer_disclosure(id, true, "").await.unwrap();
        assert_eq!(words(&region, &people.desk, team).await, ["二人の話"]);
        let session = region.session(&people.desk).await;
        let room = region.app.room(&session, team).await.unwrap();
        assert!(room.patient().await.unwrap().is_none(), "whose it is stays shut");
        assert!(room.around().await.unwrap().patient.is_none());
        let rooms = desk.disclosure(id).await.unwrap().rooms;
        assert_eq!(rooms.iter().map(|it| it.0).collect::<Vec<_>>(), [team]);
    });
}

#[test]
fn a_no_needs_a_reason_and_an_end_is_at_once() {
    block_on(async {
        let region = Region::new().await;
        let (desk, team) = (region.desk().await, region.rooms.team);
        let id = region.asked(&lawful_request()).await;
        let silent = desk.answer_disclosure(id, false, "  ").await.unwrap_err();
        assert_eq!(silent.field, Some("refusal"));
        desk.answer_disclosure(id, false, "本人確認が済んでいない").await.unwrap();
        assert_eq!(refused(&region, &region.people.desk, team).await, Some(Code::NotFound));
        for late in [true, false] {
            let late = desk.answer_disclosure(id, late, "遅い").await.unwrap_err();
            assert_eq!(late.code, Code::Conflict);
        }
        let id = region.asked(&lawful_request()).await;
        desk.answer_disclosure(id, true, "").await.unwrap();
        words(&region, &region.people.desk, team).await;
        region.second_desk().await.end_disclosure(id).await.unwrap();
        assert_eq!(refused(&region, &region.people.desk, team).await, Some(Code::NotFound));
        let row = desk.disclosure(id).await.unwrap().listed.row;
        assert_eq!(row.state, DisclosureState::Ended);
    });
}

#[test]
fn two_answers_at_once_are_one() {
    block_on(async {
        let region = Region::new().await;
        let id = region.asked(&lawful_request()).await;
        let (one, other) = (region.desk().await, region.desk().await);
        let (a, b) = tokio::join!(
            one.answer_disclosure(id, true, ""),
            other.answer_disclosure(id, false, "いいえ")
        );
        let told: Vec<Code> =
            [a, b].into_iter().filter_map(Result::err).map(|it| it.code).collect();
        assert_eq!(told, [Code::Conflict]);
    });
}

#[test]
fn what_makes_no_sense_is_refused_by_field() {
    block_on(async {
        let region = Region::new().await;
        let desk = region.desk().await;
        let id = || DisclosureId::new(region.app.clock(), region.app.random());
        let fields = |it: Vec<Problem>| it.into_iter().map(|it| it.field).collect::<Vec<_>>();
        let nowhere = Target::Notebook(NotebookId::from_bytes([9; 16]));
        let wrong = desk.ask_disclosure(id(), nowhere, &lawful_request()).await.unwrap_err();
        assert_eq!(fields(wrong), [Some("notebook")]);
        // A 特別便 that somebody can read is no orphan.
        let whose = Target::Orphan(LogId::from_bytes([9; 16]));
        let wrong = desk.ask_disclosure(id(), whose, &lawful_request()).await.unwrap_err();
        assert_eq!(fields(wrong), [Some("notebook")]);
        let (once, of) = (id(), Target::Notebook(region.notebook));
        desk.ask_disclosure(once, of, &lawful_request()).await.unwrap();
        let twice = desk.ask_disclosure(once, of, &lawful_request()).await.unwrap_err();
        assert_eq!(twice[0].code, Code::Conflict);
        assert_eq!(desk.disclosures().await.unwrap().listed.len(), 1);
    });
}

#[test]
fn the_auditor_has_evidence_and_no_words() {
    block_on(async {
        let region = Region::new().await;
        let (auditor, team) = (region.auditor().await, region.rooms.team);
        region.write(&region.people.nurse, team, note("ことば")).await;
        let session = region.session(&auditor).await;
        assert_eq!(refused(&region, &auditor, team).await, Some(Code::NotFound));
        assert_eq!(region.app.desk(&session).err().map(|it| it.code), Some(Code::NotFound));
        let audit = region.app.audit(&session).unwrap();
        let (checkpoint, key) = audit.checkpoint().await.unwrap();
        assert!(checkpoint.lines().count() > 3 && key.contains('+'), "{checkpoint}");
        let report = audit.verify(&checkpoint).await.unwrap();
        assert!(report.is_clean() && report.opened == 0, "{report}");
        let now = region.app.clock().now();
        let period = [now.plus_seconds(-DAY), now.plus_seconds(DAY)];
        let looks = audit.looks(period).await.unwrap();
        assert!(looks.iter().any(|it| it.notebook == Some(region.notebook)));
        assert!(looks.iter().all(|it| !it.who.contains("山口")));
        let long = audit.looks([now.plus_seconds(-40 * DAY), now]).await.unwrap_err();
        assert_eq!(long.field, Some("until"));
        let people = &region.people;
        for who in [&people.nurse, &people.desk, &people.relative] {
            let session = region.session(who).await;
            assert_eq!(region.app.audit(&session).err().map(|it| it.code), Some(Code::NotFound));
        }
    });
}

#[test]
fn a_changed_word_is_evidence() {
    block_on(async {
        let region = Region::new().await;
        let session = region.session(&region.auditor().await).await;
        let audit = region.app.audit(&session).unwrap();
        let (kept, _) = audit.checkpoint().await.unwrap();
        region.tamper("UPDATE entries SET body = x'00' WHERE sequence = 2");
        let report = audit.verify(&kept).await.unwrap();
        assert!(!report.is_clean());
    });
}
