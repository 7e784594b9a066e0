//! The font for Japanese text in PDFs that bring none: one from the settings, or one of those
//! that systems commonly have.

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

/// Gives the region's documents a font, if there is one.
///
/// # Errors
/// When the file that the settings name cannot be read.
pub fn give(config: &Config, app: &App) -> Result<()> {
    if let Some(path) = &config.document_font {
        let bytes =
            read(path).with_context(|| format!("the font {} cannot be used", path.display()))?;
        app.use_document_font(bytes, 0);
        return Ok(());
    }
    let found = COMMON.iter().map(|(path, number)| (PathBuf::from(path), *number));
    let found = found
        .filter(|(path, _)| path.exists())
        .find_map(|(path, it)| Some((read(&path).ok()?, it)));
    if let Some((bytes, number)) = found {
        app.use_document_font(bytes, number);
    } else {
        tracing::info!(
            "no Japanese font found: PDFs that bring none show without letters; set document_font"
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path)?.len();
    anyhow::ensure!(size <= LARGEST, "it is over {LARGEST} bytes");
    Ok(std::fs::read(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_read_whole_or_not_at_all() {
        let folder = std::env::temp_dir();
        assert!(read(&folder.join("no such font")).is_err());
        assert!(read(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml").as_path()).is_ok());
    }
}
