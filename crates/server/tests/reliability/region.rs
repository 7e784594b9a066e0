//! A region for a test, made on the command line as its first operator makes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use tasuki_ledger::Identity;
use tasuki_testkit::client::Client;
use tasuki_testkit::server::{Program, Server};
use tasuki_testkit::shared_folder::{SharedFolder, copy};
use tempfile::TempDir;

use crate::phone::Phone;

/// The program under test.
pub const TASUKI: &str = env!("CARGO_BIN_EXE_tasuki");
/// The nurse's login name.
pub const NURSE: &str = "sato";
/// Everybody's password.
pub const PASSWORD: &str = "ume-no-hana-9kai-yure";
/// The patient's family name: a word that only members may see.
pub const PATIENT: &str = "石川";

/// A region in a folder of its own.
pub struct Region {
    folder: TempDir,
    data: PathBuf,
    /// What every command is told besides the data folder.
    settings: Vec<String>,
    /// The team's room.
    pub room: String,
}

impl Region {
    /// A region on the embedded database: a copy of one that is made once for all tests.
    pub fn embedded() -> Self {
        static MADE: OnceLock<SharedFolder> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let shared = SharedFolder::new();
            make(shared.path(), &[]);
            shared
        });
        let folder = tempfile::tempdir().expect("a folder for a region");
        copy(made.path(), folder.path());
        Self::of(folder, Vec::new())
    }

    /// The same with its data folder at another place.
    pub fn embedded_at(data: &Path) -> Self {
        let region = Self::embedded();
        copy(&region.data, data);
        Self { data: data.to_owned(), ..region }
    }

    /// A new region on PostgreSQL.
    pub fn on_postgres(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for a region");
        let settings = vec!["--database".to_owned(), url.to_owned()];
        make(folder.path(), &settings);
        Self::of(folder, settings)
    }

    fn of(folder: TempDir, settings: Vec<String>) -> Self {
        let room = fs::read_to_string(folder.path().join("room")).expect("it was made");
        Self { data: folder.path().join("data"), settings, room, folder }
    }

    /// The same people, with nothing yet in the data folder.
    pub fn with_data_emptied(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder for a region");
        let beside = |end: &str| format!("{NURSE}.{end}");
        for name in ["room".to_owned(), beside("pem"), beside("key")] {
            fs::copy(self.folder().join(&name), folder.path().join(&name)).expect("it was made");
        }
        Self::of(folder, self.settings.clone())
    }

    /// Another node of the same region: a data folder of its own, the same database, keys and
    /// objects.
    pub fn another_node(&self) -> Self {
        let other = self.with_data_emptied();
        let shared = |name: &str| self.data.join(name).to_string_lossy().into_owned();
        let settings = format!(
            "keys = \"{}\"\nobjects = \"{}\"\nregion_key = \"{}\"\n",
            shared("keys"),
            shared("objects"),
            shared("region.key")
        );
        other.configured(&settings)
    }

    /// The same with a configuration file.
    pub fn configured(mut self, settings: &str) -> Self {
        let file = self.folder().join("tasuki.toml");
        fs::write(&file, settings).expect("a configuration file");
        self.settings.extend(["--config".to_owned(), file.to_string_lossy().into_owned()]);
        self
    }

    /// Everything of the test: the data folder, logs, the nurse's certificate.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where the server's log goes.
    pub fn log(&self) -> PathBuf {
        self.folder().join("log")
    }

    /// The program with this region's settings, before a command.
    pub fn program(&self) -> Program {
        program(&self.data, &self.settings)
    }

    /// The command that serves it on a free port.
    pub fn serve(&self) -> Program {
        self.program().with(["serve", "--listen", "127.0.0.1:0"])
    }

    /// Serves it.
    pub fn start(&self) -> Server {
        self.serve().start(&self.log())
    }

    /// The nurse's device at a server.
    pub fn device(&self, server: &Server) -> Client {
        let read = |path: &Path| fs::read_to_string(path).expect("a file in PEM");
        let authority = read(&self.data.join("tls/authority.pem"));
        let beside = |end: &str| read(&self.folder().join(format!("{NURSE}.{end}")));
        Client::new(server.port(), &authority, Some((&beside("pem"), &beside("key"))))
    }

    /// The nurse, signed in at a server.
    pub fn nurse(&self, server: &Server) -> Phone {
        Phone::sign_in(self.device(server), NURSE, &self.room)
    }

    /// A session that was begun at another server of the same data, at this one.
    pub fn signed_in_before(&self, server: &Server, session: &Phone) -> Phone {
        session.on(self.device(server))
    }

    /// Everything that is stored verifies, every body opens, and the views are what a rebuilding
    /// makes of the entries.
    pub fn verify(&self) {
        succeeded(&self.program().with(["verify", "--keys"]).run(""));
    }
}

fn program(data: &Path, settings: &[String]) -> Program {
    Program::new(TASUKI).with(["--data".as_ref(), data.as_os_str()]).with(settings)
}

/// Writes a new key to be kept elsewhere, and says where it is.
pub fn write_recovery_key(folder: &Path) -> PathBuf {
    let file = folder.join("recovery.key");
    let text = format!("{}\n", *Identity::generate().to_text());
    fs::write(&file, text).expect("a recovery key");
    file
}

fn make(folder: &Path, settings: &[String]) {
    let recovery = write_recovery_key(folder).to_string_lossy().into_owned();
    let data = folder.join("data");
    let run =
        |line: &[&str], input: &str| succeeded(&program(&data, settings).with(line).run(input));
    run(&["init", "--name", "みなと市", "--recovery-key", &recovery], "");
    let facility =
        ["admin", "add-facility", "--kind", "home_nursing", "--name", "ゆうなぎ訪問看護"];
    let facility = word(&run(&facility, ""), "facility ");
    let post = person(&run, &facility);
    let out = folder.to_string_lossy().into_owned();
    run(&["admin", "issue-device", NURSE, "--out", &out], "");
    let description = format!(
        "family = \"{PATIENT}\"\ngiven = \"トシ子\"\nbirth = \"1942-03-02\"\nsex = \"female\"\n\
         managing_facility = \"{facility}\"\nteam = [\"{post}\"]\n"
    );
    let room = word(&open_notebook(&run, folder, &description), "team room ");
    fs::write(folder.join("room"), room).expect("the room is noted down");
}

type Run<'a> = &'a dyn Fn(&[&str], &str) -> String;

/// Enters the nurse, gives her a password, and says what her post is.
fn person(run: Run<'_>, facility: &str) -> String {
    let line = format!(
        "admin add-person --family 佐藤 --given 美咲 --login {NURSE} --profession nurse \
         --facility {facility}"
    );
    let post = word(&run(&line.split(' ').collect::<Vec<_>>(), ""), "post ");
    run(&["admin", "set-password", NURSE], &format!("{PASSWORD}\n"));
    post
}

/// Opens a notebook from a description, and gives what the command said.
pub fn open_notebook(run: Run<'_>, folder: &Path, description: &str) -> String {
    let file = folder.join("patient.toml");
    fs::write(&file, description).expect("a description");
    let said = run(&["admin", "open-notebook", &file.to_string_lossy()], "");
    fs::remove_file(&file).expect("it is not needed any more");
    said
}

/// What follows `start` on a line of what a command said.
pub fn word(said: &str, start: &str) -> String {
    let found = said.lines().find_map(|line| line.strip_prefix(start));
    found.unwrap_or_else(|| panic!("no line with {start:?} in {said}")).trim().to_owned()
}

/// What a command said that must have succeeded.
pub fn succeeded(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
    said
}
