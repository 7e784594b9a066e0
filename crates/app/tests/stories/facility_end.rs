//! What is left when a facility has gone: 特別便 that nobody reads any more, notebooks, invitations,
//! offers, notices, and the evidence of it all.

use std::sync::Arc;

use tasuki_app::compose::Draft;
use tasuki_app::desk::Desk;
use tasuki_app::disclosure::Target;
use tasuki_app::house::House;
use tasuki_app::region::NewPerson;
use tasuki_app::registering::{Found, Registered};
use tasuki_app::team::{Asking, State, Whom};
use tasuki_domain::content::{Answer, ClosedFor, PersonKind};
use tasuki_domain::name::Name;
use tasuki_domain::notice::Typed;
use tasuki_kernel::{Code, NotebookId, WithdrawalId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, lawful_request, note, notice, registration};

use crate::lawful_looks::{opened, reads, stand};
use crate::notices::{fields, list, refused};
use crate::teams::facility_of;

const STATION: &str = "訪問看護ステーションあさがお";
const CLINIC: &str = "港の見える診療所";
const DAY: i64 = 86_400;

/// The clinic's manager at work. The clinic manages no notebook, so that it could go.
async fn clinic(region: &Region) -> House {
    let (app, login) = (&region.app, "incho");
    let at = facility_of(region, &region.people.doctor).await;
    let name = Name::new("原", "久子", "はら", "ひさこ").unwrap();
    let new = NewPerson { kind: PersonKind::Staff, login: login.into(), name, portrait: None };
    let person = app.add_person(new).await.unwrap();
    app.add_post(person, at, "clerk", true).await.unwrap();
    app.house(&Arc::new(app.receiver(login).await.unwrap()), at).unwrap()
}

async fn asks_to_go(house: &House) -> WithdrawalId {
    house.withdraw("closing", "ja").await.unwrap();
    house.ending().await.unwrap().last.unwrap().id
}

async fn goes(region: &Region, house: &House) {
    let id = asks_to_go(house).await;
    region.desk().await.approve_withdrawal(id).await.unwrap();
}

/// The other patient's notebook, of which the clinic alone has a team.
async fn other_notebook(region: &Region) -> NotebookId {
    let room = stand(region, &region.people.doctor, region.rooms.other).await;
    room.notebook().unwrap().id
}

async fn orphans(desk: &Desk) -> usize {
    desk.disclosures().await.unwrap().orphans.len()
}

#[test]
fn a_delivery_whose_readers_all_went_with_their_facility_opens_by_law_alone() {
    block_on(async {
        let region = Region::new().await;
        let (people, other, desk) = (&region.people, region.rooms.other, region.desk().await);
        let notebook = other_notebook(&region).await;
        let between =
            Draft { deliver_to: vec![people.outsider.person], ..note("外来での相談") };
        region.write(&people.doctor, other, note("みんなへ")).await;
        region.write(&people.doctor, other, between).await;
        // One of its two readers is of the station, which stays.
        let kept = Draft { deliver_to: vec![people.doctor.person], ..note("看護師と医師") };
        region.write(&people.nurse, region.rooms.team, kept).await;
        assert_eq!(orphans(&desk).await, 0);
        goes(&region, &clinic(&region).await).await;

        let found = desk.disclosures().await.unwrap().orphans;
        assert_eq!(found.len(), 1);
        let (orphan, managed_by) = &found[0];
        assert_eq!((orphan.notebook, managed_by.as_str()), (notebook, STATION));
        // Whoever joins the team later reads what was for all of it, and not this.
        region.app.set_member(other, people.nurse.post.unwrap(), false).await.unwrap();
        assert_eq!(reads(&region, &people.nurse, other).await.unwrap(), ["みんなへ"]);
        assert_eq!(orphans(&desk).await, 1);
        opened(&region, Target::Orphan(orphan.log), &lawful_request()).await;
        assert_eq!(reads(&region, &people.desk, other).await.unwrap(), ["外来での相談"]);
        assert!(reads(&region, &people.desk, region.rooms.team).await.is_none());
        region.clock.advance(7 * DAY);
        assert!(reads(&region, &people.desk, other).await.is_none());
    });
}

#[test]
fn who_handed_every_notebook_over_may_go_and_what_they_wrote_stays() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        let clinic = facility_of(&region, &people.doctor).await;
        let (station, desk) = (region.house().await, region.desk().await);
        region.write(&people.nurse, rooms.team, note("最後の訪問")).await;
        let id = asks_to_go(&station).await;
        region.app.set_member(rooms.other, people.nurse.post.unwrap(), false).await.unwrap();
        for (left, room) in [(1, rooms.other), (0, rooms.team)] {
            let early = desk.approve_withdrawal(id).await.unwrap_err();
            assert_eq!((early.code, early.field), (Code::Conflict, Some("managed")));
            let nurse = stand(&region, &people.nurse, room).await;
            let offer = nurse.offer_managing(clinic, "利用を終えます。").await.unwrap();
            let doctor = stand(&region, &people.doctor, room).await;
            doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
            assert_eq!(station.ending().await.unwrap().managed, left);
        }
        desk.approve_withdrawal(id).await.unwrap();

        for who in [&people.nurse, &people.care_manager, &people.helper] {
            assert!(reads(&region, who, rooms.team).await.is_none(), "{}", who.login);
        }
        assert_eq!(reads(&region, &people.doctor, rooms.team).await.unwrap(), ["最後の訪問"]);
        let doctor = stand(&region, &people.doctor, rooms.team).await;
        let team = doctor.team().await.unwrap();
        assert_eq!(team.managing, (clinic, CLINIC.to_owned()));
        let left: Vec<_> = team.mates.iter().map(|it| it.member.person).collect();
        assert_eq!(left, [people.doctor.person]);
        assert!(doctor.may_close() && doctor.may_invite());
        assert!(!doctor.may_leave().await.unwrap(), "the last of who manages it now");
        assert!(reads(&region, &people.relative, rooms.family).await.is_some());
    });
}

#[test]
fn what_was_asked_of_a_facility_that_went_waits_for_nobody() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let house = clinic(&region).await;
        let facility = house.facility();
        let nurse = stand(&region, &people.nurse, team).await;
        let by_name = Whom::Post(people.outsider.post.unwrap());
        let asking = |whom: &Whom| Asking { facility, whom: whom.clone(), message: String::new() };
        let asked = nurse.invite(asking(&by_name), "ja").await.unwrap();
        let offer = nurse.offer_managing(facility, "").await.unwrap();
        let before = region.app.inbox(&region.as_now(&people.outsider).await);
        goes(&region, &house).await;

        assert!(before.accept(asked, Vec::new()).await.is_err(), "with a page left open");
        let after = region.app.inbox(&region.as_now(&people.outsider).await);
        assert_eq!(after.count().await.unwrap(), 0);
        assert_eq!(after.one(asked).await.unwrap_err().code, Code::NotFound);
        let nurse = stand(&region, &people.nurse, team).await;
        let shown = nurse.team().await.unwrap();
        assert_eq!((shown.invitations[0].state, shown.offers[0].state), two(State::Pending));
        assert_eq!(shown.vacant, [true, false], "the attending doctor went with it");
        assert!(shown.mates.iter().all(|it| it.facility != Some(facility)));
        nurse.withdraw_invitation(asked).await.unwrap();
        nurse.answer_managing(offer, Answer::Withdrawn, "").await.unwrap();
        let shown = nurse.team().await.unwrap();
        let withdrawn = State::Answered(Answer::Withdrawn);
        assert_eq!((shown.invitations[0].state, shown.offers[0].state), two(withdrawn));
        for whom in [by_name, Whom::Profession("nurse".into())] {
            let nobody = nurse.invite(asking(&whom), "ja").await.unwrap_err();
            assert_eq!((nobody.code, nobody.field), (Code::Invalid, Some("whom")));
        }
        let nobody = nurse.offer_managing(facility, "").await.unwrap_err();
        assert_eq!((nobody.code, nobody.field), (Code::Invalid, Some("to")));
    });
}

fn two(state: State) -> (State, State) {
    (state, state)
}

#[test]
fn a_closed_notebook_of_a_facility_that_went_opens_by_law_alone() {
    block_on(async {
        let region = Region::new().await;
        let (people, house) = (&region.people, clinic(&region).await);
        let typed = registration("わたなべ", "昭和17年3月4日");
        let id = region.register(&people.doctor, &typed).await.unwrap();
        let doctor = region.as_now(&people.doctor).await;
        let room = region.app.team_room(&doctor, id).await.unwrap();
        let team = room.id();
        region.write(&people.doctor, team, note("閉院のため")).await;
        assert_eq!(house.ending().await.unwrap().managed, 1);
        room.close(ClosedFor::CareEnded, None, "").await.unwrap();
        assert_eq!(house.ending().await.unwrap().managed, 0, "a closed one keeps nobody here");
        goes(&region, &house).await;

        assert!(reads(&region, &people.doctor, team).await.is_none());
        let nurse = region.registrar(&people.nurse).await.unwrap();
        let facility = CLINIC.to_owned();
        let known = Found { same: vec![Registered { facility, room: None }], namesakes: 0 };
        assert_eq!(nurse.search(&region.checked(&typed).patient).await.unwrap(), known);
        let again = region.register(&people.nurse, &typed).await.unwrap_err();
        assert_eq!((again.code, again.field), (Code::Conflict, Some("another")));
        opened(&region, Target::Notebook(id), &lawful_request()).await;
        assert_eq!(reads(&region, &people.desk, team).await.unwrap(), ["閉院のため"]);
        let desk = stand(&region, &people.desk, team).await;
        assert!(desk.patient().await.unwrap().is_some());
        assert!(desk.members().await.unwrap().is_empty() && !desk.may_close());
        assert!(region.mails().await.is_empty(), "nobody is left to be told");
    });
}

#[test]
fn a_facility_that_went_reads_no_notice_and_is_waited_for_no_more() {
    block_on(async {
        let region = Region::new().await;
        let (people, house) = (&region.people, clinic(&region).await);
        let channel = region.channel().await;
        let (unopened, opened) = (region.notify("年末年始").await, region.notify("当番表").await);
        region.open(&people.doctor, opened).await.unwrap();
        let names = async |id| {
            let lines = channel.reach(id).await.unwrap();
            lines.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(names(unopened).await, [CLINIC, STATION]);
        goes(&region, &house).await;
        assert_eq!(names(unopened).await, [STATION]);
        assert_eq!(names(opened).await, [CLINIC, STATION], "what was opened stays told");
        let lines = channel.reach(opened).await.unwrap();
        assert_eq!(lines[0].openers[0].0, people.doctor.name);
        assert!(lines[0].managers.is_empty());
        for id in [unopened, opened] {
            assert_eq!(refused(&region, &people.doctor, id).await, Code::NotFound);
        }
        assert!(list(&region, &people.doctor).await.is_empty());
        let reached = channel.preview(&notice("次").typed).await.unwrap().1;
        assert_eq!(reached.facilities, [facility_of(&region, &people.nurse).await]);
        let clinics = Typed { kinds: vec!["clinic".into()], ..notice("診療所へ").typed };
        let nobody = channel.preview(&clinics).await.unwrap_err();
        assert_eq!(fields(&nobody), [Some("kinds")]);
    });
}

#[test]
fn a_reminder_goes_round_a_facility_that_went() {
    block_on(async {
        let region = Region::new().await;
        let house = clinic(&region).await;
        let (chief, _) = region.colleague("chief").await;
        region.house().await.change(chief, "nurse", true).await.unwrap();
        let (channel, id) = (region.channel().await, region.notify("年末年始").await);
        goes(&region, &house).await;
        region.mails().await;
        let done = channel.remind(id).await.unwrap();
        assert_eq!((done.letters, done.without), (1, 0), "no letter is missing at the clinic");
        let mails = region.mails().await;
        let to: Vec<_> = mails.iter().map(|it| it.receiver.as_str()).collect();
        assert_eq!(to, ["chief@asagao.example.jp"]);
    });
}

#[test]
fn the_evidence_holds_through_all_of_it() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        let auditor = region.as_now(&region.auditor().await).await;
        let audit = region.app.audit(&auditor).unwrap();
        let (kept, _) = audit.checkpoint().await.unwrap();
        reads(&region, &people.doctor, rooms.team).await.unwrap();
        goes(&region, &clinic(&region).await).await;
        let nurse = stand(&region, &people.nurse, rooms.team).await;
        nurse.close(ClosedFor::MovedAway, None, "").await.unwrap();
        region.app.set_consent(region.notebook, false).await.unwrap();
        opened(&region, Target::Notebook(region.notebook), &lawful_request()).await;
        reads(&region, &people.desk, rooms.team).await.unwrap();

        let report = audit.verify(&kept).await.unwrap();
        assert!(report.is_clean() && report.opened == 0, "{report}");
        let now = region.app.clock().now();
        let looks = audit.looks([now.plus_seconds(-DAY), now.plus_seconds(DAY)]).await.unwrap();
        let of_doctor = looks.iter().find(|it| it.person == Some(people.doctor.person));
        assert_eq!(of_doctor.expect("a look").who, people.doctor.name, "gone, and still named");
        assert!(looks.is_sorted_by_key(|it| it.at));
        assert!(looks.iter().all(|it| !it.who.contains("山口")));
        let listed = audit.disclosures().await.unwrap();
        assert_eq!(listed[0].managed_by, STATION);
        assert_eq!(listed[0].asked_by, region.second().await.name);
    });
}
