//! The browser tests in `e2e/`, with Debian's Chromium and the binary just built.

use std::path::Path;

use anyhow::{Result, ensure};

use super::shell::Shell;

const CHROMIUM: &str = "/usr/bin/chromium";

/// Runs them; a tree without `e2e/package.json` has none.
///
/// # Errors
/// When a test fails, or the browser or the binary is not there.
pub fn run(root: &Path, binary: &Path) -> Result<()> {
    let folder = root.join("e2e");
    if !folder.join("package.json").exists() {
        println!("not run: there is no e2e/package.json");
        return Ok(());
    }
    ensure!(binary.exists(), "{} is not built", binary.display());
    npm(&folder, "npm", &["ci", "--no-audit", "--no-fund"]).run()?;
    npm(&folder, "npx", &["playwright", "test"])
        .variable("TASUKI_BIN", binary)
        .variable("CHROMIUM", CHROMIUM)
        .run()
}

/// Takes the documentation's pictures of every screen from the real thing.
///
/// # Errors
/// When a screen cannot be reached, or the browser is not there.
pub fn screenshots(root: &Path, binary: &Path, pictures: &Path) -> Result<()> {
    let folder = root.join("e2e");
    ensure!(binary.exists(), "{} is not built", binary.display());
    npm(&folder, "npm", &["ci", "--no-audit", "--no-fund"]).run()?;
    let pictures = std::path::absolute(pictures)?;
    npm(&folder, "node", &["screenshots.mjs", &pictures.to_string_lossy()])
        .variable("TASUKI_BIN", binary)
        .variable("CHROMIUM", CHROMIUM)
        .run()
}

fn npm(folder: &Path, program: &str, arguments: &[&str]) -> Shell {
    // The browser is Debian's; Playwright's own must not be fetched.
    Shell::new(program)
        .arguments(arguments)
        .folder(folder)
        .variable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_browser_tests_there_is_nothing_to_run() {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &folder.path().join("tasuki")).unwrap();
    }

    #[test]
    fn pictures_are_of_the_real_thing_or_there_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let problem = screenshots(folder.path(), &folder.path().join("tasuki"), folder.path());
        assert!(problem.unwrap_err().to_string().ends_with("tasuki is not built"));
    }

    #[test]
    fn with_browser_tests_the_binary_must_be_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("e2e")).unwrap();
        std::fs::write(folder.path().join("e2e/package.json"), "{}").unwrap();
        let problem = run(folder.path(), &folder.path().join("tasuki")).unwrap_err();
        assert!(problem.to_string().ends_with("tasuki is not built"));
    }
}
