//! Forward-only migrations, one tree for both engines, run at start.

use refinery::{Migration, Runner};
use tasuki_kernel::{Code, Problem, Result};

use crate::driver::{Conn, dialect};

/// Name and text of every migration, oldest first. A released one is never edited.
const MIGRATIONS: &[(&str, &str)] =
    &[("V1__notebook", include_str!("../migrations/V1__notebook.sql"))];

/// The version of the newest migration that this program knows.
pub(crate) fn newest() -> i32 {
    i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX)
}

/// Brings the database to the newest version.
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
    let runner = Runner::new(&migrations).set_grouped(true).set_abort_missing(false);
    let version = match conn {
        Conn::Sqlite(it) => {
            runner.get_last_applied_migration(&mut it.connection).map_err(problem)?
        }
        Conn::Postgres(it) => {
            // Two servers that start together: the second waits, and finds the work done.
            it.client.batch_execute("SELECT pg_advisory_lock(92685459866442)").map_err(|_| {
                Problem::new(Code::Unavailable, "PostgreSQL: cannot take the migration lock")
            })?;
            runner.get_last_applied_migration(&mut it.client).map_err(problem)?
        }
    };
    if let Some(applied) = version
        && applied.version() > newest()
    {
        return Err(Problem::new(
            Code::Unavailable,
            format!(
                "the database is of version {}, this program knows versions up to {}: \
                 use the newer program",
                applied.version(),
                newest()
            ),
        ));
    }
    match conn {
        Conn::Sqlite(it) => runner.run(&mut it.connection).map(drop).map_err(problem)?,
        Conn::Postgres(it) => {
            runner.run(&mut it.client).map(drop).map_err(problem)?;
            it.run("SELECT pg_advisory_unlock(92685459866442)")?;
        }
    }
    Ok(())
}

fn problem(error: refinery::Error) -> Problem {
    Problem::new(Code::Unavailable, format!("the database cannot be brought up to date: {error}"))
}
