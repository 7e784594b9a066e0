//! Forward-only migrations, one tree for both engines, run at start.

use refinery::error::Kind;
use refinery::{Migration, Runner};
use tasuki_kernel::{Code, Problem, Result};

use crate::driver::Conn;
use crate::driver::dialect::{self, Lock};

/// Name and text of every migration, oldest first. A released one is never edited.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__notebook", include_str!("../migrations/V1__notebook.sql")),
    ("V2__openings", include_str!("../migrations/V2__openings.sql")),
    ("V3__uploads", include_str!("../migrations/V3__uploads.sql")),
    ("V4__desks", include_str!("../migrations/V4__desks.sql")),
    ("V5__rights", include_str!("../migrations/V5__rights.sql")),
    ("V6__pickups", include_str!("../migrations/V6__pickups.sql")),
    ("V7__passkeys", include_str!("../migrations/V7__passkeys.sql")),
    ("V8__joining", include_str!("../migrations/V8__joining.sql")),
    ("V9__register", include_str!("../migrations/V9__register.sql")),
    ("V10__teams", include_str!("../migrations/V10__teams.sql")),
    ("V11__facilities", include_str!("../migrations/V11__facilities.sql")),
    ("V12__notices", include_str!("../migrations/V12__notices.sql")),
    ("V13__disclosures", include_str!("../migrations/V13__disclosures.sql")),
    ("V14__members", include_str!("../migrations/V14__members.sql")),
];

/// The version that this program brings a database to.
pub(crate) fn newest() -> u64 {
    let number = |name: &str| name.get(1..)?.split_once("__")?.0.parse().ok();
    MIGRATIONS.iter().filter_map(|(name, _)| number(name)).max().unwrap_or_default()
}

/// Brings the database to the newest version. Two programs that start together do it one after
/// the other, and the second finds the work done.
///
/// # Errors
/// `Unavailable` when the database is of a newer program: an older program would not know what
/// it must not destroy, so that it does not start.
pub(crate) fn migrate(conn: &mut Conn) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, &dialect::data_definition(conn, sql)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(problem)?;
    let runner = Runner::new(&migrations).set_grouped(true);
    dialect::alone(conn, &Lock::migration(conn), |conn| {
        let done = match conn {
            Conn::Sqlite(it) => runner.run(&mut it.connection),
            Conn::Postgres(it) => runner.run(&mut it.client),
        };
        done.map(drop).map_err(problem)
    })
}

fn problem(error: refinery::Error) -> Problem {
    let why = match error.kind() {
        Kind::MissingVersion(applied) => format!(
            "the database is of version {}, this program knows versions up to {}: \
             use the newer program",
            applied.version(),
            newest()
        ),
        _ => format!("the database cannot be brought up to date: {error}"),
    };
    Problem::new(Code::Unavailable, why)
}
