//! Lock files and settings name no host of a package registry, so that everyone resolves
//! through the registry of their own machine.

use super::{Finding, House};

/// Cargo writes this name for crates.io into every lock file, whatever mirror was used.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in house.tree.files() {
        let name = path.rsplit('/').next().unwrap_or(path);
        for (line, number) in text.lines().zip(1..) {
            if let Some(message) = judge(name, line.trim()) {
                found.push(Finding::at(path, number, message));
            }
        }
    }
    found
}

fn judge(name: &str, line: &str) -> Option<&'static str> {
    match name {
        "package-lock.json" if line.starts_with("\"resolved\"") && line.contains("://") => Some(
            "a resolved address names a host; set omit-lockfile-registry-resolved=true in .npmrc \
             and write the lock file again",
        ),
        "Cargo.lock" if line.starts_with("source = ") && !line.contains(CRATES_IO) => {
            Some("a source other than crates.io; take the crate from there")
        }
        ".npmrc" if line.contains("registry=") || line.contains("registry =") => {
            Some("a registry of one machine; leave the choice to the user's own settings")
        }
        "config.toml" if line.starts_with("[source") || line.starts_with("[registries") => {
            Some("a registry of one machine; leave the choice to the user's own settings")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&House::of(&[(path, text)])).len()
    }

    #[test]
    fn a_lock_file_of_npm_names_no_host() {
        let bad = "{\n \"resolved\": \"https://registry.example/a.tgz\",\n \"integrity\": \"x\"\n}";
        assert_eq!(count("e2e/package-lock.json", bad), 1);
        assert_eq!(count("e2e/package-lock.json", "{\n \"integrity\": \"x\"\n}"), 0);
    }

    #[test]
    fn a_lock_file_of_cargo_knows_crates_io_only() {
        assert_eq!(count("Cargo.lock", &format!("source = \"{CRATES_IO}\"")), 0);
        assert_eq!(count("Cargo.lock", "source = \"git+https://example.jp/a\""), 1);
    }

    #[test]
    fn settings_choose_no_registry() {
        assert_eq!(count("e2e/.npmrc", "registry=https://npm.example\n"), 1);
        assert_eq!(count("e2e/.npmrc", "omit-lockfile-registry-resolved=true\n"), 0);
        assert_eq!(count(".cargo/config.toml", "[source.crates-io]\n"), 1);
        assert_eq!(count(".cargo/config.toml", "[alias]\n"), 0);
    }
}
