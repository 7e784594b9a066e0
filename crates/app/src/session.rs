//! Sessions: bound to a person and a device, looked up anew for every request and every live
//! event, so that revoking, leaving and signing out take effect at once.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tasuki_domain::content::Touched;
use tasuki_domain::policy::Actor;
use tasuki_kernel::{Code, DeviceId, PersonId, PostId, Problem, Result, SessionId, Timestamp};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_pki::Fingerprint;
use tasuki_store::installation::Settings;
use tasuki_store::people::{DeviceRow, PersonRow, PostRow};
use tasuki_store::preference::Preferences;
use tasuki_store::session::SessionRow;
use tasuki_store::{Conn, installation, people, preference, session};

use crate::access::Record;
use crate::portrait::Portrait;
use crate::second_factor::check_device;
use crate::{App, actor};

/// Seconds between two notes of activity: reading a page does not write each time.
const SEEN_STEP: i64 = 60;

/// What a request shows of the device that sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// SHA-256 of the client certificate, possession of its key proven by TLS.
    pub certificate: Option<Fingerprint>,
    /// Whether the request comes from this very machine.
    pub loopback: bool,
}

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who.
    pub person: PersonRow,
    /// With which device.
    pub device: DeviceId,
    /// Posts that hold now.
    pub posts: Vec<PostRow>,
    /// Since when.
    pub started: Timestamp,
    /// What the person chose for the screens; the idle time of `settings` heeds it.
    pub preferences: Preferences,
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

/// What the database says about a session, read in one go.
struct Found {
    row: SessionRow,
    person: PersonRow,
    device: DeviceRow,
    posts: Vec<PostRow>,
    settings: Settings,
    preferences: Preferences,
}

fn load(conn: &mut Conn, row: SessionRow) -> Result<Found> {
    let gone = || Problem::new(Code::SignInRequired, "the account or device is gone");
    let person = people::person(conn, row.person)?.ok_or_else(gone)?;
    let device = people::device(conn, row.device)?.ok_or_else(gone)?;
    let posts = people::posts_of(conn, row.person)?;
    let settings = installation::settings(conn, person.region)?;
    let settings = settings.ok_or_else(|| Problem::new(Code::Damaged, "no settings"))?;
    let preferences = preference::find(conn, row.person)?;
    let chosen = preferences.idle_minutes.unwrap_or(u32::MAX);
    let idle_minutes = settings.idle_minutes.min(chosen);
    let settings = Settings { idle_minutes, ..settings };
    Ok(Found { row, person, device, posts, settings, preferences })
}

impl App {
    /// The session of a cookie, if everything about it still holds.
    ///
    /// # Errors
    /// `SignInRequired`, `SessionLocked`, `DeviceRevoked`, `DeviceUnknown`, `DeviceRequired`.
    pub async fn session(&self, token: &str, shown: Shown) -> Result<Session> {
        let hash = token_hash(token);
        let found = self
            .store
            .read(move |conn| {
                let ended = || Problem::new(Code::SignInRequired, "no such session");
                let row = session::by_token(conn, hash)?.ok_or_else(ended)?;
                load(conn, row)
            })
            .await?;
        let settings = &found.settings;
        let idle = i64::from(settings.idle_minutes) * 60;
        let now = self.clock.now();
        if found.row.ended.is_some() || !found.person.active {
            return Err(Problem::new(Code::SignInRequired, "the session has ended"));
        }
        check_device(&found.device, shown, &settings.second_factors, now)?;
        if found.row.locked || now.seconds_since(found.row.seen) >= idle {
            return Err(Problem::new(Code::SessionLocked, "locked after idle time"));
        }
        if now.seconds_since(found.row.seen) >= SEEN_STEP {
            self.note_activity(found.row.id).await?;
        }
        Ok(signed_in(found, token, now))
    }

    /// The session of a cookie that may be locked: for the page that unlocks it, and for signing
    /// out.
    pub async fn locked_session(&self, token: &str, shown: Shown) -> Result<Session> {
        let hash = token_hash(token);
        let found = self
            .store
            .read(move |conn| {
                let ended = || Problem::new(Code::SignInRequired, "no such session");
                let row = session::by_token(conn, hash)?.ok_or_else(ended)?;
                load(conn, row)
            })
            .await?;
        let settings = &found.settings;
        let now = self.clock.now();
        if found.row.ended.is_some() || !found.person.active {
            return Err(Problem::new(Code::SignInRequired, "the session has ended"));
        }
        check_device(&found.device, shown, &settings.second_factors, now)?;
        Ok(signed_in(found, token, now))
    }

    /// Whose session a cookie was, whether it holds, is locked or has ended: only to say to whom
    /// words belong that were typed in it. The device must still be the person's.
    pub async fn former_session(&self, token: &str, shown: Shown) -> Result<Session> {
        let hash = token_hash(token);
        let found = self
            .store
            .read(move |conn| {
                let never = || Problem::new(Code::SignInRequired, "no such session");
                let row = session::by_token(conn, hash)?.ok_or_else(never)?;
                load(conn, row)
            })
            .await?;
        let now = self.clock.now();
        check_device(&found.device, shown, &self.settings().await?.second_factors, now)?;
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
        Ok(Session {
            id: SessionId::new(&*self.clock, &*self.random),
            person,
            device: DeviceId::from_bytes([0; 16]),
            posts: posts.into_iter().filter(|post| post.holds(now)).collect(),
            started: now,
            preferences: Preferences::default(),
            settings: Arc::new(self.settings().await?),
            csrf: String::new(),
        })
    }

    /// The session as it stands now, for a stream that stays open: the cookie and the device were
    /// shown when it began.
    pub async fn session_again(&self, before: &Session, shown: Shown) -> Result<Session> {
        let (before, now) = (before.clone(), self.clock.now());
        self.store.read(move |conn| again(conn, &before, shown, now)).await
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
        if found.is_none_or(|it| it.person != person) {
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

    /// The portrait of a person, for anybody of the same region who is signed in.
    pub async fn portrait(&self, reader: &Session, person: PersonId) -> Result<Option<Portrait>> {
        let found = self.store.read(move |conn| people::person(conn, person)).await?;
        let found = found.filter(|it| it.region == reader.person.region);
        found.and_then(|it| it.portrait).map(Portrait::of).transpose()
    }

    /// The devices of a person.
    pub async fn devices_of(&self, person: PersonId) -> Result<Vec<DeviceRow>> {
        self.store.read(move |conn| people::devices_of(conn, person)).await
    }
}

/// The session of before as it stands now.
pub(crate) fn again(
    conn: &mut Conn,
    before: &Session,
    shown: Shown,
    now: Timestamp,
) -> Result<Session> {
    let ended = || Problem::new(Code::SignInRequired, "no such session");
    let row = session::by_id(conn, before.id)?.ok_or_else(ended)?;
    let found = load(conn, row)?;
    let idle = i64::from(found.settings.idle_minutes) * 60;
    if found.row.ended.is_some() || !found.person.active {
        return Err(Problem::new(Code::SignInRequired, "the session has ended"));
    }
    check_device(&found.device, shown, &found.settings.second_factors, now)?;
    if found.row.locked || now.seconds_since(found.row.seen) >= idle {
        return Err(Problem::new(Code::SessionLocked, "locked after idle time"));
    }
    Ok(Session { csrf: before.csrf.clone(), ..signed_in(found, "", now) })
}

fn signed_in(found: Found, token: &str, now: Timestamp) -> Session {
    Session {
        id: found.row.id,
        device: found.device.id,
        posts: found.posts.into_iter().filter(|post| post.holds(now)).collect(),
        started: found.row.started,
        settings: Arc::new(found.settings),
        csrf: csrf_token(token),
        preferences: found.preferences,
        person: found.person,
    }
}
