//! Certificates on the command line: a pick-up, the root taken away and brought back, and what
//! `openssl` says about a device that was revoked.

use std::fs;
use std::process::Command;

use tasuki_testkit::client::Request;
use tasuki_testkit::server::Server;

use crate::region::{NURSE, Region, succeeded, word};

fn run(region: &Region, line: &[&str]) -> String {
    succeeded(&region.program().with(line).run(""))
}

#[test]
fn a_pickup_is_made_on_the_command_line() {
    let region = Region::embedded();
    let said = run(&region, &["admin", "pickup", "--login", NURSE, "--system", "android"]);
    let (number, code) = (word(&said, "number "), word(&said, "code "));
    let link = word(&said, "link ");
    assert!(link.ends_with(&format!("/pickup?number={number}")), "{link}");
    assert!(!link.contains(&code), "the code stands in no address");
    let server = region.start();
    let mut browser = region.device(&server);
    let form = format!("number={number}&code={code}&system=android&form=file");
    let kind = "application/x-www-form-urlencoded";
    let answer = browser.send(&Request::post("/pickup/file", kind, form)).expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/x-pkcs12"));
    drop(server);
    let wrong = region.program().with(["admin", "pickup", "--login", NURSE, "--system", "beos"]);
    let refused = wrong.run("");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("windows, mac, android or ios"));
}

#[test]
fn the_root_is_taken_away_and_brought_back_for_the_next_authority() {
    let region = Region::embedded();
    let path = |name: &str| region.folder().join(name).to_string_lossy().into_owned();
    let (root, recovery) = (path("root.age"), path("recovery.key"));
    let offline = run(&region, &["admin", "authority", "take-offline", "--out", &root]);
    assert!(offline.contains("offline"), "{offline}");
    assert!(run(&region, &["admin", "authority", "show"]).contains("root key offline"));
    let refused = region.program().with(["admin", "authority", "renew"]).run("");
    assert!(!refused.status.success(), "without the root nothing is signed");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--root"));
    let renew = ["admin", "authority", "renew", "--root", &root, "--key", &recovery];
    let said = run(&region, &renew);
    assert_eq!(said.matches("authority ").count(), 2, "{said}");
    assert!(said.contains("root key offline"), "it was only visiting");
    // Whoever has a certificate of the former authority goes on working.
    let server = region.start();
    region.nurse(&server);
    drop(server);
    region.verify();
}

fn fetched(region: &Region, server: &Server, path: &str) -> String {
    let answer = region.device(server).send(&Request::get(path)).expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let name = path.rsplit('/').next().expect("a name");
    let file = region.folder().join(name);
    fs::write(&file, answer.text()).expect("a file");
    file.to_string_lossy().into_owned()
}

/// What `openssl` says about the nurse's certificate, by what the server publishes.
fn judged(region: &Region, server: &Server) -> (bool, String) {
    let list = fetched(region, server, "/authority/devices.crl");
    let chain = fetched(region, server, "/authority/chain.pem");
    let root = region.data().join("tls/authority.pem");
    let device = region.folder().join(format!("{NURSE}.pem"));
    let output = Command::new("openssl")
        .args(["verify", "-x509_strict", "-purpose", "sslclient", "-crl_check", "-CRLfile", &list])
        .args(["-untrusted", &chain, "-CAfile"])
        .args([&root, &device])
        .output()
        .expect("the openssl command is installed");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn openssl_refuses_a_device_from_the_moment_it_is_revoked() {
    let region = Region::embedded();
    let server = region.start();
    let (accepted, said) = judged(&region, &server);
    assert!(accepted, "{said}");
    let listed = run(&region, &["admin", "list"]);
    let device = listed.lines().find_map(|line| line.trim().strip_prefix("device "));
    let device = device.and_then(|line| line.split(' ').next()).expect("the nurse's device");
    run(&region, &["admin", "revoke-device", device]);
    // The list is for everybody: it needs no device that holds.
    let (accepted, said) = judged(&region, &server);
    assert!(!accepted && said.contains("certificate revoked"), "{said}");
}
