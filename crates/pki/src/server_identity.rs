//! A listener's own certificate, which operators renew while it runs.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::ring::default_provider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::instant::from_seconds;
use crate::pem;

/// The certificate that a listener shows to everybody, whatever name was asked for. It can be
/// replaced at any time: handshakes after that get the new one, open connections stay.
#[derive(Debug)]
pub struct ServerIdentity(RwLock<Arc<CertifiedKey>>);

impl ServerIdentity {
    /// From the server's certificate followed by any intermediates, and its private key.
    /// [`Code::Configuration`] when they cannot be read or do not belong together.
    pub fn from_pem(chain_pem: &[u8], key_pem: &[u8]) -> Result<Self> {
        Ok(Self(RwLock::new(certified_key(chain_pem, key_pem)?)))
    }

    /// Puts another certificate in place; after a problem the old one stays.
    pub fn replace(&self, chain_pem: &[u8], key_pem: &[u8]) -> Result<()> {
        let fresh = certified_key(chain_pem, key_pem)?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// When the present certificate ends, so that operators can be warned.
    pub fn not_after(&self) -> Timestamp {
        let current = self.current();
        let parsed = current.cert.first().map(|der| X509Certificate::from_der(der));
        match parsed {
            Some(Ok((_, one))) => from_seconds(one.validity().not_after.timestamp()),
            _ => Timestamp::default(),
        }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for ServerIdentity {
    fn resolve(&self, _client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

fn certified_key(chain_pem: &[u8], key_pem: &[u8]) -> Result<Arc<CertifiedKey>> {
    let chain = pem::certificates(chain_pem, "the server's certificate")?;
    let key = pem::private_key(key_pem, "the server's key")?;
    let pair = CertifiedKey::from_der(chain, key, &default_provider()).map_err(|error| {
        let detail = format!(
            "the server's certificate and key cannot be used together: {error}; \
             give the certificate first, then intermediates, and the key that it was made for"
        );
        Problem::new(Code::Configuration, detail)
    })?;
    Ok(Arc::new(pair))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Authority, ServerCertificate};

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn issue(days: u16) -> ServerCertificate {
        let authority = Authority::create("a", NOW).unwrap();
        authority.issue_server(&["a.example".to_owned()], NOW, days).unwrap()
    }

    fn identity(of: &ServerCertificate) -> ServerIdentity {
        ServerIdentity::from_pem(of.chain_pem.as_bytes(), of.key_pem.as_bytes()).unwrap()
    }

    #[test]
    fn a_bad_replacement_leaves_the_old_one() {
        let (first, second) = (issue(30), issue(60));
        let identity = identity(&first);
        let problem =
            identity.replace(second.chain_pem.as_bytes(), first.key_pem.as_bytes()).unwrap_err();
        assert_eq!(problem.code, Code::Configuration);
        assert_eq!(identity.not_after(), NOW.plus_seconds(30 * 86_400));
        identity.replace(second.chain_pem.as_bytes(), second.key_pem.as_bytes()).unwrap();
        assert_eq!(identity.not_after(), NOW.plus_seconds(60 * 86_400));
    }

    #[test]
    fn certificate_and_key_in_one_file_are_read() {
        let made = issue(30);
        let both = format!("{}{}", made.chain_pem, *made.key_pem);
        assert!(ServerIdentity::from_pem(both.as_bytes(), both.as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_configuration_problems(chain: Vec<u8>, key: Vec<u8>) {
            let problem = ServerIdentity::from_pem(&chain, &key).unwrap_err();
            prop_assert_eq!(problem.code, Code::Configuration);
        }

        #[test]
        fn a_pem_frame_around_arbitrary_bytes_is_no_panic(body in "[A-Za-z0-9+/=\n]{0,200}") {
            let frame = |kind| format!("-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n");
            let (chain, key) = (frame("CERTIFICATE"), frame("PRIVATE KEY"));
            prop_assert!(ServerIdentity::from_pem(chain.as_bytes(), key.as_bytes()).is_err());
        }
    }
}
