//! What an operator did wrong is said, with what to do, and nothing is changed by it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tasuki_ledger::Identity;
use tasuki_testkit::embedded;
use tasuki_testkit::server::Program;

use crate::region::{Region, TASUKI, succeeded, write_recovery_key};

/// The command fails with exit code 1, and says all of these words on standard error.
fn fails(program: &Program, words: &[&str]) {
    let output = program.run("");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("tasuki: "), "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said}");
    }
}

#[test]
fn a_region_key_that_is_missing_strange_or_open_to_others_is_refused() {
    let region = Region::embedded();
    let serve = region.serve();
    let key = region.data().join("region.key");
    let kept = fs::read(&key).expect("a key");

    fs::remove_file(&key).expect("it goes");
    fails(&serve, &["region.key cannot be read", "--region-key", "recovery key"]);

    let other = Identity::generate();
    fs::write(&key, format!("{}\n", *other.to_text())).expect("another key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("its mode");
    fails(&serve, &["key-problem", "another region", "--region-key"]);

    fs::write(&key, "no key at all\n").expect("a broken key");
    fails(&serve, &["region.key holds no AGE-SECRET-KEY line"]);

    fs::write(&key, &kept).expect("the right key");
    for mode in [0o644, 0o640, 0o602] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).expect("its mode");
        fails(&serve, &["can be read by others", "chmod 600"]);
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("its mode");
    assert!(region.start().stop().success());
    region.verify();
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let region = Region::embedded();
    let database = region.data().join("tasuki.db");
    let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
                 VALUES (99, 'later', '2030-01-01T00:00:00Z', '0')";
    embedded::run_sql(&database, newer);
    for command in [vec!["serve", "--listen", "127.0.0.1:0"], vec!["admin", "list"]] {
        fails(&region.program().with(command), &["version 99", "use the newer program"]);
    }
    embedded::run_sql(&database, "DELETE FROM refinery_schema_history WHERE version = 99");
    assert!(region.start().stop().success());
    region.verify();
}

#[test]
fn a_data_folder_has_one_server_and_a_port_too() {
    let region = Region::embedded();
    let server = region.start();
    fails(&region.serve(), &["is in use by another server", "stop that one first", "--data"]);
    let taken = format!("127.0.0.1:{}", server.port());
    let other = Region::embedded();
    let listen = ["serve", "--listen", &taken];
    fails(&other.program().with(listen), &[&taken, "is taken", "choose another"]);
    // The command line works beside the server.
    succeeded(&region.program().with(["admin", "list"]).run(""));
    server.kill();
    assert!(region.start().stop().success(), "a killed server holds nothing");
}

#[test]
fn settings_that_nobody_knows_are_named() {
    let region = Region::embedded();
    let serve = region.serve();
    fails(&serve.clone().variable("TASUKI_DTAA", "x"), &["configuration", "dtaa"]);
    fails(&serve.clone().variable("TASUKI_ACME__DIRECTROY", "x"), &["directroy"]);
    fails(&serve.variable("TASUKI_LOG_FORMAT", "xml"), &["log_format", "text or json"]);
    let configured = region.configured("listen = \"127.0.0.1:0\"\nlistn = \"127.0.0.1:1\"\n");
    fails(&configured.serve(), &["configuration", "listn"]);
}

#[test]
fn what_is_no_region_is_not_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::new(TASUKI).with(["--data".as_ref(), folder.path().as_os_str()]);
    let serve = program.with(["serve", "--listen", "127.0.0.1:0"]);
    fails(&serve, &["there is no region", "tasuki init"]);
    assert!(is_empty(folder.path()));
}

fn is_empty(folder: &Path) -> bool {
    !folder.exists() || fs::read_dir(folder).expect("a folder").next().is_none()
}

fn init(data: &Path) -> Program {
    let program = Program::new(TASUKI).with(["--data".as_ref(), data.as_os_str()]);
    program.with(["init", "--name", "みなと市"])
}

#[test]
fn without_a_confirmed_recovery_key_nothing_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fails(&init(&data), &["the recovery key was not confirmed", "nothing was made"]);
    assert!(!data.exists());

    let output = init(&data).run("AGE-SECRET-KEY-1WRONG\nno\nno\nno\n");
    let asked = String::from_utf8_lossy(&output.stdout);
    assert_eq!((output.status.code(), asked.matches("Type it back").count()), (Some(1), 3));
    assert!(!data.exists());

    let file = folder.path().join("no.key");
    fails(&init(&data).with(["--recovery-key".as_ref(), file.as_os_str()]), &["no.key"]);
    fs::write(&file, "AGE-SECRET-KEY-1WRONG\n").expect("a broken key");
    let given = init(&data).with(["--recovery-key".as_ref(), file.as_os_str()]);
    fails(&given, &["the recovery key is not of its form"]);
    assert!(!data.exists());
}

#[test]
fn a_recovery_key_typed_back_makes_the_region_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut wrong_first = true;
    let mut key = None;
    let output = init(&data).converse(|line| {
        if line.trim().starts_with("AGE-SECRET-KEY-") {
            key = Some(line.trim().to_owned());
        }
        let asked = line.starts_with("Type it back");
        let wrong = asked && std::mem::take(&mut wrong_first);
        asked.then(|| if wrong { "wrong".into() } else { key.clone().unwrap_or_default() })
    });
    assert!(succeeded(&output).contains("\nregion "));

    let before = fs::read(data.join("region.key")).expect("a key");
    let recovery = write_recovery_key(folder.path());
    let again = init(&data).with(["--recovery-key".as_ref(), recovery.as_os_str()]);
    fails(&again, &["there is a region here already"]);
    assert_eq!(fs::read(data.join("region.key")).expect("a key"), before);
}
