//! 利用廃止: a facility asks to go, the desk lets it, and everything of it ends at once.

use std::sync::Arc;

use tasuki_app::access::Record;
use tasuki_app::desk::WithdrawalState;
use tasuki_app::house::House;
use tasuki_app::live::Turn;
use tasuki_app::pickup::Typed;
use tasuki_app::region::NewPerson;
use tasuki_app::sign_in::Attempt;
use tasuki_domain::content::{PersonKind, Touched};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{Code, WithdrawalId};
use tasuki_testkit::region::{PASSWORD, Region, newcomer, note};
use tasuki_testkit::{PATIENCE, block_on};

use crate::{enter, items, text};

/// The clinic's manager at work. The clinic manages no notebook, so that it could go.
async fn clinic(region: &Region) -> House {
    let (app, login) = (&region.app, "incho");
    let at = app.posts_of(region.people.doctor.person).await.unwrap()[0].facility;
    if app.person_by_login(login).await.unwrap().is_none() {
        let name = Name::new("原", "久子", "はら", "ひさこ").unwrap();
        let kind = PersonKind::Staff;
        let new = NewPerson { kind, login: login.into(), name, portrait: None };
        let person = app.add_person(new).await.unwrap();
        app.add_post(person, at, "clerk", true).await.unwrap();
    }
    app.house(&Arc::new(app.receiver(login).await.unwrap()), at).unwrap()
}

async fn sent(house: &House) -> WithdrawalId {
    house.withdraw("merging", "ja").await.unwrap();
    house.ending().await.unwrap().last.unwrap().id
}

#[test]
fn everybody_is_out_at_once_and_what_they_wrote_stays() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (house, doctor) = (clinic(&region).await, &people.doctor);
        region.write(doctor, team, note("最後の申し送り")).await;
        house.add(&newcomer("haruka"), "ja").await.unwrap();
        let (waiting, handed) =
            region.app.new_pickup(doctor.person, "", System::Ios).await.unwrap();
        let record = Record::operator(Touched::Activation);
        region.app.keep_pickup(record, waiting).await.unwrap();
        let open = region.sign_in(doctor).await;
        let room = enter(&region, doctor, team).await;
        let mut turns = room.look_on(doctor.shown(), None).await.unwrap();
        region.mails().await;

        let id = sent(&house).await;
        let before = house.ending().await.unwrap();
        assert!(before.waits() && before.people == 4 && before.places >= 1, "{before:?}");
        assert!(region.app.session(&open.token, doctor.shown()).await.is_ok(), "nothing ended yet");
        region.desk().await.approve_withdrawal(id).await.unwrap();

        let end = tokio::time::timeout(PATIENCE, turns.recv()).await.expect("it is told");
        assert!(matches!(end, Some(Turn::End(_))), "it goes on");
        let refused = region.app.session(&open.token, doctor.shown()).await.unwrap_err();
        assert_eq!(refused.code, Code::SignInRequired);
        let (login, shown) = (doctor.login, doctor.shown());
        let attempt = Attempt { login, password: PASSWORD, shown, address: "192.0.2.7" };
        let refused = region.app.sign_in(attempt).await.unwrap_err();
        assert_eq!(refused.code, Code::DeviceRevoked);
        let typed = Typed { number: &handed.number, code: &handed.code, address: "192.0.2.7" };
        assert!(region.app.waiting_pickup(typed).await.is_err(), "nothing can be picked up");
        assert!(house.staff().await.unwrap().is_empty());
        let left = region.app.facilities().await.unwrap();
        assert!(left.iter().all(|it| it.0 != house.facility()), "gone from the portal");
        let members = enter(&region, &people.nurse, team).await.members().await.unwrap();
        assert!(members.iter().all(|it| it.person != doctor.person), "{members:?}");
        let read = items(&region, &people.nurse, team).await;
        let last = read.iter().find(|it| text(it) == "最後の申し送り").expect("it stays");
        assert_eq!(last.byline.name, "高橋 健二");
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1, "to whoever has an address: {mails:?}");
        assert!(mails[0].words.contains("利用を終えました"), "{}", mails[0].words);
        assert!(mails[0].words.contains("アカウントと端末は使えなくなりました"));
    });
}

#[test]
fn who_works_elsewhere_too_keeps_account_device_and_the_other_rooms() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (clinic(&region).await, &region.people.nurse);
        house.take_on((nurse.login, "佐藤"), ("nurse", false)).await.unwrap();
        let open = region.sign_in(nurse).await;
        assert_eq!(region.session(nurse).await.posts.len(), 2);
        region.desk().await.approve_withdrawal(sent(&house).await).await.unwrap();
        let refused = region.app.session(&open.token, nurse.shown()).await.unwrap_err();
        assert_eq!(refused.code, Code::SignInRequired, "sessions end");
        region.sign_in(nurse).await;
        assert_eq!(region.session(nurse).await.posts.len(), 1);
        enter(&region, nurse, region.rooms.team).await;
    });
}

#[test]
fn as_long_as_it_manages_notebooks_it_can_ask_and_cannot_go() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let id = sent(&house).await;
        let managed = house.ending().await.unwrap().managed;
        assert!(managed > 0);
        let desk = region.desk().await;
        assert_eq!(desk.withdrawal(id).await.unwrap().managed, managed);
        let refused = desk.approve_withdrawal(id).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("managed")));
        assert!(house.ending().await.unwrap().waits(), "nothing was done");
        region.sign_in(&region.people.nurse).await;
    });
}

#[test]
fn it_is_taken_back_or_returned_and_asked_for_anew() {
    block_on(async {
        let region = Region::new().await;
        let (house, desk) = (clinic(&region).await, region.desk().await);
        let wrong = house.withdraw("because", "ja").await.unwrap_err();
        assert_eq!(wrong.field, Some("why"));
        let first = sent(&clinic(&region).await).await;
        assert_eq!(sent(&clinic(&region).await).await, first, "pressed twice");
        house.take_back(first).await.unwrap();
        let refused = desk.approve_withdrawal(first).await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict, "there is nothing to approve");
        let again = house.take_back(first).await.unwrap_err();
        assert_eq!(again.code, Code::Conflict);

        let second = sent(&clinic(&region).await).await;
        assert_ne!(second, first);
        let empty = desk.return_withdrawal(second, " ").await.unwrap_err();
        assert_eq!(empty.field, Some("answer"));
        desk.return_withdrawal(second, "12月末まで待ってください").await.unwrap();
        let last = house.ending().await.unwrap().last.unwrap();
        assert_eq!(
            (last.state, last.answer.as_str()),
            (WithdrawalState::Returned, "12月末まで待ってください")
        );
        let (rows, counts) = desk.withdrawals(WithdrawalState::Returned).await.unwrap();
        assert_eq!((rows.len(), counts), (1, [0, 1, 0, 1]));
        region.sign_in(&region.people.doctor).await;
        assert_ne!(sent(&house).await, second);
    });
}

#[test]
fn of_two_who_decide_at_once_one_is_told() {
    block_on(async {
        let region = Region::new().await;
        let id = sent(&clinic(&region).await).await;
        let (one, other) = (region.desk().await, region.desk().await);
        let (one, other) =
            tokio::join!(one.approve_withdrawal(id), other.return_withdrawal(id, "まだ早い"));
        let told = match (one, other) {
            (Ok(()), Err(told)) | (Err(told), Ok(())) => told,
            both => panic!("{both:?}"),
        };
        assert_eq!(told.code, Code::Conflict);
        let case = region.desk().await.withdrawal(id).await.unwrap();
        assert!(case.decided_by.is_some());
        let again = region.desk().await.approve_withdrawal(id).await.unwrap_err();
        assert_eq!(again.code, Code::Conflict);
    });
}

/// A process died after everybody was shut out: what is left is ended later, and meanwhile it gives
/// nobody anything.
#[test]
fn what_a_dead_process_left_is_gone_on_with() {
    block_on(async {
        let region = Region::new().await;
        let (doctor, team) = (&region.people.doctor, region.rooms.team);
        let id = sent(&clinic(&region).await).await;
        region.desk().await.approve_withdrawal(id).await.unwrap();
        let members = || async {
            let nurse = enter(&region, &region.people.nurse, team).await;
            let all = nurse.members().await.unwrap();
            all.iter().filter(|it| it.person == doctor.person).count()
        };
        assert_eq!(members().await, 0);
        // As it stood before the memberships ended.
        region.app.set_member(team, doctor.post.unwrap(), false).await.unwrap();
        region.app.finish_withdrawals().await.unwrap();
        assert_eq!(members().await, 0);
        region.app.finish_withdrawals().await.unwrap();
    });
}

#[test]
fn nobody_else_can_let_a_facility_go() {
    block_on(async {
        let region = Region::new().await;
        let id = sent(&clinic(&region).await).await;
        let manager = region.session(&region.manager().await).await;
        assert_eq!(region.app.desk(&manager).err().unwrap().code, Code::NotFound);
        let nobodys = WithdrawalId::from_bytes([9; 16]);
        let desk = region.desk().await;
        assert_eq!(desk.withdrawal(nobodys).await.unwrap_err().code, Code::NotFound);
        assert_eq!(desk.approve_withdrawal(nobodys).await.unwrap_err().code, Code::NotFound);
        let house = clinic(&region).await;
        assert_eq!(house.take_back(nobodys).await.unwrap_err().code, Code::NotFound);
        assert!(desk.withdrawal(id).await.is_ok());
    });
}

#[test]
fn of_two_managers_who_ask_one_is_told_and_either_takes_it_back() {
    block_on(async {
        let region = Region::new().await;
        let first = region.another_house("sakura").await;
        let at = first.facility();
        let post = first.add(&newcomer("haruka"), "ja").await.unwrap();
        first.change(post, "nurse", true).await.unwrap();
        let session = Arc::new(region.app.receiver("haruka").await.unwrap());
        let second = region.app.house(&session, at).unwrap();
        let id = sent(&first).await;
        let told = second.withdraw("closing", "ja").await.unwrap_err();
        assert_eq!((told.code, told.field), (Code::Conflict, Some("why")));
        second.take_back(id).await.unwrap();
        assert!(!first.ending().await.unwrap().waits());
        second.withdraw("closing", "ja").await.unwrap();
        let last = first.ending().await.unwrap().last.unwrap();
        assert_eq!(last.sent_by, session.person.id);
    });
}

#[test]
fn another_facilitys_application_cannot_be_taken_back() {
    block_on(async {
        let region = Region::new().await;
        let (one, other) =
            (region.another_house("sakura").await, region.another_house("momiji").await);
        let id = sent(&one).await;
        let refused = other.take_back(id).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
        assert!(one.ending().await.unwrap().waits());
        assert!(other.ending().await.unwrap().last.is_none());
    });
}

#[test]
fn who_sent_it_gets_the_reason_by_mail_in_their_language() {
    block_on(async {
        let region = Region::new().await;
        let first = region.another_house("sakura").await;
        let post = first.add(&newcomer("haruka"), "ja").await.unwrap();
        first.change(post, "nurse", true).await.unwrap();
        let session = Arc::new(region.app.receiver("haruka").await.unwrap());
        let house = region.app.house(&session, first.facility()).unwrap();
        house.withdraw("not-needed", "en").await.unwrap();
        let id = house.ending().await.unwrap().last.unwrap().id;
        region.mails().await;
        region.desk().await.return_withdrawal(id, "Please phone us first.").await.unwrap();
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].receiver, "haruka@asagao.example.jp");
        assert!(mails[0].words.contains("Please phone us first."), "{}", mails[0].words);
        assert!(mails[0].words.contains("/facility/withdrawal"));
    });
}

#[test]
fn a_facility_that_is_gone_can_be_managed_by_nobody_and_its_people_can_work_elsewhere() {
    block_on(async {
        let region = Region::new().await;
        let gone = region.another_house("sakura").await;
        gone.add(&newcomer("haruka"), "ja").await.unwrap();
        region.desk().await.approve_withdrawal(sent(&gone).await).await.unwrap();
        let session = Arc::new(region.app.receiver("sakura").await.unwrap());
        assert!(region.app.houses(&session).is_empty());
        assert!(region.app.house(&session, gone.facility()).is_err());
        // One person, one account: it opens again with the first post.
        let house = region.house().await;
        let post = house.take_on(("haruka", "森"), ("nurse", false)).await.unwrap();
        let row = region.app.person_by_login("haruka").await.unwrap().unwrap();
        assert!(row.active);
        assert_eq!(house.rooms_of(post).await.unwrap(), 0);
    });
}
