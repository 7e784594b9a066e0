//! 支援チーム: somebody is asked, answers, leaves; and the managing role passes from hand to hand.

use std::sync::Arc;

use tasuki_app::house::House;
use tasuki_app::session::Session;
use tasuki_app::team::{Asking, Inbox, State, Whom};
use tasuki_domain::content::Answer;
use tasuki_kernel::{Code, FacilityId, InvitationId, PostId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note};

use crate::{enter, texts};

const DAY: i64 = 86_400;

async fn session(region: &Region, who: &Somebody) -> Arc<Session> {
    Arc::new(region.app.receiver(who.login).await.unwrap())
}

async fn inbox(region: &Region, who: &Somebody) -> Inbox {
    region.app.inbox(&session(region, who).await)
}

pub(crate) async fn facility_of(region: &Region, who: &Somebody) -> FacilityId {
    region.app.posts_of(who.person).await.unwrap()[0].facility
}

/// The outsider, by name, as the nurse asks.
async fn asking(region: &Region, whom: Whom) -> Asking {
    let facility = facility_of(region, &region.people.outsider).await;
    Asking { facility, whom, message: "退院後をお願いします。".into() }
}

fn named(who: &Somebody) -> Whom {
    Whom::Post(who.post.unwrap())
}

async fn invite(region: &Region, by: &Somebody, whom: Whom) -> InvitationId {
    let room = enter(region, by, region.rooms.team).await;
    room.invite(asking(region, whom).await, "ja").await.unwrap()
}

/// The clinic's nurse, who manages it from now on.
async fn head_of_the_clinic(region: &Region) -> PostId {
    let clinic = facility_of(region, &region.people.outsider).await;
    region.app.add_post(region.people.outsider.person, clinic, "nurse", true).await.unwrap()
}

/// How the newest invitation stands, and why.
async fn state(region: &Region) -> (State, String) {
    let room = enter(region, &region.people.nurse, region.rooms.team).await;
    let team = room.team().await.unwrap();
    (team.invitations[0].state, team.invitations[0].reason.clone())
}

#[test]
fn who_is_named_sees_little_then_joins_and_reads_everything() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write(&people.nurse, team, note("入院前の記録")).await;
        let id = invite(&region, &people.nurse, named(&people.outsider)).await;
        let inbox = inbox(&region, &people.outsider).await;
        assert_eq!(inbox.count().await.unwrap(), 1);
        let asked = inbox.one(id).await.unwrap();
        assert_eq!(asked.patient.full(), "山口 ハナ");
        assert_eq!((asked.by.name.as_str(), asked.named), ("佐藤 美咲", true));
        assert_eq!(asked.message, "退院後をお願いします。");
        // Being asked is no membership.
        let waits = session(&region, &people.outsider).await;
        assert!(region.app.room(&waits, team).await.is_err());

        inbox.accept(id, Vec::new()).await.unwrap();
        inbox.accept(id, Vec::new()).await.unwrap();
        assert_eq!(texts(&region, &people.outsider, team).await, ["入院前の記録"]);
        assert_eq!(state(&region).await.0, State::Answered(Answer::Accepted));
        assert_eq!(inbox.count().await.unwrap(), 0);
        assert_eq!(inbox.one(id).await.unwrap_err().code, Code::NotFound);
        let late = inbox.decline(id, "やはり無理です。").await.unwrap_err();
        assert_eq!(late.code, Code::NotFound);
    });
}

#[test]
fn nobody_but_the_invited_sees_an_invitation() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let manager = region.manager().await;
        let id = invite(&region, &people.nurse, named(&people.outsider)).await;
        for who in [&people.doctor, &people.leaver, &people.desk, &people.relative, &manager] {
            let inbox = inbox(&region, who).await;
            assert_eq!(inbox.count().await.unwrap(), 0, "{}", who.login);
            assert!(inbox.all().await.unwrap().is_empty());
            assert_eq!(inbox.one(id).await.unwrap_err().code, Code::NotFound, "{}", who.login);
            let refused = inbox.accept(id, Vec::new()).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound, "{}", who.login);
        }
    });
}

#[test]
fn a_facility_is_asked_for_a_profession_and_its_manager_says_who() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = invite(&region, &people.nurse, Whom::Profession("nurse".into())).await;
        // Without a manager there is nobody to answer.
        assert_eq!(inbox(&region, &people.outsider).await.count().await.unwrap(), 0);
        head_of_the_clinic(&region).await;
        let inbox = inbox(&region, &people.outsider).await;
        let asked = inbox.one(id).await.unwrap();
        assert!(!asked.named);
        assert!(asked.candidates.iter().all(|it| it.profession == "nurse"));
        for chosen in [Vec::new(), vec![people.doctor.post.unwrap()]] {
            let refused = inbox.accept(id, chosen).await.unwrap_err();
            assert_eq!((refused.code, refused.field), (Code::Invalid, Some("posts")));
        }
        inbox.accept(id, vec![people.outsider.post.unwrap()]).await.unwrap();
        enter(&region, &people.outsider, region.rooms.team).await;
    });
}

#[test]
fn a_refusal_gives_its_reason_and_the_invitation_can_be_sent_again() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = invite(&region, &people.doctor, named(&people.outsider)).await;
        let inbox = inbox(&region, &people.outsider).await;
        assert_eq!(inbox.decline(id, " ").await.unwrap_err().field, Some("reason"));
        inbox.decline(id, "人手が足りません。").await.unwrap();
        inbox.decline(id, "人手が足りません。").await.unwrap();
        let stands = state(&region).await;
        assert_eq!(stands, (State::Answered(Answer::Declined), "人手が足りません。".to_owned()));
        invite(&region, &people.nurse, named(&people.outsider)).await;
    });
}

#[test]
fn asked_twice_or_asked_who_is_in_the_team_is_noticed() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let room = enter(&region, &people.nurse, region.rooms.team).await;
        invite(&region, &people.nurse, named(&people.outsider)).await;
        invite(&region, &people.nurse, Whom::Profession("nurse".into())).await;
        for (whom, why) in [
            (named(&people.outsider), "invited"),
            (Whom::Profession("nurse".into()), "invited"),
            (named(&people.doctor), "member"),
        ] {
            let refused = room.invite(asking(&region, whom).await, "ja").await.unwrap_err();
            assert_eq!((refused.code, refused.field), (Code::Conflict, Some("whom")));
            assert!(refused.detail.starts_with(why), "{refused}");
        }
        for nobody in [named(&people.nurse), Whom::Profession("dentist".into())] {
            let refused = room.invite(asking(&region, nobody).await, "ja").await.unwrap_err();
            assert_eq!((refused.code, refused.field), (Code::Invalid, Some("whom")));
        }
        let long =
            Asking { message: "あ".repeat(501), ..asking(&region, named(&people.outsider)).await };
        assert_eq!(room.invite(long, "ja").await.unwrap_err().field, Some("message"));
    });
}

#[test]
fn it_can_be_taken_back_and_ends_after_thirty_days() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let inbox = inbox(&region, &people.outsider).await;
        let id = invite(&region, &people.nurse, named(&people.outsider)).await;
        let room = enter(&region, &people.care_manager, region.rooms.team).await;
        room.withdraw_invitation(id).await.unwrap();
        room.withdraw_invitation(id).await.unwrap();
        assert_eq!(inbox.accept(id, Vec::new()).await.unwrap_err().code, Code::NotFound);
        assert_eq!(state(&region).await.0, State::Answered(Answer::Withdrawn));

        let id = invite(&region, &people.nurse, named(&people.outsider)).await;
        region.clock.advance(30 * DAY);
        assert_eq!(inbox.accept(id, Vec::new()).await.unwrap_err().code, Code::NotFound);
        assert_eq!(state(&region).await.0, State::Expired);
    });
}

#[test]
fn consent_must_hold_at_the_moment_of_joining() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = invite(&region, &people.nurse, named(&people.outsider)).await;
        let inbox = inbox(&region, &people.outsider).await;
        region.app.set_consent(region.notebook, false).await.unwrap();
        assert_eq!(inbox.count().await.unwrap(), 0, "the name is not seen any more");
        assert_eq!(inbox.accept(id, Vec::new()).await.unwrap_err().code, Code::NotFound);
        region.app.set_consent(region.notebook, true).await.unwrap();
        inbox.accept(id, Vec::new()).await.unwrap();
    });
}

#[test]
fn only_the_managing_facility_and_the_attending_doctor_invite() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = invite(&region, &people.doctor, named(&people.outsider)).await;
        inbox(&region, &people.outsider).await.accept(id, Vec::new()).await.unwrap();
        let newcomer = enter(&region, &people.outsider, region.rooms.team).await;
        assert!(!newcomer.may_invite() && !newcomer.may_manage());
        let asking = asking(&region, named(&people.outsider)).await;
        assert_eq!(newcomer.invite(asking, "ja").await.unwrap_err().code, Code::NotAllowed);
        let refused = newcomer.whom_to_ask("", "").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        assert!(doctor.may_invite() && !doctor.may_manage());
        // Outside the team's room there is no team to be built.
        let selected = enter(&region, &people.nurse, region.rooms.selected).await;
        assert_eq!(selected.team().await.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn whom_to_ask_is_found_by_name_kana_and_kind() {
    block_on(async {
        let region = Region::new().await;
        let room = enter(&region, &region.people.nurse, region.rooms.team).await;
        let look = async |words: &str, kind: &str| {
            let found = room.whom_to_ask(words, kind).await.unwrap();
            let line = |it: &tasuki_app::team::Found| (it.name.clone(), it.people.len());
            found.iter().map(line).collect::<Vec<_>>()
        };
        let (clinic, station) =
            ("港の見える診療所".to_owned(), "訪問看護ステーションあさがお".to_owned());
        assert_eq!(look("", "clinic").await, [(clinic.clone(), 0)]);
        assert_eq!(look("ｱｻｶﾞｵ", "").await, [(station, 0)]);
        assert_eq!(look("中村", "").await, [(clinic.clone(), 1)]);
        assert_eq!(look("佐藤", "").await, [], "a member is not asked");
        assert_eq!(look("中村", "home_nursing").await, []);
        let facility = facility_of(&region, &region.people.outsider).await;
        let there = room.facility_to_ask(facility).await.unwrap();
        assert_eq!((there.name, there.people.len()), (clinic, 1));
    });
}

#[test]
fn a_letter_tells_of_it_and_names_no_patient() {
    block_on(async {
        let region = Region::new().await;
        let (house, people) = (region.house().await, &region.people);
        let post = region.colleague("haruka").await.0;
        house.change(post, "dietitian", true).await.unwrap();
        region.mails().await;
        let room = enter(&region, &people.doctor, region.rooms.team).await;
        let facility = house.facility();
        for whom in [Whom::Post(post), Whom::Profession("dietitian".into())] {
            let asking = Asking { facility, whom, message: "山口さんの食事".into() };
            room.invite(asking, "ja").await.unwrap();
            let mails = region.mails().await;
            let [mail] = mails.as_slice() else { panic!("{mails:?}") };
            assert_eq!(mail.receiver, "haruka@asagao.example.jp");
            assert!(mail.words.contains("/invitations"), "{}", mail.words);
            for word in ["山口", "ハナ", "食事", "高橋"] {
                assert!(!mail.words.contains(word) && !mail.subject.contains(word), "{word}");
            }
        }
    });
}

#[test]
fn who_leaves_the_team_leaves_every_room_of_the_notebook_and_no_other() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        region.write(&people.doctor, rooms.team, note("往診しました")).await;
        let room = enter(&region, &people.doctor, rooms.team).await;
        assert!(room.may_leave().await.unwrap());
        room.leave_team().await.unwrap();
        let doctor = session(&region, &people.doctor).await;
        for closed in [rooms.team, rooms.selected] {
            let refused = region.app.room(&doctor, closed).await.err().unwrap();
            assert_eq!(refused.code, Code::NotFound);
        }
        region.app.room(&doctor, rooms.other).await.unwrap();
        let room = enter(&region, &people.nurse, rooms.team).await;
        assert_eq!(room.team().await.unwrap().vacant, [true, false], "the doctor's place");
        assert_eq!(texts(&region, &people.nurse, rooms.team).await, ["往診しました"]);
    });
}

#[test]
fn the_last_of_the_managing_facility_hands_over_first() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        for who in [&people.nurse, &people.care_manager] {
            enter(&region, who, region.rooms.team).await.leave_team().await.unwrap();
        }
        let last = enter(&region, &people.helper, region.rooms.team).await;
        assert!(!last.may_leave().await.unwrap());
        let refused = last.leave_team().await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("leave_team")));
        let clinic = facility_of(&region, &people.doctor).await;
        let offer = last.offer_managing(clinic, "").await.unwrap();
        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
        enter(&region, &people.helper, region.rooms.team).await.leave_team().await.unwrap();
    });
}

#[test]
fn the_managing_facility_takes_somebody_out_with_a_reason() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let room = enter(&region, &people.nurse, region.rooms.team).await;
        let doctor = people.doctor.person;
        assert_eq!(room.take_out(doctor, "").await.unwrap_err().field, Some("reason"));
        for nobody in [people.nurse.person, people.outsider.person] {
            let refused = room.take_out(nobody, "交代").await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        let other = enter(&region, &people.doctor, region.rooms.team).await;
        let refused = other.take_out(people.helper.person, "交代").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        room.take_out(doctor, "主治医の交代").await.unwrap();
        let gone = session(&region, &people.doctor).await;
        for closed in [region.rooms.team, region.rooms.selected] {
            assert!(region.app.room(&gone, closed).await.is_err());
        }
        let again = room.take_out(doctor, "主治医の交代").await.unwrap_err();
        assert_eq!(again.code, Code::NotFound);
    });
}

async fn leaves(house: &House, who: PostId, heir: Option<PostId>) -> usize {
    house.leave(who, heir).await.unwrap().passed_on
}

#[test]
fn what_was_asked_of_a_leaver_passes_to_the_successor() {
    block_on(async {
        let region = Region::new().await;
        let (people, house) = (&region.people, region.house().await);
        let (one, _) = region.colleague("haruka").await;
        let (two, _) = region.colleague("natsuko").await;
        let room = enter(&region, &people.doctor, region.rooms.team).await;
        let asking =
            |whom| Asking { facility: house.facility(), whom, message: "お願い".into() };
        room.invite(asking(Whom::Post(one)), "ja").await.unwrap();
        assert_eq!(house.asked_of(one).await.unwrap(), 1);
        assert_eq!(leaves(&house, one, Some(two)).await, 1);
        assert_eq!(house.asked_of(two).await.unwrap(), 1);
        let natsuko = Arc::new(region.app.receiver("natsuko").await.unwrap());
        let inbox = region.app.inbox(&natsuko);
        let asked = inbox.all().await.unwrap();
        assert_eq!(asked[0].message, "お願い");
        inbox.accept(asked[0].id, Vec::new()).await.unwrap();
        region.app.room(&natsuko, region.rooms.team).await.unwrap();

        // Nobody takes over: it is declined, and the team is told.
        let (three, _) = region.colleague("mafuyu").await;
        room.invite(asking(Whom::Post(three)), "ja").await.unwrap();
        assert_eq!(leaves(&house, three, None).await, 0);
        assert_eq!(state(&region).await, (State::Answered(Answer::Declined), "退職した".into()));
    });
}

#[test]
fn the_manager_is_told_of_attending_doctors_beforehand() {
    block_on(async {
        let region = Region::new().await;
        let doctor = region.people.doctor.post.unwrap();
        head_of_the_clinic(&region).await;
        let head = session(&region, &region.people.outsider).await;
        let house = region.app.house_of(&head, doctor).await.unwrap();
        assert_eq!(house.attends(doctor).await.unwrap(), 2, "of both notebooks");
        assert_eq!(house.attends(region.people.outsider.post.unwrap()).await.unwrap(), 0);
    });
}
