//! Which regions live here, and which nodes serve them.

use tasuki_kernel::{LogId, NodeId, RegionId, Result, VaultId};

use crate::driver::Conn;
use crate::group::Transaction;

/// A region that lives in this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation {
    /// The region.
    pub region: RegionId,
    /// Its own log.
    pub region_log: LogId,
    /// The vault of the region's own logs.
    pub vault: VaultId,
}

const INSERT: &str = "INSERT INTO installations (region, region_log, vault) VALUES ($1, $2, $3)";
const ALL: &str = "SELECT region, region_log, vault FROM installations ORDER BY region";
const INSERT_NODE: &str = "INSERT INTO nodes (id, region, access_log) VALUES ($1, $2, $3)";
const ACCESS_LOGS: &str = "SELECT access_log FROM nodes WHERE region = $1 ORDER BY id";
const NODE: &str = "SELECT access_log FROM nodes WHERE id = $1 AND region = $2";
const SETTINGS: &str = "SELECT name, notebook_name, categories, idle_minutes, second_factors \
     FROM regions WHERE id = $1";

/// What a region decided about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// What it calls its notebook.
    pub notebook_name: String,
    /// 情報カテゴリー, in order.
    pub categories: Vec<String>,
    /// Minutes until a session locks.
    pub idle_minutes: u32,
    /// Allowed second factors.
    pub second_factors: Vec<String>,
}

/// The regions of this database.
pub fn all(conn: &mut Conn) -> Result<Vec<Installation>> {
    conn.query(ALL, &[])?
        .iter()
        .map(|row| {
            Ok(Installation { region: row.id(0)?, region_log: row.id(1)?, vault: row.id(2)? })
        })
        .collect()
}

/// Enters a new region.
pub fn insert(transaction: &mut Transaction<'_>, it: &Installation) -> Result<()> {
    transaction
        .execute(INSERT, &[it.region.into(), it.region_log.into(), it.vault.into()])
        .map(drop)
}

/// The access logs of all nodes of a region.
pub fn access_logs(conn: &mut Conn, region: RegionId) -> Result<Vec<LogId>> {
    conn.query(ACCESS_LOGS, &[region.into()])?.iter().map(|row| row.id(0)).collect()
}

/// The access log of a node, if it has served this region before.
pub fn access_log(conn: &mut Conn, node: NodeId, region: RegionId) -> Result<Option<LogId>> {
    conn.first(NODE, &[node.into(), region.into()])?.map(|row| row.id(0)).transpose()
}

/// Enters a node with its access log.
pub fn insert_node(
    transaction: &mut Transaction<'_>,
    node: NodeId,
    region: RegionId,
    access_log: LogId,
) -> Result<()> {
    transaction.execute(INSERT_NODE, &[node.into(), region.into(), access_log.into()]).map(drop)
}

/// What a region decided about itself.
pub fn settings(conn: &mut Conn, region: RegionId) -> Result<Option<Settings>> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    conn.first(SETTINGS, &[region.into()])?
        .map(|row| {
            Ok(Settings {
                name: row.text(0)?.to_owned(),
                notebook_name: row.text(1)?.to_owned(),
                categories: lines(row.text(2)?),
                idle_minutes: u32::try_from(row.int(3)?).unwrap_or(15),
                second_factors: lines(row.text(4)?),
            })
        })
        .transpose()
}
