//! Several people look on at one room at once: each is told what is for them, and nothing else.

use tasuki_app::live::Turn;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::Code;
use tasuki_testkit::region::{Region, Somebody, note};
use tasuki_testkit::{PATIENCE, block_on};
use tokio::sync::mpsc::Receiver;

use crate::{enter, text};

type Turns = Receiver<Turn>;

async fn look_on(region: &Region, who: &Somebody) -> Turns {
    let room = enter(region, who, region.rooms.team).await;
    assert_eq!(room.kind(), RoomKind::Team);
    room.look_on(who.shown(), None).await.expect("a member looks on")
}

async fn turn(turns: &mut Turns) -> Option<Turn> {
    tokio::time::timeout(PATIENCE, turns.recv()).await.expect("nothing was told")
}

/// The words of the next turns, until there are as many.
async fn words(turns: &mut Turns, count: usize) -> Vec<String> {
    let mut told = Vec::new();
    while told.len() < count {
        match turn(turns).await {
            Some(Turn::News(_, news)) => {
                told.extend(news.fresh.iter().map(|it| text(it).to_owned()));
            }
            Some(Turn::End(problem)) => panic!("it ended: {problem}"),
            None => panic!("it ended"),
        }
    }
    told
}

#[test]
fn everybody_is_told_what_is_for_them() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let mut doctor = look_on(&region, &people.doctor).await;
        let mut manager = look_on(&region, &people.care_manager).await;
        region.write_high("腫瘍マーカー").await;
        region.deliver("先生にだけ").await;
        region.write(&people.nurse, region.rooms.team, note("皆さんへ")).await;
        let all = ["腫瘍マーカー", "先生にだけ", "皆さんへ"];
        assert_eq!(words(&mut doctor, 3).await, all);
        assert_eq!(words(&mut manager, 1).await, ["皆さんへ"]);
    });
}

#[test]
fn who_does_not_listen_is_told_everything_later_and_nothing_twice() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let mut absent = look_on(&region, &people.doctor).await;
        let mut present = look_on(&region, &people.care_manager).await;
        let wanted: Vec<String> = (0..12).map(|n| format!("{n}番")).collect();
        for one in &wanted {
            region.write(&people.nurse, region.rooms.team, note(one)).await;
            assert_eq!(words(&mut present, 1).await, [one.as_str()]);
        }
        assert_eq!(words(&mut absent, 12).await, wanted);
        region.write(&people.nurse, region.rooms.team, note("最後")).await;
        assert_eq!(words(&mut absent, 1).await, ["最後"]);
    });
}

/// Whoever takes what waits just when more comes was once forgotten until the next note.
#[test]
fn who_falls_behind_over_and_over_is_never_forgotten() {
    block_on(async {
        let region = Region::new().await;
        let nurse = &region.people.nurse;
        let mut doctor = look_on(&region, &region.people.doctor).await;
        for round in 0..12 {
            let wanted: Vec<String> = (0..6).map(|n| format!("{round}の{n}")).collect();
            let (told, ()) = tokio::join!(words(&mut doctor, 6), async {
                for one in &wanted {
                    region.write(nurse, region.rooms.team, note(one)).await;
                }
            });
            assert_eq!(told, wanted);
        }
    });
}

#[test]
fn who_has_left_is_told_so_and_the_others_go_on() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let mut leaver = look_on(&region, &people.care_manager).await;
        let mut doctor = look_on(&region, &people.doctor).await;
        let post = people.care_manager.post.unwrap();
        region.app.set_member(team, post, true).await.unwrap();
        region.write(&people.nurse, team, note("退出のあと")).await;
        let Some(Turn::End(problem)) = turn(&mut leaver).await else { panic!("it goes on") };
        assert_eq!(problem.code, Code::NotFound);
        assert!(turn(&mut leaver).await.is_none());
        let told = words(&mut doctor, 2).await;
        assert_eq!(told.last().map(String::as_str), Some("退出のあと"));
    });
}

#[test]
fn all_streams_end_when_the_server_stops_and_can_be_opened_again() {
    block_on(async {
        let region = Region::new().await;
        let doctor = &region.people.doctor;
        let mut turns = look_on(&region, doctor).await;
        region.app.end_streams();
        assert!(turn(&mut turns).await.is_none());
        let mut again = look_on(&region, doctor).await;
        region.write(&region.people.nurse, region.rooms.team, note("再開")).await;
        assert_eq!(words(&mut again, 1).await, ["再開"]);
    });
}
