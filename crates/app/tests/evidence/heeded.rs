//! What one process decides holds in another on the very next request, without any message between
//! the two: facts kept in memory are asked for their number first.

use std::sync::Arc;

use tasuki_app::session::Shown;
use tasuki_kernel::Code;
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, Someone, seen};

const HERE: Shown = Shown { certificate: None, loopback: true };

/// How a room answers somebody here.
async fn answer(it: &Fixture, who: &Someone) -> Result<(), Code> {
    seen(&it.app, who, it.room).await.map(drop).map_err(|problem| problem.code)
}

#[test]
fn a_membership_that_ends_elsewhere_has_ended_here() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let elsewhere = it.beside().await;
            assert_eq!(answer(&it, &it.helper).await, Ok(()));
            assert_eq!(answer(&it, &it.nurse).await, Ok(()));
            elsewhere.set_member(it.room, it.helper.post, true).await.unwrap();
            assert_eq!(answer(&it, &it.helper).await, Err(Code::NotFound));
            assert_eq!(answer(&it, &it.nurse).await, Ok(()), "and nobody else's");
            elsewhere.set_member(it.room, it.helper.post, false).await.unwrap();
            assert_eq!(answer(&it, &it.helper).await, Ok(()), "joined again");
        });
    });
}

#[test]
fn consent_that_is_withdrawn_elsewhere_is_withdrawn_here() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let elsewhere = it.beside().await;
            assert_eq!(answer(&it, &it.doctor).await, Ok(()));
            elsewhere.set_consent(it.notebook, false).await.unwrap();
            assert_eq!(answer(&it, &it.doctor).await, Err(Code::NotFound));
            elsewhere.set_consent(it.notebook, true).await.unwrap();
            assert_eq!(answer(&it, &it.doctor).await, Ok(()));
        });
    });
}

#[test]
fn a_device_that_is_revoked_elsewhere_opens_nothing_here() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let elsewhere = it.beside().await;
            let begun = it.app.demo_sign_in(it.nurse.person, HERE).await.unwrap();
            let other = it.app.demo_sign_in(it.doctor.person, HERE).await.unwrap();
            let session = it.app.session(&begun.token, HERE).await.unwrap();
            elsewhere.revoke_device(session.device, "なくした").await.unwrap();
            let refused = it.app.session(&begun.token, HERE).await.unwrap_err();
            assert_eq!(refused.code, Code::DeviceRevoked);
            assert!(it.app.session(&other.token, HERE).await.is_ok(), "and no other device");
            // A stream asks in the session with which it began.
            let refused = it.app.session_again(&Arc::new(session), HERE).await.unwrap_err();
            assert_eq!(refused.code, Code::DeviceRevoked);
        });
    });
}
