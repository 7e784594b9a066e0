//! A device's certificate: issued once, handed over once, registered by its fingerprint.

use std::fmt;

use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey,
    PrivateKeyChain,
};
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose,
    SanType,
};
use tasuki_kernel::{Code, DeviceId, Problem, Result, Timestamp};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use crate::authority::{Authority, checked_name, unsignable};
use crate::fingerprint::Fingerprint;

/// The substitute for characters that a PKCS#12 friendly name (a BMPString) cannot hold: the
/// geta mark, which Japanese print sets for a character that is not at hand.
const GETA: char = '〓';

/// What a device certificate is to say.
#[derive(Debug, Clone, Copy)]
pub struct DeviceRequest<'a> {
    /// The device, written into the certificate as `urn:uuid:…` (RFC 9562 section 4).
    pub device: DeviceId,
    /// What the browser's certificate list shows, 1 to 64 characters. A device's name, never
    /// the name of a person or a patient: it is sent to the server in the handshake.
    pub label: &'a str,
    /// Valid from, rounded down to the second.
    pub not_before: Timestamp,
    /// Valid until, rounded down to the second; within the authority's own validity.
    pub not_after: Timestamp,
}

/// How a PKCS#12 file is sealed. What a system cannot open it calls a wrong password, so that it
/// gets what its older versions open too (`docs/decisions`, "Which PKCS#12").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA256, integrity by HMAC-SHA256.
    Current,
    /// Triple DES and HMAC-SHA1 with the key derivation of PKCS#12 itself.
    Everywhere,
}

impl Strength {
    const fn algorithms(self) -> (EncryptionAlgorithm, MacAlgorithm) {
        match self {
            Self::Current => {
                (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256)
            }
            Self::Everywhere => {
                (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1)
            }
        }
    }
}

/// A device certificate with its private key, which exists nowhere else.
pub struct DeviceCertificate {
    /// The certificate as PEM.
    pub certificate_pem: String,
    /// The private key as PKCS#8 PEM, in clear. Never stored: it goes to the device.
    pub key_pem: Zeroizing<String>,
    /// What the device register keeps.
    pub fingerprint: Fingerprint,
    /// Its serial number, which a list of revoked certificates names.
    pub serial: Vec<u8>,
    /// Valid until, whole seconds.
    pub not_after: Timestamp,
    label: String,
    certificate_der: Vec<u8>,
    key_der: Zeroizing<Vec<u8>>,
}

impl Authority {
    /// Issues a certificate for client authentication (RFC 5280 section 4.2.1.12). It holds the
    /// label, the device's id and the region's name as issuer, nothing else that can be read.
    pub fn issue_device(&self, request: &DeviceRequest<'_>) -> Result<DeviceCertificate> {
        let label = checked_name(request.label, "label")?;
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, label);
        let urn = format!("urn:uuid:{}", request.device);
        params.subject_alt_names = vec![SanType::URI(urn.try_into().map_err(unsignable)?)];
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        let not_after = self.set_validity(&mut params, request.not_before, request.not_after)?;
        let (made, key) = self.sign(&params)?;
        Ok(DeviceCertificate {
            certificate_pem: made.pem(),
            key_pem: Zeroizing::new(key.serialize_pem()),
            fingerprint: Fingerprint::of_der(made.der()),
            serial: serial_of(made.der())?,
            not_after,
            label: label.to_owned(),
            certificate_der: made.der().to_vec(),
            key_der: Zeroizing::new(key.serialize_der()),
        })
    }
}

impl DeviceCertificate {
    /// The certificate as DER.
    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate_der
    }

    /// What the browser's certificate list shows.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Key and certificate as one PKCS#12 file (RFC 7292), as strong as whoever imports it allows.
    ///
    /// The authority's own certificate is left out on purpose: browsers choose by the issuer's
    /// name, and a phone that installed it would trust it for web sites too. The file resists
    /// guessing only as far as the password does: draw it at random, at least 60 bits.
    pub fn to_pkcs12(&self, password: &str, strength: Strength) -> Result<Vec<u8>> {
        // Systems disagree about how other characters become bytes.
        if password.is_empty() || !password.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::invalid("password", "at least one ASCII character, no spaces"));
        }
        let broken = |error: p12_keystore::error::Error| {
            Problem::new(Code::Internal, format!("a PKCS#12 file could not be made: {error}"))
        };
        let key = PrivateKey::from_der(&self.key_der).map_err(broken)?;
        let leaf = Certificate::from_der(&self.certificate_der).map_err(broken)?;
        let chain = PrivateKeyChain::new(self.fingerprint.as_bytes().as_slice(), key, [leaf]);
        let mut store = KeyStore::new();
        let name: String = self.label.chars().map(basic_plane).collect();
        store.add_entry(&name, KeyStoreEntry::PrivateKeyChain(chain));
        let (encryption, mac) = strength.algorithms();
        store
            .writer(password)
            .encryption_algorithm(encryption)
            .mac_algorithm(mac)
            .write()
            .map_err(broken)
    }
}

impl fmt::Debug for DeviceCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCertificate")
            .field("fingerprint", &self.fingerprint)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

fn serial_of(der: &[u8]) -> Result<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der)
        .map_err(|_| Problem::new(Code::Internal, "a certificate that was made is not X.509"))?;
    Ok(certificate.raw_serial().to_vec())
}

const fn basic_plane(character: char) -> char {
    if character as u32 > 0xffff { GETA } else { character }
}

#[cfg(test)]
mod tests {
    use p12_keystore::Pkcs12ImportPolicy;
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_500_000);
    const DEVICE: DeviceId = DeviceId::from_bytes([7; 16]);

    fn request(label: &str) -> DeviceRequest<'_> {
        let not_after = NOW.plus_seconds(365 * 86_400);
        DeviceRequest { device: DEVICE, label, not_before: NOW, not_after }
    }

    fn authority() -> Authority {
        Authority::create("緑が丘", NOW).unwrap()
    }

    #[test]
    fn says_device_label_and_purpose_and_no_more() {
        let made = authority().issue_device(&request("訪問看護 7号機")).unwrap();
        let (_, parsed) = X509Certificate::from_der(made.certificate_der()).unwrap();
        assert_eq!(parsed.subject().to_string(), "CN=訪問看護 7号機");
        let usage = parsed.extended_key_usage().unwrap().unwrap().value;
        assert!(usage.client_auth && !usage.server_auth && !usage.any);
        assert!(!parsed.is_ca());
        let names = &parsed.subject_alternative_name().unwrap().unwrap().value.general_names;
        assert_eq!(names.len(), 1);
        assert!(format!("{names:?}").contains(&format!("urn:uuid:{DEVICE}")));
        assert_eq!(made.fingerprint, Fingerprint::of_der(made.certificate_der()));
        let half_a_second = request("a").not_after.as_micros() - made.not_after.as_micros();
        assert_eq!(half_a_second, 500_000, "rounded down");
    }

    #[test]
    fn validity_must_make_sense() {
        let authority = authority();
        let too_long = authority.not_after().plus_seconds(1);
        for not_after in [NOW, NOW.plus_seconds(-5), too_long] {
            let asked = DeviceRequest { not_after, ..request("a") };
            let problem = authority.issue_device(&asked).unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("not_after")));
        }
        let asked = DeviceRequest { not_after: authority.not_after(), ..request("a") };
        assert!(authority.issue_device(&asked).is_ok());
    }

    #[test]
    fn every_certificate_has_its_own_key_and_serial() {
        let authority = authority();
        let (a, b) = (
            authority.issue_device(&request("a")).unwrap(),
            authority.issue_device(&request("a")).unwrap(),
        );
        assert_ne!(a.fingerprint, b.fingerprint);
        assert_ne!(a.key_pem, b.key_pem);
        let serial = |one: &DeviceCertificate| {
            X509Certificate::from_der(one.certificate_der()).unwrap().1.serial.clone()
        };
        assert_ne!(serial(&a), serial(&b));
    }

    #[test]
    fn the_file_opens_with_its_password_only() {
        let made = authority().issue_device(&request("𠮷野家の端末")).unwrap();
        for strength in [Strength::Current, Strength::Everywhere] {
            let file = made.to_pkcs12("correct-horse-battery", strength).unwrap();
            let open =
                |password| KeyStore::from_pkcs12(&file, password, Pkcs12ImportPolicy::Strict);
            assert!(open("wrong").is_err());
            let opened = open("correct-horse-battery").unwrap();
            let (name, chain) = opened.private_key_chain().unwrap();
            assert_eq!(name, "〓野家の端末");
            assert_eq!(chain.key().as_der(), made.key_der.as_slice());
            assert_eq!(chain.certs().len(), 1);
            assert_eq!(chain.certs()[0].as_der(), made.certificate_der());
        }
        for bad in ["", "two words", "合言葉", "𠮷"] {
            let refused = made.to_pkcs12(bad, Strength::Current).unwrap_err();
            assert_eq!(refused.field, Some("password"));
        }
    }

    #[test]
    fn debug_output_holds_no_key() {
        let made = authority().issue_device(&request("a")).unwrap();
        assert!(!format!("{made:?}").contains("PRIVATE"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_label_is_shown_or_refused(label in "\\PC{0,70}|[\\x00-\\x20a]{0,4}") {
            match authority().issue_device(&request(&label)) {
                Ok(made) => {
                    let (_, parsed) = X509Certificate::from_der(made.certificate_der()).unwrap();
                    let shown = parsed.subject().iter_common_name().next().unwrap();
                    prop_assert_eq!(shown.as_str().unwrap(), label);
                }
                Err(problem) => prop_assert_eq!(problem.field, Some("label")),
            }
        }
    }
}
