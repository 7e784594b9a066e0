//! Clients as browsers are: they trust the region's authority and may hold a certificate.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::client::{ClientConnection, ResolvesClientCert};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::CertifiedKey;
use rustls::{
    ClientConfig, HandshakeKind, RootCertStore, SignatureScheme, SupportedProtocolVersion,
};
use tasuki_kernel::Timestamp;
use tasuki_pki::{Authority, DeviceCertificate, Fingerprint, PeerCertificate, Presented};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::listener::DEVICE;

/// What a client trusts, speaks and presents.
pub struct Client {
    pub roots: Vec<CertificateDer<'static>>,
    pub version: &'static SupportedProtocolVersion,
    pub protocols: Vec<Vec<u8>>,
    pub name: &'static str,
    config: Option<Arc<ClientConfig>>,
    identity: Option<Arc<CertifiedKey>>,
    /// The authorities that the server named when it asked for a certificate.
    pub hints: Hints,
}

type Hints = Arc<Mutex<Vec<Vec<u8>>>>;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub body: String,
    pub kind: Option<HandshakeKind>,
    pub server: Fingerprint,
}

impl Client {
    pub fn trusting(authority: &Authority) -> Self {
        Self {
            roots: vec![CertificateDer::from(authority.certificate_der().to_vec())],
            version: &rustls::version::TLS13,
            protocols: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            name: "localhost",
            config: None,
            identity: None,
            hints: Hints::default(),
        }
    }

    pub fn presenting(self, device: &DeviceCertificate) -> Self {
        self.presenting_with_key(device, &device.key_pem)
    }

    /// Presents the device's certificate and signs with whatever key is given.
    pub fn presenting_with_key(mut self, device: &DeviceCertificate, key_pem: &str) -> Self {
        let chain = vec![CertificateDer::from(device.certificate_der().to_vec())];
        let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).unwrap();
        let key = default_provider().key_provider.load_private_key(key).unwrap();
        self.identity = Some(Arc::new(CertifiedKey::new(chain, key)));
        self
    }

    /// The same settings for each connection, so that sessions are resumed.
    pub fn config(&mut self) -> Arc<ClientConfig> {
        let config = self.config.take().unwrap_or_else(|| Arc::new(self.build()));
        self.config = Some(Arc::clone(&config));
        config
    }

    fn build(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(self.roots.clone());
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[self.version])
            .unwrap()
            .with_root_certificates(roots)
            .with_client_cert_resolver(Arc::new(self.resolver()));
        config.alpn_protocols.clone_from(&self.protocols);
        config
    }

    fn resolver(&self) -> Always {
        Always { identity: self.identity.clone(), hints: Arc::clone(&self.hints) }
    }

    pub async fn connect(&mut self, address: SocketAddr) -> io::Result<TlsStream<TcpStream>> {
        let tcp = TcpStream::connect(address).await?;
        let name = ServerName::try_from(self.name).unwrap();
        TlsConnector::from(self.config()).connect(name, tcp).await
    }

    /// Asks for `path` on a connection of its own.
    pub async fn get(&mut self, address: SocketAddr, path: &str) -> io::Result<Answer> {
        let stream = self.connect(address).await?;
        let connection = stream.get_ref().1;
        let (kind, server) = (connection.handshake_kind(), server_of(connection));
        let second_version = connection.alpn_protocol() == Some(b"h2");
        let uri = format!("https://{}:{}{path}", self.name, address.port());
        let request = Request::get(uri).header("host", self.name).body(Empty::new()).unwrap();
        let body = if second_version {
            over_http2(stream, request).await
        } else {
            over_http1(stream, request).await
        };
        let body = String::from_utf8(body.map_err(io::Error::other)?.to_vec()).unwrap();
        Ok(Answer { body, kind, server })
    }

    /// Why the server refuses: what the client reads in place of an answer. In TLS 1.3 the
    /// client is done first, so a refusal of its certificate comes with the first read.
    pub async fn refusal(&mut self, address: SocketAddr) -> String {
        let first_read = async {
            let mut stream = self.connect(address).await?;
            stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await?;
            stream.read(&mut [0; 64]).await
        };
        first_read.await.expect_err("the server answered").to_string()
    }
}

fn server_of(connection: &ClientConnection) -> Fingerprint {
    Fingerprint::of_der(&connection.peer_certificates().unwrap()[0])
}

async fn over_http2(
    stream: TlsStream<TcpStream>,
    request: Request<Empty<Bytes>>,
) -> hyper::Result<Bytes> {
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.into_body().collect().await?.to_bytes())
}

async fn over_http1(
    stream: TlsStream<TcpStream>,
    request: Request<Empty<Bytes>>,
) -> hyper::Result<Bytes> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.into_body().collect().await?.to_bytes())
}

/// Presents the same certificate whatever authorities the server names.
#[derive(Debug)]
struct Always {
    identity: Option<Arc<CertifiedKey>>,
    hints: Hints,
}

impl ResolvesClientCert for Always {
    fn resolve(&self, hints: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.hints.lock().unwrap().extend(hints.iter().map(|name| name.to_vec()));
        self.identity.clone()
    }

    fn has_certs(&self) -> bool {
        self.identity.is_some()
    }
}

/// What a request must be told of our own device certificate.
pub fn ours(device: &DeviceCertificate) -> Presented {
    presented(device.fingerprint, device.not_after, true)
}

/// What a request must be told of another authority's.
pub fn foreign(device: &DeviceCertificate) -> Presented {
    presented(device.fingerprint, device.not_after, false)
}

fn presented(fingerprint: Fingerprint, not_after: Timestamp, ours: bool) -> Presented {
    let device = ours.then_some(DEVICE);
    Presented(Some(Arc::new(PeerCertificate { fingerprint, ours, not_after, device })))
}
