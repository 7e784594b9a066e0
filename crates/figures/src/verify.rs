//! F9: `tasuki verify` over the whole region, against the speed at which one core hashes.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use crate::bare::hashing;
use crate::line::Line;
use crate::run::Run;
use crate::sample::{median, ratio};

/// Takes F9.
pub async fn take(run: &mut Run) -> Result<()> {
    let region = run.region().await?;
    let (mut speeds, mut bare, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    // Once unmeasured: the files come from the disk.
    for round in 0..=run.rounds.min(3) {
        let limit = hashing(run.seconds / 3.0);
        let begun = Instant::now();
        let said = Command::new(&run.program)
            .args(["verify", "--data"])
            .arg(&region.folder)
            .stderr(Stdio::inherit())
            .output()?;
        let took = begun.elapsed().as_secs_f64();
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        ensure!(said.status.success(), "verify: {text}");
        let bytes = hashed(&text).with_context(|| format!("verify said: {text}"))?;
        if round > 0 {
            speeds.push(bytes / took / 1e6);
            bare.push(limit / 1e6);
            seconds.push(took);
        }
    }
    run.say(Line::bare("F9", "SHA-256 of one core", median(&bare)).unit("MB/s"));
    run.say(Line::bare("F9", "verify", median(&seconds)).unit("s"));
    run.say(Line::least("F9", "verify/SHA-256", ratio(&speeds, &bare), 0.5));
    Ok(())
}

/// The number of hashed bytes in what `verify` says.
fn hashed(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|it| it.starts_with("bytes"))?;
    let digits: String =
        words.get(at.checked_sub(1)?)?.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_read_from_the_report() {
        assert_eq!(hashed("clean: 12 entries\n1,234,567 bytes hashed"), Some(1_234_567.0));
        assert_eq!(hashed("clean"), None);
        assert_eq!(hashed("bytes"), None);
    }
}
