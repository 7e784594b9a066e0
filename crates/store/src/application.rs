//! 利用申請: applications of facilities, and what an applicant has typed so far.

use tasuki_domain::application::Typed;
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{
    ApplicationId, Code, FacilityId, PersonId, Problem, RegionId, Result, Timestamp,
};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::{Row, counted};

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// 承認待ち.
    Waiting,
    /// 差し戻し中.
    Returned,
    /// 承認済み.
    Approved,
}

impl State {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Returned, Self::Approved];

    const fn code(self) -> i64 {
        match self {
            Self::Waiting => 1,
            Self::Returned => 2,
            Self::Approved => 3,
        }
    }
}

/// An application as it was sent last, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// The application.
    pub id: ApplicationId,
    /// 申請番号.
    pub number: u64,
    /// Changes with everything that happens to it.
    pub revision: u64,
    /// Where it stands.
    pub state: State,
    /// 施設名.
    pub facility: String,
    /// 所在地市区町村, its code.
    pub municipality: String,
    /// 施設分類, its code.
    pub kind: String,
    /// 担当者名.
    pub contact: Name,
    /// 職種, its code.
    pub profession: String,
    /// メールアドレス.
    pub mail: String,
    /// ログインID.
    pub login: String,
    /// The first device's system.
    pub system: System,
    /// 備考.
    pub remark: String,
    /// Points of the self-check that are not in place yet.
    pub not_yet: Vec<String>,
    /// The version of the terms that was accepted.
    pub terms: u32,
    /// Language of the applicant.
    pub lang: String,
    /// When it came in first.
    pub applied: Timestamp,
    /// When it came in last.
    pub sent: Timestamp,
    /// When the desk decided last.
    pub decided: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// Why it was returned.
    pub reason: String,
    /// The facility that it became.
    pub became: Option<FacilityId>,
}

impl ApplicationRow {
    /// The form from which it came, for whoever corrects it.
    pub fn typed(&self) -> Typed {
        Typed {
            facility: self.facility.clone(),
            prefecture: self.municipality.get(..2).unwrap_or_default().to_owned(),
            municipality: self.municipality.clone(),
            kind: self.kind.clone(),
            family: self.contact.family.clone(),
            given: self.contact.given.clone(),
            family_kana: self.contact.family_kana.clone(),
            given_kana: self.contact.given_kana.clone(),
            profession: self.profession.clone(),
            mail: self.mail.clone(),
            mail_again: self.mail.clone(),
            login: self.login.clone(),
        }
    }
}

/// What stands beside an application and is no evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// The application.
    pub application: ApplicationId,
    /// Argon2id hash of the password that the applicant chose.
    pub password: String,
    /// SHA-256 of the token in the applicant's link.
    pub door: [u8; 32],
    /// Until when the link opens.
    pub door_until: Timestamp,
}

/// What else bears a name or an address that an application asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The login name is an account's or another open application's.
    pub login: bool,
    /// The address is of somebody who may sign in, or of another open application.
    pub mail: bool,
}

const BY_ID: &str = "SELECT id, number, revision, state, facility, municipality, kind, family, \
     given, family_kana, given_kana, profession, mail, login, system, remark, not_yet, terms, \
     lang, applied_at, sent_at, decided_at, decided_by, reason, became \
     FROM applications WHERE region = $1 AND id = $2";
const BY_STATE: &str = "SELECT id, number, revision, state, facility, municipality, kind, family, \
     given, family_kana, given_kana, profession, mail, login, system, remark, not_yet, terms, \
     lang, applied_at, sent_at, decided_at, decided_by, reason, became \
     FROM applications WHERE region = $1 AND state = $2 ORDER BY sent_at, id LIMIT $3";
const NEWEST_OF_STATE: &str = "SELECT id, number, revision, state, facility, municipality, kind, \
     family, given, family_kana, given_kana, profession, mail, login, system, remark, not_yet, \
     terms, lang, applied_at, sent_at, decided_at, decided_by, reason, became \
     FROM applications WHERE region = $1 AND state = $2 ORDER BY sent_at DESC, id DESC LIMIT $3";
const OPEN_IN: &str = "SELECT id, number, revision, state, facility, municipality, kind, \
     family, given, family_kana, given_kana, profession, mail, login, system, remark, not_yet, \
     terms, lang, applied_at, sent_at, decided_at, decided_by, reason, became \
     FROM applications WHERE region = $1 AND municipality = $2 AND state < 3 ORDER BY sent_at, id";
const COUNTS: &str =
    "SELECT state, COUNT(*) FROM applications WHERE region = $1 GROUP BY state ORDER BY state";
const DAYS: &str = "SELECT applied_at, decided_at FROM applications \
     WHERE region = $1 AND state = 3 ORDER BY sent_at DESC, id DESC LIMIT 50";
const OTHERS_LOGIN: &str = "SELECT COUNT(*) FROM applications \
     WHERE region = $1 AND login = $2 AND id <> $3 AND state < 3";
const OTHERS_MAIL: &str = "SELECT COUNT(*) FROM applications \
     WHERE region = $1 AND mail = $2 AND id <> $3 AND state < 3";
const PERSONS_LOGIN: &str = "SELECT COUNT(*) FROM persons WHERE region = $1 AND login = $2";
const PERSONS_MAIL: &str =
    "SELECT COUNT(*) FROM persons WHERE region = $1 AND mail = $2 AND active = 1";
const ENTER: &str = "INSERT INTO applicants (application, password, door, door_until, seen_at) \
     VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (application) DO UPDATE SET \
     password = excluded.password, door = excluded.door, door_until = excluded.door_until";
const BEHIND_DOOR: &str = "SELECT application FROM applicants WHERE door = $1 AND door_until > $2";
const NEW_DOOR: &str = "UPDATE applicants SET door = $2, door_until = $3 WHERE application = $1";
const SEEN: &str = "UPDATE applicants SET seen_at = $2 WHERE application = $1 AND seen_at IS NULL";
const SEEN_AT: &str = "SELECT seen_at FROM applicants WHERE application = $1";
const PASSWORD: &str = "SELECT password FROM applicants WHERE application = $1";
const ADMIT: &str = "DELETE FROM applicants WHERE application = $1";
const KEEP_DRAFT: &str = "INSERT INTO drafts (token, region, sealed, expires_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (token) DO UPDATE SET sealed = excluded.sealed, \
     expires_at = excluded.expires_at";
const DRAFT: &str = "SELECT sealed FROM drafts WHERE token = $1 AND expires_at > $2";
const DROP_DRAFT: &str = "DELETE FROM drafts WHERE token = $1";
const SWEEP_DRAFTS: &str = "DELETE FROM drafts WHERE expires_at <= $1";

fn row(row: &Row) -> Result<ApplicationRow> {
    let text = |column| Ok::<_, Problem>(row.text(column)?.to_owned());
    let code = row.int(3)?;
    let state = State::ALL.into_iter().find(|it| it.code() == code);
    Ok(ApplicationRow {
        id: row.id(0)?,
        number: row.count(1)?,
        revision: row.count(2)?,
        state: state.ok_or_else(|| Problem::new(Code::Damaged, "an application's state"))?,
        facility: text(4)?,
        municipality: text(5)?,
        kind: text(6)?,
        contact: Name {
            family: text(7)?,
            given: text(8)?,
            family_kana: text(9)?,
            given_kana: text(10)?,
        },
        profession: text(11)?,
        mail: text(12)?,
        login: text(13)?,
        system: System::from_code(row.int(14)?)
            .ok_or_else(|| Problem::new(Code::Damaged, "an application's system"))?,
        remark: text(15)?,
        not_yet: row.text(16)?.lines().map(str::to_owned).collect(),
        terms: u32::try_from(row.int(17)?).unwrap_or_default(),
        lang: text(18)?,
        applied: row.at(19)?,
        sent: row.at(20)?,
        decided: row.opt_at(21)?,
        decided_by: row.opt_id(22)?,
        reason: text(23)?,
        became: row.opt_id(24)?,
    })
}

/// An application of a region.
pub fn find(
    conn: &mut Conn,
    region: RegionId,
    id: ApplicationId,
) -> Result<Option<ApplicationRow>> {
    conn.first(BY_ID, &[region.into(), id.into()])?.as_ref().map(row).transpose()
}

/// Applications of one state, `most` at most: those that wait or were returned oldest first, those
/// that were approved newest first.
pub fn of_state(
    conn: &mut Conn,
    region: RegionId,
    state: State,
    most: u32,
) -> Result<Vec<ApplicationRow>> {
    let statement = if state == State::Approved { NEWEST_OF_STATE } else { BY_STATE };
    let rows =
        conn.query(statement, &[region.into(), state.code().into(), i64::from(most).into()])?;
    rows.iter().map(row).collect()
}

/// Applications from a municipality that are not approved.
pub fn open_in(
    conn: &mut Conn,
    region: RegionId,
    municipality: &str,
) -> Result<Vec<ApplicationRow>> {
    conn.query(OPEN_IN, &[region.into(), municipality.into()])?.iter().map(row).collect()
}

/// How many stand where, in the order of [`State::ALL`].
pub fn counts(conn: &mut Conn, region: RegionId) -> Result<[u64; 3]> {
    conn.query(COUNTS, &[region.into()]).and_then(|rows| counted(&rows))
}

/// From application to approval: of the last fifty that were approved.
pub fn waits(conn: &mut Conn, region: RegionId) -> Result<Vec<(Timestamp, Timestamp)>> {
    let rows = conn.query(DAYS, &[region.into()])?;
    rows.iter().map(|row| Ok((row.at(0)?, row.opt_at(1)?.unwrap_or(row.at(0)?)))).collect()
}

/// Whether login name and address of an application are used elsewhere.
pub fn taken(
    conn: &mut Conn,
    region: RegionId,
    (id, login, mail): (ApplicationId, &str, &str),
) -> Result<Taken> {
    let person = |conn: &mut Conn, statement, text: &str| {
        conn.first(statement, &[region.into(), text.into()])
    };
    let other = |conn: &mut Conn, statement, text: &str| {
        conn.first(statement, &[region.into(), text.into(), id.into()])
    };
    let any = |row: Option<Row>| row.map_or(Ok(false), |row| Ok::<_, Problem>(row.count(0)? > 0));
    Ok(Taken {
        login: any(person(conn, PERSONS_LOGIN, login)?)? || any(other(conn, OTHERS_LOGIN, login)?)?,
        mail: any(person(conn, PERSONS_MAIL, mail)?)? || any(other(conn, OTHERS_MAIL, mail)?)?,
    })
}

/// Keeps what stands beside an application.
pub fn enter(t: &mut Transaction<'_>, it: &Applicant) -> Result<()> {
    t.execute(
        ENTER,
        &[it.application.into(), it.password.as_str().into(), it.door.into(), it.door_until.into()],
    )
    .map(drop)
}

/// The application behind an applicant's link.
pub fn behind_door(
    conn: &mut Conn,
    door: [u8; 32],
    now: Timestamp,
) -> Result<Option<ApplicationId>> {
    conn.first(BEHIND_DOOR, &[door.into(), now.into()])?.map(|row| row.id(0)).transpose()
}

/// Another link for an applicant; the earlier one opens nothing any more.
pub fn new_door(
    t: &mut Transaction<'_>,
    application: ApplicationId,
    door: [u8; 32],
    until: Timestamp,
) -> Result<()> {
    t.execute(NEW_DOOR, &[application.into(), door.into(), until.into()]).map(drop)
}

/// Notes that the applicant followed the link: the address is right.
pub fn seen(t: &mut Transaction<'_>, application: ApplicationId) -> Result<()> {
    let now = t.now();
    t.execute(SEEN, &[application.into(), now.into()]).map(drop)
}

/// When the applicant first followed the link.
pub fn seen_at(conn: &mut Conn, application: ApplicationId) -> Result<Option<Timestamp>> {
    conn.first(SEEN_AT, &[application.into()])?.map_or(Ok(None), |row| row.opt_at(0))
}

/// The hash of the password that the applicant chose.
pub fn password(conn: &mut Conn, application: ApplicationId) -> Result<Option<String>> {
    let row = conn.first(PASSWORD, &[application.into()])?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Forgets what stood beside an application: it has become an account.
pub fn admit(t: &mut Transaction<'_>, application: ApplicationId) -> Result<()> {
    t.execute(ADMIT, &[application.into()]).map(drop)
}

/// Keeps what was typed so far, sealed, under the hash of a cookie.
pub fn keep_draft(
    t: &mut Transaction<'_>,
    region: RegionId,
    token: [u8; 32],
    (sealed, expires): (&[u8], Timestamp),
) -> Result<()> {
    let now = t.now();
    t.execute(SWEEP_DRAFTS, &[now.into()])?;
    t.execute(KEEP_DRAFT, &[token.into(), region.into(), sealed.into(), expires.into()]).map(drop)
}

/// What was typed so far.
pub fn draft(conn: &mut Conn, token: [u8; 32], now: Timestamp) -> Result<Option<Vec<u8>>> {
    let row = conn.first(DRAFT, &[token.into(), now.into()])?;
    row.map(|row| Ok(row.bytes(0)?.to_vec())).transpose()
}

/// Forgets what was typed: it was sent.
pub fn drop_draft(t: &mut Transaction<'_>, token: [u8; 32]) -> Result<()> {
    t.execute(DROP_DRAFT, &[token.into()]).map(drop)
}
