//! Signing in: device and password, one message for every failure, equal timing, throttling.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tasuki_domain::content::{DeviceKind, Touched};
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, SessionId};
use tasuki_store::people::{DeviceRow, PersonRow};
use tasuki_store::{Transaction, people, pickup, session};
use zeroize::Zeroizing;

use crate::access::{self, Record};
use crate::second_factor::check_device;
use crate::session::{Shown, token_hash};
use crate::throttle::{WAIT_MOST, failure_key, until_over, waiting};
use crate::{App, hashing};

/// Failures of one account before waiting begins, and of one address.
const ACCOUNT_FAILURES: u64 = 5;
const ADDRESS_FAILURES: u64 = 50;

/// Somebody who signs in.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The login name as typed.
    pub login: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// What the request shows of its device.
    pub shown: Shown,
    /// The address that it comes from, for throttling only.
    pub address: &'a str,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Begun {
    /// The cookie's value; only its hash is stored.
    pub token: String,
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
}

fn refused() -> Problem {
    Problem::new(Code::SignInRefused, "login name or password is wrong")
}

impl App {
    /// The device that a request shows, if it may be used now.
    pub async fn shown_device(&self, shown: Shown) -> Result<DeviceRow> {
        let Some(print) = shown.certificate else {
            return Err(Problem::new(Code::DeviceRequired, "no device certificate"));
        };
        let found = self.device_by_fingerprint(*print.as_bytes()).await?;
        let device = found.ok_or_else(|| {
            Problem::new(Code::DeviceUnknown, "this certificate is not of a device of this region")
        })?;
        let allowed = self.settings().await?.second_factors;
        check_device(&device, shown, &allowed, self.clock.now())?;
        Ok(device)
    }

    /// Signs in with device certificate and password.
    ///
    /// # Errors
    /// `DeviceRequired`, `DeviceUnknown`, `DeviceRevoked` for the device; `Throttled` after too
    /// many failures; `SignInRefused` for everything else, whatever it was.
    pub async fn sign_in(&self, attempt: Attempt<'_>) -> Result<Begun> {
        let device = self.shown_device(attempt.shown).await?;
        self.check_throttle(attempt.login, attempt.address).await?;
        let person = self.person_by_login(attempt.login).await?;
        let right = self.password_is_right(person.as_ref(), attempt.password).await?;
        // The device must be the person's own: a stolen password does not work on another's.
        match person {
            Some(person) if right && person.active && device.person == person.id => {
                self.forgive(attempt.login).await?;
                self.begin_session(&person, device.id).await
            }
            _ => {
                self.count_failure(Some(attempt.login), attempt.address, Some(&device)).await?;
                Err(refused())
            }
        }
    }

    /// Opens a locked session again.
    pub async fn unlock(
        self: &std::sync::Arc<Self>,
        token: &str,
        password: &str,
        shown: Shown,
        address: &str,
    ) -> Result<()> {
        let locked = self.locked_session(token, shown).await?;
        let login = locked.person.login.clone();
        self.check_throttle(&login, address).await?;
        if !self.password_is_right(Some(&locked.person), password).await? {
            let device = locked.device;
            let found = self.store.read(move |conn| people::device(conn, device)).await?;
            let device = found.ok_or_else(Problem::not_found)?;
            self.count_failure(Some(&login), address, Some(&device)).await?;
            return Err(refused());
        }
        self.forgive(&login).await?;
        let id = locked.id;
        self.store.write(self.region, Vec::new(), move |t| session::seen(t, id, false)).await
    }

    /// "Sign in as …" of a demo region: a session on the person's demo device, from this machine.
    pub async fn demo_sign_in(&self, person: PersonId, shown: Shown) -> Result<Begun> {
        let devices = self.devices_of(person).await?;
        let demo = devices.into_iter().find(|it| it.kind == DeviceKind::Demo);
        let device = demo.ok_or_else(Problem::not_found)?;
        let allowed = self.settings().await?.second_factors;
        check_device(&device, shown, &allowed, self.clock.now())?;
        let row = self.store.read(move |conn| people::person(conn, person)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        self.begin_session(&row, device.id).await
    }

    async fn begin_session(&self, person: &PersonRow, device: DeviceId) -> Result<Begun> {
        self.begin_session_with(person, device, |_| Ok(())).await
    }

    /// Begins a session together with another change, or not at all.
    pub(crate) async fn begin_session_with(
        &self,
        person: &PersonRow,
        device: DeviceId,
        also: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static,
    ) -> Result<Begun> {
        let token = self.new_token();
        let id = SessionId::new(&*self.clock, &*self.random);
        let record = Record {
            person: Some(person.id),
            session: Some(id),
            device: Some(device),
            notebook: None,
            room: None,
            touched: Touched::SignIn,
            purpose: tasuki_domain::content::Purpose::Care,
            disclosure: None,
        };
        let access = self.access_entry(record).await?;
        let (hash, owner) = (token_hash(&token), person.id);
        let replaced = self.replaced_by(device).await?;
        self.store
            .write(self.region, vec![self.access_log, self.region_log], move |t| {
                also(t)?;
                session::begin(t, id, hash, owner, device)?;
                if let Some(revocation) = &replaced {
                    t.append(revocation)?;
                    pickup::replacement_done(t, device)?;
                }
                access::append(t, &access)
            })
            .await?;
        Ok(Begun { token, id, person: owner })
    }

    /// 256 random bits in base64url.
    pub(crate) fn new_token(&self) -> String {
        let mut bytes = Zeroizing::new([0; 32]);
        self.random.fill(&mut *bytes);
        URL_SAFE_NO_PAD.encode(*bytes)
    }

    /// Whether somebody has a password.
    pub async fn has_password(&self, person: PersonId) -> Result<bool> {
        let found = self.store.read(move |conn| session::password(conn, person)).await?;
        Ok(found.is_some())
    }

    pub(crate) async fn password_is_right(
        &self,
        person: Option<&PersonRow>,
        password: &str,
    ) -> Result<bool> {
        let hash = match person.map(|it| it.id) {
            Some(id) => self.store.read(move |conn| session::password(conn, id)).await?,
            None => None,
        };
        hashing::is_right(password, hash).await
    }

    pub(crate) async fn check_throttle(&self, login: &str, address: &str) -> Result<()> {
        let now = self.clock.now();
        let keys = [
            (failure_key("account", login), ACCOUNT_FAILURES),
            (failure_key("address", address), ADDRESS_FAILURES),
        ];
        let wait = self
            .store
            .read(move |conn| {
                let mut wait = 0;
                for (key, limit) in keys {
                    let (count, last) = session::failures(conn, key)?;
                    wait = wait.max(waiting(count, limit, last, now));
                }
                Ok(wait)
            })
            .await?;
        until_over(wait)
    }

    /// Counts a failure of an account, where one was named, and of an address; where it happened on
    /// a device of ours it is recorded.
    pub(crate) async fn count_failure(
        &self,
        login: Option<&str>,
        address: &str,
        device: Option<&DeviceRow>,
    ) -> Result<()> {
        let record = device.map(|device| Record {
            person: Some(device.person),
            session: None,
            device: Some(device.id),
            notebook: None,
            room: None,
            touched: Touched::SignInRefused,
            purpose: tasuki_domain::content::Purpose::Care,
            disclosure: None,
        });
        let access = match record {
            Some(record) => Some(self.access_entry(record).await?),
            None => None,
        };
        let account = login.map(|it| failure_key("account", it));
        let keys = [account, Some(failure_key("address", address))];
        let forget = self.clock.now().plus_seconds(-WAIT_MOST);
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                for key in keys.into_iter().flatten() {
                    session::add_failure(t, key, forget)?;
                }
                access.map_or(Ok(()), |it| access::append(t, &it))
            })
            .await
    }

    pub(crate) async fn forgive(&self, login: &str) -> Result<()> {
        let key = failure_key("account", login);
        self.store.write(self.region, Vec::new(), move |t| session::forgive(t, key)).await
    }
}
