//! The server's certificate from a public authority, by ACME (RFC 8555) with the TLS-ALPN-01
//! challenge (RFC 8737): ordered at start, renewed at two thirds of its life, without a file
//! to copy and without a second port.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use futures::StreamExt;
use rustls::crypto::ring::default_provider;
use rustls::server::ResolvesServerCert;
use rustls::{ClientConfig, RootCertStore};
use rustls_acme::{AccountCache, AcmeConfig, AcmeState, CertCache, EventError, EventOk};
use tasuki_kernel::{Code, Problem, Result};

use crate::fingerprint::Fingerprint;
use crate::pem;

/// The protocol name by which the authority's validation connections are told apart.
pub const CHALLENGE_PROTOCOL: &[u8] = b"acme-tls/1";

/// Where the certificate comes from.
#[derive(Debug, Clone)]
pub struct AcmeSettings {
    /// The authority's directory, `https://…`.
    pub directory_url: String,
    /// Whom the authority writes to, `mailto:…`; may be empty.
    pub contacts: Vec<String>,
    /// The DNS names of this server; the authority must reach each on port 443.
    pub names: Vec<String>,
    /// Where the account's key and the certificate with its key are kept, mode 0600.
    pub folder: PathBuf,
    /// Who vouches for the directory's own server, as PEM, when it is not a public one.
    pub directory_roots_pem: Option<Vec<u8>>,
}

/// What happened, for the operator's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcmeReport {
    /// The kept certificate is in use.
    KeptCertificate,
    /// A new certificate has been received and is in use.
    NewCertificate,
    /// Account or certificate were written to the folder.
    Stored,
    /// Something failed; it is tried again by itself, at growing intervals. The old certificate
    /// stays in use.
    Failed(String),
}

/// An ACME client for one listener: take its [`identity`](Acme::identity) for
/// [`TlsAcceptor::with_challenges`](crate::TlsAcceptor::with_challenges), and keep
/// [`run`](Acme::run) running for as long as the listener.
pub struct Acme {
    state: AcmeState<io::Error>,
}

impl Acme {
    /// Prepares the client; nothing is asked of the authority before [`Acme::run`].
    pub fn new(settings: AcmeSettings) -> Result<Self> {
        let bad = |why: &str| Problem::new(Code::Configuration, format!("ACME: {why}"));
        if !settings.directory_url.starts_with("https://") {
            return Err(bad("the directory must be an https:// address"));
        }
        if settings.names.is_empty() || settings.names.iter().any(String::is_empty) {
            return Err(bad("give at least one DNS name, none of them empty"));
        }
        if settings.contacts.iter().any(|contact| !contact.starts_with("mailto:")) {
            return Err(bad("a contact must begin with mailto:"));
        }
        let client = directory_client(settings.directory_roots_pem.as_deref())?;
        let state = AcmeConfig::new_with_client_config(&settings.names, Arc::new(client))
            .directory(&settings.directory_url)
            .contact(&settings.contacts)
            .cache(Folder(Arc::from(settings.folder)))
            .state();
        Ok(Self { state })
    }

    /// The certificate as it stands; handshakes fail until there is one.
    pub fn identity(&self) -> Arc<dyn ResolvesServerCert> {
        self.state.resolver()
    }

    /// Gets and renews the certificate, for ever; ends when it is dropped.
    pub async fn run(mut self, mut report: impl FnMut(AcmeReport) + Send) {
        while let Some(event) = self.state.next().await {
            report(match event {
                Ok(EventOk::DeployedCachedCert) => AcmeReport::KeptCertificate,
                Ok(EventOk::DeployedNewCert) => AcmeReport::NewCertificate,
                Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => AcmeReport::Stored,
                Err(error) => AcmeReport::Failed(explain(&error)),
            });
        }
    }
}

fn explain(error: &EventError<io::Error, io::Error>) -> String {
    let what_to_do = match error {
        EventError::Order(_) => "check that port 443 of every name reaches this server",
        EventError::CachedCertParse(_) => "the kept certificate is ignored; a new one is ordered",
        EventError::NewCertParse(_) => "the authority sent something else than a certificate",
        _ => "check the folder's owner and free space",
    };
    format!("{error} ({what_to_do})")
}

fn directory_client(roots_pem: Option<&[u8]>) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match roots_pem {
        Some(pem) => {
            let found = pem::certificates(pem, "the roots of the ACME directory")?;
            roots.add_parsable_certificates(found);
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_root_certificates(roots).with_no_client_auth())
        .map_err(|error| Problem::new(Code::Internal, format!("no TLS client: {error}")))
}

/// Keeps what must survive a restart: authorities limit how often they issue.
struct Folder(Arc<Path>);

impl Folder {
    async fn load(&self, name: String) -> io::Result<Option<Vec<u8>>> {
        let path = self.0.join(name);
        tokio::task::spawn_blocking(move || match std::fs::read(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        })
        .await?
    }

    async fn store(&self, name: String, bytes: &[u8]) -> io::Result<()> {
        let (folder, bytes) = (Arc::clone(&self.0), bytes.to_vec());
        tokio::task::spawn_blocking(move || write_privately(&folder, &name, &bytes)).await?
    }
}

/// Writes beside and renames over, so that a crash leaves the old file or the new one; only
/// the owner may read, because there is a private key in it.
fn write_privately(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let beside = folder.join(format!("{name}.new"));
    let _ = std::fs::remove_file(&beside);
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, folder.join(name))
}

/// A file name that changes with what the content was ordered for.
fn file_name(kind: &str, subjects: &[String], directory_url: &str) -> String {
    let key = format!("{}\n{directory_url}", subjects.join("\n"));
    let digest = Fingerprint::of_der(key.as_bytes()).to_string();
    format!("{kind}-{}", &digest[..16])
}

#[async_trait]
impl CertCache for Folder {
    type EC = io::Error;

    async fn load_cert(&self, names: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        self.load(file_name("certificate", names, directory)).await
    }

    async fn store_cert(&self, names: &[String], directory: &str, pem: &[u8]) -> io::Result<()> {
        self.store(file_name("certificate", names, directory), pem).await
    }
}

#[async_trait]
impl AccountCache for Folder {
    type EA = io::Error;

    async fn load_account(
        &self,
        contacts: &[String],
        directory: &str,
    ) -> io::Result<Option<Vec<u8>>> {
        self.load(file_name("account", contacts, directory)).await
    }

    async fn store_account(
        &self,
        contacts: &[String],
        directory: &str,
        key: &[u8],
    ) -> io::Result<()> {
        self.store(file_name("account", contacts, directory), key).await
    }
}
