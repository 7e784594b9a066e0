//! 退職: one press, and everything ends that is to end; what was written stays.

use tasuki_app::access::Record;
use tasuki_app::live::Turn;
use tasuki_app::pickup::Typed;
use tasuki_app::sign_in::Attempt;
use tasuki_domain::content::Touched;
use tasuki_domain::system::System;
use tasuki_kernel::{Code, PostId};
use tasuki_testkit::region::{PASSWORD, Region, note};
use tasuki_testkit::{PATIENCE, block_on};

use crate::{enter, items, text};

fn post(who: &tasuki_testkit::region::Somebody) -> PostId {
    who.post.unwrap()
}

#[test]
fn the_leaver_is_out_at_once_and_the_successor_is_in() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (house, nurse) = (region.house().await, &people.nurse);
        region.write(nurse, team, note("最後の申し送り")).await;
        let session = region.sign_in(nurse).await;
        let room = enter(&region, nurse, team).await;
        let mut turns = room.look_on(nurse.shown(), None).await.unwrap();
        assert_eq!(house.rooms_of(post(nurse)).await.unwrap(), 3);

        let left = house.leave(post(nurse), Some(post(&people.helper))).await.unwrap();
        // The helper was in the team's room already.
        assert_eq!((left.rooms, left.taken_over, left.closed), (3, 2, true));
        let end = tokio::time::timeout(PATIENCE, turns.recv()).await.expect("it is told");
        assert!(matches!(end, Some(Turn::End(_))), "it goes on");
        let refused = region.app.session(&session.token, nurse.shown()).await.unwrap_err();
        assert_eq!(refused.code, Code::SignInRequired);
        let (login, shown) = (nurse.login, nurse.shown());
        let attempt = Attempt { login, password: PASSWORD, shown, address: "192.0.2.7" };
        let refused = region.app.sign_in(attempt).await.unwrap_err();
        assert_eq!(refused.code, Code::DeviceRevoked);
        assert!(house.staff().await.unwrap().iter().all(|it| it.row.post.person != nurse.person));

        // The helper reads what was written, under the name of who wrote it.
        let read = items(&region, &people.helper, team).await;
        let last = read.iter().find(|it| text(it) == "最後の申し送り").expect("it stays");
        assert_eq!(last.byline.name, "佐藤 美咲");
        enter(&region, &people.helper, region.rooms.selected).await;
        enter(&region, &people.helper, region.rooms.family).await;
    });
}

#[test]
fn without_a_successor_the_places_stay_empty() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let left = house.leave(post(nurse), None).await.unwrap();
        assert_eq!((left.rooms, left.taken_over), (3, 0));
        let doctor = enter(&region, &region.people.doctor, region.rooms.team).await;
        let members = doctor.members().await.unwrap();
        assert!(members.iter().all(|it| it.person != nurse.person), "{members:?}");
    });
}

#[test]
fn who_works_elsewhere_too_keeps_account_device_and_rooms_of_the_other_post() {
    block_on(async {
        let region = Region::new().await;
        let (house, doctor) = (region.house().await, &region.people.doctor);
        let here = house.take_on(("kenji", "高橋"), ("physician", false)).await.unwrap();
        let open = region.sign_in(doctor).await;
        let left = house.leave(here, None).await.unwrap();
        assert_eq!((left.rooms, left.closed), (0, false));
        assert!(region.app.session(&open.token, doctor.shown()).await.is_err(), "sessions end");
        region.sign_in(doctor).await;
        enter(&region, doctor, region.rooms.team).await;
    });
}

#[test]
fn the_last_manager_cannot_leave_and_nobody_inherits_from_elsewhere() {
    block_on(async {
        let region = Region::new().await;
        let (house, people) = (region.house().await, &region.people);
        let manager = region.manager().await;
        let refused = house.leave(post(&manager), None).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("leave")));
        let itself = post(&people.nurse);
        for heir in [post(&people.doctor), itself, PostId::from_bytes([9; 16])] {
            let refused = house.leave(post(&people.nurse), Some(heir)).await.unwrap_err();
            assert_eq!(refused.field, Some("successor"));
        }
        region.sign_in(&people.nurse).await;
        region.sign_in(&manager).await;
    });
}

#[test]
fn who_comes_back_gets_the_old_account_and_none_of_the_rooms() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        house.leave(post(nurse), None).await.unwrap();
        let gone = house.leave(post(nurse), None).await.unwrap_err();
        assert_eq!(gone.code, Code::NotFound, "twice");
        let again = house.take_on((nurse.login, "佐藤"), ("nurse", false)).await.unwrap();
        assert_ne!(again, post(nurse));
        let row = region.app.person_by_login(nurse.login).await.unwrap().unwrap();
        assert!(row.active && row.id == nurse.person && row.has_portrait);
        assert_eq!(house.rooms_of(again).await.unwrap(), 0);
        let devices = region.app.devices_of(nurse.person).await.unwrap();
        assert!(devices.iter().all(|it| it.revoked.is_some()), "the old device stays out");
    });
}

#[test]
fn what_was_handed_out_before_opens_nothing_even_after_coming_back() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let app = &region.app;
        let (row, offer) = app.new_pickup(nurse.person, "電話", System::Ios).await.unwrap();
        app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
        let link = app.new_activation(nurse.person, 72).await.unwrap();
        let typed = Typed { number: &offer.number, code: &offer.code, address: "192.0.2.5" };
        assert!(app.waiting_pickup(typed).await.is_ok());
        house.leave(post(nurse), None).await.unwrap();
        for _ in 0..2 {
            let refused = app.waiting_pickup(typed).await.unwrap_err();
            assert_eq!(refused.code, Code::PickUpRefused);
            assert_eq!(app.activation(&link).await.unwrap_err().code, Code::NotFound);
            drop(house.take_on((nurse.login, "佐藤"), ("nurse", false)).await);
        }
        let back = app.person_by_login(nurse.login).await.unwrap().unwrap();
        assert!(back.active, "the account itself is open again");
    });
}

#[test]
fn who_works_elsewhere_too_keeps_what_was_handed_out() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let app = &region.app;
        let (_, clinic) = elsewhere(&region).await;
        app.add_post(nurse.person, clinic, "nurse", false).await.unwrap();
        let (row, offer) = app.new_pickup(nurse.person, "電話", System::Ios).await.unwrap();
        app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
        let left = house.leave(post(nurse), None).await.unwrap();
        assert!(!left.closed);
        let typed = Typed { number: &offer.number, code: &offer.code, address: "192.0.2.5" };
        assert!(app.waiting_pickup(typed).await.is_ok());
    });
}

/// The facility in which the doctor works, with the doctor's post.
async fn elsewhere(region: &Region) -> (PostId, tasuki_kernel::FacilityId) {
    let posts = region.app.posts_of(region.people.doctor.person).await.unwrap();
    (posts[0].id, posts[0].facility)
}

#[test]
fn each_room_is_told_who_let_somebody_go() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let before = region.access_records();
        house.leave(post(&region.people.nurse), None).await.unwrap();
        assert_eq!(region.access_records() - before, 4, "one of the region, three of rooms");
    });
}
