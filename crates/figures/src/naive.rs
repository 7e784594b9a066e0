//! What the grouped append is held against: a server that does the same for each post (session,
//! sealing, chain, access record, durable before 201) in a transaction of its own. It is kept as
//! it is, so that the figure means the same from year to year: change nothing here but what no
//! longer compiles.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use rusqlite::{Connection, OptionalExtension as _};
use tasuki_kernel::{Clock, EntryId, LogId, RegionId, SystemClock, SystemRandom};
use tasuki_ledger::{Author, AuthorKind, Chain, Context, Draft, Hash, Secret, WrapContext};
use tasuki_ledger::{seal_body, wrap_key};
use tasuki_pki::{ClientCertificates, ServerIdentity, TlsAcceptor};
use tokio::net::TcpListener;

const SHAPE: &str = "
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE sessions (token TEXT PRIMARY KEY, person BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE logs (id BLOB PRIMARY KEY, sequence INTEGER NOT NULL, head BLOB NOT NULL,
        received INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (log BLOB NOT NULL, sequence INTEGER NOT NULL, entry BLOB NOT NULL,
        header BLOB NOT NULL, body BLOB NOT NULL, wrap BLOB NOT NULL,
        PRIMARY KEY (log, sequence)) WITHOUT ROWID;
    CREATE UNIQUE INDEX entries_by_id ON entries (entry);";

/// The token of the one session that there is.
pub const TOKEN: &str = "naive";

struct Naive {
    database: Mutex<Connection>,
    region: RegionId,
    rooms: Vec<LogId>,
    access: LogId,
    key: Secret,
}

/// A running naive server.
pub struct Server {
    /// Where it listens.
    pub port: u16,
    handle: axum_server::Handle<SocketAddr>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

/// Serves from a new database in `folder`, with the certificate of `identity`.
pub async fn serve(
    folder: &Path,
    rooms: usize,
    identity: Arc<ServerIdentity>,
    ask: &ClientCertificates,
) -> Result<Server> {
    let naive = Arc::new(Naive::new(folder, rooms)?);
    let router = Router::new().route("/", post(append)).with_state(naive);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let handle = axum_server::Handle::new();
    let server = axum_server::Server::<SocketAddr>::from_listener(listener)
        .acceptor(TlsAcceptor::new(identity, ask)?)
        .handle(handle.clone())
        .serve(router.into_make_service());
    tokio::spawn(server);
    Ok(Server { port, handle })
}

impl Naive {
    fn new(folder: &Path, rooms: usize) -> Result<Self> {
        let database = Connection::open(folder.join("naive.db"))?;
        database.execute_batch(SHAPE)?;
        database.execute("INSERT INTO sessions VALUES (?1, ?2)", (TOKEN, [1_u8; 16]))?;
        let log = || LogId::new(&SystemClock, &SystemRandom);
        let logs: Vec<LogId> = (0..=rooms).map(|_| log()).collect();
        for log in &logs {
            let row = (log.as_bytes(), 0, [0_u8; 32], 0);
            database.execute("INSERT INTO logs VALUES (?1, ?2, ?3, ?4)", row)?;
        }
        let (access, rooms) = logs.split_first().context("a log")?;
        Ok(Self {
            database: Mutex::new(database),
            region: RegionId::new(&SystemClock, &SystemRandom),
            rooms: rooms.to_vec(),
            access: *access,
            key: Secret::generate(&SystemRandom),
        })
    }

    /// One post, as somebody would write it who thinks of nothing but that it be right.
    fn append(&self, token: &str, text: &[u8]) -> Result<StatusCode> {
        let mut database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction =
            database.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let session = "SELECT person FROM sessions WHERE token = ?1";
        let person: Option<[u8; 16]> =
            transaction.query_row(session, [token], |row| row.get(0)).optional()?;
        let Some(person) = person else { return Ok(StatusCode::UNAUTHORIZED) };
        let place = text.iter().fold(0_usize, |sum, it| sum.wrapping_mul(31) + usize::from(*it));
        let room = self.rooms[place % self.rooms.len()];
        self.place(&transaction, room, person, text)?;
        self.place(&transaction, self.access, person, b"wrote")?;
        transaction.commit()?;
        Ok(StatusCode::CREATED)
    }

    fn place(&self, on: &Connection, log: LogId, person: [u8; 16], plain: &[u8]) -> Result<()> {
        let author = Author { kind: AuthorKind::Post, region: self.region, id: person };
        let entry = EntryId::new(&SystemClock, &SystemRandom);
        let context = Context { origin: self.region, log, entry, author };
        let (key, body) = seal_body(&SystemRandom, &context, plain);
        let wrap = wrap_key(&SystemRandom, &self.key, &WrapContext::Body { log, entry }, &key);
        let mut chain = Chain::new(log);
        let head = "SELECT sequence, head, received FROM logs WHERE id = ?1";
        let (sequence, hash, received): (i64, [u8; 32], i64) = on
            .prepare_cached(head)?
            .query_row([log.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if sequence > 0 {
            chain.sequence = sequence as u64;
            chain.head = Hash::from_bytes(hash);
            chain.received = tasuki_kernel::Timestamp::from_micros(received);
        }
        let draft =
            Draft { origin: self.region, entry, author, key: key.id(), body: Hash::of(&body) };
        let (_, header) = chain.append(&draft, SystemClock.now());
        let sequence = chain.sequence as i64;
        on.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute((
            log.as_bytes(),
            sequence,
            entry.as_bytes(),
            header.as_slice(),
            body,
            wrap,
        ))?;
        on.prepare_cached("UPDATE logs SET sequence = ?2, head = ?3, received = ?4 WHERE id = ?1")?
            .execute((
                log.as_bytes(),
                sequence,
                chain.head.as_bytes(),
                chain.received.as_micros(),
            ))?;
        Ok(())
    }
}

async fn append(State(naive): State<Arc<Naive>>, head: HeaderMap, body: String) -> StatusCode {
    let token = head.get("cookie").and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let appended = tokio::task::spawn_blocking(move || naive.append(&token, body.as_bytes()));
    match appended.await {
        Ok(Ok(status)) => status,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_post_is_one_entry_and_one_record_in_a_chain() {
        let folder = tempfile::tempdir().unwrap();
        let naive = Naive::new(folder.path(), 1).unwrap();
        for text in ["a", "b"] {
            assert_eq!(naive.append(TOKEN, text.as_bytes()).unwrap(), StatusCode::CREATED);
        }
        assert_eq!(naive.append("nobody", b"c").unwrap(), StatusCode::UNAUTHORIZED);
        let database = naive.database.lock().unwrap();
        let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM entries"), 4);
        assert_eq!(count("SELECT sum(sequence) FROM logs"), 4);
        assert_eq!(count("PRAGMA synchronous"), 2);
    }
}
