//! The way to PostgreSQL: plain within the machine, TLS to any other, with the server verified.
//!
//! Connection strings are those of libpq (PostgreSQL documentation, "Connection URIs"), of which
//! two parameters are read here: `sslmode` and `sslrootcert`. Where TLS is used the server's name
//! and its chain are always verified, so that `require` means what `verify-full` does.

use std::error::Error as StdError;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use tasuki_kernel::{Code, Problem, Result};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How to get to the server that a connection string names.
pub(super) struct Way {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

fn refused(detail: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Invalid, format!("the address of PostgreSQL: {detail}"))
}

impl Way {
    /// Reads a connection string.
    ///
    /// # Errors
    /// `Invalid` for one that cannot be read, for a server elsewhere without TLS, and for an
    /// authority that is no file of certificates.
    pub(super) fn read(url: &str) -> Result<Self> {
        let (plain, asked) = divide(url)?;
        let mut config: Config = plain.parse().map_err(|error: postgres::Error| {
            refused(error.source().map_or_else(|| error.to_string(), ToString::to_string))
        })?;
        let tls = match asked.mode.as_deref() {
            Some("require" | "verify-ca" | "verify-full") => true,
            Some("disable" | "allow" | "prefer") | None => false,
            Some(_) => return Err(refused("sslmode is disable or verify-full")),
        };
        if tls {
            let Some(authority) = asked.authority else {
                return Err(refused("sslrootcert is missing: the file of the server's authority"));
            };
            config.ssl_mode(SslMode::Require);
            return Ok(Self { config, tls: Some(MakeRustlsConnect::new(verifying(&authority)?)) });
        }
        let in_clear = asked.mode.as_deref() == Some("disable");
        if !in_clear && !config.get_hosts().iter().all(is_here) {
            return Err(refused(
                "the server is on another machine: add sslmode=verify-full and \
                 sslrootcert=<file of its authority>, or sslmode=disable where the network itself \
                 is encrypted",
            ));
        }
        config.ssl_mode(SslMode::Disable);
        Ok(Self { config, tls: None })
    }

    /// What else a connection should be like.
    pub(super) const fn config(&mut self) -> &mut Config {
        &mut self.config
    }

    /// Connects.
    pub(super) fn connect(self) -> Result<Client, postgres::Error> {
        match self.tls {
            Some(tls) => self.config.connect(tls),
            None => self.config.connect(NoTls),
        }
    }
}

/// A TLS that trusts the authority in `file` and nobody else.
fn verifying(file: &str) -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().map_err(refused)?;
    Ok(builder.with_root_certificates(roots(file)?).with_no_client_auth())
}

/// What the driver does not read itself.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    mode: Option<String>,
    authority: Option<String>,
}

/// Takes `sslmode` and `sslrootcert` out of a connection string, in either of its two forms.
fn divide(url: &str) -> Result<(String, Asked)> {
    let mut asked = Asked::default();
    let mut take = |parameter: &str| match parameter.split_once('=') {
        Some(("sslmode", value)) => asked.mode.replace(value.to_owned()).is_none(),
        Some(("sslrootcert", value)) => asked.authority.replace(value.to_owned()).is_none(),
        _ => false,
    };
    let plain = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
        let kept: Vec<_> = parameters.split('&').filter(|it| !it.is_empty() && !take(it)).collect();
        if kept.is_empty() { place.to_owned() } else { format!("{place}?{}", kept.join("&")) }
    } else {
        url.split(' ').filter(|it| !take(it)).collect::<Vec<_>>().join(" ")
    };
    if asked.authority.as_deref().is_some_and(|it| it.contains(['%', '\''])) {
        return Err(refused("sslrootcert is a plain path, without quotes or percent signs"));
    }
    Ok((plain, asked))
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn roots(file: &str) -> Result<RootCertStore> {
    let unreadable = |error: rustls_pki_types::pem::Error| refused(format!("{file}: {error}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(unreadable)? {
        let certificate = certificate.map_err(unreadable)?;
        roots.add(certificate).map_err(|error| refused(format!("{file}: {error}")))?;
    }
    if roots.is_empty() {
        return Err(refused(format!("{file} holds no certificate")));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        Way::read(url).err().expect("a refusal").detail
    }

    #[test]
    fn the_parameters_of_tls_are_taken_out_in_both_forms() {
        let asked =
            Asked { mode: Some("verify-full".into()), authority: Some("/etc/db.pem".into()) };
        let url = "postgres://t@db/x?sslmode=verify-full&connect_timeout=3&\
                   sslrootcert=/etc/db.pem";
        let (plain, found) = divide(url).unwrap();
        assert_eq!((plain.as_str(), found), ("postgres://t@db/x?connect_timeout=3", asked));
        let (plain, found) = divide("host=db sslmode=disable dbname=x").unwrap();
        assert_eq!((plain.as_str(), found.mode.as_deref()), ("host=db dbname=x", Some("disable")));
        assert!(divide("postgres://db/x?sslrootcert=%2Fetc").is_err());
    }

    #[test]
    fn another_machine_is_not_talked_to_in_clear_by_oversight() {
        assert!(refusal("postgres://t@db.internal/x").contains("another machine"));
        assert!(refusal("host=192.0.2.7 dbname=x sslmode=prefer").contains("another machine"));
        for url in [
            "postgres://t@127.0.0.1:5432/x",
            "host=/var/run/postgresql dbname=x",
            "postgres://t@db.internal/x?sslmode=disable",
        ] {
            assert!(Way::read(url).is_ok_and(|it| it.tls.is_none()), "{url}");
        }
    }

    #[test]
    fn tls_wants_an_authority_that_can_be_read() {
        assert!(refusal("postgres://t@db/x?sslmode=verify-full").contains("sslrootcert"));
        assert!(refusal("postgres://t@db/x?sslmode=sometimes").contains("sslmode"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("authority.pem");
        let url = format!("postgres://t@db/x?sslmode=require&sslrootcert={}", file.display());
        assert!(refusal(&url).contains("authority.pem"));
        std::fs::write(&file, "no certificate\n").unwrap();
        assert!(refusal(&url).contains("holds no certificate"));
        assert!(refusal("postgres://[/x").contains("the address of PostgreSQL"));
    }
}
