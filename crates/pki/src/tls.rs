//! The TLS settings of a listener.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::server::{ResolvesServerCert, ServerSessionMemoryCache};
use tasuki_kernel::{Code, Problem, Result};

use crate::client_verifier::AskForCertificate;
use crate::peer_certificate::Authorities;

/// Sessions kept for resumption, about 1 kB each with the client's certificate.
const SESSIONS: usize = 2_048;

/// Whether a listener asks its clients for a certificate.
#[derive(Debug, Clone)]
pub enum ClientCertificates {
    /// The staff's entrance: asks, naming the authorities (DER), and takes what comes.
    Ask {
        /// The region's authority; two of them while one replaces the other.
        authority_der: Vec<Vec<u8>>,
    },
    /// The entrance of patients and families: no browser shows a certificate dialogue there.
    Never,
}

impl ClientCertificates {
    pub(crate) fn authorities(&self) -> Result<Authorities> {
        match self {
            Self::Ask { authority_der } if authority_der.is_empty() => Err(Problem::new(
                Code::Configuration,
                "a listener that asks for certificates needs the region's device authority",
            )),
            Self::Ask { authority_der } => Authorities::new(authority_der),
            Self::Never => Ok(Authorities::default()),
        }
    }
}

/// TLS 1.3 only, HTTP/2 before HTTP/1.1, no early data (it could be replayed). Each listener
/// needs a configuration of its own, so that a session of one is not resumed at another.
pub fn server_config(
    identity: Arc<dyn ResolvesServerCert>,
    clients: &ClientCertificates,
) -> Result<ServerConfig> {
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| Problem::new(Code::Internal, format!("TLS 1.3 is missing: {error}")))?;
    let builder = match clients {
        ClientCertificates::Ask { .. } => {
            let verifier = AskForCertificate::new(&clients.authorities()?, provider);
            builder.with_client_cert_verifier(Arc::new(verifier))
        }
        ClientCertificates::Never => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(identity);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    // A browser keeps one connection and brings one ticket to the next, where it gets a new one.
    config.send_tls13_tickets = 1;
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    Ok(config)
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::Timestamp;

    use super::*;
    use crate::{Authority, ServerIdentity};

    fn config(clients: &ClientCertificates) -> Result<ServerConfig> {
        let now = Timestamp::from_micros(1_795_239_120_000_000);
        let authority = Authority::create("a", now).unwrap();
        let made = authority.issue_server(&["a.example".to_owned()], now, 30).unwrap();
        let (chain, key) = (made.chain_pem.as_bytes(), made.key_pem.as_bytes());
        server_config(Arc::new(ServerIdentity::from_pem(chain, key).unwrap()), clients)
    }

    #[test]
    fn nothing_is_accepted_before_the_handshake_is_done() {
        let config = config(&ClientCertificates::Never).unwrap();
        assert_eq!(config.max_early_data_size, 0);
        assert!(!config.send_half_rtt_data);
    }

    #[test]
    fn asking_needs_an_authority() {
        for authority_der in [vec![], vec![vec![0x30, 0]]] {
            let problem = config(&ClientCertificates::Ask { authority_der }).unwrap_err();
            assert_eq!(problem.code, Code::Configuration);
        }
    }
}
