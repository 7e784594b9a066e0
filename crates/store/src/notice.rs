//! お知らせ: channels, notices with what readers may know of them without opening one, and who has
//! opened which.

use std::collections::HashMap;

use tasuki_domain::notice::Target;
use tasuki_domain::policy::{NoticeFacts, Reach};
use tasuki_kernel::{
    EntryId, FacilityId, LogId, PersonId, PostId, RegionId, Result, RoomId, Timestamp, VaultId,
};

use crate::driver::Conn;
use crate::log::{StoredEntry, stored_entry};
use crate::value::{Row, Value};

/// A channel, as one person stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// The channel.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Of an association.
    pub association: bool,
    /// Its log.
    pub log: LogId,
    /// Where its keys live.
    pub vault: VaultId,
    /// When it was opened.
    pub opened: Timestamp,
    /// How many facilities are members, and how many people write.
    pub counts: [u64; 2],
    /// The person is named among those who write.
    pub writer: bool,
}

/// A post of a reader, with its facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderPost {
    /// The post, as notices look at it; of no association yet.
    pub reach: Reach,
    /// Its facility.
    pub facility: FacilityId,
}

/// A notice without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// The notice.
    pub id: EntryId,
    /// Its channel.
    pub channel: RoomId,
    /// For whom, from when, taken back when.
    pub facts: NoticeFacts,
    /// Until when it matters.
    pub until: Option<Timestamp>,
    /// Whether readers are asked to confirm it.
    pub confirm: bool,
    /// When it was sent.
    pub sent: Timestamp,
    /// Where the reason stands for which it was taken back.
    pub withdrawn_at: Option<u64>,
    /// When its facilities were last reminded.
    pub reminded: Option<Timestamp>,
    /// How often they were.
    pub reminders: u64,
    /// When the person asked for first opened it, and confirmed it.
    pub mine: [Option<Timestamp>; 2],
}

/// Which notices of a list.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Of this region.
    pub region: RegionId,
    /// With what this person did.
    pub person: PersonId,
    /// Shown before this one.
    pub before: (Timestamp, EntryId),
    /// Ending later than the first, and not later than the second; what never ends, ends last.
    pub ends: [Timestamp; 2],
}

const CHANNELS: &str = "SELECT channels.id, channels.name, association, rooms.main_log, vault, \
     opened_at, (SELECT COUNT(*) FROM channel_facilities WHERE channel = channels.id), \
     (SELECT COUNT(*) FROM channel_writers WHERE channel = channels.id), \
     CASE WHEN EXISTS (SELECT 1 FROM channel_writers WHERE channel = channels.id \
     AND person = $2) THEN 1 ELSE 0 END FROM channels JOIN rooms ON rooms.id = channels.id \
     WHERE channels.region = $1 ORDER BY association, opened_at, channels.id";
const MEMBERS: &str =
    "SELECT facility FROM channel_facilities WHERE channel = $1 ORDER BY facility";
const WRITERS: &str = "SELECT login FROM channel_writers \
     JOIN persons ON persons.id = channel_writers.person WHERE channel = $1 ORDER BY login";
const READER_POSTS: &str = "SELECT posts.id, posts.facility, facilities.kind, posts.profession \
     FROM posts JOIN facilities ON facilities.id = posts.facility WHERE posts.person = $1 \
     AND facilities.active = 1 AND posts.from_at <= $2 \
     AND (posts.until_at IS NULL OR posts.until_at > $2) ORDER BY posts.id";
const MEMBERSHIPS: &str = "SELECT channel, facility FROM channel_facilities WHERE facility IN \
     (SELECT facility FROM posts WHERE person = $1) ORDER BY channel, facility";
const LISTED: &str = "SELECT entries.log, entries.sequence, entries.entry, header, \
     entries.received, body, wrap, wrap_key, entries.kind, record, low, middle, high, author, \
     notices.id, channel, kinds, professions, shown_at, until_at, confirm, sent_at, \
     withdrawn_at, withdrawn_sequence, reminded_at, reminders, \
     (SELECT MIN(opened_at) FROM notice_openings WHERE notice = notices.id AND person = $2), \
     (SELECT MIN(confirmed_at) FROM notice_openings WHERE notice = notices.id AND person = $2) \
     FROM notices JOIN entries ON entries.log = notices.log \
     AND entries.sequence = notices.sequence WHERE notices.region = $1 \
     AND (shown_at, notices.id) < ($3, $4) \
     AND COALESCE(until_at, 9223372036854775807) > $5 \
     AND COALESCE(until_at, 9223372036854775807) <= $6 \
     ORDER BY shown_at DESC, notices.id DESC LIMIT $7";
const ONE: &str = "SELECT entries.log, entries.sequence, entries.entry, header, \
     entries.received, body, wrap, wrap_key, entries.kind, record, low, middle, high, author, \
     notices.id, channel, kinds, professions, shown_at, until_at, confirm, sent_at, \
     withdrawn_at, withdrawn_sequence, reminded_at, reminders, \
     (SELECT MIN(opened_at) FROM notice_openings WHERE notice = notices.id AND person = $2), \
     (SELECT MIN(confirmed_at) FROM notice_openings WHERE notice = notices.id AND person = $2) \
     FROM notices JOIN entries ON entries.log = notices.log \
     AND entries.sequence = notices.sequence WHERE notices.region = $1 AND notices.id = $3";
const UNOPENED: &str = "SELECT channel, kinds, professions, shown_at, withdrawn_at FROM notices \
     WHERE region = $1 AND withdrawn_at IS NULL AND shown_at > $4 AND shown_at <= $3 \
     AND (until_at IS NULL OR until_at > $3) AND EXISTS (SELECT 1 FROM notice_facilities \
     JOIN posts ON posts.facility = notice_facilities.facility \
     WHERE notice_facilities.notice = notices.id AND posts.person = $2 \
     AND posts.from_at <= shown_at) AND NOT EXISTS (SELECT 1 FROM notice_openings \
     WHERE notice_openings.notice = notices.id AND person = $2)";
const SHARES: &str = "SELECT notices.id, \
     (SELECT COUNT(*) FROM notice_facilities WHERE notice = notices.id), \
     (SELECT COUNT(DISTINCT notice_openings.facility) FROM notice_openings \
     JOIN notice_facilities ON notice_facilities.notice = notice_openings.notice \
     AND notice_facilities.facility = notice_openings.facility \
     WHERE notice_openings.notice = notices.id) FROM notices WHERE notices.region = $1 \
     AND shown_at >= $2 AND shown_at <= $3";
const OPENED_BY: &str = "SELECT confirmed_at FROM notice_openings \
     WHERE notice = $1 AND facility = $2 AND person = $3";

/// The channels of a region, the region's own first.
pub fn channels(conn: &mut Conn, region: RegionId, person: PersonId) -> Result<Vec<ChannelRow>> {
    let channel = |row: &Row| {
        Ok(ChannelRow {
            id: row.id(0)?,
            name: row.text(1)?.to_owned(),
            association: row.truth(2)?,
            log: row.id(3)?,
            vault: row.id(4)?,
            opened: row.at(5)?,
            counts: [row.count(6)?, row.count(7)?],
            writer: row.truth(8)?,
        })
    };
    conn.query(CHANNELS, &[region.into(), person.into()])?.iter().map(channel).collect()
}

/// The facilities that are members of an association's channel, and the login names of those who
/// write in it.
pub fn members(conn: &mut Conn, channel: RoomId) -> Result<(Vec<FacilityId>, Vec<String>)> {
    let facilities = conn.query(MEMBERS, &[channel.into()])?;
    let writers = conn.query(WRITERS, &[channel.into()])?;
    Ok((
        facilities.iter().map(|row| row.id(0)).collect::<Result<_>>()?,
        writers.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<_>>()?,
    ))
}

/// The posts of a person that hold, in facilities that take part.
pub fn reader_posts(conn: &mut Conn, person: PersonId, now: Timestamp) -> Result<Vec<ReaderPost>> {
    let post = |row: &Row| {
        let post: PostId = row.id(0)?;
        let (kind, profession) = (row.text(2)?.to_owned(), row.text(3)?.to_owned());
        let reach = Reach { post, kind, profession, member: false };
        Ok(ReaderPost { reach, facility: row.id(1)? })
    };
    conn.query(READER_POSTS, &[person.into(), now.into()])?.iter().map(post).collect()
}

/// Which facilities of a person are members of which channels.
pub fn memberships(conn: &mut Conn, person: PersonId) -> Result<Vec<(RoomId, FacilityId)>> {
    let rows = conn.query(MEMBERSHIPS, &[person.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
}

fn codes(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn target(row: &Row, first: usize) -> Result<Target> {
    Ok(Target { kinds: codes(row.text(first)?), professions: codes(row.text(first + 1)?) })
}

/// Columns of the entry come first; those of the notice follow.
fn notice(row: Row) -> Result<(NoticeRow, StoredEntry)> {
    let it = NoticeRow {
        id: row.id(14)?,
        channel: row.id(15)?,
        facts: NoticeFacts {
            target: target(&row, 16)?,
            shown: row.at(18)?,
            withdrawn: row.opt_at(22)?,
        },
        until: row.opt_at(19)?,
        confirm: row.truth(20)?,
        sent: row.at(21)?,
        withdrawn_at: row.opt_int(23)?.and_then(|it| u64::try_from(it).ok()),
        reminded: row.opt_at(24)?,
        reminders: row.count(25)?,
        mine: [row.opt_at(26)?, row.opt_at(27)?],
    };
    Ok((it, stored_entry(row)?))
}

/// Up to `most` notices, the one to be shown last first, each with its sealed entry.
pub fn listed(
    conn: &mut Conn,
    wanted: &Wanted,
    most: u64,
) -> Result<Vec<(NoticeRow, StoredEntry)>> {
    let (shown, id) = wanted.before;
    let [after, until] = wanted.ends;
    let values: [Value; 7] = [
        wanted.region.into(),
        wanted.person.into(),
        shown.into(),
        id.into(),
        after.into(),
        until.into(),
        most.into(),
    ];
    conn.query(LISTED, &values)?.into_iter().map(notice).collect()
}

/// One notice with its sealed entry, and with what a person did with it.
pub fn find(
    conn: &mut Conn,
    (region, person): (RegionId, PersonId),
    id: EntryId,
) -> Result<Option<(NoticeRow, StoredEntry)>> {
    conn.first(ONE, &[region.into(), person.into(), id.into()])?.map(notice).transpose()
}

/// Channel and facts of those notices that a facility of the person was asked to open, after
/// `since`, while the person was there, and that the person has not opened.
pub fn unopened(
    conn: &mut Conn,
    (region, person): (RegionId, PersonId),
    [since, now]: [Timestamp; 2],
) -> Result<Vec<(RoomId, NoticeFacts)>> {
    let values = [region.into(), person.into(), now.into(), since.into()];
    let facts = |row: &Row| {
        let (shown, withdrawn) = (row.at(3)?, row.opt_at(4)?);
        Ok((row.id(0)?, NoticeFacts { target: target(row, 1)?, shown, withdrawn }))
    };
    conn.query(UNOPENED, &values)?.iter().map(facts).collect()
}

/// To how many facilities each notice that is shown in a time was addressed, and how many of them
/// have opened it.
pub fn shares(
    conn: &mut Conn,
    region: RegionId,
    [from, to]: [Timestamp; 2],
) -> Result<HashMap<EntryId, [u64; 2]>> {
    let rows = conn.query(SHARES, &[region.into(), from.into(), to.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, [row.count(1)?, row.count(2)?]))).collect()
}

/// Whether somebody has opened a notice in a facility, and whether it was confirmed there.
pub fn opened_by(
    conn: &mut Conn,
    notice: EntryId,
    (facility, person): (FacilityId, PersonId),
) -> Result<Option<bool>> {
    let row = conn.first(OPENED_BY, &[notice.into(), facility.into(), person.into()])?;
    row.map(|row| Ok(row.opt_at(0)?.is_some())).transpose()
}
