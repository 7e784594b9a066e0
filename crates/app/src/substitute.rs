//! 代わりのコード: when a device breaks, the facility's manager gives a code, and with the password it
//! opens one session until the end of the day (security.md, requirement 5).
//!
//! Each code is a device of its own in the region's log, so that who got one, who gave it, and
//! what was done in its session is evidence like everything else, and it is revoked as devices are.
//! The session shows nothing but its cookie. It reads and writes as its person does; it manages no
//! staff, changes no password and registers no device, so that a day does not become a year.

use sha2::{Digest, Sha256};
use tasuki_domain::content::DeviceKind;
use tasuki_domain::day;
use tasuki_domain::pickup::read_code;
use tasuki_kernel::{Code, DeviceId, Problem, Result, Timestamp};
use tasuki_store::people::DeviceRow;
use tasuki_store::session;
use zeroize::Zeroizing;

use crate::App;
use crate::second_factor::check_device;
use crate::session::{Session, Shown};
use crate::sign_in::Begun;

/// Seconds for which a code can be used: a quarter of an hour.
pub(crate) const VALID: i64 = 15 * 60;

/// Somebody who signs in without the own device.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The login name as typed.
    pub login: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// The code as typed.
    pub code: &'a str,
    /// The address that it comes from, for throttling only.
    pub address: &'a str,
}

/// Midnight in Japan.
pub(crate) fn end_of_day(now: Timestamp) -> Timestamp {
    day::begin_of(day::number(now) + 1)
}

/// What is kept of a code, beside the device that it stands for.
pub(crate) fn print(device: DeviceId, code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"tasuki/substitute\x01");
    hash.update(device.as_bytes());
    hash.update(read_code(code).as_bytes());
    hash.finalize().into()
}

fn refused() -> Problem {
    Problem::new(Code::SignInRefused, "login name, password or code is wrong")
}

impl App {
    /// Signs in with password and code, once for each code.
    ///
    /// # Errors
    /// `Throttled` after too many failures; `SignInRefused` for everything else, whatever it was.
    pub async fn sign_in_by_substitute(&self, attempt: Attempt<'_>) -> Result<Begun> {
        self.check_throttle(attempt.login, attempt.address).await?;
        let code = Zeroizing::new(attempt.code.to_owned());
        let person = self.person_by_login(attempt.login).await?;
        let right = self.password_is_right(person.as_ref(), attempt.password).await?;
        let person = person.filter(|it| right && it.active);
        let device = match &person {
            Some(it) => self.substitute_of(self.devices_of(it.id).await?, &code).await?,
            None => None,
        };
        let (Some(person), Some(device)) = (person, device) else {
            self.count_failure(Some(attempt.login), attempt.address, None).await?;
            return Err(refused());
        };
        self.forgive(attempt.login).await?;
        let id = device.id;
        self.begin_session_with(&person, id, move |t| match session::count_on(t.conn(), id)? {
            0 => Ok(()),
            _ => Err(refused()),
        })
        .await
    }

    /// The device that a code stands for, when it can be used now.
    async fn substitute_of(
        &self,
        devices: Vec<DeviceRow>,
        code: &str,
    ) -> Result<Option<DeviceRow>> {
        let (allowed, now) = (self.settings().await?.second_factors, self.clock.now());
        let fits = |it: &DeviceRow| {
            it.kind == DeviceKind::Substitute
                && it.fingerprint == print(it.id, code)
                && now.seconds_since(it.issued) < VALID
                && check_device(it, Shown::default(), &allowed, now).is_ok()
        };
        Ok(devices.into_iter().find(fits))
    }
}

/// What is for a session on a device of one's own only.
///
/// # Errors
/// `NotAllowed` in a session that a substitute code began.
pub(crate) fn own_device(session: &Session) -> Result<()> {
    if session.device_kind == DeviceKind::Substitute {
        return Err(Problem::new(Code::NotAllowed, "not in a session of a substitute code"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tasuki_domain::day::DAY;

    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_japan() {
        // 2026-11-21, 23:59:59 in Japan, and a second later.
        let late = Timestamp::from_micros(1_795_273_199_000_000);
        assert_eq!(end_of_day(late), late.plus_seconds(1));
        assert_eq!(end_of_day(late.plus_seconds(1)), late.plus_seconds(1 + DAY));
    }

    #[test]
    fn what_is_kept_depends_on_code_and_device() {
        let (one, two) = (DeviceId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
        assert_eq!(print(one, "abcd-efgh-jkmn"), print(one, " ABCDEFGHJKMN "));
        assert_ne!(print(one, "abcd-efgh-jkmn"), print(two, "abcd-efgh-jkmn"));
        assert_ne!(print(one, "abcd-efgh-jkmn"), print(one, "abcd-efgh-jkmp"));
    }
}
