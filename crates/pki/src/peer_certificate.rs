//! What a connection's certificate says, read once after the handshake.

use rustls::DistinguishedName;
use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use tasuki_kernel::{Code, DeviceId, Problem, Result, Timestamp};
use webpki::ring::ECDSA_P256_SHA256;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::fingerprint::Fingerprint;
use crate::instant::from_seconds;

/// The certificate that a client presented, and whose key it has shown to hold.
///
/// It may be of anyone and may have expired. Let in whoever's fingerprint stands in the device
/// register; never the reverse, a list of those shut out: from one ECDSA signature anybody can
/// compute a second valid one, and so a certificate that says the same under a new fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificate {
    /// SHA-256 of the certificate.
    pub fingerprint: Fingerprint,
    /// Signed directly by one of our authorities, for clients; it may have expired.
    pub ours: bool,
    /// Valid until, whole seconds; the Unix epoch when the certificate cannot be read.
    pub not_after: Timestamp,
    /// The device that the certificate names, when it is ours.
    pub device: Option<DeviceId>,
}

/// The authorities whose device certificates count as ours.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Vec<TrustAnchor<'static>>);

impl Authorities {
    /// Certificates of authorities as DER; each must be one, or it is a problem of the
    /// configuration.
    pub fn new(authority_der: &[Vec<u8>]) -> Result<Self> {
        authority_der.iter().map(|der| anchor(der)).collect::<Result<_>>().map(Self)
    }

    /// The names that tell a browser which of its certificates to offer.
    pub fn subjects(&self) -> Vec<DistinguishedName> {
        self.0.iter().map(|one| DistinguishedName::in_sequence(&one.subject)).collect()
    }

    /// Reads the certificate of a finished handshake. One P-256 verification, about 50 µs.
    pub fn inspect(&self, presented: &CertificateDer<'_>) -> PeerCertificate {
        let mut peer = PeerCertificate {
            fingerprint: Fingerprint::of_der(presented),
            ours: false,
            not_after: Timestamp::default(),
            device: None,
        };
        let Ok((_, certificate)) = X509Certificate::from_der(presented) else { return peer };
        peer.not_after = from_seconds(certificate.validity().not_after.timestamp());
        peer.ours = says_client(&certificate) && self.signed(presented, peer.not_after);
        if peer.ours {
            peer.device = device_of(&certificate);
        }
        peer
    }

    /// Whether one of the authorities signed it (RFC 5280 section 6), judged at `moment`. This
    /// parser is strict where the one above forgives sloppy encodings, so both must agree.
    fn signed(&self, presented: &CertificateDer<'_>, moment: Timestamp) -> bool {
        let Ok(seconds) = u64::try_from(moment.seconds_since(Timestamp::default())) else {
            return false;
        };
        let moment = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        EndEntityCert::try_from(presented).is_ok_and(|leaf| {
            let (algorithms, usage) = (&[ECDSA_P256_SHA256], KeyUsage::client_auth());
            leaf.verify_for_usage(algorithms, &self.0, &[], moment, usage, None, None).is_ok()
        })
    }
}

fn anchor(der: &[u8]) -> Result<TrustAnchor<'static>> {
    let unusable = || {
        let detail = "a device authority's certificate cannot be read; restore the region's keys";
        Problem::new(Code::Configuration, detail)
    };
    let (_, authority) = X509Certificate::from_der(der).map_err(|_| unusable())?;
    if !authority.is_ca() {
        return Err(unusable());
    }
    let der = CertificateDer::from(der);
    Ok(anchor_from_trusted_cert(&der).map_err(|_| unusable())?.to_owned())
}

/// Whether it says that it is for clients. Our authority signs servers too, and a server's key
/// must not open the door that is for devices.
fn says_client(certificate: &X509Certificate<'_>) -> bool {
    let usage = certificate.extended_key_usage().ok().flatten();
    !certificate.is_ca() && usage.is_some_and(|usage| usage.value.client_auth)
}

fn device_of(certificate: &X509Certificate<'_>) -> Option<DeviceId> {
    let names = certificate.subject_alternative_name().ok().flatten()?;
    match names.value.general_names.as_slice() {
        [GeneralName::URI(uri)] => uri.strip_prefix("urn:uuid:")?.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Authority, DeviceRequest, pem};

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);
    const DEVICE: DeviceId = DeviceId::from_bytes([9; 16]);

    fn device_der(authority: &Authority) -> Vec<u8> {
        let not_after = NOW.plus_seconds(60);
        let request = DeviceRequest { device: DEVICE, label: "a", not_before: NOW, not_after };
        authority.issue_device(&request).unwrap().certificate_der().to_vec()
    }

    fn inspect(authorities: &[&Authority], der: &[u8]) -> PeerCertificate {
        let ders: Vec<_> = authorities.iter().map(|one| one.certificate_der().to_vec()).collect();
        Authorities::new(&ders).unwrap().inspect(&CertificateDer::from(der))
    }

    #[test]
    fn ours_is_told_by_signature_not_by_name() {
        let (ours, impostor) =
            (Authority::create("a", NOW).unwrap(), Authority::create("a", NOW).unwrap());
        let genuine = inspect(&[&ours], &device_der(&ours));
        assert!(genuine.ours);
        assert_eq!((genuine.device, genuine.not_after), (Some(DEVICE), NOW.plus_seconds(60)));
        let forged = inspect(&[&ours], &device_der(&impostor));
        assert_eq!((forged.ours, forged.device), (false, None));
        assert_eq!(forged.not_after, NOW.plus_seconds(60));
    }

    #[test]
    fn an_old_and_a_new_authority_both_count() {
        let (old, new) =
            (Authority::create("a", NOW).unwrap(), Authority::create("a", NOW).unwrap());
        for one in [&old, &new] {
            assert_eq!(inspect(&[&old, &new], &device_der(one)).device, Some(DEVICE));
        }
    }

    #[test]
    fn servers_and_authorities_are_no_devices() {
        let ours = Authority::create("a", NOW).unwrap();
        let server = ours.issue_server(&["a.example".to_owned()], NOW, 30).unwrap();
        let server = pem::certificates(server.chain_pem.as_bytes(), "it").unwrap();
        assert!(!inspect(&[&ours], &server[0]).ours);
        assert!(!inspect(&[&ours], ours.certificate_der()).ours);
    }

    #[test]
    fn an_unreadable_authority_is_a_problem() {
        assert!(Authorities::new(&[vec![1, 2, 3]]).is_err());
        let ours = Authority::create("a", NOW).unwrap();
        assert!(Authorities::new(&[device_der(&ours)]).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_nobody(bytes: Vec<u8>) {
            let ours = Authority::create("a", NOW).unwrap();
            let peer = inspect(&[&ours], &bytes);
            prop_assert!(!peer.ours && peer.device.is_none());
        }
    }

    #[test]
    fn one_changed_bit_is_not_ours() {
        let ours = Authority::create("a", NOW).unwrap();
        let der = device_der(&ours);
        for bit in 0..der.len() * 8 {
            let mut changed = der.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!inspect(&[&ours], &changed).ours, "bit {bit}");
        }
    }
}
