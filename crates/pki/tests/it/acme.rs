//! A certificate by ACME from Pebble, a real ACME server for tests: the commands `pebble` and
//! `pebble-challtestsrv` must be installed. The validation is real: Pebble resolves the name
//! and connects to our listener.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tasuki_kernel::Code;
use tasuki_pki::{Acme, AcmeReport, AcmeSettings, TlsAcceptor};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{sleep, timeout};

use crate::client::{Client, ours};
use crate::listener::{Listener, Region, told};

const NAME: &str = "notebook.test";

/// A port that was free a moment ago.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Pebble with a resolver that finds every name on the loopback.
struct Pebble {
    acme: u16,
    management: u16,
    _processes: [Child; 2],
}

impl Pebble {
    async fn start(region: &Region, validated_port: u16, folder: &Path) -> Self {
        // Somebody else may take a free port before Pebble does.
        for _ in 0..3 {
            let pebble = Self::spawn(region, validated_port, folder);
            if fetch(region, pebble.acme, "/dir").await.is_some() {
                return pebble;
            }
        }
        panic!("pebble does not listen");
    }

    fn spawn(region: &Region, validated_port: u16, folder: &Path) -> Self {
        let (acme, management, dns) = (free_port(), free_port(), free_port());
        let (certificate, key) = (folder.join("pebble.pem"), folder.join("pebble.key"));
        std::fs::write(&certificate, &region.server.chain_pem).unwrap();
        std::fs::write(&key, &*region.server.key_pem).unwrap();
        let config = folder.join("pebble.json");
        let text = format!(
            r#"{{"pebble": {{"listenAddress": "127.0.0.1:{acme}",
                "managementListenAddress": "127.0.0.1:{management}",
                "certificate": "{}", "privateKey": "{}",
                "httpPort": 1, "tlsPort": {validated_port}}}}}"#,
            certificate.display(),
            key.display(),
        );
        std::fs::write(&config, text).unwrap();
        let resolver = Command::new("pebble-challtestsrv")
            .args(["-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", ""])
            .args(["-dns01", &format!("127.0.0.1:{dns}")])
            .args(["-management", &format!("127.0.0.1:{}", free_port())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("pebble-challtestsrv is installed");
        let server = Command::new("pebble")
            .arg("-config")
            .arg(&config)
            .args(["-dnsserver", &format!("127.0.0.1:{dns}")])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("pebble is installed");
        Self { acme, management, _processes: [resolver, server] }
    }
}

/// What Pebble answers at this path, once it listens.
async fn fetch(region: &Region, port: u16, path: &str) -> Option<String> {
    for _ in 0..200 {
        let mut client = Client::trusting(&region.authority);
        if let Ok(answer) = client.get(([127, 0, 0, 1], port).into(), path).await {
            return Some(answer.body);
        }
        sleep(Duration::from_millis(50)).await;
    }
    None
}

fn settings(region: &Region, directory_port: u16, folder: &Path) -> AcmeSettings {
    AcmeSettings {
        directory_url: format!("https://localhost:{directory_port}/dir"),
        contacts: vec!["mailto:desk@example.jp".to_owned()],
        names: vec![NAME.to_owned()],
        folder: folder.join("acme"),
        directory_roots_pem: Some(region.authority.certificate_pem().into()),
    }
}

/// Runs the client beside the test; its reports.
fn run(acme: Acme) -> UnboundedReceiver<AcmeReport> {
    let (sender, reports) = unbounded_channel();
    tokio::spawn(acme.run(move |report| {
        let _ = sender.send(report);
    }));
    reports
}

async fn next(reports: &mut UnboundedReceiver<AcmeReport>) -> AcmeReport {
    timeout(Duration::from_mins(1), reports.recv()).await.expect("a report").unwrap()
}

#[tokio::test]
async fn a_certificate_is_ordered_served_and_kept() {
    let (region, folder) = (Region::new(), TempDir::new().unwrap());
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let validated = socket.local_addr().unwrap().port();
    let pebble = Pebble::start(&region, validated, folder.path()).await;
    let acme = Acme::new(settings(&region, pebble.acme, folder.path())).unwrap();
    let acceptor = TlsAcceptor::with_challenges(acme.identity(), &region.ask()).unwrap();
    let listener = Listener::on(socket, acceptor);
    let device = region.device(600);

    let mut reports = run(acme);
    assert_eq!(next(&mut reports).await, AcmeReport::Stored, "the account");
    assert_eq!(next(&mut reports).await, AcmeReport::NewCertificate);
    assert_eq!(next(&mut reports).await, AcmeReport::Stored, "the certificate");

    let root = fetch(&region, pebble.management, "/roots/0").await.unwrap();
    let mut client = Client::trusting(&region.authority).presenting(&device);
    client.name = NAME;
    client.roots = vec![CertificateDer::from_pem_slice(root.as_bytes()).unwrap()];
    let answer = client.get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(ours(&device)));

    let kept: Vec<_> = std::fs::read_dir(folder.path().join("acme")).unwrap().collect();
    assert_eq!(kept.len(), 2);
    for file in kept {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    // A restart while the authority is away goes on with what was kept.
    let directory = pebble.acme;
    drop(pebble);
    let again = Acme::new(settings(&region, directory, folder.path())).unwrap();
    let acceptor = TlsAcceptor::with_challenges(again.identity(), &region.ask()).unwrap();
    let restarted = Listener::start(acceptor).await;
    assert_eq!(next(&mut run(again)).await, AcmeReport::KeptCertificate);
    let after = client.get(restarted.address, "/").await.unwrap();
    assert_eq!(after.server, answer.server);
}

#[tokio::test]
async fn an_authority_out_of_reach_is_reported_and_nothing_is_shown() {
    let (region, folder) = (Region::new(), TempDir::new().unwrap());
    let acme = Acme::new(settings(&region, free_port(), folder.path())).unwrap();
    let acceptor = TlsAcceptor::with_challenges(acme.identity(), &region.ask()).unwrap();
    let listener = Listener::start(acceptor).await;
    let mut reports = run(acme);
    assert_eq!(next(&mut reports).await, AcmeReport::Stored);
    let AcmeReport::Failed(why) = next(&mut reports).await else { panic!("it cannot succeed") };
    assert!(why.contains("port 443"), "{why}");
    let mut client = Client::trusting(&region.authority);
    assert!(client.get(listener.address, "/").await.is_err());
    client.protocols = vec![b"acme-tls/1".to_vec()];
    let refused = client.refusal(listener.address).await;
    assert!(refused.contains("fatal alert"), "{refused}");
}

#[test]
fn settings_that_cannot_work_are_problems() {
    let region = Region::new();
    let good = || settings(&region, 1, Path::new("nowhere"));
    let refused = |settings: AcmeSettings| match Acme::new(settings) {
        Ok(_) => panic!("accepted"),
        Err(problem) => assert_eq!(problem.code, Code::Configuration),
    };
    assert!(Acme::new(good()).is_ok());
    refused(AcmeSettings { directory_url: "http://localhost/dir".to_owned(), ..good() });
    refused(AcmeSettings { names: vec![], ..good() });
    refused(AcmeSettings { contacts: vec!["desk@example.jp".to_owned()], ..good() });
    refused(AcmeSettings { directory_roots_pem: Some(b"no PEM".to_vec()), ..good() });
}
