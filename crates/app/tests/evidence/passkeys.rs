//! Passkeys in the stories of evidence: made, used, and used again after a restore.

use tasuki_app::App;
use tasuki_app::passkey::{Permit, Presented, Registration};
use tasuki_app::sign_in::Begun;
use tasuki_kernel::{Code, Result};
use tasuki_pki::passkey::{Made, Site, Used};
use tasuki_testkit::authenticator::{Authenticator, Page};

use crate::fixture::Someone;

const NAME: &str = "tasuki.example";

fn site() -> Site {
    Site::at(&format!("https://{NAME}")).unwrap()
}

/// A passkey of somebody, in an authenticator of its own.
pub async fn a_passkey(app: &App, who: &Someone) -> Authenticator {
    let mut phone = Authenticator::default();
    let permit = Permit::of(&who.session);
    let offer = app.offer_passkey(&permit).await.unwrap();
    let page = Page::of(NAME, &offer.challenge);
    let (client_data, attestation) = phone.make(&page, &offer.user);
    let made = Made { client_data, attestation };
    let new = Registration { permit, label: "電話", made: &made };
    app.register_passkey(&site(), new).await.unwrap();
    phone
}

async fn sign_in(app: &App, phone: &mut Authenticator) -> Result<Begun> {
    let cookie = app.passkey_cookie();
    let page = Page::of(NAME, &app.passkey_challenge(&cookie));
    let [client_data, authenticator_data, signature] = phone.use_newest(&page);
    let used = Used { client_data, authenticator_data, signature };
    let held = phone.held.last().expect("a passkey");
    let shown = Presented {
        credential: &held.id,
        user: Some(&held.user),
        used: &used,
        cookie: &cookie,
        address: "192.0.2.9",
    };
    app.sign_in_by_passkey(&site(), shown).await
}

/// Signs in twice, so that the authenticator has counted to two.
pub async fn used_twice(app: &App, phone: &mut Authenticator) {
    for _ in 0..2 {
        sign_in(app, phone).await.expect("it opens");
    }
}

/// In a restored region it opens on, and a copy that counts from before does not.
pub async fn goes_on_where_it_was(app: &App, phone: &mut Authenticator) {
    phone.held[0].counter = 1;
    assert_eq!(sign_in(app, phone).await.unwrap_err().code, Code::PasskeyRefused);
    phone.held[0].counter = 2;
    sign_in(app, phone).await.expect("it opens on");
}
