//! F6: what TLS 1.3 with a client certificate costs: the same pages of one server with and
//! without it, and the processor time of a handshake.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Extension;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tasuki_kernel::SystemClock;
use tasuki_pki::{
    ClientCertificates, Fingerprint, PeerCertificate, Presented, ServerIdentity, TlsAcceptor,
};
use tasuki_web::{Web, routes};
use tokio::net::TcpListener;

use crate::http::{Door, address};
use crate::line::Line;
use crate::load::{Client, once, run};
use crate::region::Region;
use crate::run::Run;
use crate::sample::{median, ratio};
use crate::served::{Guest, Served, Settings, sign_in};
use crate::timeline::CONNECTIONS;

/// Handshakes of a round.
const HANDSHAKES: u32 = 200;

/// The same router behind two doors, in this process: the program itself has no plain one.
struct Doors {
    plain: u16,
    tls: u16,
    handle: axum_server::Handle<SocketAddr>,
}

impl Drop for Doors {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

/// Takes F6.
pub async fn take(run_: &mut Run) -> Result<()> {
    let region = run_.region().await?;
    keep_alive(run_, &region).await?;
    handshake(run_, &region).await
}

async fn keep_alive(run_: &mut Run, region: &Region) -> Result<()> {
    let doors = open(region).await?;
    let who = &region.people[0];
    let tls = Door::of(doors.tls, &region.authority, who)?;
    let guest = sign_in(&tls, &who.login).await?;
    let room = &region.rooms_of(0).first().context("a room")?.id;
    let path = format!("/api/v1/rooms/{room}/entries");
    let mut over_tls = clients(&guest, &path).await?;
    let plain = Guest { door: Door::Plain(address(doors.plain)), ..guest };
    let mut in_clear = clients(&plain, &path).await?;
    once(&mut over_tls, 200).await?;
    once(&mut in_clear, 200).await?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..run_.rounds {
        without.push(run(&mut in_clear, 200, run_.seconds).await?.rate());
        with.push(run(&mut over_tls, 200, run_.seconds).await?.rate());
    }
    run_.say(Line::bare("F6", "timeline plain c=32", median(&without)).unit("/s"));
    run_.say(Line::least("F6", "keep-alive TLS/plain", ratio(&with, &without), 0.9));
    Ok(())
}

async fn clients(guest: &Guest, path: &str) -> Result<Vec<Client>> {
    let mut connected = Vec::new();
    for _ in 0..CONNECTIONS {
        connected.push(Client::new(&guest.door, vec![guest.get(path)]).await?);
    }
    Ok(connected)
}

async fn open(region: &Region) -> Result<Doors> {
    let app = Arc::new(region.open(Arc::new(SystemClock), true).await?);
    let authority = app.authority()?;
    let issued = authority.issue_server(&["localhost".to_owned()], app.clock().now(), 30)?;
    let chain = issued.chain_pem.as_bytes();
    let identity = Arc::new(ServerIdentity::from_pem(chain, issued.key_pem.as_bytes())?);
    let ask = ClientCertificates::Ask { authority_der: vec![authority.certificate_der().to_vec()] };
    let tomorrow = app.clock().now().plus_seconds(86_400);
    let web = Web { app, demo: false, staff_url: "https://localhost".into(), at_portal: false };
    let handle = axum_server::Handle::new();
    let (tls, plain) = (TcpListener::bind(address(0)).await?, TcpListener::bind(address(0)).await?);
    let ports = (tls.local_addr()?.port(), plain.local_addr()?.port());
    let router = routes::staff(web);
    let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
    let behind_tls = axum_server::Server::<SocketAddr>::from_listener(tls)
        .acceptor(TlsAcceptor::new(identity, &ask)?)
        .handle(handle.clone());
    tokio::spawn(behind_tls.serve(service));
    // What the handshake would have told.
    let der = CertificateDer::from_pem_slice(region.people[0].certificate.as_bytes())?;
    let presented = Presented(Some(Arc::new(PeerCertificate {
        fingerprint: Fingerprint::of_der(&der),
        ours: true,
        not_after: tomorrow,
        device: None,
    })));
    let router = router.layer(Extension(presented));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let in_clear = axum_server::Server::<SocketAddr>::from_listener(plain)
        .acceptor(axum_server::accept::NoDelayAcceptor::new())
        .handle(handle.clone());
    tokio::spawn(in_clear.serve(service));
    Ok(Doors { plain: ports.1, tls: ports.0, handle })
}

/// The real program's processor time for a connection with one empty answer, without that of the
/// answer.
async fn handshake(run: &mut Run, region: &Region) -> Result<()> {
    let served = Served::start(&run.program, region, &Settings::default())?;
    let guest = served.sign_in(&[0]).await?;
    let asked = guest[0].get("/healthz");
    let mut kept = guest[0].door.connect().await?;
    let mut each = Vec::new();
    for _ in 0..run.rounds {
        let begun = served.processor_seconds()?;
        for _ in 0..HANDSHAKES {
            kept.ask(&asked).await?;
        }
        let between = served.processor_seconds()?;
        for _ in 0..HANDSHAKES {
            guest[0].door.connect().await?.ask(&asked).await?;
        }
        let (answers, all) = (between - begun, served.processor_seconds()? - between);
        each.push((all - answers) / f64::from(HANDSHAKES) * 1e6);
    }
    run.say(Line::most("F6", "full handshake", median(&each), 300.0).unit("µs"));
    Ok(())
}
