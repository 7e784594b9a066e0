//! Views: the rows that rights and pages are computed from, all of them derived from entries.
//!
//! [`apply`] runs when an entry is appended, when views are rebuilt and when they are verified,
//! so that the three cannot disagree.

pub(crate) mod access;
mod disclosure;
mod facility;
mod joining;
mod notebook;
mod notice;
mod region;
mod team;

use tasuki_domain::content::Content;
use tasuki_kernel::{LogId, RecordId, RegionId, Result, Timestamp};
use tasuki_ledger::Author;

use crate::driver::Conn;

/// An entry with its place, as the views see it.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// The region that the log belongs to.
    pub region: RegionId,
    /// The log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
    /// Who wrote it.
    pub author: Author,
    /// When it was received.
    pub received: Timestamp,
    /// What it is about.
    pub record: RecordId,
    /// Whether it changes an earlier entry of its record.
    pub amends: bool,
    /// What it says.
    pub content: &'a Content,
}

/// Whether an entry leaves all views as they are.
pub(crate) const fn passes_by(event: &Event<'_>) -> bool {
    match event.content {
        Content::Note(_) | Content::Withdrawal(_) | Content::Misfiled(_) => !event.amends,
        Content::KeyChange(_) => true,
        _ => false,
    }
}

/// Brings the views up to date with one entry. Entries of one log must come in order.
pub fn apply(conn: &mut Conn, event: &Event<'_>) -> Result<()> {
    if passes_by(event) {
        return Ok(());
    }
    match event.content {
        Content::Note(_) | Content::Withdrawal(_) | Content::Misfiled(_) => {
            notebook::amendment(conn, event)
        }
        Content::Confirmation(it) => notebook::confirmation(conn, event, it),
        Content::Opened(it) => notebook::opened(conn, event, it),
        Content::Patient(it) => notebook::patient(conn, event, it),
        Content::Membership(it) => notebook::membership(conn, it),
        Content::Release(it) => notebook::release(conn, event, it),
        Content::Consent(it) => notebook::consent(conn, event, it),
        Content::Region(it) => region::region(conn, it),
        Content::Facility(it) => region::facility(conn, event, it),
        Content::Person(it) => region::person(conn, event, it),
        Content::Post(it) => region::post(conn, it),
        Content::Device(it) => region::device(conn, event, it),
        Content::DeviceRevoked(it) => region::device_revoked(conn, event, it),
        Content::NotebookOpened(it) => region::notebook_opened(conn, event, it),
        Content::Destroyed(it) => region::destroyed(conn, event, it),
        Content::Application(it) => joining::application(conn, event, it),
        Content::ApplicationDecided(it) => joining::decided(conn, event, it),
        Content::Portal(it) => joining::portal(conn, event, it),
        Content::Terms(it) => joining::terms(conn, it),
        Content::TermsAccepted(it) => joining::terms_accepted(conn, event, it),
        Content::DisclosureAsked(it) => disclosure::asked(conn, event, it),
        Content::DisclosureAnswered(it) => disclosure::answered(conn, event, it),
        Content::DisclosureEnded(it) => disclosure::ended(conn, event, it),
        Content::DisclosureTold(it) => disclosure::told(conn, it),
        Content::Invitation(it) => team::invitation(conn, event, it),
        Content::InvitationAnswered(it) => team::answered(conn, event, it),
        Content::ManagingOffered(it) => team::offered(conn, event, it),
        Content::ManagingAnswered(it) => team::offer_answered(conn, event, it),
        Content::ManagingMoved(it) => team::managing_moved(conn, it),
        Content::NotebookClosed(it) => team::closed(conn, event, it),
        Content::ChannelOpened(it) => notice::channel(conn, event, it),
        Content::ChannelMembers(it) => notice::members(conn, it),
        Content::Notice(it) => notice::notice(conn, event, it),
        Content::NoticeOpened(it) => notice::opened(conn, event, it),
        Content::NoticeReminded(it) => notice::reminded(conn, event, it),
        Content::NoticeWithdrawn(it) => notice::withdrawn(conn, event, it),
        Content::FacilityWithdrawal(it) => facility::withdrawal(conn, event, it),
        Content::FacilityWithdrawalDecided(it) => facility::decided(conn, event, it),
        Content::RightsReviewed(it) => facility::reviewed(conn, event, it),
        Content::Access(it) => access::access(conn, event, it),
        Content::KeyChange(_) => Ok(()),
    }
}

/// Whether an entry of this content can change what somebody may see.
pub const fn changes_rights(content: &Content) -> bool {
    !matches!(
        content,
        Content::Note(_)
            | Content::Confirmation(_)
            | Content::Access(_)
            | Content::Application(_)
            | Content::ApplicationDecided(_)
            | Content::DisclosureAsked(_)
            | Content::DisclosureTold(_)
            | Content::Invitation(_)
            | Content::InvitationAnswered(_)
            | Content::ManagingOffered(_)
            | Content::ManagingAnswered(_)
            | Content::NoticeOpened(_)
            | Content::NoticeReminded(_)
            | Content::FacilityWithdrawal(_)
            | Content::FacilityWithdrawalDecided(_)
            | Content::RightsReviewed(_)
    )
}

/// Empties every view, before all entries are applied again.
pub fn clear(conn: &mut Conn) -> Result<()> {
    for statement in CLEAR {
        conn.execute(statement, &[])?;
    }
    Ok(())
}

const CLEAR: &[&str] = &[
    "DELETE FROM regions",
    "DELETE FROM facilities",
    "DELETE FROM persons",
    "DELETE FROM posts",
    "DELETE FROM devices",
    "DELETE FROM passkeys",
    "DELETE FROM notebooks",
    "DELETE FROM rooms",
    "DELETE FROM members",
    "DELETE FROM audiences",
    "DELETE FROM amendments",
    "DELETE FROM confirmations",
    "DELETE FROM releases",
    "DELETE FROM consents",
    "DELETE FROM consent_steps",
    "DELETE FROM likenesses",
    "DELETE FROM accesses",
    "DELETE FROM applications",
    "DELETE FROM portals",
    "DELETE FROM terms",
    "DELETE FROM acceptances",
    "DELETE FROM disclosures",
    "DELETE FROM invitations",
    "DELETE FROM managing_offers",
    "DELETE FROM channels",
    "DELETE FROM channel_facilities",
    "DELETE FROM channel_writers",
    "DELETE FROM notices",
    "DELETE FROM notice_facilities",
    "DELETE FROM notice_openings",
    "DELETE FROM withdrawals",
    "DELETE FROM reviews",
];
