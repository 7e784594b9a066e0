//! Views of notices: channels from the region's log, all else from the channels' own logs.

use tasuki_domain::content::{
    ChannelMembers, ChannelOpened, Notice, NoticeOpened, NoticeReminded, NoticeWithdrawn,
};
use tasuki_kernel::{Code, EntryId, Problem, Result, RoomId};

use super::Event;
use crate::driver::Conn;

const CHANNEL: &str = "INSERT INTO channels (id, region, name, association, vault, opened_at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
     association = excluded.association";
const NO_FACILITIES: &str = "DELETE FROM channel_facilities WHERE channel = $1";
const NO_WRITERS: &str = "DELETE FROM channel_writers WHERE channel = $1";
const FACILITY: &str = "INSERT INTO channel_facilities (channel, facility) VALUES ($1, $2) \
     ON CONFLICT (channel, facility) DO NOTHING";
const WRITER: &str = "INSERT INTO channel_writers (channel, person) VALUES ($1, $2) \
     ON CONFLICT (channel, person) DO NOTHING";
const CHANNEL_OF_LOG: &str = "SELECT id FROM rooms WHERE main_log = $1";
const NOTICE: &str = "INSERT INTO notices (id, region, channel, log, sequence, kinds, \
     professions, shown_at, until_at, confirm, sent_at, withdrawn_at, withdrawn_sequence, \
     reminded_at, reminders) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL, 0) \
     ON CONFLICT (id) DO NOTHING";
const ADDRESSED: &str = "INSERT INTO notice_facilities (notice, facility) VALUES ($1, $2) \
     ON CONFLICT (notice, facility) DO NOTHING";
const OPENED: &str = "INSERT INTO notice_openings \
     (notice, facility, person, opened_at, confirmed_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (notice, facility, person) DO UPDATE SET \
     confirmed_at = COALESCE(notice_openings.confirmed_at, excluded.confirmed_at)";
const REMINDED: &str = "UPDATE notices SET reminded_at = $2, reminders = reminders + 1 \
     WHERE id = $1 AND log = $3";
const WITHDRAWN: &str = "UPDATE notices SET withdrawn_at = $2, withdrawn_sequence = $4 \
     WHERE id = $1 AND log = $3 AND withdrawn_at IS NULL";

pub(super) fn channel(conn: &mut Conn, event: &Event<'_>, it: &ChannelOpened) -> Result<()> {
    conn.execute(
        CHANNEL,
        &[
            it.channel.into(),
            event.region.into(),
            it.name.as_str().into(),
            it.association.into(),
            it.vault.into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn members(conn: &mut Conn, it: &ChannelMembers) -> Result<()> {
    conn.execute(NO_FACILITIES, &[it.channel.into()])?;
    conn.execute(NO_WRITERS, &[it.channel.into()])?;
    for facility in &it.facilities {
        conn.execute(FACILITY, &[it.channel.into(), (*facility).into()])?;
    }
    for person in &it.writers {
        conn.execute(WRITER, &[it.channel.into(), (*person).into()])?;
    }
    Ok(())
}

pub(super) fn notice(conn: &mut Conn, event: &Event<'_>, it: &Notice) -> Result<()> {
    let row = conn.first(CHANNEL_OF_LOG, &[event.log.into()])?;
    let row = row.ok_or_else(|| Problem::new(Code::Damaged, "a notice outside a channel"))?;
    let channel: RoomId = row.id(0)?;
    // A notice begins a record of its own, which bears the id of its entry.
    let id = EntryId::from_bytes(*event.record.as_bytes());
    let made = conn.execute(
        NOTICE,
        &[
            id.into(),
            event.region.into(),
            channel.into(),
            event.log.into(),
            event.sequence.into(),
            it.kinds.join("\n").into(),
            it.professions.join("\n").into(),
            it.from.unwrap_or(event.received).into(),
            it.until.into(),
            it.confirm.into(),
            event.received.into(),
        ],
    )?;
    let facilities = it.facilities.iter().filter(|_| made == 1);
    for facility in facilities {
        conn.execute(ADDRESSED, &[id.into(), (*facility).into()])?;
    }
    Ok(())
}

pub(super) fn opened(conn: &mut Conn, event: &Event<'_>, it: &NoticeOpened) -> Result<()> {
    let confirmed = it.confirmed.then_some(event.received);
    let (notice, facility, person) = (it.notice.into(), it.facility.into(), it.person.into());
    let values = [notice, facility, person, event.received.into(), confirmed.into()];
    conn.execute(OPENED, &values).map(drop)
}

pub(super) fn reminded(conn: &mut Conn, event: &Event<'_>, it: &NoticeReminded) -> Result<()> {
    let values = [it.notice.into(), event.received.into(), event.log.into()];
    conn.execute(REMINDED, &values).map(drop)
}

pub(super) fn withdrawn(conn: &mut Conn, event: &Event<'_>, it: &NoticeWithdrawn) -> Result<()> {
    let (at, log, sequence) = (event.received.into(), event.log.into(), event.sequence.into());
    conn.execute(WITHDRAWN, &[it.notice.into(), at, log, sequence]).map(drop)
}
