//! What stands beside the password. Each kind is one implementation of [`SecondFactor`]; the region
//! says which are allowed. A passkey becomes a third one.

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

/// The name of the demo door in a region's settings.
pub const DEMO: &str = "demo";

const FACTORS: [&dyn SecondFactor; 2] = [&ClientCertificate, &DemoDoor];

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
    let refused =
        || Problem::new(Code::DeviceUnknown, "the region does not allow this kind of device");
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
    fn revoked_and_expired_devices_are_out() {
        let revoked = DeviceRow { revoked: Some(NOW), ..device(DeviceKind::Certificate) };
        assert_eq!(check(&revoked, certificate(7), "certificate"), Err(Code::DeviceRevoked));
        let expired = DeviceRow { not_after: NOW, ..device(DeviceKind::Certificate) };
        assert_eq!(check(&expired, certificate(7), "certificate"), Err(Code::DeviceRevoked));
    }
}
