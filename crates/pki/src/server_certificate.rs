//! A server's certificate from the region's own authority: for the demo region, for regions on
//! a closed network, and for tests. Public names get theirs by [`Acme`](crate::Acme).

use std::fmt;

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose,
};
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use zeroize::Zeroizing;

use crate::authority::{Authority, SKEW};

/// A server certificate with its private key, as two PEM texts.
pub struct ServerCertificate {
    /// The certificate, and that of its authority when a root stands above it: what clients trust
    /// beforehand is left out.
    pub chain_pem: String,
    /// The private key as PKCS#8 PEM, in clear.
    pub key_pem: Zeroizing<String>,
}

impl Authority {
    /// Issues a certificate for server authentication under these DNS names or IP addresses,
    /// from five minutes ago for so many days. Apple's browsers refuse more than 825 days.
    pub fn issue_server(
        &self,
        names: &[String],
        now: Timestamp,
        days: u16,
    ) -> Result<ServerCertificate> {
        if names.is_empty() || names.iter().any(String::is_empty) {
            return Err(bad_names("give at least one DNS name or IP address, none of them empty"));
        }
        let mut params = CertificateParams::new(names)
            .map_err(|_| bad_names("DNS names are ASCII; write Japanese ones in xn-- form"))?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Tasuki server");
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let end = now.plus_seconds(i64::from(days) * 86_400);
        self.set_validity(&mut params, now.plus_seconds(-SKEW), end)?;
        let (made, key) = self.sign(&params)?;
        let key_pem = Zeroizing::new(key.serialize_pem());
        let above =
            if self.anchor_pem() == self.certificate_pem() { "" } else { self.certificate_pem() };
        Ok(ServerCertificate { chain_pem: format!("{}{above}", made.pem()), key_pem })
    }
}

fn bad_names(why: &str) -> Problem {
    Problem::new(Code::Configuration, format!("names of the server's certificate: {why}"))
}

impl fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificate").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use x509_parser::prelude::{FromDer, X509Certificate};

    use super::*;
    use crate::pem;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_500_000);

    fn issue(names: &[&str], days: u16) -> Result<ServerCertificate> {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        Authority::create("緑が丘", NOW).unwrap().issue_server(&names, NOW, days)
    }

    #[test]
    fn carries_names_and_addresses_for_servers_only() {
        let made = issue(&["tasuki.example", "127.0.0.1", "::1"], 30).unwrap();
        let der = pem::certificates(made.chain_pem.as_bytes(), "it").unwrap();
        let (_, parsed) = X509Certificate::from_der(&der[0]).unwrap();
        let usage = parsed.extended_key_usage().unwrap().unwrap().value;
        assert!(usage.server_auth && !usage.client_auth);
        let names = &parsed.subject_alternative_name().unwrap().unwrap().value.general_names;
        assert_eq!(names.len(), 3);
        assert!(format!("{names:?}").contains("tasuki.example"));
    }

    #[test]
    fn brings_the_authority_along_that_stands_under_a_root() {
        let root = Authority::create_root("緑が丘", NOW).unwrap();
        let daily = Authority::create_under(&root, "緑が丘", 1, NOW).unwrap();
        let made = daily.issue_server(&["a.example".to_owned()], NOW, 30).unwrap();
        let ders = pem::certificates(made.chain_pem.as_bytes(), "it").unwrap();
        assert_eq!(ders.len(), 2);
        assert_eq!(&*ders[1], daily.certificate_der());
    }

    #[test]
    fn names_must_be_names() {
        for bad in [&[][..], &[""], &["連絡帳.example"]] {
            assert_eq!(issue(bad, 30).unwrap_err().code, Code::Configuration);
        }
        assert_eq!(issue(&["a.example"], u16::MAX).unwrap_err().field, Some("not_after"));
    }
}
