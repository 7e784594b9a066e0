//! From a TCP connection to requests that know which certificate was presented.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::accept::Accept;
use rustls::server::ResolvesServerCert;
use tasuki_kernel::Result;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::server::TlsStream;
use tower::Service;

use crate::acme::CHALLENGE_PROTOCOL;
use crate::known::Known;
use crate::peer_certificate::PeerCertificate;
use crate::tls::{ClientCertificates, server_config};

/// A client that has not finished its handshake by then is dropped: phones on slow networks
/// need two round trips, an attacker who holds connections open would take for ever.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The certificate of the connection that a request came by, as an extension of the request.
/// `None` when the client sent none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presented(pub Option<Arc<PeerCertificate>>);

/// The acceptor of one listener, for [`axum_server::Server::acceptor`]. Sets `TCP_NODELAY`
/// (without it the first answer on a new connection waits for the client's delayed
/// acknowledgement, 40 ms), makes the handshake within 10 seconds, reads the certificate once.
#[derive(Clone)]
pub struct TlsAcceptor {
    tls: tokio_rustls::TlsAcceptor,
    known: Arc<Known>,
}

impl TlsAcceptor {
    /// TLS 1.3 only, HTTP/2 before HTTP/1.1, no early data. `identity` is a
    /// [`ServerIdentity`](crate::ServerIdentity) or that of [`Acme`](crate::Acme::identity).
    pub fn new(
        identity: Arc<dyn ResolvesServerCert>,
        clients: &ClientCertificates,
    ) -> Result<Self> {
        Self::with_protocols(identity, clients, &[])
    }

    /// As [`TlsAcceptor::new`], and answers the public authority's validation connections
    /// (TLS-ALPN-01, RFC 8737), which carry no request.
    pub fn with_challenges(
        identity: Arc<dyn ResolvesServerCert>,
        clients: &ClientCertificates,
    ) -> Result<Self> {
        Self::with_protocols(identity, clients, &[CHALLENGE_PROTOCOL])
    }

    fn with_protocols(
        identity: Arc<dyn ResolvesServerCert>,
        clients: &ClientCertificates,
        protocols: &[&[u8]],
    ) -> Result<Self> {
        let mut config = server_config(identity, clients)?;
        config.alpn_protocols.extend(protocols.iter().map(|name| name.to_vec()));
        let tls = tokio_rustls::TlsAcceptor::from(Arc::new(config));
        Ok(Self { tls, known: Arc::new(Known::new(clients.authorities()?)) })
    }

    /// Makes the handshake on `tcp` and reads the client's certificate. An error means that
    /// the connection is of no use and has been closed.
    pub async fn handshake(&self, tcp: TcpStream) -> io::Result<(TlsStream<TcpStream>, Presented)> {
        tcp.set_nodelay(true)?;
        let stream = timeout(HANDSHAKE, self.tls.accept(tcp)).await??;
        let (_, connection) = stream.get_ref();
        if connection.alpn_protocol() == Some(CHALLENGE_PROTOCOL) {
            return Err(io::Error::other("a validation connection of the public authority"));
        }
        let leaf = connection.peer_certificates().and_then(<[_]>::first);
        let presented = Presented(leaf.map(|der| self.known.inspect(der)));
        Ok((stream, presented))
    }
}

impl<S: Send + 'static> Accept<TcpStream, S> for TlsAcceptor {
    type Stream = TlsStream<TcpStream>;
    type Service = WithPresented<S>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, tcp: TcpStream, inner: S) -> Self::Future {
        let acceptor = self.clone();
        Box::pin(async move {
            let (stream, presented) = acceptor.handshake(tcp).await?;
            Ok((stream, WithPresented { inner, presented }))
        })
    }
}

/// A service that puts [`Presented`] into each request before it hands it on, in place of
/// whatever was there.
#[derive(Debug, Clone)]
pub struct WithPresented<S> {
    inner: S,
    presented: Presented,
}

impl<S, B> Service<http::Request<B>> for WithPresented<S>
where
    S: Service<http::Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<B>) -> Self::Future {
        request.extensions_mut().insert(self.presented.clone());
        self.inner.call(request)
    }
}
