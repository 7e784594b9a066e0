//! What the machine can do, taken in the same run as what is held against it.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use sha2::{Digest, Sha256};

/// How often per second a page can be written and made durable, one after the other.
pub fn durable_writes(folder: &Path, seconds: f64) -> Result<f64> {
    let path = folder.join("fdatasync");
    let mut file = File::create(&path)?;
    let page = [7_u8; 4096];
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs_f64(seconds) {
        file.write_all(&page)?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

/// Bytes per second that one core hashes with SHA-256.
pub fn hashing(seconds: f64) -> f64 {
    let block = vec![7_u8; 1 << 20];
    let (begun, mut bytes) = (Instant::now(), 0_u64);
    let mut hash = Sha256::new();
    while begun.elapsed() < Duration::from_secs_f64(seconds) {
        hash.update(&block);
        bytes += block.len() as u64;
    }
    std::hint::black_box(hash.finalize());
    bytes as f64 / begun.elapsed().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_numbers_and_leave_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(durable_writes(folder.path(), 0.01).unwrap() > 0.0);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(hashing(0.01) > 0.0);
    }
}
