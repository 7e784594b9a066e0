//! Views of how facilities come in: applications, the portal, terms.

use tasuki_domain::content::{
    Application, ApplicationDecided, Outcome, Portal, Terms, TermsAccepted,
};
use tasuki_kernel::Result;

use super::Event;
use crate::driver::Conn;

const APPLICATION: &str = "INSERT INTO applications \
     (id, region, number, revision, state, facility, municipality, kind, family, given, \
     family_kana, given_kana, profession, mail, login, system, remark, not_yet, terms, lang, \
     applied_at, sent_at, decided_at, decided_by, reason, became) \
     VALUES ($1, $2, $3, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
     $18, $19, $19, NULL, NULL, '', NULL) ON CONFLICT (id) DO UPDATE SET \
     revision = excluded.revision, state = 1, facility = excluded.facility, \
     municipality = excluded.municipality, kind = excluded.kind, family = excluded.family, \
     given = excluded.given, family_kana = excluded.family_kana, \
     given_kana = excluded.given_kana, profession = excluded.profession, mail = excluded.mail, \
     login = excluded.login, system = excluded.system, remark = excluded.remark, \
     not_yet = excluded.not_yet, terms = excluded.terms, lang = excluded.lang, \
     sent_at = excluded.sent_at";
const DECIDED: &str = "UPDATE applications SET state = $2, revision = $3, decided_at = $4, \
     decided_by = $5, reason = $6, became = $7 WHERE id = $1";
const PORTAL: &str = "INSERT INTO portals \
     (region, palette, municipality, about, joining, privacy, desk, phone, mail, hours) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (region) DO UPDATE SET \
     palette = excluded.palette, municipality = excluded.municipality, about = excluded.about, \
     joining = excluded.joining, privacy = excluded.privacy, desk = excluded.desk, \
     phone = excluded.phone, mail = excluded.mail, hours = excluded.hours";
const TERMS: &str = "INSERT INTO terms (region, version, text, from_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (region, version) DO UPDATE SET text = excluded.text, from_at = excluded.from_at";
const ACCEPTED: &str = "INSERT INTO acceptances (person, version, accepted_at) \
     VALUES ($1, $2, $3) ON CONFLICT (person, version) DO NOTHING";

pub(super) fn application(conn: &mut Conn, event: &Event<'_>, it: &Application) -> Result<()> {
    conn.execute(
        APPLICATION,
        &[
            it.id.into(),
            event.region.into(),
            event.sequence.into(),
            it.facility.as_str().into(),
            it.municipality.as_str().into(),
            it.kind.as_str().into(),
            it.contact.family.as_str().into(),
            it.contact.given.as_str().into(),
            it.contact.family_kana.as_str().into(),
            it.contact.given_kana.as_str().into(),
            it.profession.as_str().into(),
            it.mail.as_str().into(),
            it.login.as_str().into(),
            it.system.code().into(),
            it.remark.as_str().into(),
            it.not_yet.join("\n").into(),
            i64::from(it.terms).into(),
            it.lang.as_str().into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn decided(conn: &mut Conn, event: &Event<'_>, it: &ApplicationDecided) -> Result<()> {
    let state = match it.outcome {
        Outcome::Returned => 2_i64,
        Outcome::Approved => 3,
    };
    conn.execute(
        DECIDED,
        &[
            it.id.into(),
            state.into(),
            event.sequence.into(),
            event.received.into(),
            it.by.into(),
            it.reason.as_str().into(),
            it.facility.into(),
        ],
    )
    .map(drop)
}

pub(super) fn portal(conn: &mut Conn, event: &Event<'_>, it: &Portal) -> Result<()> {
    conn.execute(
        PORTAL,
        &[
            event.region.into(),
            it.palette.as_str().into(),
            it.municipality.as_str().into(),
            it.about.as_str().into(),
            it.joining.as_str().into(),
            it.privacy.as_str().into(),
            it.desk.as_str().into(),
            it.phone.as_str().into(),
            it.mail.as_str().into(),
            it.hours.as_str().into(),
        ],
    )
    .map(drop)
}

pub(super) fn terms(conn: &mut Conn, it: &Terms) -> Result<()> {
    let version = i64::from(it.version);
    conn.execute(
        TERMS,
        &[it.region.into(), version.into(), it.text.as_str().into(), it.from.into()],
    )
    .map(drop)
}

pub(super) fn terms_accepted(conn: &mut Conn, event: &Event<'_>, it: &TermsAccepted) -> Result<()> {
    let version = i64::from(it.version);
    conn.execute(ACCEPTED, &[it.person.into(), version.into(), event.received.into()]).map(drop)
}
