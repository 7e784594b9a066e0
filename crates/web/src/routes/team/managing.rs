//! The managing role: asking another facility to take it on, and its answer.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use tasuki_app::room::Room;
use tasuki_app::team::{Offered, State as Stands};
use tasuki_domain::content::Answer;
use tasuki_kernel::{Code, FacilityId, OfferId, Problem};

use super::{Given, again, blank, done, field, no_answer, path, team_of};
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Deed, Input, TeamForm, choices};
use crate::routes::portal::rendered;
use crate::visitor::SignedIn;
use crate::{Web, present};

async fn offer_page(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    (to, message): (&str, &str),
) -> Result<TeamForm, Fault> {
    if !room.may_manage() {
        room.writable()?;
        return Err(Problem::new(Code::NotAllowed, "not by this person").into());
    }
    let t = who.visitor.lang.texts().team;
    let managing = room.notebook().map(|it| it.managing_facility);
    let mut others = room.team_facilities().await?;
    others.retain(|(id, _)| Some(*id) != managing);
    let nobody = others.is_empty();
    let to_choose = choices(others.into_iter().map(|(id, name)| (id.to_string(), name)));
    let lead = if nobody { t.offer_nobody } else { t.offer_text };
    let deed = Deed { value: "offer", label: t.offer_do, class: "first" };
    Ok(TeamForm {
        title: t.offer.to_owned(),
        lead: vec![lead.to_owned(), t.offer_means.to_owned()],
        action: format!("{}/managing", path(room)),
        fields: vec![
            vec![Input::pick("to", t.to, to, to_choose)],
            vec![Input::area("message", t.message, message, 3).or_nothing()],
        ],
        deeds: if nobody { Vec::new() } else { vec![deed] },
        ..blank(web, who, room).await?
    })
}

/// The form by which another facility is asked.
pub async fn offering(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    rendered(&offer_page(&web, &who, &room, ("", "")).await?)
}

/// Asks another facility.
pub async fn offer(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let (to, message) = (field(&given, "to"), field(&given, "message"));
    let asked = match to.parse::<FacilityId>() {
        Ok(id) => room.offer_managing(id, message).await.map(drop),
        Err(_) => Err(Problem::invalid("to", "choose")),
    };
    let Err(problem) = asked else { return Ok(done(&room, "offered")) };
    again(&who, offer_page(&web, &who, &room, (to, message)).await?, problem)
}

async fn found(room: &Room, offer: &str) -> Result<Offered, Fault> {
    let id: OfferId = offer.parse().map_err(|_| Problem::not_found())?;
    let team = room.team().await?;
    let found = team.offers.into_iter().find(|it| it.id == id);
    Ok(found.ok_or_else(Problem::not_found)?)
}

async fn answer_page(
    web: &Web,
    who: &SignedIn,
    (room, it): (&Room, &Offered),
    reason: &str,
) -> Result<TeamForm, Fault> {
    let (lang, waits) = (who.visitor.lang, it.state == Stands::Pending);
    let t = lang.texts().team;
    let mut deeds = Vec::new();
    let mut fields = Vec::new();
    if it.may_answer {
        let why = Input::area("reason", t.reason, reason, 3).with_hint(t.decline_hint);
        fields.push(vec![why.or_nothing()]);
        deeds.push(Deed { value: "accept", label: t.take_on, class: "first" });
        deeds.push(Deed { value: "decline", label: t.decline, class: "second" });
    }
    if waits && room.may_manage() {
        deeds.push(Deed { value: "withdraw", label: t.take_back, class: "second" });
    }
    Ok(TeamForm {
        title: t.offer_title.to_owned(),
        lead: vec![t.offer_means.to_owned()],
        facts: present::offer(lang, it),
        action: format!("{}/managing/{}", path(room), it.id),
        fields,
        deeds,
        ..blank(web, who, room).await?
    })
}

/// An offer, with what the reader can do about it.
pub async fn answering(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, offer)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    let it = found(&room, &offer).await?;
    rendered(&answer_page(&web, &who, (&room, &it), "").await?)
}

/// Accepts or declines an offer, or takes it back.
pub async fn answer(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, offer)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let it = found(&room, &offer).await?;
    let (said, word) = match field(&given, "answer") {
        "accept" => (Answer::Accepted, "taken-over"),
        "decline" => (Answer::Declined, "declined"),
        "withdraw" => (Answer::Withdrawn, "called-back"),
        _ => return Err(no_answer().into()),
    };
    let reason = field(&given, "reason");
    match room.answer_managing(it.id, said, reason).await {
        Ok(()) => Ok(done(&room, word).into_response()),
        Err(problem) => again(&who, answer_page(&web, &who, (&room, &it), reason).await?, problem),
    }
}
