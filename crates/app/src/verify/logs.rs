//! The rows of logs, as they are held against their entries.

use tasuki_domain::content::Opened;
use tasuki_kernel::{LogId, RegionId, Result, RoomId, Timestamp, VaultId};
use tasuki_ledger::{Damage, Finding, Hash, KeyId, Leaf};
use tasuki_store::log::LogPurpose;
use tasuki_store::{Row, dump};

use super::Check;

/// A log's row.
#[derive(Debug, Clone)]
pub(super) struct LogState {
    pub(super) id: LogId,
    pub(super) region: RegionId,
    purpose: i64,
    room: Option<RoomId>,
    pub(super) vault: VaultId,
    audience_key: [u8; 32],
    pub(super) wrap_key: KeyId,
    pub(super) sequence: u64,
    head: Hash,
    pub(super) received: Timestamp,
    /// Notes by sensitivity.
    pub(super) read: [u64; 3],
    /// Up to where the tree holds it.
    pub(super) treed: u64,
}

impl LogState {
    /// In the order of the columns that [`dump::TABLES`] gives.
    fn of(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.id(0)?,
            region: row.id(1)?,
            purpose: row.int(2)?,
            room: row.opt_id(3)?,
            vault: row.id(4)?,
            audience_key: row.array(5)?,
            wrap_key: KeyId::from_bytes(row.array(6)?),
            sequence: row.count(7)?,
            head: Hash::from_bytes(row.array(8)?),
            received: row.at(9)?,
            read: [row.count(10)?, row.count(11)?, row.count(12)?],
            treed: row.count(13)?,
        })
    }

    /// The end that the row records.
    pub(super) const fn end(&self) -> Leaf {
        Leaf { log: self.id, sequence: self.sequence, head: self.head }
    }

    /// The columns that are not what the log's first entry says.
    pub(super) fn differing(&self, opened: &Opened, region_log: LogId) -> Vec<&'static str> {
        let purpose = match opened {
            _ if self.id == region_log => LogPurpose::Region,
            Opened { kind: Some(_), .. } => LogPurpose::Room,
            Opened { room: Some(_), .. } => LogPurpose::Delivery,
            _ => LogPurpose::Access,
        };
        let people: Vec<u8> = opened.audience.iter().flat_map(|it| *it.as_bytes()).collect();
        let audience = if people.is_empty() { [0; 32] } else { *Hash::of(&people).as_bytes() };
        let mut columns = Vec::new();
        if self.purpose != purpose.code() {
            columns.push("purpose");
        }
        if self.room != opened.room {
            columns.push("room");
        }
        if self.audience_key != audience {
            columns.push("audience_key");
        }
        columns
    }
}

/// A column of the table of logs that is not what the entries say.
pub(super) fn differs(log: LogId, column: &str) -> Finding {
    let detail = format!("column {column}");
    Finding::in_log(log, Damage::ViewDiffers { view: "the log's row".into(), detail })
}

impl Check {
    /// Reads the rows of all logs.
    pub(super) fn read_logs(&mut self) -> Result<()> {
        let table = dump::table("logs").ok_or_else(|| no_table("logs"))?;
        for row in dump::rows(&mut self.conn, table)? {
            match LogState::of(&row) {
                Ok(state) => {
                    if state.region != self.known.installed.region {
                        self.find(differs(state.id, "region"));
                    }
                    self.known.logs.insert(state.id, state);
                }
                Err(problem) => {
                    let (view, detail) = ("logs".into(), problem.detail);
                    self.find(Finding::general(Damage::ViewDiffers { view, detail }));
                }
            }
        }
        Ok(())
    }
}

pub(super) fn no_table(name: &str) -> tasuki_kernel::Problem {
    tasuki_kernel::Problem::new(tasuki_kernel::Code::Internal, format!("no table {name}"))
}

#[cfg(test)]
impl LogState {
    /// A room's log that is in the tree as far as it goes.
    pub(super) fn of_room(id: LogId, sequence: u64) -> Self {
        Self {
            id,
            region: RegionId::from_bytes([2; 16]),
            purpose: LogPurpose::Room.code(),
            room: None,
            vault: VaultId::from_bytes([3; 16]),
            audience_key: [0; 32],
            wrap_key: KeyId::from_bytes([4; 16]),
            sequence,
            head: Hash::ZERO,
            received: Timestamp::default(),
            read: [0; 3],
            treed: sequence,
        }
    }
}

#[cfg(test)]
mod tests {
    use tasuki_domain::room::RoomKind;
    use tasuki_kernel::PersonId;

    use super::*;

    fn state(purpose: LogPurpose, room: Option<RoomId>, audience_key: [u8; 32]) -> LogState {
        let row = LogState::of_room(LogId::from_bytes([1; 16]), 0);
        LogState { purpose: purpose.code(), room, audience_key, ..row }
    }

    fn opened(room: Option<RoomId>, kind: Option<RoomKind>, audience: Vec<PersonId>) -> Opened {
        let (title, notebook) = (String::new(), None);
        Opened { room, kind, notebook, title, audience, continues: None }
    }

    #[test]
    fn the_row_is_what_the_first_entry_says() {
        let region_log = LogId::from_bytes([9; 16]);
        let room = Some(RoomId::from_bytes([5; 16]));
        let people = vec![PersonId::from_bytes([6; 16]), PersonId::from_bytes([7; 16])];
        let key = *Hash::of(&[[6; 16], [7; 16]].concat()).as_bytes();
        let main = opened(room, Some(RoomKind::Team), vec![]);
        let delivery = opened(room, None, people);
        let access = opened(None, None, vec![]);
        let none: [&str; 0] = [];
        let main_row = state(LogPurpose::Room, room, [0; 32]);
        assert_eq!(main_row.differing(&main, region_log), none);
        let delivery_row = state(LogPurpose::Delivery, room, key);
        assert_eq!(delivery_row.differing(&delivery, region_log), none);
        let access_row = state(LogPurpose::Access, None, [0; 32]);
        assert_eq!(access_row.differing(&access, region_log), none);
        let region_row = state(LogPurpose::Region, None, [0; 32]);
        assert_eq!(region_row.differing(&access, region_row.id), none);
        // A delivery that was made everybody's.
        assert_eq!(main_row.differing(&delivery, region_log), ["purpose", "audience_key"]);
        assert_eq!(access_row.differing(&main, region_log), ["purpose", "room"]);
    }
}
