//! 閉じた連絡帳: the team reads it, nobody writes in it, and it can be opened again.

use std::sync::Arc;

use tasuki_app::compose::Correction;
use tasuki_app::live::Turn;
use tasuki_app::team::{Asking, Whom};
use tasuki_domain::content::ClosedFor;
use tasuki_domain::day::Day;
use tasuki_kernel::{Code, RoomId, UploadId};
use tasuki_testkit::region::{Region, Somebody, note};
use tasuki_testkit::{PATIENCE, block_on};

use crate::{enter, texts};

/// The day on which the region begins.
const TODAY: Day = Day { year: 2026, month: 11, day: 21 };

async fn close(region: &Region, by: &Somebody) {
    let room = enter(region, by, region.rooms.team).await;
    room.close(ClosedFor::Died, Some(TODAY), "自宅で。").await.unwrap();
}

fn asks_the_outsider(region: &Region) -> Whom {
    Whom::Post(region.people.outsider.post.unwrap())
}

#[test]
fn reading_stays_and_nothing_is_written_in_any_room() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        let written = region.write(&people.doctor, rooms.team, note("穏やかです")).await;
        let clinic = region.app.posts_of(people.outsider.person).await.unwrap()[0].facility;
        let asking =
            Asking { facility: clinic, whom: asks_the_outsider(&region), message: String::new() };
        let before = enter(&region, &people.nurse, rooms.team).await;
        let asked = before.invite(asking.clone(), "ja").await.unwrap();
        let open = enter(&region, &people.doctor, rooms.team).await;
        close(&region, &people.nurse).await;

        for (who, room) in [
            (&people.doctor, rooms.team),
            (&people.doctor, rooms.selected),
            (&people.relative, rooms.family),
        ] {
            let refused = region.try_write(who, room, note("続き")).await.unwrap_err();
            assert_eq!(refused.code, Code::NotebookClosed, "{}", who.login);
        }
        // Entered before it was closed, too.
        assert_eq!(open.write(note("続き")).await.unwrap_err().code, Code::NotebookClosed);
        assert_eq!(texts(&region, &people.helper, rooms.team).await, ["穏やかです"]);

        let doctor = enter(&region, &people.doctor, rooms.team).await;
        let correction = Correction { text: "直し".into(), ..Correction::default() };
        let nurse = enter(&region, &people.nurse, rooms.team).await;
        let upload = UploadId::new(region.app.clock(), region.app.random());
        for refused in [
            doctor.correct(written, correction).await.unwrap_err(),
            doctor.withdraw(written, "やめる").await.unwrap_err(),
            nurse.confirm(written).await.unwrap_err(),
            nurse.begin_upload(upload, 10).await.unwrap_err(),
            nurse.invite(asking, "ja").await.unwrap_err(),
            nurse.withdraw_invitation(asked).await.unwrap_err(),
            nurse.offer_managing(clinic, "").await.unwrap_err(),
            nurse.take_out(people.helper.person, "交代").await.unwrap_err(),
            nurse.leave_team().await.unwrap_err(),
        ] {
            assert_eq!(refused.code, Code::NotebookClosed, "{refused}");
        }
        let basics = nurse.basics().await.unwrap();
        let patient = basics.versions[0].patient.clone();
        let refused = nurse.edit_basics(patient, basics.seen).await.unwrap_err();
        assert_eq!(refused.code, Code::NotebookClosed);
        // And the invitation that waited is not answered.
        let outsider = Arc::new(region.app.receiver(people.outsider.login).await.unwrap());
        let inbox = region.app.inbox(&outsider);
        assert_eq!(inbox.count().await.unwrap(), 0);
        let refused = inbox.accept(asked, Vec::new()).await.unwrap_err();
        assert_eq!(refused.code, Code::NotebookClosed);
    });
}

#[test]
fn it_is_opened_again_with_a_reason_and_goes_on() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        close(&region, &people.nurse).await;
        let room = enter(&region, &people.care_manager, team).await;
        let closing = room.closing().await.unwrap().expect("it is closed");
        assert_eq!((closing.why, closing.on), (ClosedFor::Died, Some(TODAY)));
        assert_eq!((closing.remark.as_str(), closing.by.name.as_str()), ("自宅で。", "佐藤 美咲"));
        assert_eq!(room.reopen("  ").await.unwrap_err().field, Some("reason"));
        room.reopen("別の方と取り違えました。").await.unwrap();
        let again = enter(&region, &people.nurse, team).await;
        again.reopen("もう開いています。").await.unwrap();
        assert!(again.closed().is_none() && again.closing().await.unwrap().is_none());
        region.write(&people.helper, team, note("また書けます")).await;
    });
}

#[test]
fn only_the_managing_facility_closes_and_opens() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let doctor = enter(&region, &people.doctor, team).await;
        assert!(!doctor.may_close());
        let refused = doctor.close(ClosedFor::CareEnded, None, "").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        close(&region, &people.nurse).await;
        let doctor = enter(&region, &people.doctor, team).await;
        assert_eq!(doctor.reopen("まだ続きます。").await.unwrap_err().code, Code::NotAllowed);
        let selected = enter(&region, &people.nurse, region.rooms.selected).await;
        assert!(!selected.may_close(), "in the team's room alone");
    });
}

#[test]
fn the_day_is_one_that_has_come_in_the_patients_life() {
    block_on(async {
        let region = Region::new().await;
        let room = enter(&region, &region.people.nurse, region.rooms.team).await;
        let tomorrow = Day { day: 22, ..TODAY };
        let before_birth = Day { year: 1942, month: 3, day: 1 };
        for (on, why) in [(None, "say"), (Some(tomorrow), "future"), (Some(before_birth), "birth")]
        {
            let refused = room.close(ClosedFor::Died, on, "").await.unwrap_err();
            assert_eq!((refused.code, refused.field), (Code::Invalid, Some("on")));
            assert!(refused.detail.starts_with(why), "{refused}");
        }
        let long = "あ".repeat(501);
        let refused = room.close(ClosedFor::MovedAway, None, &long).await.unwrap_err();
        assert_eq!(refused.field, Some("remark"));
        room.close(ClosedFor::MovedAway, None, "").await.unwrap();
    });
}

#[test]
fn pressed_twice_is_harmless_and_of_two_people_one_is_told() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let slow = enter(&region, &people.care_manager, team).await;
        close(&region, &people.nurse).await;
        let refused = slow.close(ClosedFor::Duplicate, None, "").await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        let before = region.entries_in_rooms();
        close(&region, &people.nurse).await;
        assert_eq!(region.entries_in_rooms(), before, "the same again is nothing new");
    });
}

async fn looks_on(
    region: &Region,
    who: &Somebody,
    room: RoomId,
) -> tokio::sync::mpsc::Receiver<Turn> {
    let entered = enter(region, who, room).await;
    entered.look_on(who.shown(), None).await.unwrap()
}

#[test]
fn open_pages_of_every_room_learn_it_at_once() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        let mut streams = Vec::new();
        for (who, room) in [
            (&people.doctor, rooms.team),
            (&people.doctor, rooms.selected),
            (&people.relative, rooms.family),
        ] {
            streams.push(looks_on(&region, who, room).await);
        }
        let mut elsewhere = looks_on(&region, &people.doctor, rooms.other).await;
        close(&region, &people.nurse).await;
        for turns in &mut streams {
            let told = tokio::time::timeout(PATIENCE, turns.recv()).await.expect("it is told");
            let Some(Turn::End(problem)) = told else { panic!("it goes on") };
            assert_eq!(problem.code, Code::NotebookClosed);
        }
        assert!(elsewhere.try_recv().is_err(), "another notebook goes on");
        // Who opens the page again looks on in the closed notebook.
        let mut again = looks_on(&region, &people.doctor, rooms.team).await;
        assert!(again.try_recv().is_err());
    });
}

#[test]
fn my_notebooks_say_which_is_closed() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        close(&region, &people.nurse).await;
        let session = Arc::new(region.app.receiver(people.doctor.login).await.unwrap());
        let cards = region.app.my_notebooks(&session).await.unwrap().cards;
        let told: Vec<_> = cards.iter().map(|it| it.closed.map(|it| it.why)).collect();
        assert_eq!(told, [None, Some(ClosedFor::Died)], "closed ones come last");
    });
}
