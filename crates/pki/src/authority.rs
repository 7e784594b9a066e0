//! A region's own certificate authority: what it is, how it is kept, what it signs.

use std::fmt;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData,
};
use rustls::pki_types::CertificateDer;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use crate::instant::{certificate_time, from_seconds};
use crate::pem;

/// Years that an authority lasts. Devices are renewed from it every year or so; when it nears
/// its end the region makes a second one, and listeners accept both for a while.
const AUTHORITY_YEARS: i64 = 20;

/// How far a device's clock may be slow and still find the certificate valid, in seconds.
pub const SKEW: i64 = 300;

/// A certificate authority of one region: ECDSA P-256 with SHA-256. What is used every day has path
/// length 0, so that nothing it signs can sign further; a [root](Authority::create_root), whose key
/// may lie in a safe, signs those. Holds the private key; the caller seals it for storage.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    /// Its own certificate, then those above it.
    chain_pem: String,
    not_after: Timestamp,
}

impl Authority {
    /// A new authority that stands alone, for the region of this name (1 to 64 characters), valid
    /// for 20 years. The name is shown to everyone who is asked for a certificate.
    pub fn create(region_name: &str, now: Timestamp) -> Result<Self> {
        Self::self_signed(authority_params(region_name, "Tasuki device authority", now, 0)?)
    }

    /// A new root for the region of this name, valid for 20 years: it signs authorities for daily
    /// use and nothing else.
    pub fn create_root(region_name: &str, now: Timestamp) -> Result<Self> {
        Self::self_signed(authority_params(region_name, "Tasuki root", now, 1)?)
    }

    fn self_signed(params: CertificateParams) -> Result<Self> {
        let key = new_key()?;
        let made = params.self_signed(&key).map_err(unsignable)?;
        Ok(Self::made(made, params, key, ""))
    }

    fn made(
        made: rcgen::Certificate,
        params: CertificateParams,
        key: KeyPair,
        above: &str,
    ) -> Self {
        Self {
            chain_pem: format!("{}{above}", made.pem()),
            certificate: made.into(),
            not_after: from_seconds(params.not_after.unix_timestamp()),
            issuer: Issuer::new(params, key),
        }
    }

    /// A new authority for daily use under this root, as long as the root lasts. The second one
    /// of a region and later ones say their number, so that they can be told apart.
    pub fn create_under(
        root: &Self,
        region_name: &str,
        number: usize,
        now: Timestamp,
    ) -> Result<Self> {
        let name = match number {
            0 | 1 => "Tasuki device authority".to_owned(),
            later => format!("Tasuki device authority {later}"),
        };
        let mut params = authority_params(region_name, &name, now, 0)?;
        params.use_authority_key_identifier_extension = true;
        root.set_validity(&mut params, now.plus_seconds(-SKEW), root.not_after)?;
        let (made, key) = root.sign(&params)?;
        Ok(Self::made(made, params, key, &root.chain_pem))
    }

    /// The authority that was stored as these two PEM texts: its certificate, with those above it
    /// behind it, and its key. A [`Code::KeyProblem`] when either is unreadable, when the
    /// certificate is not one of an authority, or when the key is not the certificate's.
    pub fn from_pem(chain_pem: &str, key_pem: &str) -> Result<Self> {
        let bad = |why: &str| {
            Problem::new(Code::KeyProblem, format!("the region's certificate authority: {why}"))
        };
        let certificate = pem::certificates(chain_pem.as_bytes(), "its certificate")
            .map_err(|problem| bad(&problem.detail))?
            .swap_remove(0);
        let key = KeyPair::from_pem(key_pem)
            .map_err(|_| bad("its key is not a PKCS#8 private key in PEM; restore it"))?;
        let (_, parsed) = X509Certificate::from_der(&certificate)
            .map_err(|_| bad("its certificate is not X.509; restore it from a backup"))?;
        if !parsed.is_ca() {
            return Err(bad("the certificate is a device's or server's, not an authority's"));
        }
        if !key.is_compatible(&PKCS_ECDSA_P256_SHA256) {
            return Err(bad("its key is not ECDSA P-256"));
        }
        if parsed.public_key().raw != key.subject_public_key_info() {
            return Err(bad("the key belongs to another certificate; restore both together"));
        }
        let not_after = from_seconds(parsed.validity().not_after.timestamp());
        let issuer = Issuer::from_ca_cert_der(&certificate, key)
            .map_err(|error| bad(&format!("its certificate cannot be used: {error}")))?;
        Ok(Self { issuer, certificate, chain_pem: chain_pem.to_owned(), not_after })
    }

    /// Its certificate and those above it as PEM: public, may be handed to anyone.
    pub fn chain_pem(&self) -> &str {
        &self.chain_pem
    }

    /// Its own certificate as PEM.
    pub fn certificate_pem(&self) -> &str {
        pem::blocks(&self.chain_pem).next().unwrap_or(&self.chain_pem)
    }

    /// The certificate that whoever trusts the region trusts beforehand: the root's, or its own
    /// when it stands alone.
    pub fn anchor_pem(&self) -> &str {
        pem::blocks(&self.chain_pem).last().unwrap_or(&self.chain_pem)
    }

    /// The certificate as DER, for [`ClientCertificates`](crate::ClientCertificates).
    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate
    }

    /// The private key as PKCS#8 PEM, in clear: seal it before it is stored.
    pub fn key_pem(&self) -> Zeroizing<String> {
        Zeroizing::new(self.issuer.key().serialize_pem())
    }

    /// When the authority ends; nothing it issues lasts longer.
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Signs `params` for a key made here and now.
    pub(crate) fn sign(&self, params: &CertificateParams) -> Result<(rcgen::Certificate, KeyPair)> {
        let key = new_key()?;
        let made = params.signed_by(&key, &self.issuer).map_err(unsignable)?;
        Ok((made, key))
    }

    /// What signs, for lists of revoked certificates.
    pub(crate) const fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    /// The validity of something to be issued, in whole seconds: it must not be empty and must
    /// not outlast the authority.
    pub(crate) fn set_validity(
        &self,
        params: &mut CertificateParams,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Result<Timestamp> {
        params.not_before = certificate_time(not_before, "not_before")?;
        params.not_after = certificate_time(not_after, "not_after")?;
        if params.not_after <= params.not_before {
            return Err(Problem::invalid("not_after", "the end is not after the beginning"));
        }
        let end = from_seconds(params.not_after.unix_timestamp());
        if end > self.not_after {
            let detail = format!("the authority ends before, on {}; renew it", self.not_after);
            return Err(Problem::invalid("not_after", detail));
        }
        Ok(end)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").field("not_after", &self.not_after).finish_non_exhaustive()
    }
}

fn authority_params(
    region_name: &str,
    name: &str,
    now: Timestamp,
    path: u8,
) -> Result<CertificateParams> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    let region_name = checked_name(region_name, "region_name")?;
    params.distinguished_name.push(DnType::OrganizationName, region_name);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(path));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let end = now.plus_seconds(AUTHORITY_YEARS * 365 * 86_400);
    params.not_before = certificate_time(now.plus_seconds(-SKEW), "now")?;
    params.not_after = certificate_time(end, "now")?;
    Ok(params)
}

/// A name for a certificate: 1 to 64 characters (X.520 upper bounds), none of them a control
/// character, so that no list of certificates can be made to show two lines for one.
pub fn checked_name<'a>(name: &'a str, field: &'static str) -> Result<&'a str> {
    let length = name.chars().count();
    if !(1..=64).contains(&length) {
        return Err(Problem::invalid(field, format!("1 to 64 characters, not {length}")));
    }
    if name.trim() != name || name.chars().any(char::is_control) {
        return Err(Problem::invalid(field, "no control characters, no spaces at the ends"));
    }
    Ok(name)
}

fn new_key() -> Result<KeyPair> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(unsignable)
}

/// What a failed signing means.
pub fn unsignable(error: rcgen::Error) -> Problem {
    Problem::new(Code::Internal, format!("a certificate could not be made: {error}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_500_000);

    #[test]
    fn is_stored_and_read_back() {
        let made = Authority::create("緑が丘", NOW).unwrap();
        let read = Authority::from_pem(made.certificate_pem(), &made.key_pem()).unwrap();
        assert_eq!(read.certificate_der(), made.certificate_der());
        assert_eq!(read.not_after(), made.not_after());
        assert_eq!(read.key_pem(), made.key_pem());
    }

    #[test]
    fn can_sign_only_end_entities() {
        let made = Authority::create("緑が丘", NOW).unwrap();
        let (_, parsed) = X509Certificate::from_der(made.certificate_der()).unwrap();
        let constraints = parsed.basic_constraints().unwrap().unwrap().value;
        assert_eq!((constraints.ca, constraints.path_len_constraint), (true, Some(0)));
        assert!(parsed.subject().to_string().contains("緑が丘"));
        assert!(parsed.validity().not_before.timestamp() < NOW.seconds_since(Timestamp::default()));
    }

    #[test]
    fn one_for_daily_use_stands_under_a_root() {
        let root = Authority::create_root("緑が丘", NOW).unwrap();
        let daily = Authority::create_under(&root, "緑が丘", 1, NOW).unwrap();
        for (authority, path) in [(&root, 1), (&daily, 0)] {
            let (_, parsed) = X509Certificate::from_der(authority.certificate_der()).unwrap();
            let constraints = parsed.basic_constraints().unwrap().unwrap().value;
            assert_eq!((constraints.ca, constraints.path_len_constraint), (true, Some(path)));
        }
        assert_eq!(daily.not_after(), root.not_after());
        assert_eq!(daily.anchor_pem(), root.certificate_pem());
        assert_eq!(daily.chain_pem(), format!("{}{}", daily.certificate_pem(), root.chain_pem()));
        assert_ne!(daily.certificate_pem(), daily.anchor_pem());
        let read = Authority::from_pem(daily.chain_pem(), &daily.key_pem()).unwrap();
        assert_eq!(read.certificate_der(), daily.certificate_der());
        assert_eq!(read.anchor_pem(), root.certificate_pem());
        let alone = Authority::create("緑が丘", NOW).unwrap();
        assert_eq!(alone.anchor_pem(), alone.certificate_pem());
        // The key of one does not open the other.
        assert!(Authority::from_pem(daily.chain_pem(), &root.key_pem()).is_err());
    }

    #[test]
    fn two_authorities_of_one_name_have_different_keys() {
        let (a, b) = (Authority::create("a", NOW).unwrap(), Authority::create("a", NOW).unwrap());
        assert_ne!(a.certificate_der(), b.certificate_der());
        let problem = Authority::from_pem(a.certificate_pem(), &b.key_pem()).unwrap_err();
        assert_eq!(problem.code, Code::KeyProblem);
        assert!(problem.detail.contains("another certificate"), "{problem}");
    }

    #[test]
    fn an_end_entity_is_no_authority() {
        let made = Authority::create("a", NOW).unwrap();
        let server = made.issue_server(&["localhost".to_owned()], NOW, 30).unwrap();
        let problem = Authority::from_pem(&server.chain_pem, &server.key_pem).unwrap_err();
        assert_eq!(problem.code, Code::KeyProblem);
        assert!(problem.detail.contains("not an authority's"), "{problem}");
    }

    #[test]
    fn debug_output_holds_no_key() {
        let made = Authority::create("a", NOW).unwrap();
        assert!(format!("{made:?}").len() < 100);
    }

    #[test]
    fn names_are_of_their_form() {
        for bad in ["", " a", "a\nb", &"あ".repeat(65)] {
            let problem = Authority::create(bad, NOW).unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("region_name")));
        }
        assert!(Authority::create(&"あ".repeat(64), NOW).is_ok());
    }

    proptest! {
        #[test]
        fn arbitrary_text_is_a_key_problem(certificate: String, key: String) {
            let problem = Authority::from_pem(&certificate, &key).unwrap_err();
            prop_assert_eq!(problem.code, Code::KeyProblem);
        }

        #[test]
        fn a_damaged_certificate_is_a_problem_or_the_same(at in 0_usize..400, with: u8) {
            let made = Authority::create("a", NOW).unwrap();
            let mut pem = made.certificate_pem().as_bytes().to_vec();
            let at = at % pem.len();
            pem[at] = with;
            let Ok(pem) = String::from_utf8(pem) else { return Ok(()) };
            // No panic; and whatever is accepted still has this key.
            if let Ok(read) = Authority::from_pem(&pem, &made.key_pem()) {
                prop_assert_eq!(read.key_pem(), made.key_pem());
            }
        }
    }
}
