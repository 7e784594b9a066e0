//! Certificates and the TLS side of the listeners: a region's own certificate authority, the
//! certificates of its devices and servers, and an acceptor that tells each request which
//! certificate its connection presented; and the passkeys that stand in for certificates.
//!
//! A listener *asks* for a certificate and never insists: a missing, foreign or expired one
//! passes the handshake, so that the request can answer with a page that says what to do.
//! What is always checked is possession of the key. Who is let in is decided by `app`, which
//! looks the [`Fingerprint`] up in the device register at every request.
//!
//! Nothing here reads a configuration, a database or the clock. Files are touched in one place
//! only, the folder in which [`Acme`] keeps what it was given by the public authority.

mod acceptor;
mod acme;
mod authority;
mod client_verifier;
mod cms;
mod device_certificate;
mod fingerprint;
mod instant;
mod known;
pub mod passkey;
mod peer_certificate;
mod pem;
mod profile;
mod revocation;
mod server_certificate;
mod server_identity;
mod tls;

pub use acceptor::{Presented, TlsAcceptor, WithPresented};
pub use acme::{Acme, AcmeReport, AcmeSettings};
pub use authority::Authority;
pub use device_certificate::{DeviceCertificate, DeviceRequest, Strength};
pub use fingerprint::{Fingerprint, MalformedFingerprint};
pub use peer_certificate::PeerCertificate;
pub use profile::Profile;
pub use revocation::Revoked;
pub use server_certificate::ServerCertificate;
pub use server_identity::ServerIdentity;
pub use tls::ClientCertificates;
