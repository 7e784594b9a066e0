//! What shows that a request comes from a registered device. Each kind is one implementation of
//! [`SecondFactor`]; the region says which are allowed.

use tasuki_domain::content::DeviceKind;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_pki::Fingerprint;
use tasuki_store::people::DeviceRow;

/// What a request shows of the device that sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// SHA-256 of the client certificate, possession of its key proven by TLS.
    pub certificate: Option<Fingerprint>,
    /// Whether the request comes from this very machine.
    pub loopback: bool,
}

/// A way to show that a request comes from a registered device.
pub trait SecondFactor: Sync {
    /// Its name in the region's settings.
    fn name(&self) -> &'static str;
    /// The kind of device that it stands for.
    fn kind(&self) -> DeviceKind;
    /// Whether what a request shows proves that it comes from `device`.
    ///
    /// # Errors
    /// `DeviceRequired` when nothing is shown, `DeviceUnknown` when it is another's.
    fn proves(&self, device: &DeviceRow, shown: Shown) -> Result<()>;
}

/// A client certificate; TLS has proved possession of its key.
struct ClientCertificate;

impl SecondFactor for ClientCertificate {
    fn name(&self) -> &'static str {
        "certificate"
    }

    fn kind(&self) -> DeviceKind {
        DeviceKind::Certificate
    }

    fn proves(&self, device: &DeviceRow, shown: Shown) -> Result<()> {
        match shown.certificate {
            Some(print) if *print.as_bytes() == device.fingerprint => Ok(()),
            Some(_) => Err(Problem::new(Code::DeviceUnknown, "another device's certificate")),
            None => Err(Problem::new(Code::DeviceRequired, "no device certificate")),
        }
    }
}

/// The door of a demo region: being on the same machine.
struct DemoDoor;

impl SecondFactor for DemoDoor {
    fn name(&self) -> &'static str {
        DEMO
    }

    fn kind(&self) -> DeviceKind {
        DeviceKind::Demo
    }

    fn proves(&self, _: &DeviceRow, shown: Shown) -> Result<()> {
        if shown.loopback {
            return Ok(());
        }
        let detail = "a demo device is accepted from the same machine only";
        Err(Problem::new(Code::DeviceUnknown, detail))
    }
}

/// A passkey, by its name and the kind of device that it stands for. Its use, with fingerprint or
/// PIN, began the session; since then only the session's cookie is shown. That proves less than a
/// certificate, whose key is proved on every connection: such a session is short for it, see
/// `session::PASSKEY_SESSION`.
struct Passkey(&'static str, DeviceKind);

impl SecondFactor for Passkey {
    fn name(&self) -> &'static str {
        self.0
    }

    fn kind(&self) -> DeviceKind {
        self.1
    }

    fn proves(&self, _: &DeviceRow, _: Shown) -> Result<()> {
        Ok(())
    }
}

/// 代わりのコード. Its use, with the password, began the session, which ends with the day:
/// `substitute.rs`.
struct Substitute;

impl SecondFactor for Substitute {
    fn name(&self) -> &'static str {
        "substitute"
    }

    fn kind(&self) -> DeviceKind {
        DeviceKind::Substitute
    }

    fn proves(&self, _: &DeviceRow, _: Shown) -> Result<()> {
        Ok(())
    }
}

/// The name of the demo door in a region's settings.
pub const DEMO: &str = "demo";

/// What a new region allows. Synced passkeys are among it, because telephones make hardly any
/// others: `docs/decisions/0016-passkeys.md`.
pub const USUAL: [&str; 4] = ["certificate", "passkey", "synced-passkey", "substitute"];

const FACTORS: [&dyn SecondFactor; 5] = [
    &ClientCertificate,
    &DemoDoor,
    &Passkey("passkey", DeviceKind::Passkey),
    &Passkey("synced-passkey", DeviceKind::SyncedPasskey),
    &Substitute,
];

/// Whether a region that allows these names allows a kind of device.
pub fn allows(allowed: &[String], kind: DeviceKind) -> bool {
    let mut named = FACTORS.iter().filter(|it| allowed.iter().any(|name| name == it.name()));
    named.any(|it| it.kind() == kind)
}

/// Whether names can be a region's second factors.
///
/// # Errors
/// `Invalid` for none at all, and for a name that nobody knows.
pub(crate) fn check_names(names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Problem::invalid("second_factors", "name one at least"));
    }
    let unknown = names.iter().find(|name| FACTORS.iter().all(|it| it.name() != name.as_str()));
    let Some(unknown) = unknown else { return Ok(()) };
    let known = FACTORS.map(SecondFactor::name).join(", ");
    Err(Problem::invalid("second_factors", format!("{unknown} is none of {known}")))
}

/// Whether a device may be used now, by what the request shows of it and what the region allows.
pub(crate) fn check_device(
    device: &DeviceRow,
    shown: Shown,
    allowed: &[String],
    now: Timestamp,
) -> Result<()> {
    if device.revoked.is_some() {
        return Err(Problem::new(Code::DeviceRevoked, "the device was revoked"));
    }
    if now >= device.not_after {
        return Err(Problem::new(Code::DeviceRevoked, "the device's certificate has expired"));
    }
    let factor = FACTORS.iter().find(|factor| {
        factor.kind() == device.kind && allowed.iter().any(|name| name == factor.name())
    });
    let refused = || {
        // A passkey shows nothing that could be another region's: it was allowed here once. So
        // does a substitute.
        let silent = device.kind.is_passkey() || device.kind == DeviceKind::Substitute;
        let code = if silent { Code::DeviceRevoked } else { Code::DeviceUnknown };
        Problem::new(code, "the region does not allow this kind of device")
    };
    factor.ok_or_else(refused)?.proves(device, shown)
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::{DeviceId, PersonId};
    use tasuki_pki::Fingerprint;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_000);

    fn device(kind: DeviceKind) -> DeviceRow {
        DeviceRow {
            id: DeviceId::from_bytes([1; 16]),
            person: PersonId::from_bytes([2; 16]),
            kind,
            fingerprint: [7; 32],
            label: "端末".into(),
            not_after: NOW.plus_seconds(60),
            issued: Timestamp::default(),
            revoked: None,
            serial: None,
            system: None,
        }
    }

    fn check(device: &DeviceRow, shown: Shown, allowed: &str) -> Result<(), Code> {
        check_device(device, shown, &[allowed.to_owned()], NOW).map_err(|problem| problem.code)
    }

    fn certificate(byte: u8) -> Shown {
        Shown { certificate: Some(Fingerprint::from_bytes([byte; 32])), loopback: false }
    }

    #[test]
    fn the_certificate_must_be_the_devices_own() {
        let phone = device(DeviceKind::Certificate);
        assert_eq!(check(&phone, certificate(7), "certificate"), Ok(()));
        assert_eq!(check(&phone, certificate(8), "certificate"), Err(Code::DeviceUnknown));
        assert_eq!(check(&phone, Shown::default(), "certificate"), Err(Code::DeviceRequired));
    }

    #[test]
    fn the_region_decides_which_kinds_are_allowed() {
        let here = Shown { certificate: None, loopback: true };
        let demo = device(DeviceKind::Demo);
        assert_eq!(check(&demo, here, DEMO), Ok(()));
        assert_eq!(check(&demo, Shown::default(), DEMO), Err(Code::DeviceUnknown));
        assert_eq!(check(&demo, here, "certificate"), Err(Code::DeviceUnknown));
        let phone = device(DeviceKind::Certificate);
        assert_eq!(check(&phone, certificate(7), "passkey"), Err(Code::DeviceUnknown));
    }

    #[test]
    fn a_passkey_stands_for_its_session_where_the_region_allows_its_kind() {
        let nothing = Shown::default();
        let bound = device(DeviceKind::Passkey);
        let synced = device(DeviceKind::SyncedPasskey);
        assert_eq!(check(&bound, nothing, "passkey"), Ok(()));
        assert_eq!(check(&synced, nothing, "synced-passkey"), Ok(()));
        assert_eq!(check(&synced, nothing, "passkey"), Err(Code::DeviceRevoked));
        assert_eq!(check(&bound, nothing, "certificate"), Err(Code::DeviceRevoked));
        let revoked = DeviceRow { revoked: Some(NOW), ..bound };
        assert_eq!(check(&revoked, nothing, "passkey"), Err(Code::DeviceRevoked));
        let allowed = ["certificate".to_owned(), "passkey".to_owned()];
        assert!(allows(&allowed, DeviceKind::Passkey));
        assert!(!allows(&allowed, DeviceKind::SyncedPasskey) && !allows(&[], DeviceKind::Passkey));
    }

    #[test]
    fn a_substitute_stands_until_its_day_ends_where_the_region_allows_it() {
        let code = device(DeviceKind::Substitute);
        assert_eq!(check(&code, Shown::default(), "substitute"), Ok(()));
        assert_eq!(check(&code, Shown::default(), "certificate"), Err(Code::DeviceRevoked));
        let over = DeviceRow { not_after: NOW, ..code };
        assert_eq!(check(&over, Shown::default(), "substitute"), Err(Code::DeviceRevoked));
    }

    #[test]
    fn a_region_names_at_least_one_factor_and_none_that_is_unknown() {
        let names = |it: &[&str]| it.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(check_names(&names(&USUAL)), Ok(()));
        for bad in [&[][..], &["certificate", "pass-key"], &[""]] {
            let problem = check_names(&names(bad)).unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("second_factors")));
        }
    }

    #[test]
    fn revoked_and_expired_devices_are_out() {
        let revoked = DeviceRow { revoked: Some(NOW), ..device(DeviceKind::Certificate) };
        assert_eq!(check(&revoked, certificate(7), "certificate"), Err(Code::DeviceRevoked));
        let expired = DeviceRow { not_after: NOW, ..device(DeviceKind::Certificate) };
        assert_eq!(check(&expired, certificate(7), "certificate"), Err(Code::DeviceRevoked));
    }
}
