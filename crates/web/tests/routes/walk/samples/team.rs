//! What is asked of a team while everybody walks.

use std::sync::Arc;

use tasuki_app::team::{Asking, State, Whom};
use tasuki_kernel::{InvitationId, OfferId};
use tasuki_testkit::region::Region;

use super::form;
use crate::client::Load;

/// What the nurse asks: the outsider into the team, the clinic to manage it. What waits already is
/// not asked again.
pub(super) async fn ask(region: &Region) -> (InvitationId, OfferId) {
    let session = Arc::new(region.app.receiver(region.people.nurse.login).await.expect("she"));
    let room = region.app.room(&session, region.rooms.team).await.expect("a member");
    let posts = region.app.posts_of(region.people.outsider.person).await.expect("posts");
    let team = room.team().await.expect("the team");
    let waiting = team.invitations.iter().find(|it| it.state == State::Pending);
    let invitation = if let Some(it) = waiting {
        it.id
    } else {
        let (facility, whom) = (posts[0].facility, Whom::Post(posts[0].id));
        let asking = Asking { facility, whom, message: "お願いします。".into() };
        room.invite(asking, "ja").await.expect("an invitation")
    };
    let waiting = team.offers.iter().find(|it| it.state == State::Pending);
    let offer = if let Some(it) = waiting {
        it.id
    } else {
        room.offer_managing(posts[0].facility, "").await.expect("an offer")
    };
    (invitation, offer)
}

/// The team and its invitations; none for other routes. Nobody is made to leave by walking: what
/// would change something is sent without what it needs.
pub(super) fn of_a_team(name: &str) -> Option<(Load, u16)> {
    Some(match name {
        "GET /invitations"
        | "GET /invitations/{invitation}"
        | "GET /notebooks/{notebook}/team"
        | "GET /notebooks/{notebook}/team/find"
        | "GET /notebooks/{notebook}/team/leave"
        | "GET /notebooks/{notebook}/team/members/{person}"
        | "GET /notebooks/{notebook}/team/managing"
        | "GET /notebooks/{notebook}/team/managing/{offer}"
        | "GET /notebooks/{notebook}/team/closing" => (Load::Nothing, 200),
        // No facility is named: the way leads to finding one.
        "GET /notebooks/{notebook}/team/invite" => (Load::Nothing, 303),
        "POST /notebooks/{notebook}/team/invite" => (form(&[]), 303),
        "POST /notebooks/{notebook}/team/invitations/{invitation}/withdraw" => (form(&[]), 303),
        // Without a reason.
        "POST /invitations/{invitation}" => (form(&[("answer", "decline")]), 422),
        "POST /notebooks/{notebook}/team/leave"
        | "POST /notebooks/{notebook}/team/members/{person}"
        | "POST /notebooks/{notebook}/team/managing"
        | "POST /notebooks/{notebook}/team/managing/{offer}"
        | "POST /notebooks/{notebook}/team/closing" => (form(&[]), 422),
        _ => return None,
    })
}
