//! 証明書の受け取り: number and code become a file for this device. Nothing is kept between the
//! pages: each form posts number and code again, and each time they are checked.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tasuki_app::pickup::{PickedUp, Typed, Void, Waiting};
use tasuki_domain::system::System;
use tasuki_kernel::{Code, Problem};
use tasuki_pki::{Profile, Strength};

use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{HandOver, Pickup, PickupPasskey, PickupReady, SystemChoice, TakeOver};
use crate::show::moment;
use crate::texts::{self, ProblemText};
use crate::visitor::Visitor;
use crate::{Web, present};

/// The number that a link brings along.
#[derive(Debug, Deserialize, Default)]
pub struct Brought {
    #[serde(default)]
    number: String,
}

/// Number and code, and what the page adds to them.
#[derive(Debug, Deserialize)]
pub struct Given {
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    system: String,
    /// `profile` or `file`.
    #[serde(default)]
    form: String,
}

impl Given {
    fn typed<'a>(&'a self, visitor: &'a Visitor) -> Typed<'a> {
        Typed { number: &self.number, code: &self.code, address: &visitor.address }
    }
}

/// What a browser says it runs on.
pub(super) fn system_of(headers: &HeaderMap) -> Option<System> {
    let said = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
    System::told_by(said.unwrap_or_default())
}

/// The form.
pub async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Query(brought): Query<Brought>,
) -> Result<Response, Fault> {
    let frame = present::visitor_frame(&web, &visitor);
    let page = Pickup { frame, number: brought.number, problem: None };
    Ok(rendered(&page)?.into_response())
}

/// What to tell whose number and code were refused: the reason where there is one.
fn told(visitor: &Visitor, problem: &Problem) -> ProblemText {
    let t = &visitor.lang.texts().pickup;
    let text = texts::problem(visitor.lang, problem.code);
    match Void::of(problem) {
        Some(Void::Locked) => ProblemText { what_happened: t.locked, ..text },
        Some(Void::Expired) => ProblemText { what_happened: t.expired, ..text },
        Some(Void::Used) => ProblemText { what_happened: t.used, ..text },
        None => text,
    }
}

/// The form again, with what was wrong.
fn refused(
    web: &Web,
    visitor: &Visitor,
    number: String,
    problem: Problem,
) -> Result<Response, Fault> {
    let ours = matches!(problem.code, Code::PickUpRefused | Code::PickUpVoid | Code::Throttled);
    if visitor.wants_json || !ours {
        return Err(problem.into());
    }
    let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::UNAUTHORIZED);
    let mut frame = present::visitor_frame(web, visitor);
    frame.here = "/pickup".into();
    let page = Pickup { frame, number, problem: Some(told(visitor, &problem)) };
    Ok((status, rendered(&page)?).into_response())
}

/// The page from which the certificate is downloaded.
pub(super) async fn ready(
    web: &Web,
    visitor: &Visitor,
    waiting: &Waiting,
    system: System,
) -> Result<Response, Fault> {
    let mut frame = present::visitor_frame(web, visitor);
    frame.here = "/pickup".into();
    let page = PickupReady {
        frame,
        number: waiting.number(),
        code: waiting.code.to_string(),
        label: waiting.label().to_owned(),
        until: moment(waiting.until(), web.app.clock().now(), visitor.lang),
        system,
        systems: SystemChoice::all(Some(system)),
        check_url: format!("{}/device", web.staff_url),
        passkey: passkey(web, waiting).await?,
    };
    Ok(rendered(&page)?.into_response())
}

/// Whether a passkey can be made of what waits, and where.
async fn passkey(web: &Web, waiting: &Waiting) -> Result<PickupPasskey, Fault> {
    Ok(if waiting.is_used() || !web.offers_passkeys().await? {
        PickupPasskey::No
    } else if web.at_portal {
        PickupPasskey::At(format!("{}/pickup?number={}", web.staff_url, waiting.number()))
    } else {
        PickupPasskey::Here
    })
}

/// Checks number and code, and shows what is to be done on this device.
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    match web.app.waiting_pickup(given.typed(&visitor)).await {
        Ok(waiting) => {
            let chosen = System::from_name(&given.system).or_else(|| system_of(&headers));
            let system = chosen.unwrap_or_else(|| waiting.system());
            ready(&web, &visitor, &waiting, system).await
        }
        Err(problem) => refused(&web, &visitor, given.number, problem),
    }
}

/// The certificate as a file.
pub async fn file(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    let waiting = match web.app.waiting_pickup(given.typed(&visitor)).await {
        Ok(waiting) => waiting,
        Err(problem) => return refused(&web, &visitor, given.number, problem),
    };
    let system = System::from_name(&given.system).unwrap_or_else(|| waiting.system());
    let label = waiting.label().to_owned();
    let got = web.app.pick_up(waiting, system).await?;
    if given.form == "profile" {
        let profile = profile(&web, &visitor, &got, &label).await?;
        return Ok(download(profile, "application/x-apple-aspen-config", "tasuki.mobileconfig"));
    }
    // Apple's and Google's systems call what they cannot open a wrong password.
    let strength = match system {
        System::Windows => Strength::Current,
        System::Mac | System::Android | System::Ios => Strength::Everywhere,
    };
    let sealed = got.certificate.to_pkcs12(&got.code, strength)?;
    Ok(download(sealed, "application/x-pkcs12", "tasuki.p12"))
}

async fn profile(
    web: &Web,
    visitor: &Visitor,
    got: &PickedUp,
    label: &str,
) -> Result<Vec<u8>, Fault> {
    let settings = web.app.settings().await?;
    let profile = Profile {
        device: got.device,
        title: label,
        text: visitor.lang.texts().pickup.title,
        organization: &settings.name,
        password: &got.code,
    };
    Ok(web.app.authority()?.profile(&got.certificate, &profile, web.app.clock().now())?)
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// The address of this server as the browser has it.
fn origin(web: &Web, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    host.map_or_else(|| web.staff_url.clone(), |host| format!("https://{host}"))
}

/// The QR code with which a phone takes it over.
pub(super) async fn handed_on(
    web: &Web,
    visitor: &Visitor,
    headers: &HeaderMap,
    waiting: &Waiting,
) -> Result<Response, Fault> {
    let link = web.app.hand_over(waiting).await?;
    let address = format!("{}/pickup", origin(web, headers));
    let (side, path) = present::qr(&format!("{address}/from/{}", link.token))?;
    let page = HandOver {
        frame: present::visitor_frame(web, visitor),
        number: waiting.number(),
        code: waiting.code.to_string(),
        label: waiting.label().to_owned(),
        until: moment(link.expires, web.app.clock().now(), visitor.lang),
        side,
        path,
        address,
    };
    Ok(rendered(&page)?.into_response())
}

/// Checks number and code, and shows the QR code.
pub async fn hand_over(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    match web.app.waiting_pickup(given.typed(&visitor)).await {
        Ok(waiting) => handed_on(&web, &visitor, &headers, &waiting).await,
        Err(problem) => refused(&web, &visitor, given.number, problem),
    }
}

/// What a phone sees first that followed the QR code: looking uses nothing up.
pub async fn offered(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    web.app.handed_over(&token).await?;
    let mut frame = present::visitor_frame(&web, &visitor);
    // The address is the secret: it is not written into links of the page.
    frame.here = "/pickup".into();
    Ok(rendered(&TakeOver { frame, action: format!("/pickup/from/{token}") })?.into_response())
}

/// Takes it over.
pub async fn take_over(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    match web.app.take_over(&token, &visitor.address).await {
        Ok(waiting) => {
            let system = system_of(&headers).unwrap_or_else(|| waiting.system());
            ready(&web, &visitor, &waiting, system).await
        }
        Err(problem) => refused(&web, &visitor, String::new(), problem),
    }
}
