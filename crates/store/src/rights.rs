//! How often the rights of a region have changed.
//!
//! Persons, posts, devices, rooms, members, consents and audiences are views of entries, and each
//! entry that can change one of them moves this number in its own transaction. Whoever has read
//! such rows may go on using them while the number, read anew, is the same.

use tasuki_kernel::{RegionId, Result};

use crate::driver::Conn;

const VERSION: &str = "SELECT version FROM rights WHERE region = $1";
const MOVE: &str = "INSERT INTO rights (region, version) VALUES ($1, 1) \
     ON CONFLICT (region) DO UPDATE SET version = rights.version + 1";

/// How often the rights of a region have changed. Ask it before what it is to vouch for.
pub fn version(conn: &mut Conn, region: RegionId) -> Result<u64> {
    conn.first(VERSION, &[region.into()])?.map_or(Ok(0), |row| row.count(0))
}

/// Says that they change with the transaction in progress.
pub(crate) fn changed(conn: &mut Conn, region: RegionId) -> Result<()> {
    conn.execute(MOVE, &[region.into()]).map(drop)
}
