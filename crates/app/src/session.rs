//! Sessions: bound to a person and a device, looked up anew for every request and every live
//! event, so that revoking, leaving and signing out take effect at once.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tasuki_domain::content::{DeviceKind, Touched};
use tasuki_domain::policy::Actor;
use tasuki_kernel::{
    Code, DeviceId, PersonId, PostId, Problem, RegionId, Result, SessionId, Timestamp,
};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_store::installation::Settings;
use tasuki_store::people::{DeviceRow, PersonRow, PostRow};
use tasuki_store::preference::Preferences;
use tasuki_store::session::SessionRow;
use tasuki_store::{Conn, people, session};

use crate::access::Record;
use crate::known::Known;
use crate::portrait::Portrait;
pub use crate::second_factor::Shown;
use crate::second_factor::check_device;
use crate::{App, actor};

/// Seconds between two notes of activity: reading a page does not write each time.
const SEEN_STEP: i64 = 60;
/// Seconds after which a session that a passkey began ends, however busy it is: half a day. Its
/// cookie is all that shows the device since, and must not serve for long whoever gets hold of it.
pub const PASSKEY_SESSION: i64 = 12 * 3600;

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who.
    pub person: Arc<PersonRow>,
    /// With which device.
    pub device: DeviceId,
    /// What stands for it.
    pub device_kind: DeviceKind,
    /// Posts that hold now.
    pub posts: Arc<[PostRow]>,
    /// Since when.
    pub started: Timestamp,
    /// What the person chose for the screens.
    pub preferences: Preferences,
    /// Minutes until it locks: what the region says, or less where the person chose so.
    pub idle_minutes: u32,
    /// Last activity known when it was looked up.
    pub seen: Timestamp,
    /// The number of rights under which it was looked up.
    pub(crate) rights: u64,
    /// What the region had decided about itself when the session was looked up.
    pub settings: Arc<Settings>,
    /// The token that every change from a page must carry.
    pub csrf: String,
}

impl Session {
    /// Who asks, for policy.
    pub fn actor(&self, now: Timestamp) -> Actor {
        actor::actor(&self.person, &self.posts, now)
    }

    /// The author that this person is in a post; patient and family write as themselves.
    ///
    /// # Errors
    /// `NotYourPost` for a post that is not held.
    pub fn author(&self, post: Option<PostId>) -> Result<Author> {
        use tasuki_domain::content::PersonKind;
        let region = self.person.region;
        let person = *self.person.id.as_bytes();
        match (self.person.kind, post) {
            (PersonKind::Patient, None) => {
                Ok(Author { kind: AuthorKind::Patient, region, id: person })
            }
            (PersonKind::Family, None) => {
                Ok(Author { kind: AuthorKind::Family, region, id: person })
            }
            (_, Some(post)) if self.posts.iter().any(|held| held.id == post) => {
                Ok(Author { kind: AuthorKind::Post, region, id: *post.as_bytes() })
            }
            _ => Err(Problem::new(Code::NotYourPost, "this post is not yours")),
        }
    }
}

/// SHA-256 of a cookie or link token, which is what is stored.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The token for forms, derived from the cookie so that it needs no storage.
fn csrf_token(token: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"tasuki/csrf\x01");
    hash.update(token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

fn no_session() -> Problem {
    Problem::new(Code::SignInRequired, "no such session")
}

/// What the database says about a session, read in one go.
struct Found {
    row: SessionRow,
    person: Arc<PersonRow>,
    device: Arc<DeviceRow>,
    posts: Arc<[PostRow]>,
    settings: Arc<Settings>,
    preferences: Preferences,
    idle_minutes: u32,
    rights: u64,
}

fn load(
    conn: &mut Conn,
    known: &Known,
    (row, preferences): (SessionRow, Preferences),
) -> Result<Found> {
    let gone = || Problem::new(Code::SignInRequired, "the account or device is gone");
    let person = known.person(conn, row.person)?.ok_or_else(gone)?;
    let device = known.device(conn, row.device)?.ok_or_else(gone)?;
    let posts = known.posts_of(conn, row.person)?;
    let settings = known.settings(conn, person.region)?;
    let idle_minutes = settings.idle_minutes.min(preferences.idle_minutes.unwrap_or(u32::MAX));
    let rights = known.version();
    Ok(Found { row, person, device, posts, settings, preferences, idle_minutes, rights })
}

/// Whether a session of this device is still young enough.
fn check_age(device: &DeviceRow, started: Timestamp, now: Timestamp) -> Result<()> {
    if device.kind.is_passkey() && now.seconds_since(started) >= PASSKEY_SESSION {
        return Err(Problem::new(Code::SignInRequired, "the passkey was used too long ago"));
    }
    Ok(())
}

impl Found {
    /// Whether the session holds, locked or not.
    fn check_open(&self, shown: Shown, now: Timestamp) -> Result<()> {
        if self.row.ended.is_some() || !self.person.active {
            return Err(Problem::new(Code::SignInRequired, "the session has ended"));
        }
        check_age(&self.device, self.row.started, now)?;
        check_device(&self.device, shown, &self.settings.second_factors, now)
    }

    /// Whether the session holds and is not locked.
    fn check(&self, shown: Shown, now: Timestamp) -> Result<()> {
        self.check_open(shown, now)?;
        let idle = i64::from(self.idle_minutes) * 60;
        if self.row.locked || now.seconds_since(self.row.seen) >= idle {
            return Err(Problem::new(Code::SessionLocked, "locked after idle time"));
        }
        Ok(())
    }
}

impl App {
    /// The session of a cookie, if everything about it still holds.
    ///
    /// # Errors
    /// `SignInRequired`, `SessionLocked`, `DeviceRevoked`, `DeviceUnknown`, `DeviceRequired`.
    pub async fn session(self: &Arc<Self>, token: &str, shown: Shown) -> Result<Session> {
        let found = self.found(token).await?;
        let now = self.clock.now();
        found.check(shown, now)?;
        if now.seconds_since(found.row.seen) >= SEEN_STEP {
            self.note_activity(found.row.id).await?;
        }
        Ok(signed_in(found, token, now))
    }

    /// The session of a cookie that may be locked: for the page that unlocks it, and for signing
    /// out.
    pub async fn locked_session(self: &Arc<Self>, token: &str, shown: Shown) -> Result<Session> {
        let found = self.found(token).await?;
        let now = self.clock.now();
        found.check_open(shown, now)?;
        Ok(signed_in(found, token, now))
    }

    /// Whose session a cookie was, whether it holds, is locked or has ended: only to say to whom
    /// words belong that were typed in it. The device must still be the person's.
    pub async fn former_session(self: &Arc<Self>, token: &str, shown: Shown) -> Result<Session> {
        let found = self.found(token).await?;
        let now = self.clock.now();
        check_device(&found.device, shown, &found.settings.second_factors, now)?;
        Ok(signed_in(found, token, now))
    }

    /// A person as the receiver of what the operator hands out: sees what that person may see,
    /// and is no session that anybody could use.
    pub async fn receiver(&self, login: &str) -> Result<Session> {
        let person = self.person_by_login(login).await?.ok_or_else(|| {
            Problem::invalid("login", format!("nobody has the login name {login}"))
        })?;
        let now = self.clock.now();
        let posts = self.posts_of(person.id).await?;
        let settings = self.settings().await?;
        Ok(Session {
            id: SessionId::new(&*self.clock, &*self.random),
            person: Arc::new(person),
            device: DeviceId::from_bytes([0; 16]),
            device_kind: DeviceKind::Certificate,
            posts: posts.into_iter().filter(|post| post.holds(now)).collect(),
            started: now,
            preferences: Preferences::default(),
            idle_minutes: settings.idle_minutes,
            seen: now,
            rights: 0,
            settings: Arc::new(settings),
            csrf: String::new(),
        })
    }

    /// The session as it stands now, for a stream that stays open: the cookie and the device were
    /// shown when it began.
    pub async fn session_again(
        self: &Arc<Self>,
        before: &Arc<Session>,
        shown: Shown,
    ) -> Result<Arc<Session>> {
        let (app, before, now) = (Arc::clone(self), Arc::clone(before), self.clock.now());
        self.store
            .read(move |conn| {
                let known = app.known(conn)?;
                again(conn, &known, &before, shown, now)
            })
            .await
    }

    /// What the database says about the session of a cookie, whether it holds or not.
    async fn found(self: &Arc<Self>, token: &str) -> Result<Found> {
        let (app, hash) = (Arc::clone(self), token_hash(token));
        self.store
            .read(move |conn| {
                let known = app.known(conn)?;
                let row = session::by_token(conn, hash)?.ok_or_else(no_session)?;
                load(conn, &known, row)
            })
            .await
    }

    async fn note_activity(&self, id: SessionId) -> Result<()> {
        self.store.write(self.region, Vec::new(), move |t| session::seen(t, id, false)).await
    }

    /// Locks a session now, as after idle time.
    pub async fn lock_session(&self, id: SessionId) -> Result<()> {
        self.store.write(self.region, Vec::new(), move |t| session::seen(t, id, true)).await
    }

    /// Notes activity now.
    pub async fn touch_session(&self, id: SessionId) -> Result<()> {
        self.note_activity(id).await
    }

    /// Watches logs that are still to be named, for what is committed here and in other processes.
    pub fn watch(&self) -> crate::Watch {
        self.store.watch()
    }

    /// Listens for what is committed, here and in other processes.
    pub fn listen(&self) -> tokio::sync::broadcast::Receiver<crate::Change> {
        self.store.listen()
    }

    /// Ends a session.
    pub async fn end_session(&self, session: &Session) -> Result<()> {
        let entry = self.access_entry(Record::of(session, Touched::SignOut)).await?;
        let id = session.id;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                session::end(t, id)?;
                t.append(&entry).map(drop)
            })
            .await
    }

    /// Ends another session of the same person: a phone left elsewhere.
    pub async fn end_own_session(&self, session: &Session, id: SessionId) -> Result<()> {
        let person = session.person.id;
        let found = self.store.read(move |conn| session::by_id(conn, id)).await?;
        if found.is_none_or(|(it, _)| it.person != person) {
            return Err(Problem::not_found());
        }
        let entry = self.access_entry(Record::of(session, Touched::SignOut)).await?;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                session::end(t, id)?;
                t.append(&entry).map(drop)
            })
            .await
    }

    /// The sessions of a person that have not ended.
    pub async fn sessions_of(&self, person: PersonId) -> Result<Vec<SessionRow>> {
        self.store.read(move |conn| session::open_of(conn, person)).await
    }

    /// The portrait of a person of a region, for anybody of the same who is signed in.
    pub async fn portrait(&self, region: RegionId, person: PersonId) -> Result<Option<Portrait>> {
        let found = self.store.read(move |conn| people::portrait(conn, region, person)).await?;
        found.map(Portrait::of).transpose()
    }

    /// The devices of a person.
    pub async fn devices_of(&self, person: PersonId) -> Result<Vec<DeviceRow>> {
        self.store.read(move |conn| people::devices_of(conn, person)).await
    }
}

/// The session of before as it stands now. While no rights have changed it can only have been
/// left idle: then nothing is read anew before that time is over.
pub(crate) fn again(
    conn: &mut Conn,
    known: &Known,
    before: &Arc<Session>,
    shown: Shown,
    now: Timestamp,
) -> Result<Arc<Session>> {
    let idle = i64::from(before.idle_minutes) * 60;
    let device = known.device(conn, before.device)?;
    if before.rights == known.version()
        && now.seconds_since(before.seen) < idle
        && let Some(device) = device
    {
        // Time passes without anybody changing a right: certificates and posts run out.
        check_device(&device, shown, &before.settings.second_factors, now)?;
        check_age(&device, before.started, now)?;
        let posts = held(&known.posts_of(conn, before.person.id)?, now);
        if Arc::ptr_eq(&posts, &before.posts) {
            return Ok(Arc::clone(before));
        }
        return Ok(Arc::new(Session { posts, ..(**before).clone() }));
    }
    let row = session::by_id(conn, before.id)?.ok_or_else(no_session)?;
    let found = load(conn, known, row)?;
    found.check(shown, now)?;
    Ok(Arc::new(Session { csrf: before.csrf.clone(), ..signed_in(found, "", now) }))
}

/// Those of the posts that are held now: mostly all of them.
fn held(posts: &Arc<[PostRow]>, now: Timestamp) -> Arc<[PostRow]> {
    if posts.iter().all(|post| post.holds(now)) {
        return Arc::clone(posts);
    }
    posts.iter().filter(|post| post.holds(now)).cloned().collect()
}

fn signed_in(found: Found, token: &str, now: Timestamp) -> Session {
    Session {
        id: found.row.id,
        device: found.device.id,
        device_kind: found.device.kind,
        posts: held(&found.posts, now),
        started: found.row.started,
        settings: found.settings,
        csrf: csrf_token(token),
        preferences: found.preferences,
        idle_minutes: found.idle_minutes,
        seen: found.row.seen,
        rights: found.rights,
        person: found.person,
    }
}
