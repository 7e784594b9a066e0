//! A door for people: each connection is served in the protocol that its handshake agreed on, with
//! no more memory than that protocol needs. Thousands of phones keep a live stream open.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tasuki_pki::{Presented, TlsAcceptor};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::Service as _;

/// How long nobody is let in after the system could not: when it has no sockets left, at once would
/// be in vain.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the head of a request may take on a bad line.
const HEAD: Duration = Duration::from_secs(30);

/// Says to the doors that they are to be shut.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// One to say it with, and one to hear it by.
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (say, hear) = watch::channel(false);
        (say, Self(hear))
    }

    /// Waits for it. Whoever could say it having gone is the same.
    async fn asked(&mut self) {
        drop(self.0.wait_for(|it| *it).await);
    }
}

/// A door: who listens, who makes the handshake, who answers.
pub struct Door {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Makes the handshake.
    pub acceptor: TlsAcceptor,
    /// Answers.
    pub router: Router,
}

impl Door {
    /// Lets everybody in until `stop`; those who are inside then get `grace` to finish what they
    /// asked for.
    pub async fn open(self, mut stop: Stop, grace: Duration) {
        let inside = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stop.asked() => break,
            };
            let Ok((tcp, from)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (acceptor, router) = (self.acceptor.clone(), self.router.clone());
            tokio::spawn(serve(tcp, from, acceptor, router, inside.watcher()));
        }
        drop(self.listener);
        drop(tokio::time::timeout(grace, inside.shutdown()).await);
    }
}

/// One connection from handshake to end. How it ends is nobody's concern: phones go away.
async fn serve(
    tcp: TcpStream,
    from: SocketAddr,
    acceptor: TlsAcceptor,
    router: Router,
    watcher: Watcher,
) {
    // In a box that goes when the handshake is done: what serves is another size.
    let Ok((tls, presented)) = Box::pin(acceptor.handshake(tcp)).await else { return };
    let two = tls.get_ref().1.alpn_protocol() == Some(b"h2");
    let service = service_fn(move |request| answer(router.clone(), request, from, &presented));
    let io = TokioIo::new(tls);
    if two {
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .serve_connection(io, service);
        drop(Box::pin(watcher.watch(connection)).await);
    } else {
        // Whoever sends a request's head for longer than this holds the door shut.
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(io, service);
        drop(Box::pin(watcher.watch(connection)).await);
    }
}

fn answer(
    mut router: Router,
    mut request: Request<Incoming>,
    from: SocketAddr,
    presented: &Presented,
) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
    request.extensions_mut().insert(ConnectInfo(from));
    request.extensions_mut().insert(presented.clone());
    // A router is always ready.
    router.call(request)
}
