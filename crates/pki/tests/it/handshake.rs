//! What passes the handshake, what does not, and what the request is told.

use std::time::Duration;

use tasuki_kernel::{Random, SeededRandom};
use tasuki_pki::{ClientCertificates, Presented, TlsAcceptor};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::client::{Client, foreign, ours};
use crate::listener::{Listener, Region, loopback_certificate, told};

#[tokio::test]
async fn without_a_certificate_the_request_is_told_so() {
    let region = Region::new();
    let listener = region.listen().await;
    let answer = Client::trusting(&region.authority).get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(Presented(None)));
}

#[tokio::test]
async fn a_device_of_ours_is_named() {
    let region = Region::new();
    let listener = region.listen().await;
    let device = region.device(600);
    let mut client = Client::trusting(&region.authority).presenting(&device);
    let answer = client.get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(ours(&device)));
}

#[tokio::test]
async fn the_browser_is_told_which_authority_is_meant() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut client = Client::trusting(&region.authority).presenting(&region.device(600));
    client.get(listener.address, "/").await.unwrap();
    let (_, authority) = X509Certificate::from_der(region.authority.certificate_der()).unwrap();
    assert_eq!(*client.hints.lock().unwrap(), [authority.subject().as_raw()]);
}

#[tokio::test]
async fn an_expired_certificate_is_passed_on_with_its_end() {
    let region = Region::new();
    let listener = region.listen().await;
    let device = region.device(-60);
    let mut client = Client::trusting(&region.authority).presenting(&device);
    let answer = client.get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(ours(&device)));
    assert!(device.not_after < crate::listener::now());
}

#[tokio::test]
async fn another_regions_certificate_is_passed_on_as_foreign() {
    let (region, other) = (Region::new(), Region::new());
    let listener = region.listen().await;
    let device = other.device(600);
    let mut client = Client::trusting(&region.authority).presenting(&device);
    let answer = client.get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(foreign(&device)));
}

#[tokio::test]
async fn a_certificate_without_its_key_is_refused() {
    let region = Region::new();
    let listener = region.listen().await;
    let (stolen, own) = (region.device(600), region.device(600));
    let mut thief = Client::trusting(&region.authority).presenting_with_key(&stolen, &own.key_pem);
    let why = thief.refusal(listener.address).await;
    assert!(why.contains("fatal alert: DecryptError"), "{why}");
}

#[tokio::test]
async fn tls_1_2_is_refused() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut client = Client::trusting(&region.authority);
    client.version = &rustls::version::TLS12;
    let why = client.refusal(listener.address).await;
    assert!(why.contains("fatal alert: ProtocolVersion"), "{why}");
}

#[tokio::test]
async fn http_1_1_is_spoken_to_those_who_know_no_other() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut client = Client::trusting(&region.authority);
    client.protocols = vec![b"http/1.1".to_vec()];
    let answer = client.get(listener.address, "/").await.unwrap();
    assert!(answer.body.starts_with("HTTP/1.1 "), "{}", answer.body);
}

#[tokio::test]
async fn the_patients_entrance_never_asks() {
    let region = Region::new();
    let acceptor = TlsAcceptor::new(region.identity(), &ClientCertificates::Never).unwrap();
    let listener = Listener::start(acceptor).await;
    let mut client = Client::trusting(&region.authority).presenting(&region.device(600));
    let answer = client.get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(Presented(None)));
}

#[tokio::test]
async fn a_validation_protocol_is_unknown_where_none_was_ordered() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut client = Client::trusting(&region.authority);
    client.protocols = vec![b"acme-tls/1".to_vec()];
    let why = client.refusal(listener.address).await;
    assert!(why.contains("fatal alert: NoApplicationProtocol"), "{why}");
}

#[tokio::test]
async fn garbage_does_not_end_the_listener() {
    let region = Region::new();
    let listener = region.listen().await;
    let random = SeededRandom::new(7);
    for length in [1_usize, 5, 6, 64, 512, 4_096, 20_000] {
        let mut garbage = vec![0; length];
        random.fill(&mut garbage);
        // Once as it is, once behind a handshake record's header (RFC 8446 section 5.1).
        for header in [&[][..], &[22, 3, 1, 2, 0, 1, 0, 1, 252]] {
            let mut tcp = TcpStream::connect(listener.address).await.unwrap();
            // The listener may hang up while we still write; that is its right.
            let _ = tcp.write_all(header).await;
            let _ = tcp.write_all(&garbage).await;
            let _ = tcp.shutdown().await;
            let _ = tcp.read_to_end(&mut Vec::new()).await;
        }
    }
    let answer = Client::trusting(&region.authority).get(listener.address, "/").await.unwrap();
    assert_eq!(answer.body, told(Presented(None)));
}

// The clock of the runtime is stopped and jumps when everybody waits: nobody waits in earnest.
#[tokio::test(start_paused = true)]
async fn a_silent_client_is_dropped() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut tcp = TcpStream::connect(listener.address).await.unwrap();
    let read = timeout(Duration::from_secs(11), tcp.read(&mut [0; 1])).await;
    assert_eq!(read.expect("dropped after 10 seconds").unwrap_or(0), 0);
}

#[tokio::test]
async fn small_packets_are_sent_at_once() {
    let region = Region::new();
    let acceptor = TlsAcceptor::new(region.identity(), &region.ask()).unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let mut client = Client::trusting(&region.authority);
    let (connected, accepted) = tokio::join!(client.connect(address), async {
        acceptor.handshake(socket.accept().await.unwrap().0).await
    });
    let (stream, presented) = accepted.unwrap();
    assert!(stream.get_ref().0.nodelay().unwrap());
    assert_eq!(presented, Presented(None));
    assert_eq!(connected.unwrap().get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
}

#[tokio::test]
async fn a_renewed_server_certificate_is_shown_without_restart() {
    let region = Region::new();
    let identity = region.identity();
    let acceptor = TlsAcceptor::new(identity.clone(), &region.ask()).unwrap();
    let listener = Listener::start(acceptor).await;
    let ask = async || {
        Client::trusting(&region.authority).get(listener.address, "/").await.unwrap().server
    };
    let first = ask().await;
    assert_eq!(ask().await, first);
    let renewed = loopback_certificate(&region.authority);
    identity.replace(renewed.chain_pem.as_bytes(), renewed.key_pem.as_bytes()).unwrap();
    assert_ne!(ask().await, first);
}
