//! Signing in and unlocking by passkey: possession of the device, and its owner recognised by
//! fingerprint, face or PIN, in one press. One answer for every failure.

use tasuki_domain::content::DeviceKind;
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, SessionId, Timestamp};
use tasuki_pki::passkey::{self as standard, Site, Used};
use tasuki_store::passkey::PasskeyRow;
use tasuki_store::people::PersonRow;
use tasuki_store::{Transaction, passkey, people, session};

use super::challenge::{Asked, digest};
use crate::App;
use crate::second_factor::check_device;
use crate::session::{Session, Shown};
use crate::sign_in::Begun;

/// What a browser shows after a passkey was used.
#[derive(Debug)]
pub struct Presented<'a> {
    /// The passkey's name.
    pub credential: &'a [u8],
    /// The bytes by which the authenticator knows the person, where it says them.
    pub user: Option<&'a [u8]>,
    /// What was signed.
    pub used: &'a Used,
    /// The cookie that the challenge was bound to.
    pub cookie: &'a str,
    /// The address that it comes from, for throttling only.
    pub address: &'a str,
}

/// A passkey that was found good, and what must be kept together with what it brings about.
struct Recognised {
    device: DeviceId,
    person: PersonRow,
    answered: [u8; 32],
    forgotten: Timestamp,
    counter: u32,
}

/// The one answer: whatever was wrong.
fn refused() -> Problem {
    Problem::new(Code::PasskeyRefused, "this passkey opens nothing here")
}

impl Recognised {
    /// Takes the answer and the counter.
    ///
    /// A counter that did not grow may mean that there are two of the key. It is refused, and the
    /// refusal recorded; the device is not revoked, because two windows that answer at the same
    /// moment look just like that, and a nurse at night must not lose her telephone to it.
    fn keep(&self) -> impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static {
        let (device, counter) = (self.device, self.counter);
        let (answered, forgotten) = (self.answered, self.forgotten);
        move |t| {
            passkey::answer(t, answered, forgotten).map_err(|problem| match problem.code {
                Code::Conflict => refused(),
                _ => problem,
            })?;
            if passkey::count(t, device, counter)? { Ok(()) } else { Err(refused()) }
        }
    }
}

impl App {
    /// A challenge for somebody who wants to sign in, bound to a cookie of theirs.
    pub fn passkey_challenge(&self, cookie: &str) -> Vec<u8> {
        self.new_challenge(Asked::SignIn, cookie.as_bytes())
    }

    /// A cookie's value to bind a challenge to.
    pub fn passkey_cookie(&self) -> String {
        self.new_token()
    }

    /// Signs in with a passkey alone.
    ///
    /// # Errors
    /// `Throttled` after too many failures; `PasskeyRefused` for everything else.
    pub async fn sign_in_by_passkey(&self, site: &Site, shown: Presented<'_>) -> Result<Begun> {
        let found = self.look_up(&shown).await?;
        let row = found.as_ref();
        let asked = (Asked::SignIn, shown.cookie.as_bytes());
        // Nobody was named before: the authenticator has to say for whom the passkey is.
        let known = match row.filter(|_| shown.user.is_some()) {
            Some(row) => self.recognise(site, row, asked, &shown).await?,
            None => None,
        };
        let begun = match known {
            Some(it) => self.begin_session_with(&it.person, it.device, it.keep()).await,
            None => Err(refused()),
        };
        self.settle(&shown, row, begun).await
    }

    /// A challenge to unlock a session, and the passkey that can: the one that began it.
    ///
    /// # Errors
    /// `NotAllowed` for a session that no passkey began.
    pub async fn offer_unlock(&self, session: &Session) -> Result<(Vec<u8>, Vec<u8>)> {
        let (person, device) = (session.person.id, session.device);
        let held = self.store.read(move |conn| passkey::of_person(conn, person)).await?;
        let own = held.into_iter().find(|(of, _)| *of == device);
        let none = || Problem::new(Code::NotAllowed, "no passkey began this session");
        let (_, credential) = own.ok_or_else(none)?;
        Ok((self.new_challenge(Asked::Unlock, session.id.as_bytes()), credential))
    }

    /// Opens a locked session with the passkey that began it.
    ///
    /// # Errors
    /// `Throttled` after too many failures; `PasskeyRefused` for everything else.
    pub async fn unlock_by_passkey(
        &self,
        site: &Site,
        locked: &Session,
        shown: Presented<'_>,
    ) -> Result<()> {
        let found = self.look_up(&shown).await?;
        let row = found.as_ref();
        let asked = (Asked::Unlock, locked.id.as_bytes().as_slice());
        let known = match row.filter(|it| it.device.id == locked.device) {
            Some(row) => self.recognise(site, row, asked, &shown).await?,
            None => None,
        };
        let opened = match known {
            Some(it) => self.open_again(locked.id, it).await,
            None => Err(refused()),
        };
        self.settle(&shown, row, opened).await
    }

    async fn open_again(&self, locked: SessionId, known: Recognised) -> Result<()> {
        let keep = known.keep();
        self.store
            .write(self.region, Vec::new(), move |t| {
                keep(t)?;
                session::seen(t, locked, false)
            })
            .await
    }

    /// The passkey of that name, unless too much was tried already.
    async fn look_up(&self, shown: &Presented<'_>) -> Result<Option<PasskeyRow>> {
        let credential = shown.credential.to_vec();
        let found = self.store.read(move |conn| passkey::find(conn, &credential)).await?;
        let account = found.as_ref().map(|it| account(it.device.id)).unwrap_or_default();
        self.check_throttle(&account, shown.address).await?;
        Ok(found)
    }

    /// Holds what is shown against what is known; none for whatever is wrong.
    async fn recognise(
        &self,
        site: &Site,
        row: &PasskeyRow,
        (asked, bound): (Asked, &[u8]),
        shown: &Presented<'_>,
    ) -> Result<Option<Recognised>> {
        let owner = row.device.person;
        let person = self.store.read(move |conn| people::person(conn, owner)).await?;
        let theirs = |it: &PersonRow| it.active && it.region == self.region;
        let Some(person) = person.filter(|it| theirs(it) && is(it.id, shown.user)) else {
            return Ok(None);
        };
        let allowed = self.settings().await?.second_factors;
        let holds = check_device(&row.device, Shown::default(), &allowed, self.clock.now());
        let challenge = standard::challenge(&shown.used.client_data).unwrap_or_default();
        if holds.is_err() || !self.is_asked(asked, bound, &challenge) {
            return Ok(None);
        }
        let key = (row.public_key.as_slice(), row.device.kind == DeviceKind::SyncedPasskey);
        let Ok(counter) = site.accept_used(&challenge, key, shown.used) else { return Ok(None) };
        Ok(Some(Recognised {
            device: row.device.id,
            person,
            answered: digest(&challenge),
            forgotten: self.forgotten(),
            counter,
        }))
    }

    /// Forgives earlier failures, or counts one more.
    async fn settle<T>(
        &self,
        shown: &Presented<'_>,
        row: Option<&PasskeyRow>,
        done: Result<T>,
    ) -> Result<T> {
        let account = row.map(|it| account(it.device.id));
        match (&done, &account) {
            (Ok(_), Some(account)) => self.forgive(account).await?,
            (Err(problem), _) if problem.code == Code::PasskeyRefused => {
                let device = row.map(|it| &it.device);
                self.count_failure(account.as_deref(), shown.address, device).await?;
            }
            _ => {}
        }
        done
    }
}

/// Under what name failures of a passkey are counted: no login name has a space.
fn account(device: DeviceId) -> String {
    format!("passkey {device}")
}

/// Whether the authenticator means this person, where it says whom it means.
fn is(person: PersonId, user: Option<&[u8]>) -> bool {
    user.is_none_or(|it| it == person.as_bytes())
}
