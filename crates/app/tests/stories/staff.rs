//! 施設管理者: staff comes, changes and is kept in order, by managers of the facility and nobody else.

use std::sync::Arc;

use tasuki_app::house::House;
use tasuki_app::sign_in::Attempt;
use tasuki_domain::staff::Typed;
use tasuki_kernel::{Code, PostId, Problem};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Region, newcomer};

const DAY: i64 = 86_400;

fn fields(problems: &[Problem]) -> Vec<Option<&'static str>> {
    problems.iter().map(|it| it.field).collect()
}

async fn logins(house: &House) -> Vec<String> {
    house.staff().await.unwrap().into_iter().map(|it| it.row.login).collect()
}

#[test]
fn only_managers_of_the_facility_have_it() {
    block_on(async {
        let region = Region::new().await;
        let manager = region.manager().await;
        let people = &region.people;
        let station = region.house().await.facility();
        for who in [&people.nurse, &people.doctor, &people.desk, &people.relative] {
            let session = Arc::new(region.app.receiver(who.login).await.unwrap());
            assert!(region.app.houses(&session).is_empty());
            let refused = region.app.house(&session, station).err().unwrap();
            assert_eq!(refused.code, Code::NotFound, "{}", who.login);
        }
        let session = Arc::new(region.app.receiver(manager.login).await.unwrap());
        let all = region.app.houses(&session);
        assert_eq!(all, [(station, "訪問看護ステーションあさがお".to_owned())]);
        // A post at the clinic is somebody else's to keep up, and one that ended is nobody's.
        for post in [people.doctor.post.unwrap(), PostId::from_bytes([9; 16])] {
            let refused = region.app.house_of(&session, post).await.err().unwrap();
            assert_eq!(refused.code, Code::NotFound);
        }
    });
}

#[test]
fn somebody_new_chooses_the_password_alone_and_no_mail_opens_the_door_by_itself() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let typed = Typed { family: "髙\u{E0101}森".into(), ..newcomer("haruka") };
        let post = house.add(&typed, "ja").await.unwrap();
        let entered = house.colleague(post).await.unwrap();
        assert_eq!(entered.row.post.name.family, "髙\u{E0101}森");
        assert_eq!(entered.row.post.name.family_kana, "モリ");
        assert!(entered.devices.is_empty() && entered.last_seen.is_none() && !entered.unused);

        let mails = region.mails().await;
        let of = |words: &str| mails.iter().find(|it| it.words.contains(words)).unwrap();
        let (welcome, pickup) = (of("/activate/"), of("受け取り番号:"));
        assert_eq!(mails.len(), 2, "{mails:?}");
        assert!(mails.iter().all(|it| it.receiver == "haruka@asagao.example.jp"));
        assert!(welcome.words.contains("ログインID: haruka"), "{}", welcome.words);
        assert!(!welcome.words.contains("受け取りコード"));
        assert!(pickup.words.contains("受け取りコード") && !pickup.words.contains("haruka"));
        let (_, after) = welcome.words.split_once("/activate/").unwrap();
        let token = after.lines().next().unwrap();
        region.app.activate(token, PASSWORD).await.unwrap();
        let again = region.app.activation(token).await.unwrap_err();
        assert_eq!(again.code, Code::NotFound, "a link works once");
    });
}

#[test]
fn what_is_taken_is_said_and_nothing_is_kept() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        region.apply("waits").await;
        house.add(&newcomer("haruka"), "ja").await.unwrap();
        let before = (logins(&house).await, region.mails().await.len());
        let login = Typed { mail: "other@example.jp".into(), ..newcomer("haruka") };
        let mail = Typed { login: "other".into(), ..newcomer("haruka") };
        let of_an_applicant = newcomer("waits");
        for (typed, field) in [(login, "login"), (mail, "mail"), (of_an_applicant, "login")] {
            let wrong = house.add(&typed, "ja").await.unwrap_err();
            assert_eq!(fields(&wrong), [Some(field)]);
        }
        let wrong = house.add(&Typed::default(), "ja").await.unwrap_err();
        assert_eq!(wrong.len(), 8, "all at once: {wrong:?}");
        assert_eq!(logins(&house).await, before.0);
        assert!(region.mails().await.is_empty());
    });
}

#[test]
fn one_person_has_one_account_and_two_posts() {
    block_on(async {
        let region = Region::new().await;
        let (house, doctor) = (region.house().await, &region.people.doctor);
        for (login, family) in [("kenji", "高嶋"), ("nobody", "高橋"), ("musuko", "山口"), ("", "")]
        {
            let refused = house.take_on((login, family), ("physician", false)).await.unwrap_err();
            assert_eq!(refused.field, Some("known"), "{login}");
        }
        let post = house.take_on((" Kenji", "高橋"), ("physician", false)).await.unwrap();
        let there = house.colleague(post).await.unwrap();
        assert_eq!((there.row.post.person, there.row.others), (doctor.person, 1));
        let twice = house.take_on(("kenji", "高橋"), ("nurse", false)).await.unwrap_err();
        assert_eq!((twice.code, twice.field), (Code::Conflict, Some("known")));
        let session = region.session(doctor).await;
        assert_eq!(session.posts.len(), 2);
    });
}

#[test]
fn the_last_manager_stays_one_until_there_is_another() {
    block_on(async {
        let region = Region::new().await;
        let (house, manager) = (region.house().await, region.manager().await);
        let (own, nurse) = (manager.post.unwrap(), region.people.nurse.post.unwrap());
        let refused = house.change(own, "nurse", false).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("manager")));
        house.change(own, "public_health_nurse", true).await.unwrap();
        house.change(nurse, "nurse", true).await.unwrap();
        house.change(own, "nurse", false).await.unwrap();
        let refused = house.change(nurse, "nurse", false).await.unwrap_err();
        assert_eq!(refused.field, Some("manager"));
        // What the role gave is gone with it, in a session that was open before.
        let session = region.session(&manager).await;
        assert!(region.app.house(&session, house.facility()).is_err());
        let wrong = house.change(nurse, "king", true).await.unwrap_err();
        assert_eq!(wrong.field, Some("profession"));
    });
}

#[test]
fn an_account_that_nobody_used_for_ninety_days_is_marked() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let unused = async |who: &tasuki_testkit::region::Somebody| {
            house.colleague(who.post.unwrap()).await.unwrap().unused
        };
        region.clock.advance(89 * DAY);
        region.sign_in(nurse).await;
        assert!(!unused(&region.people.helper).await);
        region.clock.advance(DAY);
        assert!(unused(&region.people.helper).await);
        assert!(!unused(nurse).await);
        let seen = house.colleague(nurse.post.unwrap()).await.unwrap();
        assert_eq!(seen.last_seen, seen.devices[0].1);
        region.clock.advance(89 * DAY);
        assert!(unused(nurse).await);
    });
}

#[test]
fn every_change_is_recorded() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let before = region.access_records();
        let post = house.add(&newcomer("haruka"), "ja").await.unwrap();
        house.change(post, "care_manager", false).await.unwrap();
        house.change(post, "care_manager", false).await.unwrap();
        assert_eq!(region.access_records() - before, 2, "what changes nothing is no change");
    });
}

/// Somebody who tries the pick-up of a colleague still needs the colleague's password.
#[test]
fn a_manager_cannot_sign_in_as_somebody() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let nurse = &region.people.nurse;
        let system = tasuki_domain::system::System::Mac;
        let offer = house.new_pickup(nurse.post.unwrap(), system, "ja").await.unwrap();
        let typed = tasuki_app::pickup::Typed {
            number: &offer.number,
            code: &offer.code,
            address: "192.0.2.7",
        };
        let waiting = region.app.waiting_pickup(typed).await.unwrap();
        let device = region.app.pick_up(waiting, system).await.unwrap();
        let shown = tasuki_app::session::Shown {
            certificate: Some(device.certificate.fingerprint),
            loopback: false,
        };
        let attempt =
            Attempt { login: nurse.login, password: "shicho", shown, address: "192.0.2.7" };
        let refused = region.app.sign_in(attempt).await.unwrap_err();
        assert_eq!(refused.code, Code::SignInRefused);
        assert!(region.mails().await.is_empty(), "the nurse has no address");
    });
}
