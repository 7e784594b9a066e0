//! What a verification has to say.

use std::fmt;

use tasuki_kernel::RegionId;
use tasuki_ledger::Finding;

/// What was verified and what was found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Every damage. None: what is stored is what was written.
    pub findings: Vec<Finding>,
    /// Whose data it is.
    pub region: Option<RegionId>,
    /// Logs read.
    pub logs: u64,
    /// Entries read.
    pub entries: u64,
    /// Bodies opened; none without a key.
    pub opened: u64,
    /// Entries whose key was destroyed.
    pub destroyed: u64,
    /// Sealed attachments that are there unaltered.
    pub attachments: u64,
    /// Entries in the region's tree.
    pub tree_size: u64,
    /// Checkpoints on disk that the tree agrees with.
    pub checkpoints: u64,
    /// Rows of views that were compared; none without a key.
    pub rows: u64,
    /// Sealed bytes hashed, of bodies and attachments.
    pub bytes: u64,
}

impl Report {
    /// Adds what another part of the verification says.
    pub(super) fn add(&mut self, part: Self) {
        self.findings.extend(part.findings);
        self.logs += part.logs;
        self.entries += part.entries;
        self.opened += part.opened;
        self.destroyed += part.destroyed;
        self.attachments += part.attachments;
        self.rows += part.rows;
        self.bytes += part.bytes;
    }

    /// Whether nothing was found.
    pub const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One line for each finding, then one line that counts.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let verdict = match self.findings.len() {
            0 => "clean".to_owned(),
            1 => "1 finding".to_owned(),
            many => format!("{many} findings"),
        };
        write!(
            f,
            "{verdict}: {} logs, {} entries ({} opened, {} destroyed), {} attachments, \
             tree of {} entries, {} checkpoints, {} rows compared, {} bytes",
            self.logs,
            self.entries,
            self.opened,
            self.destroyed,
            self.attachments,
            self.tree_size,
            self.checkpoints,
            self.rows,
            self.bytes
        )
    }
}

#[cfg(test)]
mod tests {
    use tasuki_ledger::Damage;

    use super::*;

    #[test]
    fn every_finding_is_one_line_and_the_last_line_counts() {
        let clean = Report { logs: 2, entries: 9, ..Report::default() };
        assert!(clean.is_clean());
        assert!(clean.to_string().starts_with("clean: 2 logs, 9 entries (0 opened"));
        let damage = Damage::TileMissing { path: "tile/0/000".into() };
        let findings = vec![Finding::general(damage.clone()), Finding::general(damage)];
        let report = Report { findings, ..clean };
        assert!(!report.is_clean());
        let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
        assert_eq!(lines[..2], ["tile/0/000 is missing", "tile/0/000 is missing"]);
        assert!(lines[2].starts_with("2 findings: "));
        assert_eq!(lines.len(), 3);
    }
}
