//! Who walks, and what each is told.

use tasuki_app::session::Shown;
use tasuki_kernel::Code;
use tasuki_pki::Fingerprint;
use tasuki_testkit::region::People;

use crate::client::Client;
use crate::passkeys;
use crate::stage::{Audience, Route, Stage};

/// Somebody who walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Without a certificate and without a session.
    Stranger,
    /// A device that is registered, and nobody signed in.
    DeviceOnly,
    /// A session that has ended.
    Ended,
    /// A session that is locked.
    Locked,
    /// A session on a device that was revoked.
    Revoked,
    /// A session's cookie with a certificate that nobody registered.
    Foreign,
    /// Signed in at home, in another region, with that region's certificate.
    OtherRegion,
    /// A session's cookie with another person's certificate.
    OtherDevice,
    /// A session's cookie without any certificate.
    NoCertificate,
    /// Signed in, of another team.
    Outsider,
    /// Signed in, once of the team.
    Leaver,
    /// In the team; the entry in the address is 特別便 for others.
    NonAddressee,
    /// In the family's room, not in the team's.
    Relative,
    /// In the team; the entry in the address is theirs to do this to.
    Member,
    /// Of the region's desk: no notebook is for it.
    Desk,
    /// The region's auditor: evidence, and no notebook.
    Auditor,
    /// Manages a facility: no notebook is for this role either.
    Manager,
    /// The same, in a session that a passkey began: without a certificate.
    ByPasskey,
    /// A session on a passkey that was revoked.
    RevokedPasskey,
}

impl Actor {
    /// Why this actor has no session that holds; none for those who have one.
    const fn not_signed_in(self) -> Option<Code> {
        match self {
            Self::Stranger | Self::DeviceOnly | Self::Ended | Self::OtherRegion => {
                Some(Code::SignInRequired)
            }
            Self::Locked => Some(Code::SessionLocked),
            Self::Revoked | Self::RevokedPasskey => Some(Code::DeviceRevoked),
            Self::Foreign | Self::OtherDevice => Some(Code::DeviceUnknown),
            Self::NoCertificate => Some(Code::DeviceRequired),
            _ => None,
        }
    }

    /// What signing in with a wrong password answers on this actor's device.
    const fn signing_in(self) -> Code {
        match self {
            Self::Stranger | Self::NoCertificate | Self::ByPasskey | Self::RevokedPasskey => {
                Code::DeviceRequired
            }
            Self::Foreign | Self::OtherRegion => Code::DeviceUnknown,
            Self::Revoked => Code::DeviceRevoked,
            _ => Code::SignInRefused,
        }
    }

    /// What asking to unlock by passkey answers, locked or not.
    fn unlocking(self, otherwise: Code) -> Option<Code> {
        self.not_signed_in().filter(|_| self != Self::Locked).or(Some(otherwise))
    }

    /// What this actor is told by a route; none when it answers well.
    pub fn refusal(self, route: &Route) -> Option<Code> {
        let name = route.name();
        match name.as_str() {
            "POST /sign-in" | "POST /api/v1/session" => return Some(self.signing_in()),
            // Nobody's code.
            "POST /sign-in/substitute" => return Some(Code::SignInRefused),
            // Nobody's passkey.
            "POST /api/v1/session/passkey" => return Some(Code::PasskeyRefused),
            // Nobody's number.
            "POST /api/v1/pickup/passkey" | "POST /api/v1/pickup/passkey/options" => {
                return Some(Code::PickUpRefused);
            }
            "POST /api/v1/session/unlock/options" if self == Self::ByPasskey => return None,
            // A certificate began the other sessions: their passwords open them.
            "POST /api/v1/session/unlock/options" => return self.unlocking(Code::NotAllowed),
            "POST /api/v1/session/unlock" => return self.unlocking(Code::PasskeyRefused),
            // No such link was ever made; and this region is no demo.
            "GET /activate/{token}"
            | "POST /activate/{token}"
            | "POST /demo/sign-in"
            | "GET /demo/portraits/{person}"
            | "GET /application/{door}"
            | "POST /application/{door}/correct" => {
                return Some(Code::NotFound);
            }
            // There is no such number.
            "POST /pickup" | "POST /pickup/file" | "POST /pickup/hand-over" => {
                return Some(Code::PickUpRefused);
            }
            "GET /pickup/from/{token}" | "POST /pickup/from/{token}" => {
                return Some(Code::NotFound);
            }
            "GET /unlock" | "POST /unlock" | "DELETE /api/v1/session" if self == Self::Locked => {
                return None;
            }
            _ => {}
        }
        if route.audience == Audience::Public || name == "GET /metrics" {
            return None;
        }
        self.not_signed_in().or_else(|| self.not_for(route))
    }

    fn not_for(self, route: &Route) -> Option<Code> {
        let outside = matches!(
            self,
            Self::Outsider
                | Self::Leaver
                | Self::Relative
                | Self::Desk
                | Self::Auditor
                | Self::Manager
        );
        let of_the_entry = route.path.contains("{entry}");
        // The session or upload in the address is the member's own.
        let of_the_member = route.path.contains("{session}") || route.path.contains("{upload}");
        let of_a_manager = route.path.contains("/facility/");
        // The device in the address is nobody's.
        let of_nobody = route.path.contains("{device}") && !of_a_manager;
        // The invitation in the address is the outsider's.
        let of_the_invited = route.path.starts_with("/invitations/{");
        // To all of staff; the desk wrote it, and has nothing to confirm.
        let of_a_notice = route.path.starts_with("/notices/{notice}");
        let not_notified = of_a_notice
            && (matches!(self, Self::Relative | Self::Auditor)
                || (self == Self::Desk && route.changes()));
        let of_the_desk = route.audience == Audience::Desk || route.path.contains("/region/");
        // Neither registers patients; the page from which one begins says so.
        let of_the_register =
            route.path.starts_with("/patients/") || route.name() == "POST /patients";
        let closed = of_nobody
            || not_notified
            || (of_the_invited && self != Self::Outsider)
            || (of_the_register && matches!(self, Self::Relative | Self::Desk | Self::Auditor))
            || (of_a_manager && self != Self::Manager)
            || (of_the_desk && self != Self::Desk)
            || (route.audience == Audience::Auditor && self != Self::Auditor)
            || match route.audience {
                _ if of_the_member => !matches!(self, Self::Member | Self::ByPasskey),
                Audience::Member => outside || (of_the_entry && self == Self::NonAddressee),
                _ => false,
            };
        closed.then_some(Code::NotFound)
    }

    /// This actor's client, new each time.
    pub async fn client(self, stage: &Stage) -> Client {
        let People { nurse, doctor, care_manager, outsider, leaver, relative, desk, .. } =
            &stage.region.people;
        match self {
            Self::Stranger => Client::default(),
            Self::DeviceOnly => {
                Client { certificate: Some(nurse.fingerprint), ..Client::default() }
            }
            Self::Ended => ended(stage).await,
            Self::Locked => locked(stage).await,
            Self::Revoked => revoked(stage).await,
            Self::Foreign => Client { certificate: Some([99; 32]), ..stage.client(nurse).await },
            Self::OtherRegion => at_home(&Stage::new().await).await,
            Self::OtherDevice => {
                Client { certificate: Some(doctor.fingerprint), ..stage.client(nurse).await }
            }
            Self::NoCertificate => Client { certificate: None, ..stage.client(nurse).await },
            Self::Outsider => stage.client(outsider).await,
            Self::Leaver => stage.client(leaver).await,
            Self::NonAddressee => stage.client(care_manager).await,
            Self::Relative => stage.client(relative).await,
            Self::Member => stage.client(nurse).await,
            Self::Desk => stage.client(desk).await,
            Self::Auditor => stage.client(&stage.region.auditor().await).await,
            Self::Manager => stage.client(&stage.region.manager().await).await,
            Self::ByPasskey => by_passkey(stage).await,
            Self::RevokedPasskey => revoked_passkey(stage).await,
        }
    }
}

/// The nurse of another region, whose device and session nobody knows here.
async fn at_home(stage: &Stage) -> Client {
    let mut print = [0; 32];
    stage.region.app.random().fill(&mut print);
    Client { certificate: Some(print), ..stage.client(&stage.region.people.nurse).await }
}

/// The nurse, on a telephone that no certificate reaches.
async fn by_passkey(stage: &Stage) -> Client {
    let (mut phone, _) = passkeys::phone_of(stage, &stage.region.people.nurse).await;
    passkeys::browser(stage, &mut phone).await
}

/// The helper, with a passkey that is then revoked.
async fn revoked_passkey(stage: &Stage) -> Client {
    let (mut phone, device) = passkeys::phone_of(stage, &stage.region.people.helper).await;
    let client = passkeys::browser(stage, &mut phone).await;
    stage.region.app.revoke_device(device, "なくした").await.expect("it is revoked");
    client
}

async fn ended(stage: &Stage) -> Client {
    let nurse = &stage.region.people.nurse;
    let client = stage.client(nurse).await;
    let token = client.cookie.as_deref().unwrap_or_default();
    let session = stage.region.app.session(token, nurse.shown()).await.expect("a new session");
    stage.region.app.end_session(&session).await.expect("it ends");
    client
}

async fn locked(stage: &Stage) -> Client {
    let nurse = &stage.region.people.nurse;
    let client = stage.client(nurse).await;
    let token = client.cookie.as_deref().unwrap_or_default();
    let session = stage.region.app.session(token, nurse.shown()).await.expect("a new session");
    stage.region.app.lock_session(session.id).await.expect("it locks");
    client
}

/// The helper, on a device of its own that is then revoked.
async fn revoked(stage: &Stage) -> Client {
    let (app, helper) = (&stage.region.app, &stage.region.people.helper);
    let mut print = [0; 32];
    app.random().fill(&mut print);
    let device = tasuki_kernel::DeviceId::new(app.clock(), app.random());
    let until = app.clock().now().plus_seconds(3600);
    let added = app.add_device(device, helper.person, Some(print), "なくした電話", until).await;
    added.expect("a device");
    let shown = Shown { certificate: Some(Fingerprint::from_bytes(print)), loopback: false };
    let attempt = tasuki_app::sign_in::Attempt {
        login: helper.login,
        password: tasuki_testkit::region::PASSWORD,
        shown,
        address: "192.0.2.8",
    };
    let begun = app.sign_in(attempt).await.expect("not revoked yet");
    let csrf = app.session(&begun.token, shown).await.expect("a new session").csrf;
    app.revoke_device(device, "なくした").await.expect("it is revoked");
    Client { certificate: Some(print), cookie: Some(begun.token), csrf, ..Client::default() }
}
