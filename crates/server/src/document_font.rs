//! The font for Japanese text in PDFs that bring none: one from the settings, or one of those
//! that systems commonly have.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tasuki_app::App;

use crate::config::Config;

/// Where systems keep a Japanese font, and its number in the file.
const COMMON: &[(&str, u32)] = &[
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 0),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 0),
    ("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf", 0),
    ("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf", 0),
    ("/usr/share/fonts/truetype/fonts-japanese-gothic.ttf", 0),
];

/// The largest font file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Bytes asked for at once: more than the 32 MiB from which on the allocator of glibc gives back
/// what is freed. Pages that nobody touches cost nothing.
const APART: usize = 33 << 20;

/// Gives the region's documents a font, if there is one.
///
/// # Errors
/// When the file that the settings name cannot be read.
pub fn give(config: &Config, app: &App) -> Result<()> {
    if let Some(path) = &config.document_font {
        check(path).with_context(|| format!("the font {} cannot be used", path.display()))?;
        use_it(app, path.clone(), 0);
        return Ok(());
    }
    let mut found = COMMON.iter().map(|(path, number)| (PathBuf::from(path), *number));
    if let Some((path, number)) = found.find(|(path, _)| check(path).is_ok()) {
        use_it(app, path, number);
    } else {
        tracing::info!(
            "no Japanese font found: PDFs that bring none show without letters; set document_font"
        );
    }
    Ok(())
}

/// A font of 20 MB is not kept in memory for the few PDFs that want it.
fn use_it(app: &App, path: PathBuf, number: u32) {
    let read = move || match read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the font of documents is gone");
            None
        }
    };
    app.use_document_font(read, number);
}

/// Whether it can be read and is no larger than fonts are.
fn check(path: &Path) -> Result<File> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    anyhow::ensure!(about.is_file(), "it is no file");
    anyhow::ensure!(about.len() <= LARGEST, "it is over {LARGEST} bytes");
    Ok(file)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(APART);
    check(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_read_whole_or_not_at_all() {
        let folder = std::env::temp_dir();
        assert!(read(&folder.join("no such font")).is_err());
        assert!(check(&folder).is_err(), "a folder is no font");
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert_eq!(read(&manifest).unwrap(), std::fs::read(&manifest).unwrap());
    }
}
