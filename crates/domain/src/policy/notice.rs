//! Who writes notices and who reads them.
//!
//! The region's desk writes in the region's channels; in an association's channel only those whom
//! it named, and the desk reads nothing there by virtue of the role. Staff reads by a post that
//! holds in a facility that the notice is for. Patients and families never do.

use tasuki_kernel::{PostId, RegionId, Timestamp};

use super::{Action, Actor, Reason};
use crate::content::PersonKind;
use crate::notice::Target;

/// A channel, and how the actor stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelFacts {
    /// The region under which it opens.
    pub region: RegionId,
    /// Of an association: for its members alone.
    pub association: bool,
    /// The actor is named among those who write for the association.
    pub writer: bool,
    /// The actor's posts, as notices look at them.
    pub posts: Vec<Reach>,
}

/// A post, as notices look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The post.
    pub post: PostId,
    /// 施設分類 of its facility, the code.
    pub kind: String,
    /// 職種, the code.
    pub profession: String,
    /// Whether its facility is a member of the association.
    pub member: bool,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeFacts {
    /// For whom it is.
    pub target: Target,
    /// From when it is to be seen.
    pub shown: Timestamp,
    /// When it was taken back.
    pub withdrawn: Option<Timestamp>,
}

/// Whether the actor writes in a channel, and so sees all of it.
pub(super) fn writes(actor: &Actor, channel: &ChannelFacts) -> Result<(), Reason> {
    if actor.region != channel.region {
        return Err(Reason::OtherRegion);
    }
    let may = match (channel.association, actor.kind) {
        (false, kind) => kind == PersonKind::Desk,
        (true, PersonKind::Staff) => channel.writer && !actor.posts.is_empty(),
        (true, PersonKind::Desk) => channel.writer,
        (true, _) => false,
    };
    may.then_some(()).ok_or(Reason::NotAWriter)
}

/// The posts by which a notice reaches the actor now; none for one that it does not.
pub fn reached(
    actor: &Actor,
    (channel, it): (&ChannelFacts, &NoticeFacts),
    now: Timestamp,
) -> Vec<PostId> {
    let out = it.shown <= now && it.withdrawn.is_none_or(|at| at >= it.shown);
    if !out || actor.region != channel.region || actor.kind != PersonKind::Staff {
        return Vec::new();
    }
    let reaches = |reach: &&Reach| {
        (!channel.association || reach.member) && it.target.takes(&reach.kind, &reach.profession)
    };
    let posts = channel.posts.iter().filter(reaches).map(|reach| reach.post);
    posts.filter(|post| actor.posts.iter().any(|held| held.post == *post)).collect()
}

pub(super) fn check(
    actor: &Actor,
    action: Action,
    (channel, it): (&ChannelFacts, &NoticeFacts),
    now: Timestamp,
) -> Result<(), Reason> {
    match action {
        Action::Read | Action::Export if writes(actor, channel).is_ok() => return Ok(()),
        Action::Read | Action::Export | Action::Confirm => {}
        Action::Write | Action::Amend => return writes(actor, channel),
        Action::Release => return Err(Reason::NotAttending),
    }
    if !reached(actor, (channel, it), now).is_empty() {
        return Ok(());
    }
    Err(match actor.kind {
        _ if actor.region != channel.region => Reason::OtherRegion,
        PersonKind::Patient | PersonKind::Family => Reason::NotForFamily,
        _ if now < it.shown || it.withdrawn.is_some_and(|at| at < it.shown) => Reason::NotOut,
        _ => Reason::NotAddressed,
    })
}
