//! Licences and sources of all dependencies, held against `deny.toml`: what cargo-deny does for
//! these two, for machines that do not have it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cargo_metadata::{MetadataCommand, Package};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

/// The parts of `deny.toml` that matter here; the rest is for cargo-deny.
#[derive(Debug, Deserialize)]
struct Deny {
    licenses: Licences,
    sources: Sources,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence allowed for one crate only.
#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    allow_registry: Vec<String>,
}

/// Checks the workspace.
///
/// # Errors
/// When a dependency has a licence or source which `deny.toml` does not allow.
pub fn check(root: &Path) -> Result<()> {
    let text = std::fs::read_to_string(root.join("deny.toml")).context("deny.toml")?;
    let deny: Deny = toml::from_str(&text).context("deny.toml")?;
    let metadata = MetadataCommand::new().current_dir(root).exec()?;
    let problems: Vec<String> =
        metadata.packages.iter().filter_map(|package| judge_package(&deny, package)).collect();
    for problem in &problems {
        println!("licences: {problem}");
    }
    if !problems.is_empty() {
        bail!("licences: {} of {} crates are not allowed", problems.len(), metadata.packages.len());
    }
    println!("licences: {} crates, all allowed", metadata.packages.len());
    Ok(())
}

fn judge_package(deny: &Deny, package: &Package) -> Option<String> {
    let source = package.source.as_ref().map(|source| source.repr.as_str());
    judge(deny, &package.name, source, package.license.as_deref())
        .map(|problem| format!("{} {}: {problem}", package.name, package.version))
}

/// What is wrong with a crate: where it comes from (nothing for ours), or its SPDX expression.
fn judge(deny: &Deny, name: &str, source: Option<&str>, licence: Option<&str>) -> Option<String> {
    if let Some(source) = source {
        let address = source.trim_start_matches("registry+").trim_start_matches("sparse+");
        if !deny.sources.allow_registry.iter().any(|allowed| allowed == address) {
            return Some(format!("comes from {source}, which is not allowed"));
        }
    }
    let Some(licence) = licence else { return Some("states no licence".into()) };
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return Some(format!("its licence {licence} is no SPDX expression"));
    };
    let exceptions = deny.licenses.exceptions.iter().filter(|exception| exception.name == name);
    let allowed: BTreeSet<&str> = deny
        .licenses
        .allow
        .iter()
        .chain(exceptions.flat_map(|exception| &exception.allow))
        .map(String::as_str)
        .collect();
    let fine = expression.evaluate(|wanted| allowed.contains(wanted.to_string().as_str()));
    (!fine).then(|| format!("its licence {licence} is not allowed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATES_IO: &str = "https://github.com/rust-lang/crates.io-index";

    fn problem(licence: Option<&str>) -> Option<String> {
        judged("some", Some(&format!("registry+{CRATES_IO}")), licence)
    }

    fn judged(name: &str, source: Option<&str>, licence: Option<&str>) -> Option<String> {
        let deny: Deny = toml::from_str(&format!(
            "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\"]\n\
             exceptions = [{{ crate = \"special\", allow = [\"MPL-2.0\"] }}]\n\
             [bans]\nwildcards = \"deny\"\n[sources]\nallow-registry = [\"{CRATES_IO}\"]\n"
        ))
        .unwrap();
        judge(&deny, name, source, licence)
    }

    #[test]
    fn what_the_list_allows_passes() {
        for licence in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "MIT/Apache-2.0",
            "MIT AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert_eq!(problem(Some(licence)), None, "{licence}");
        }
    }

    #[test]
    fn what_it_does_not_name_is_refused() {
        for licence in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "MPL-2.0"] {
            assert!(problem(Some(licence)).unwrap().contains("not allowed"), "{licence}");
        }
        assert!(problem(Some("free as in beer")).unwrap().contains("no SPDX expression"));
        assert_eq!(problem(None).as_deref(), Some("states no licence"));
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        assert_eq!(judged("special", None, Some("MPL-2.0")), None);
        assert!(judged("other", None, Some("MPL-2.0")).is_some());
    }

    #[test]
    fn crates_come_from_crates_io() {
        let elsewhere = judged("some", Some("git+https://example.jp/some"), Some("MIT"));
        assert!(elsewhere.unwrap().contains("comes from git+"));
        assert_eq!(judged("ours", None, Some("MIT")), None);
    }

    /// A workspace of one crate, with what its manifest says of its licence.
    fn workspace(licence: &str, deny: Option<&str>) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!(
            "[package]\nname = \"one\"\nedition = \"2024\"\n{licence}\n[workspace]\n[lib]\npath = \"a.rs\"\n"
        );
        std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        std::fs::write(folder.path().join("a.rs"), "").unwrap();
        if let Some(deny) = deny {
            std::fs::write(folder.path().join("deny.toml"), deny).unwrap();
        }
        folder
    }

    const ONLY_MIT: &str = "[licenses]\nallow = [\"MIT\"]\n[sources]\nallow-registry = []\n";

    #[test]
    fn a_workspace_is_judged_as_a_whole() {
        check(workspace("license = \"MIT\"", Some(ONLY_MIT)).path()).unwrap();
        for licence in ["license = \"GPL-3.0-only\"", ""] {
            let problem = check(workspace(licence, Some(ONLY_MIT)).path()).unwrap_err();
            assert_eq!(problem.to_string(), "licences: 1 of 1 crates are not allowed");
        }
    }

    #[test]
    fn without_a_readable_list_nothing_passes() {
        for deny in [None, Some("[licenses"), Some("[licenses]\nallow = [\"MIT\"]\n")] {
            let problem = check(workspace("license = \"MIT\"", deny).path()).unwrap_err();
            assert_eq!(problem.to_string(), "deny.toml", "{problem:#}");
        }
    }

    #[test]
    fn this_workspace_passes() {
        check(&crate::repository()).unwrap();
    }
}
