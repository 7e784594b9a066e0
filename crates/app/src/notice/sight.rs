//! How somebody stands to the channels of a region: read together, asked of policy for each notice.

use std::sync::Arc;

use tasuki_domain::policy::{Action, Actor, ChannelFacts, Reach, Subject, decide, reached};
use tasuki_kernel::{FacilityId, PersonId, PostId, Problem, RegionId, Result, RoomId, Timestamp};
use tasuki_store::Conn;
use tasuki_store::notice::{self, ChannelRow, NoticeRow, ReaderPost};

use crate::session::Session;

/// Somebody, and the channels of the region as they stand to them.
pub(super) struct Sight {
    pub(super) session: Arc<Session>,
    pub(super) now: Timestamp,
    actor: Actor,
    posts: Vec<ReaderPost>,
    channels: Vec<(ChannelRow, ChannelFacts)>,
}

impl Sight {
    pub(super) fn read(
        conn: &mut Conn,
        region: RegionId,
        session: &Arc<Session>,
        now: Timestamp,
    ) -> Result<Self> {
        let person = session.person.id;
        let posts = notice::reader_posts(conn, person, now)?;
        let memberships = notice::memberships(conn, person)?;
        let facts = |row: ChannelRow| {
            let reach = posts.iter().map(|it| Reach {
                member: memberships.contains(&(row.id, it.facility)),
                ..it.reach.clone()
            });
            let (association, writer) = (row.association, row.writer);
            let facts = ChannelFacts { region, association, writer, posts: reach.collect() };
            (row, facts)
        };
        let channels = notice::channels(conn, region, person)?.into_iter().map(facts).collect();
        let (actor, session) = (session.actor(now), Arc::clone(session));
        Ok(Self { session, now, actor, posts, channels })
    }

    pub(super) fn person(&self) -> PersonId {
        self.session.person.id
    }

    /// A channel of the region.
    pub(super) fn channel(&self, id: RoomId) -> Result<&(ChannelRow, ChannelFacts)> {
        self.channels.iter().find(|it| it.0.id == id).ok_or_else(Problem::not_found)
    }

    /// Whether the person may do this to a notice.
    pub(super) fn may(&self, action: Action, row: &NoticeRow) -> bool {
        self.channel(row.channel).is_ok_and(|(_, channel)| {
            let subject = Subject::Notice(channel, &row.facts);
            decide(&self.actor, action, subject, self.now).allowed()
        })
    }

    /// Whether the person writes in a channel.
    pub(super) fn writes(&self, id: RoomId) -> bool {
        self.channel(id).is_ok_and(|(_, channel)| {
            decide(&self.actor, Action::Write, Subject::Channel(channel), self.now).allowed()
        })
    }

    /// The channels in which the person writes.
    pub(super) fn writable(&self) -> Vec<ChannelRow> {
        let all = self.channels.iter().map(|it| &it.0);
        all.filter(|it| self.writes(it.id)).cloned().collect()
    }

    /// The channels whose notices may reach the person.
    pub(super) fn readable(&self) -> Vec<(RoomId, String)> {
        let member = |facts: &ChannelFacts| facts.posts.iter().any(|it| it.member);
        let of = self.channels.iter().filter(|(row, facts)| !row.association || member(facts));
        of.map(|(row, _)| (row.id, row.name.clone())).collect()
    }

    /// The posts by which a notice reaches the person.
    pub(super) fn reached(&self, row: &NoticeRow) -> Vec<PostId> {
        let channel = self.channel(row.channel);
        channel.map_or_else(
            |_| Vec::new(),
            |(_, channel)| reached(&self.actor, (channel, &row.facts), self.now),
        )
    }

    /// How many of these notices reach the person.
    pub(super) fn count(&self, all: &[(RoomId, tasuki_domain::policy::NoticeFacts)]) -> usize {
        let reaches = |(id, facts): &&(RoomId, tasuki_domain::policy::NoticeFacts)| {
            self.channel(*id).is_ok_and(|(_, channel)| {
                !reached(&self.actor, (channel, facts), self.now).is_empty()
            })
        };
        all.iter().filter(reaches).count()
    }

    /// The facilities in which a notice reaches the person, each once, with a post there.
    pub(super) fn facilities(&self, row: &NoticeRow) -> Vec<(FacilityId, PostId)> {
        let reached = self.reached(row);
        let mut found: Vec<(FacilityId, PostId)> = Vec::new();
        for it in self.posts.iter().filter(|it| reached.contains(&it.reach.post)) {
            if found.iter().all(|(facility, _)| *facility != it.facility) {
                found.push((it.facility, it.reach.post));
            }
        }
        found
    }
}
