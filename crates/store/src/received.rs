//! Where in a log a time lies. No entry was received before the one that it follows, so that a
//! few looks by number find the place, without an index that every append would have to keep.

use tasuki_kernel::{LogId, Result, Timestamp};

use crate::driver::Conn;

const RECEIVED: &str = "SELECT received FROM entries WHERE log = $1 AND sequence = $2";

/// The number of the first entry of `log` that was received at `at` or later, among the first
/// `length`; `length + 1` when all of them were received before. Asks once for each halving of
/// the log: 20 times for a million entries.
pub fn first_at(conn: &mut Conn, log: LogId, length: u64, at: Timestamp) -> Result<u64> {
    let (mut low, mut high) = (1, length + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let row = conn.first(RECEIVED, &[log.into(), middle.into()])?;
        // An entry that is not there yet is later than all that are.
        match row.map(|row| row.at(0)).transpose()? {
            Some(received) if received < at => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
