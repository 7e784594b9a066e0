//! 職員の一括登録: a table is looked over and entered, by halves or whole, and nobody twice.

use std::time::{Duration, Instant};

use tasuki_app::house::{Batch, Candidates, House};
use tasuki_domain::staff::sheet::{Flaw, Unreadable};
use tasuki_domain::system::System;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Region, newcomer};

const HEAD: &str = "姓,名,セイ,メイ,職種,メールアドレス,ログインID,管理者";

fn batch(token: &str) -> Batch {
    Batch { token: token.into(), system: System::Android }
}

fn table(lines: &[&str]) -> Vec<u8> {
    [&[HEAD], lines].concat().join("\r\n").into_bytes()
}

fn person(login: &str) -> String {
    format!("森,はるか,ﾓﾘ,ﾊﾙｶ,看護師,{login}@asagao.example.jp,{login},")
}

async fn look(house: &House, lines: &[&str], token: &str) -> Candidates {
    house.look_over(table(lines), &batch(token)).await.unwrap().unwrap()
}

async fn logins(house: &House) -> Vec<String> {
    house.staff().await.unwrap().into_iter().map(|it| it.row.login).collect()
}

#[test]
fn everybody_gets_what_somebody_entered_alone_gets() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let lines = [
            "髙\u{E0101}森,遥\u{E000},ﾓﾘ,はるか,nurse,mori@asagao.example.jp,,はい",
            &person("second"),
        ];
        let found = look(&house, &lines, "a").await;
        assert!(found.people.iter().all(|it| it.is_good() && !it.here && !it.known));
        assert_eq!(region.mails().await.len(), 0, "looking over sends nothing");
        let records = region.access_records();
        let added = house.add_all(&found, &batch("a"), "ja").await.unwrap();
        assert_eq!((added.people, added.late.len()), (2, 0));
        assert!(region.access_records() > records);
        let staff = house.staff().await.unwrap();
        let it = staff.iter().find(|it| it.row.login == "mori").unwrap();
        assert_eq!(it.row.post.name.family, "髙\u{E0101}森");
        assert_eq!((it.row.post.name.given.as_str(), it.row.post.manager), ("遥\u{E000}", true));
        let mails = region.mails().await;
        assert_eq!(mails.len(), 4);
        let own: Vec<_> = mails.iter().filter(|it| it.receiver.starts_with("mori@")).collect();
        let welcome = own.iter().find(|it| it.words.contains("/activate/")).unwrap();
        assert!(own.iter().any(|it| it.words.contains("受け取りコード")));
        let (_, after) = welcome.words.split_once("/activate/").unwrap();
        region.app.activate(after.lines().next().unwrap(), PASSWORD).await.unwrap();
    });
}

#[test]
fn pressed_twice_or_gone_on_with_nobody_comes_twice() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let lines: Vec<_> = (0..25).map(|n| person(&format!("mori-{n}"))).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        // A first press that was cut off after a few.
        let few = look(&house, &lines[..3], "a").await;
        house.add_all(&few, &batch("a"), "ja").await.unwrap();
        let before = look(&house, &lines, "a").await;
        assert_eq!(before.people.iter().filter(|it| it.here).count(), 3);
        // Two presses at once.
        let (one, other) = (batch("a"), batch("a"));
        let (one, other) =
            tokio::join!(house.add_all(&before, &one, "ja"), house.add_all(&before, &other, "ja"),);
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!((one.people + other.people, one.late.len() + other.late.len()), (22, 0));
        let again = house.add_all(&before, &batch("a"), "ja").await.unwrap();
        assert_eq!((again.people, again.late.len()), (0, 0));
        let all = logins(&house).await;
        assert_eq!(all.iter().filter(|it| it.starts_with("mori-")).count(), 25);
        assert_eq!(region.mails().await.len(), 20, "of fifty letters, twenty at a time");
        // From another page they are somebody else's.
        let later = look(&house, &lines, "b").await;
        assert!(later.people.iter().all(|it| it.taken.login && it.taken.mail && !it.here));
        let none = house.add_all(&later, &batch("b"), "ja").await.unwrap();
        assert_eq!(none.people, 0);
    });
}

#[test]
fn what_is_taken_is_told_of_its_line_and_at_the_last_moment_too() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        house.add(&newcomer("haruka"), "ja").await.unwrap();
        let other = "森,はるか,もり,はるか,看護師,haruka@asagao.example.jp,other,".to_owned();
        let lines = [&*person("misaki"), &person("haruka"), &other, &person("fresh")];
        let found = look(&house, &lines, "a").await;
        let told: Vec<_> = found.people.iter().map(|it| (it.taken.login, it.taken.mail)).collect();
        assert_eq!(told[..2], [(true, false), (true, true)], "{found:?}");
        assert_eq!(found.people[2].line.flaws, [Flaw::Again("mail", 3)]);
        assert!(found.people[3].is_good() && found.people[3].known, "same name, somebody else?");
        assert_eq!(found.people[3].line.namesake, Some(2));
        // Somebody is faster between looking and pressing.
        house.add(&newcomer("fresh"), "ja").await.unwrap();
        let added = house.add_all(&found, &batch("a"), "ja").await.unwrap();
        assert_eq!((added.people, added.late), (0, vec![5]));
    });
}

#[test]
fn a_file_that_is_no_table_is_refused_whole() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let why = house.look_over(b"PK\x03\x04".to_vec(), &batch("a")).await.unwrap().unwrap_err();
        assert!(matches!(why, Unreadable::Missing(_)), "{why:?}");
        let why = house.look_over(Vec::new(), &batch("a")).await.unwrap().unwrap_err();
        assert_eq!(why, Unreadable::Empty);
    });
}

/// While five hundred are looked over, somebody else's page does not wait; and while some are
/// entered neither.
#[test]
fn many_leave_the_server_free_for_others() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let lines: Vec<_> = (0..500).map(|n| person(&format!("mori-{n}"))).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = look(&house, &lines, "a").await;
        assert_eq!(found.people.len(), 500);
        let some = Candidates { people: found.people[..60].to_vec(), ..found };
        let entering = {
            let house = house.clone();
            tokio::spawn(async move { house.add_all(&some, &batch("a"), "ja").await })
        };
        let mut longest = Duration::ZERO;
        while !entering.is_finished() {
            let begun = Instant::now();
            let somebody = region.session(&region.people.doctor).await;
            assert!(region.app.houses(&somebody).is_empty());
            longest = longest.max(begun.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(entering.await.unwrap().unwrap().people, 60);
        assert!(longest < Duration::from_secs(2), "somebody waited {longest:?}");
    });
}

#[test]
fn whoever_left_gives_the_address_free_and_the_old_login_stays_taken() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let gone = house.add(&newcomer("haruka"), "ja").await.unwrap();
        house.leave(gone, None).await.unwrap();
        let same = person("haruka");
        let other = same.replace(",haruka,", ",haruka-2,");
        let taken = look(&house, &[&same], "a").await.people.remove(0);
        assert_eq!((taken.taken.login, taken.taken.mail), (true, false));
        let found = look(&house, &[&other], "a").await;
        assert!(found.people[0].is_good() && found.people[0].known, "perhaps the same person");
        let added = house.add_all(&found, &batch("a"), "ja").await.unwrap();
        assert_eq!(added.people, 1);
        let row = region.app.person_by_login("haruka").await.unwrap().unwrap();
        assert!(!row.active, "the old account stays closed");
    });
}

#[test]
fn two_managers_with_one_token_are_two_batches() {
    block_on(async {
        let region = Region::new().await;
        let (house, other) = (region.house().await, region.another_house("sakura").await);
        let found = look(&house, &[&person("one")], "same").await;
        house.add_all(&found, &batch("same"), "ja").await.unwrap();
        // The other manager's press finds nobody "here": it is somebody else's line.
        let elsewhere = look(&other, &[&person("one")], "same").await.people.remove(0);
        assert!(!elsewhere.here && elsewhere.taken.login && elsewhere.taken.mail);
        let own = look(&other, &[&person("two")], "same").await;
        let added = other.add_all(&own, &batch("same"), "en").await.unwrap();
        assert_eq!(added.people, 1);
        assert!(!logins(&house).await.contains(&"two".to_owned()));
        assert!(logins(&other).await.contains(&"two".to_owned()));
        let mails = region.mails().await;
        let of = |login: &str| mails.iter().filter(|it| it.receiver.starts_with(login)).count();
        assert_eq!((of("one@"), of("two@")), (2, 2));
        let english = mails.iter().find(|it| it.receiver.starts_with("two@")).unwrap();
        assert!(english.words.contains("sakura診療所"));
    });
}

#[test]
fn who_stopped_managing_enters_nobody() {
    block_on(async {
        let region = Region::new().await;
        let (house, manager) = (region.house().await, region.manager().await);
        let nurse = region.people.nurse.post.unwrap();
        house.change(nurse, "nurse", true).await.unwrap();
        house.change(manager.post.unwrap(), "nurse", false).await.unwrap();
        let session = region.session(&manager).await;
        let refused = region.app.house(&session, house.facility()).err().unwrap();
        assert_eq!(refused.code, tasuki_kernel::Code::NotFound);
    });
}
