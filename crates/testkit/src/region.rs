//! A small region on an embedded database, made through the use cases: two facilities, staff of
//! four professions, somebody from outside, somebody who has left, a relative; one patient with a
//! team's room, a selected room and a family room, and another patient with a room of its own.
//!
//! All names and numbers are invented. Time stands still until [`Region::clock`] is moved.

mod begin;
mod consenting;
mod disclosing;
mod joining;
mod notices;
mod people;
mod staff;
mod writing;

use std::path::Path;
use std::sync::Arc;

use tasuki_app::session::{Session, Shown};
use tasuki_app::sign_in::{Attempt, Begun};
use tasuki_app::{App, DataFolder};
use tasuki_kernel::{DeviceId, FixedClock, NotebookId, PersonId, PostId, RoomId, Timestamp};
use tasuki_pki::Fingerprint;
use tempfile::TempDir;

pub use consenting::{consent_typed, registration};
pub use disclosing::lawful_request;
pub use joining::{Applied, Post, applicant};
pub use notices::notice;
pub use people::{PASSWORD, People};
pub use staff::newcomer;
pub use writing::{letter, note, pdf, photo};

/// When the region begins: 2026-11-21, 14:32 in Japan.
pub const START: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

/// 情報カテゴリー of the region.
pub const CATEGORIES: [&str; 3] = ["看護記録", "指示", "相談"];

/// Minutes until a session locks.
pub const IDLE_MINUTES: u16 = 15;

/// Somebody with an account and a device.
#[derive(Debug, Clone)]
pub struct Somebody {
    /// The account.
    pub person: PersonId,
    /// The post; none for a relative.
    pub post: Option<PostId>,
    /// The name to sign in with; the password is [`PASSWORD`].
    pub login: &'static str,
    /// The name as shown.
    pub name: &'static str,
    /// The device.
    pub device: DeviceId,
    /// The SHA-256 of the device's certificate, made up.
    pub fingerprint: [u8; 32],
}

impl Somebody {
    /// What a request from this person's device shows.
    pub fn shown(&self) -> Shown {
        let certificate = Some(Fingerprint::from_bytes(self.fingerprint));
        Shown { certificate, loopback: false }
    }
}

/// The rooms.
#[derive(Debug, Clone, Copy)]
pub struct Rooms {
    /// The patient's team: nurse, doctor, care manager, helper, and who has left.
    pub team: RoomId,
    /// Nurse and doctor.
    pub selected: RoomId,
    /// Nurse, care manager and the relative.
    pub family: RoomId,
    /// The other patient's team: the outsider and the doctor.
    pub other: RoomId,
}

/// The region.
pub struct Region {
    /// Its use cases.
    pub app: Arc<App>,
    /// Its time.
    pub clock: Arc<FixedClock>,
    /// Who is there.
    pub people: People,
    /// The patient's notebook.
    pub notebook: NotebookId,
    /// The rooms.
    pub rooms: Rooms,
    data: DataFolder,
    // Removed with the region.
    _folder: TempDir,
}

impl Region {
    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.data.path()
    }

    /// Signs somebody in with device and password.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn sign_in(&self, who: &Somebody) -> Begun {
        let shown = who.shown();
        let attempt = Attempt { login: who.login, password: PASSWORD, shown, address: "192.0.2.1" };
        self.app.sign_in(attempt).await.expect("everybody may sign in")
    }

    /// A session of somebody, by device and password.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn session(&self, who: &Somebody) -> Arc<Session> {
        let token = self.sign_in(who).await.token;
        Arc::new(self.app.session(&token, who.shown()).await.expect("a new session holds"))
    }

    /// Runs SQL past the program, as an intruder might.
    ///
    /// # Panics
    /// When the database refuses it.
    pub fn tamper(&self, sql: &str) {
        self.database().execute_batch(sql).expect("the embedded database takes it");
    }

    /// The number that a query answers with.
    ///
    /// # Panics
    /// When it answers with something else.
    pub fn count(&self, sql: &str) -> u64 {
        let count: i64 = self.database().query_row(sql, [], |row| row.get(0)).expect("one number");
        u64::try_from(count).expect("not negative")
    }

    /// Entries in rooms: what people have written, and what opened the rooms.
    pub fn entries_in_rooms(&self) -> u64 {
        self.entries_of("purpose IN (1, 2)")
    }

    /// Access records, the first entry of each access log among them.
    pub fn access_records(&self) -> u64 {
        self.entries_of("purpose = 4")
    }

    fn entries_of(&self, logs: &str) -> u64 {
        let logs = format!("SELECT id FROM logs WHERE {logs}");
        self.count(&format!("SELECT count(*) FROM entries WHERE log IN ({logs})"))
    }

    fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.data.database()).expect("the file opens");
        database.busy_timeout(crate::PATIENCE).expect("a time to wait");
        database
    }
}
