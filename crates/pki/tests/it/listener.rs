//! A listener on the loopback whose every answer says what its request was told.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use http::{Request, Response};
use tasuki_kernel::{Clock, SystemClock, Timestamp};
use tasuki_pki::{
    Authority, ClientCertificates, DeviceCertificate, DeviceRequest, Presented, ServerCertificate,
    ServerIdentity, TlsAcceptor,
};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const DEVICE: tasuki_kernel::DeviceId = tasuki_kernel::DeviceId::from_bytes([0x5a; 16]);

pub fn now() -> Timestamp {
    SystemClock.now()
}

/// A region with its authority and a server certificate for the loopback.
pub struct Region {
    pub authority: Authority,
    pub server: ServerCertificate,
}

impl Region {
    pub fn new() -> Self {
        let authority = Authority::create("緑が丘", now()).unwrap();
        let server = loopback_certificate(&authority);
        Self { authority, server }
    }

    /// A certificate for [`DEVICE`] that ends so many seconds from now.
    pub fn device(&self, seconds: i64) -> DeviceCertificate {
        let not_after = now().plus_seconds(seconds);
        let not_before = not_after.plus_seconds(-1_000);
        let request = DeviceRequest { device: DEVICE, label: "7号機", not_before, not_after };
        self.authority.issue_device(&request).unwrap()
    }

    pub fn identity(&self) -> Arc<ServerIdentity> {
        let (chain, key) = (self.server.chain_pem.as_bytes(), self.server.key_pem.as_bytes());
        Arc::new(ServerIdentity::from_pem(chain, key).unwrap())
    }

    pub fn ask(&self) -> ClientCertificates {
        ClientCertificates::Ask { authority_der: vec![self.authority.certificate_der().to_vec()] }
    }

    /// A listener that asks for certificates.
    pub async fn listen(&self) -> Listener {
        Listener::start(TlsAcceptor::new(self.identity(), &self.ask()).unwrap()).await
    }
}

pub fn loopback_certificate(authority: &Authority) -> ServerCertificate {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    authority.issue_server(&names, now(), 30).unwrap()
}

/// A running listener; ends with its value.
pub struct Listener {
    pub address: SocketAddr,
    task: JoinHandle<std::io::Result<()>>,
}

impl Listener {
    pub async fn start(acceptor: TlsAcceptor) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), acceptor)
    }

    /// On a socket that was opened before.
    pub fn on(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let address = listener.local_addr().unwrap();
        let service = tower::make::Shared::new(tower::service_fn(tell));
        let server = axum_server::Server::<SocketAddr>::from_listener(listener).acceptor(acceptor);
        Self { address, task: tokio::spawn(server.serve(service)) }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn tell(request: Request<hyper::body::Incoming>) -> Result<Response<String>, Infallible> {
    let told = request.extensions().get::<Presented>();
    Ok(Response::new(format!("{:?} {told:?}", request.version())))
}

/// The answer of [`Listener`] to a request over HTTP/2 with this certificate.
pub fn told(presented: Presented) -> String {
    format!("HTTP/2.0 {:?}", Some(presented))
}
