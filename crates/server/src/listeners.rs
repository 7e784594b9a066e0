//! Listeners and what runs beside them, until the process is asked to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::Router;
use axum_server::Handle;
use metrics_exporter_prometheus::PrometheusBuilder;
use tasuki_app::{App, Change};
use tasuki_pki::{Acme, AcmeSettings, ClientCertificates, TlsAcceptor};
use tasuki_web::{Web, routes};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clamav::Clamd;
use crate::config::{AcmeConfig, Config};
use crate::document_font;
use crate::door::{Door, Stop};
use crate::postman::Lettre;
use crate::server_certificate::Certificate;

/// Seconds that open requests get when the process stops.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until interrupted. Says `ready https://…` on standard output when it listens.
pub async fn serve(config: &Config, app: Arc<App>, demo: bool) -> Result<()> {
    document_font::give(config, &app)?;
    if let Some(address) = &config.clamav {
        app.use_scanner(Arc::new(Clamd::at(address.clone())));
    }
    let listener = bind(config.listen).await?;
    let port = listener.local_addr()?.port();
    let addresses = config.addresses(port);
    let staff_url = addresses.staff.clone();
    app.use_addresses(addresses);
    let web = Web { app: Arc::clone(&app), demo, staff_url: staff_url.clone(), at_portal: false };
    let issuers = app.issuers()?;
    let authority_der = issuers.iter().map(|it| it.certificate_der().to_vec()).collect();
    let ask = ClientCertificates::Ask { authority_der };
    let (handle, (stop, stopped)) = (Handle::new(), Stop::new());
    tokio::spawn(stop_when_asked(handle.clone(), stop, Arc::clone(&app)));
    tokio::spawn(forget_when_told(Arc::clone(&app)));
    tokio::spawn(checkpoints(Arc::clone(&app)));
    tokio::spawn(sweep(Arc::clone(&app)));
    if let Some(mail) = &config.mail {
        tokio::spawn(letters(Arc::clone(&app), Lettre::new(mail)?));
    } else {
        tracing::warn!("no mail server is set ([mail]): letters wait in the outbox");
    }
    let mut doors = tokio::task::JoinSet::new();
    let acceptors = acceptors(config, &app, &ask)?;
    let router = routes::staff(web.clone());
    let staff = Door { listener, acceptor: acceptors.staff, router };
    doors.spawn(open(staff, stopped.clone()));
    if let (Some(address), Some(acceptor)) = (config.portal, acceptors.portal) {
        let router = routes::portal(web.clone());
        let portal = Door { listener: bind(address).await?, acceptor, router };
        doors.spawn(open(portal, stopped));
    }
    if let Some(address) = config.ops {
        doors.spawn(open_ops(bind(address).await?, ops_router(web)?, handle));
    }
    println!("ready {staff_url}");
    while let Some(ended) = doors.join_next().await {
        ended.context("a listener ended in a panic")??;
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} is taken or not of this machine: choose another"))
}

struct Acceptors {
    staff: TlsAcceptor,
    portal: Option<TlsAcceptor>,
}

fn acceptors(config: &Config, app: &Arc<App>, ask: &ClientCertificates) -> Result<Acceptors> {
    let wants_portal = config.portal.is_some();
    if let Some(settings) = &config.acme {
        let acme = acme(config, settings)?;
        let identity = acme.identity();
        let portal = wants_portal
            .then(|| TlsAcceptor::with_challenges(identity.clone(), &ClientCertificates::Never))
            .transpose()?;
        let staff = TlsAcceptor::with_challenges(identity, ask)?;
        tokio::spawn(acme.run(|report| tracing::info!(?report, "ACME")));
        return Ok(Acceptors { staff, portal });
    }
    let certificate = Certificate::load(config, app)?;
    let identity = Arc::clone(&certificate.identity);
    tokio::spawn(certificate.watch());
    let portal = wants_portal
        .then(|| TlsAcceptor::new(identity.clone(), &ClientCertificates::Never))
        .transpose()?;
    Ok(Acceptors { staff: TlsAcceptor::new(identity, ask)?, portal })
}

fn acme(config: &Config, settings: &AcmeConfig) -> Result<Acme> {
    Ok(Acme::new(AcmeSettings {
        directory_url: settings.directory.clone(),
        contacts: settings.contacts.clone(),
        names: config.names.clone(),
        folder: config.folder().path().join("acme"),
        directory_roots_pem: None,
    })?)
}

async fn open(door: Door, stop: Stop) -> Result<()> {
    door.open(stop, GRACE).await;
    Ok(())
}

async fn open_ops(listener: TcpListener, router: Router, handle: Handle<SocketAddr>) -> Result<()> {
    axum_server::Server::<SocketAddr>::from_listener(listener)
        .handle(handle)
        .serve(router.into_make_service())
        .await
        .context("the operator's listener failed")
}

fn ops_router(web: Web) -> Result<Router> {
    let recorder = PrometheusBuilder::new().install_recorder().context("figures")?;
    Ok(routes::ops(web, Arc::new(move || recorder.render())))
}

/// Stops listening on SIGTERM or Ctrl-C; open requests get a few seconds, open streams end now:
/// whoever looks on comes again to whatever serves then.
async fn stop_when_asked(handle: Handle<SocketAddr>, stop: watch::Sender<bool>, app: Arc<App>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        } else {
            drop(interrupt.await);
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
    stop.send_replace(true);
    app.end_streams();
}

/// Keys may have been destroyed or replaced by another program: drop what is kept in memory.
async fn forget_when_told(app: Arc<App>) {
    use tokio::sync::broadcast::error::RecvError;
    let mut changes = app.listen();
    loop {
        match changes.recv().await {
            Ok(Change::Logs(_)) => {}
            Ok(Change::Everything) | Err(RecvError::Lagged(_)) => app.forget(),
            Err(RecvError::Closed) => return,
        }
    }
}

/// What nothing will ask for any more goes once a day: first an hour after the start, so that a
/// process that is started over and over does not sweep over and over.
async fn sweep(app: Arc<App>) {
    tokio::time::sleep(Duration::from_hours(1)).await;
    let mut day = tokio::time::interval(Duration::from_hours(24));
    loop {
        day.tick().await;
        match app.sweep().await {
            Ok(swept) => tracing::info!(swept.uploads, swept.objects, "swept"),
            Err(problem) => tracing::error!(%problem, "sweeping failed"),
        }
    }
}

/// Letters go out as soon as they are written, and again when a mail server was away.
async fn letters(app: Arc<App>, postman: Lettre) {
    loop {
        let pause = app.deliver(&postman).await.unwrap_or_else(|problem| {
            tracing::error!(%problem, "letters could not be looked at");
            Duration::from_secs(30)
        });
        app.letter_or(pause).await;
    }
}

/// Each minute the tree grows and a signed checkpoint goes out.
async fn checkpoints(app: Arc<App>) {
    let mut minute = tokio::time::interval(Duration::from_mins(1));
    loop {
        minute.tick().await;
        if let Err(problem) = app.checkpoint().await {
            tracing::error!(%problem, "no checkpoint could be made");
        }
    }
}
