//! A resumed session has no certificate message (RFC 8446 section 2.2); the request must be
//! told all the same, or a revoked device would come back as nobody in particular.

use rustls::HandshakeKind;
use tasuki_pki::{ClientCertificates, Presented, TlsAcceptor};

use crate::client::{Client, foreign, ours};
use crate::listener::{Listener, Region, told};

#[tokio::test]
async fn a_resumed_session_still_names_the_device() {
    let region = Region::new();
    let listener = region.listen().await;
    let device = region.device(600);
    let mut client = Client::trusting(&region.authority).presenting(&device);
    let first = client.get(listener.address, "/").await.unwrap();
    assert_eq!(first.kind, Some(HandshakeKind::Full));
    for _ in 0..3 {
        let again = client.get(listener.address, "/").await.unwrap();
        assert_eq!(again.kind, Some(HandshakeKind::Resumed));
        assert_eq!(again.body, told(ours(&device)));
    }
}

#[tokio::test]
async fn a_resumed_session_without_certificate_has_none() {
    let region = Region::new();
    let listener = region.listen().await;
    let mut client = Client::trusting(&region.authority);
    for kind in [HandshakeKind::Full, HandshakeKind::Resumed] {
        let answer = client.get(listener.address, "/").await.unwrap();
        assert_eq!(answer.kind, Some(kind));
        assert_eq!(answer.body, told(Presented(None)));
    }
}

#[tokio::test]
async fn a_foreign_certificate_stays_foreign() {
    let (region, other) = (Region::new(), Region::new());
    let listener = region.listen().await;
    let device = other.device(600);
    let mut client = Client::trusting(&region.authority).presenting(&device);
    for kind in [HandshakeKind::Full, HandshakeKind::Resumed] {
        let answer = client.get(listener.address, "/").await.unwrap();
        assert_eq!(answer.kind, Some(kind));
        assert_eq!(answer.body, told(foreign(&device)));
    }
}

#[tokio::test]
async fn a_session_of_one_entrance_is_not_resumed_at_the_other() {
    let region = Region::new();
    let staff = region.listen().await;
    let never = TlsAcceptor::new(region.identity(), &ClientCertificates::Never).unwrap();
    let portal = Listener::start(never).await;
    let device = region.device(600);
    // The client keeps sessions by server name, so it offers the portal's to the staff's door.
    let mut client = Client::trusting(&region.authority).presenting(&device);
    let first = client.get(portal.address, "/").await.unwrap();
    assert_eq!(first.body, told(Presented(None)));
    let second = client.get(staff.address, "/").await.unwrap();
    assert_eq!(second.kind, Some(HandshakeKind::Full));
    assert_eq!(second.body, told(ours(&device)));
}
