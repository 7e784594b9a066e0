//! A form that arrives after its session has ended or locked. Nothing is written; the answer asks
//! the same person for the password and carries every word that was typed, in the page alone: the
//! server keeps no drafts.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tasuki_app::session::Session;
use tasuki_app::sign_in::Attempt;
use tasuki_kernel::{Code, Problem};

use super::sent::Sent;
use super::{come_back, received_without_photos, writable};
use crate::fault::Fault;
use crate::pages::Resume;
use crate::routes::portal::rendered;
use crate::routes::sign_in::cookie;
use crate::visitor::{SignedIn, Visitor};
use crate::{Web, present, texts};

/// Answers a form of somebody who is not signed in any more, or goes back to the composer when
/// the form brought the password.
pub(super) async fn resume(
    web: &Web,
    visitor: Visitor,
    room: &str,
    request: Request,
    problem: Problem,
) -> Result<Response, Fault> {
    let locked = problem.code == Code::SessionLocked;
    if visitor.wants_json || !(locked || problem.code == Code::SignInRequired) {
        return Err(problem.into());
    }
    let Some(token) = visitor.token.clone() else { return Err(problem.into()) };
    // Whose words these are, asked before anything of them is read.
    let Ok(former) = web.app.former_session(&token, visitor.shown).await else {
        return Err(problem.into());
    };
    let sent = received_without_photos(request).await?;
    let writer = SignedIn { session: former.into(), visitor };
    writer.check_token(&sent.csrf)?;
    let door = Door { web, writer: &writer, locked };
    if sent.password.is_empty() {
        return door.show(&sent, None);
    }
    match door.open(&token, &sent.password).await {
        Ok((who, fresh)) => {
            let room = writable(web, &who, room).await?;
            let page = come_back(web, &who, &room, sent, None).await?;
            Ok(match fresh {
                Some(token) => (cookie(&token), page).into_response(),
                None => page,
            })
        }
        Err(problem) if problem.code.status() >= 500 => Err(problem.into()),
        Err(problem) => door.show(&sent, Some(&problem)),
    }
}

struct Door<'a> {
    web: &'a Web,
    writer: &'a SignedIn,
    locked: bool,
}

impl Door<'_> {
    fn show(&self, sent: &Sent, problem: Option<&Problem>) -> Result<Response, Fault> {
        let visitor = &self.writer.visitor;
        let mut frame = present::visitor_frame(self.web, visitor);
        frame.csrf.clone_from(&self.writer.session.csrf);
        let page = Resume {
            frame,
            who: present::viewer(visitor.lang, &self.writer.session),
            action: visitor.here.clone(),
            locked: self.locked,
            fields: sent.fields(),
            photos_lost: sent.photos_lost,
            problem: problem.map(|it| texts::problem(visitor.lang, it.code)),
        };
        let status = problem.map_or(Code::SignInRequired.status(), |it| it.code.status());
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
        Ok((status, rendered(&page)?).into_response())
    }

    /// The same person, let in again; with the cookie of a new session where one was begun.
    async fn open(
        &self,
        token: &str,
        password: &str,
    ) -> Result<(SignedIn, Option<String>), Problem> {
        let (app, visitor) = (&self.web.app, &self.writer.visitor);
        let signed_in =
            |session: Session| SignedIn { session: session.into(), visitor: visitor.clone() };
        if self.locked {
            app.unlock(token, password, visitor.shown, &visitor.address).await?;
            return Ok((signed_in(app.session(token, visitor.shown).await?), None));
        }
        let login = &self.writer.session.person.login;
        let attempt = Attempt { login, password, shown: visitor.shown, address: &visitor.address };
        let begun = app.sign_in(attempt).await?;
        let session = app.session(&begun.token, visitor.shown).await?;
        Ok((signed_in(session), Some(begun.token)))
    }
}
