//! What we issue, read by another implementation: the `openssl` command must be installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use tasuki_pki::Strength;
use tempfile::TempDir;

use crate::listener::{DEVICE, Region};

/// Runs `openssl`; whether it succeeded, and all that it said.
pub fn openssl(arguments: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").args(arguments).output();
    let output = output.expect("the openssl command is installed");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        Path::to_str(&path).unwrap().to_owned()
    }
}

#[test]
fn a_device_certificate_verifies_against_its_authority_only() {
    let (region, other, files) = (Region::new(), Region::new(), Files::new());
    let device = files.write("device.pem", &region.device(600).certificate_pem);
    let ours = files.write("ours.pem", region.authority.certificate_pem());
    let theirs = files.write("theirs.pem", other.authority.certificate_pem());
    let verify = |authority: &str, purpose: &str| {
        openssl(&["verify", "-x509_strict", "-purpose", purpose, "-CAfile", authority, &device])
    };
    let (accepted, said) = verify(&ours, "sslclient");
    assert!(accepted, "{said}");
    assert!(!verify(&ours, "sslserver").0);
    assert!(!verify(&theirs, "sslclient").0);
}

#[test]
fn a_server_certificate_verifies_for_its_names_only() {
    let (region, files) = (Region::new(), Files::new());
    let server = files.write("server.pem", &region.server.chain_pem);
    let ours = files.write("ours.pem", region.authority.certificate_pem());
    let verify = |host: &str| {
        let strict = ["verify", "-x509_strict", "-purpose", "sslserver"];
        openssl(&[&strict[..], &["-verify_hostname", host, "-CAfile", &ours, &server]].concat())
    };
    let (accepted, said) = verify("localhost");
    assert!(accepted, "{said}");
    assert!(!verify("elsewhere.example").0);
}

#[test]
fn the_pkcs12_file_opens_and_uses_current_algorithms() {
    let (region, files) = (Region::new(), Files::new());
    let device = region.device(600);
    let file =
        files.write("device.p12", device.to_pkcs12("Kx3-pQ9-vT7-mW2", Strength::Current).unwrap());
    let open = |password: &str| {
        let password = format!("pass:{password}");
        openssl(&["pkcs12", "-in", &file, "-info", "-noenc", "-passin", &password])
    };
    let (opened, said) = open("Kx3-pQ9-vT7-mW2");
    assert!(opened, "{said}");
    assert!(said.contains("MAC: sha256"), "{said}");
    let encrypted = said.matches("PBES2, PBKDF2, AES-256-CBC").count();
    assert_eq!((encrypted, said.matches("PRF hmacWithSHA256").count()), (2, 2), "{said}");
    assert!(said.contains("BEGIN PRIVATE KEY"));
    assert_eq!(said.matches("BEGIN CERTIFICATE").count(), 1, "the authority is not in it");
    assert!(!open("wrong").0);
    // What older Android and Apple systems open; nothing in it needs the provider of old ciphers.
    let older = device.to_pkcs12("Kx3-pQ9-vT7-mW2", Strength::Everywhere).unwrap();
    let file = files.write("older.p12", older);
    let password = "pass:Kx3-pQ9-vT7-mW2";
    let (opened, said) = openssl(&["pkcs12", "-in", &file, "-info", "-noenc", "-passin", password]);
    assert!(opened && said.contains("MAC: sha1"), "{said}");
    assert_eq!(said.matches("pbeWithSHA1And3-KeyTripleDES-CBC").count(), 2, "{said}");
}

#[test]
fn the_device_is_named_by_a_urn_and_the_fingerprint_agrees() {
    let (region, files) = (Region::new(), Files::new());
    let device = region.device(600);
    let pem = files.write("device.pem", &device.certificate_pem);
    let print = ["x509", "-noout", "-fingerprint", "-sha256", "-ext", "subjectAltName", "-in"];
    let (_, said) = openssl(&[&print[..], &[&pem]].concat());
    assert!(said.contains(&format!("URI:urn:uuid:{DEVICE}")), "{said}");
    let fingerprint = device.fingerprint.to_string().to_uppercase();
    assert!(said.replace(':', "").contains(&fingerprint), "{said}");
}
