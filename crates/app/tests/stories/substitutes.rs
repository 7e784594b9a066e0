//! A device is lost, breaks or is replaced, a password is forgotten: the manager helps at once.

use tasuki_app::passkey::Permit;
use tasuki_app::session::Shown;
use tasuki_app::sign_in::Begun;
use tasuki_app::substitute::Attempt;
use tasuki_domain::content::DeviceKind;
use tasuki_kernel::{Code, PostId, Result};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Region, Somebody, newcomer, note};

use crate::enter;

const MINUTE: i64 = 60;

fn post(who: &Somebody) -> PostId {
    who.post.unwrap()
}

async fn sign_in(region: &Region, login: &str, code: &str) -> Result<Begun> {
    let attempt = Attempt { login, password: PASSWORD, code, address: "192.0.2.9" };
    region.app.sign_in_by_substitute(attempt).await
}

#[test]
fn a_code_opens_one_session_that_ends_with_the_day() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let given = house.substitute(post(nurse)).await.unwrap();
        let begun = sign_in(&region, nurse.login, &given.code.to_uppercase()).await.unwrap();
        let nothing = Shown::default();
        let session = region.app.session(&begun.token, nothing).await.unwrap();
        assert_eq!(session.device_kind, DeviceKind::Substitute);
        let twice = sign_in(&region, nurse.login, &given.code).await.unwrap_err();
        assert_eq!(twice.code, Code::SignInRefused);
        // It works as its person does: 14:32 in Japan now, over at midnight.
        enter(&region, nurse, region.rooms.team).await;
        region.write(nurse, region.rooms.team, note("代わりの端末から")).await;
        let left = given.open_until.seconds_since(region.app.clock().now());
        for _ in 0..left / (10 * MINUTE) {
            region.clock.advance(10 * MINUTE);
            region.app.touch_session(begun.id).await.unwrap();
        }
        region.app.session(&begun.token, nothing).await.unwrap();
        region.clock.advance(left % (10 * MINUTE));
        let over = region.app.session(&begun.token, nothing).await.unwrap_err();
        assert_eq!(over.code, Code::DeviceRevoked);
    });
}

#[test]
fn a_code_is_of_one_person_for_a_quarter_of_an_hour_and_until_the_next() {
    block_on(async {
        let region = Region::new().await;
        let (house, people) = (region.house().await, &region.people);
        let first = house.substitute(post(&people.nurse)).await.unwrap();
        for (login, code) in
            [(people.helper.login, first.code.as_str()), (people.nurse.login, "aaaa-aaaa-aaaa")]
        {
            let refused = sign_in(&region, login, code).await.unwrap_err();
            assert_eq!(refused.code, Code::SignInRefused, "{login}");
        }
        let second = house.substitute(post(&people.nurse)).await.unwrap();
        let void = sign_in(&region, people.nurse.login, &first.code).await.unwrap_err();
        assert_eq!(void.code, Code::SignInRefused);
        region.clock.advance(15 * MINUTE);
        let late = sign_in(&region, people.nurse.login, &second.code).await.unwrap_err();
        assert_eq!(late.code, Code::SignInRefused);
    });
}

#[test]
fn without_the_password_a_code_opens_nothing_and_guessing_is_slowed() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let given = house.substitute(post(nurse)).await.unwrap();
        let guess = Attempt {
            login: nurse.login,
            password: "shicho-no-password",
            code: &given.code,
            address: "192.0.2.9",
        };
        for _ in 0..5 {
            let refused = region.app.sign_in_by_substitute(guess).await.unwrap_err();
            assert_eq!(refused.code, Code::SignInRefused);
        }
        let slowed = sign_in(&region, nurse.login, &given.code).await.unwrap_err();
        assert_eq!(slowed.code, Code::Throttled);
    });
}

#[test]
fn a_day_does_not_become_a_year() {
    block_on(async {
        let region = Region::new().await;
        let (house, manager) = (region.house().await, region.manager().await);
        let given = house.substitute(post(&manager)).await.unwrap();
        let begun = sign_in(&region, manager.login, &given.code).await.unwrap();
        let session = region.app.session(&begun.token, Shown::default()).await.unwrap();
        let session = std::sync::Arc::new(session);
        let refused = region.app.change_password(&session, PASSWORD, "tanuki-to-kumo-93").await;
        assert_eq!(refused.unwrap_err().code, Code::NotAllowed);
        let refused = region.app.offer_passkey(&Permit::of(&session)).await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        let refused = region.app.house(&session, house.facility()).err().unwrap();
        assert_eq!(refused.code, Code::NotFound);
        let system = tasuki_domain::system::System::Android;
        let refused = region.app.offer_device(&session, "電話", system).await.err();
        assert_eq!(refused.map(|it| it.code), Some(Code::NotAllowed), "no certificate of a year");
        let own = region.app.devices_of(manager.person).await.unwrap();
        let refused = region.app.renew_device(&session, own[0].id).await.err();
        assert_eq!(refused.map(|it| it.code), Some(Code::NotAllowed));
    });
}

#[test]
fn a_region_may_do_without_codes() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let given = house.substitute(post(nurse)).await.unwrap();
        let begun = sign_in(&region, nurse.login, &given.code).await.unwrap();
        region.app.allow_second_factors(vec!["certificate".into()]).await.unwrap();
        let out = region.app.session(&begun.token, Shown::default()).await.unwrap_err();
        assert_eq!(out.code, Code::DeviceRevoked);
        let refused = house.substitute(post(nurse)).await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
    });
}

#[test]
fn a_lost_device_is_out_at_once_and_the_managers_own_is_not() {
    block_on(async {
        let region = Region::new().await;
        let (people, manager) = (&region.people, region.manager().await);
        let open = region.sign_in(&people.nurse).await;
        let session = region.session(&manager).await;
        let house = region.app.house_of(&session, post(&manager)).await.unwrap();
        let (nurse, doctor) = (&people.nurse, &people.doctor);
        house.revoke(post(nurse), nurse.device).await.unwrap();
        house.revoke(post(nurse), nurse.device).await.unwrap();
        let out = region.app.session(&open.token, nurse.shown()).await.unwrap_err();
        assert_eq!(out.code, Code::DeviceRevoked);
        for (of, device) in [(nurse, doctor.device), (doctor, doctor.device)] {
            let refused = house.revoke(post(of), device).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        let own = house.revoke(post(&manager), manager.device).await.unwrap_err();
        assert_eq!(own.code, Code::Conflict);
    });
}

#[test]
fn a_forgotten_password_is_chosen_anew_by_its_owner_alone() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let added = house.add(&newcomer("haruka"), "ja").await.unwrap();
        region.mails().await;
        house.reset_password(added, "en").await.unwrap();
        let mails = region.mails().await;
        let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
        let (_, after) = mail.words.split_once("/activate/").unwrap();
        let token = after.lines().next().unwrap();
        assert_eq!(region.app.activation(token).await.unwrap().login, "haruka");
        region.clock.advance(86_400);
        assert_eq!(region.app.activation(token).await.unwrap_err().code, Code::NotFound);
        // Whoever has no address gets no link, and the manager least of all.
        let refused = house.reset_password(post(&region.people.nurse), "ja").await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("mail")));
    });
}
