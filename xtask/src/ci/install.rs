//! What the tests need besides Cargo: installed on Debian as root, else asked for.

use std::path::Path;

use anyhow::{Result, bail};

use super::shell::Shell;

/// The Debian package, the command by which other systems are judged, and what it is for.
const NEEDED: &[(&str, Option<&str>, &str)] = &[
    ("postgresql", Some("psql"), "store on PostgreSQL"),
    ("chromium", Some("chromium"), "browser tests"),
    ("fonts-noto-cjk", None, "Japanese in the browser tests"),
    ("fonts-morisawa-bizud-gothic", None, "the UD type of the design"),
    ("libnss3-tools", Some("certutil"), "client certificates in the browser"),
    ("strace", Some("strace"), "durability seen from outside"),
    ("openssl", Some("openssl"), "certificates judged by another hand"),
    ("pebble", Some("pebble"), "an ACME server to order from"),
    ("nodejs", Some("node"), "browser tests"),
    ("npm", Some("npm"), "browser tests"),
];

/// Installs what is missing.
///
/// # Errors
/// When something is missing and cannot be installed here; the message says what to do.
pub fn run() -> Result<()> {
    let debian = Path::new("/etc/debian_version").exists();
    let missing = if debian { missing(is_installed, has_command) } else { missing_commands() };
    let is_root = Shell::new("id").arguments(&["-u"]).output().as_deref() == Some("0");
    match plan(&missing, debian, is_root) {
        Plan::Nothing => println!("all there: {}", names(NEEDED.iter().map(|(name, ..)| *name))),
        Plan::Ask(what) => bail!(what),
        Plan::Install(arguments) => {
            apt(&["update"])?;
            apt(&arguments)?;
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    /// The arguments of apt-get.
    Install(Vec<&'static str>),
    /// What is asked of whoever started this.
    Ask(String),
}

fn plan(missing: &[&'static str], debian: bool, is_root: bool) -> Plan {
    let list = names(missing.iter().copied());
    match (missing, debian, is_root) {
        ([], ..) => Plan::Nothing,
        (_, false, _) => Plan::Ask(format!("please install what your system calls {list}")),
        (_, true, false) => {
            Plan::Ask(format!("please run: sudo apt-get install --no-install-recommends {list}"))
        }
        (_, true, true) => {
            let mut arguments = vec!["install", "-y", "--no-install-recommends"];
            arguments.extend(missing);
            Plan::Install(arguments)
        }
    }
}

fn apt(arguments: &[&str]) -> Result<()> {
    let quiet: Vec<&str> = std::iter::once("-q").chain(arguments.iter().copied()).collect();
    Shell::new("apt-get").arguments(&quiet).variable("DEBIAN_FRONTEND", "noninteractive").run()
}

/// Packages that Debian does not have installed. Node often comes from elsewhere, so its
/// commands count too.
fn missing(installed: impl Fn(&str) -> bool, command: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let from_elsewhere = |package| matches!(package, "nodejs" | "npm");
    NEEDED
        .iter()
        .filter(|(package, name, _)| {
            let found = from_elsewhere(*package) && name.is_some_and(&command);
            !found && !installed(package)
        })
        .map(|(package, ..)| *package)
        .collect()
}

/// Without dpkg only commands can be looked for; fonts are taken on trust.
fn missing_commands() -> Vec<&'static str> {
    NEEDED
        .iter()
        .filter(|(_, name, _)| name.is_some_and(|name| !has_command(name)))
        .map(|(package, ..)| *package)
        .collect()
}

fn is_installed(package: &str) -> bool {
    let query = ["-W", "-f=${Status}", package];
    Shell::new("dpkg-query").arguments(&query).output().as_deref() == Some("install ok installed")
}

fn has_command(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_installed_is_not_asked_for() {
        assert!(missing(|_| true, |_| false).is_empty());
        let found = missing(|package| package != "strace", |_| false);
        assert_eq!(found, ["strace"]);
    }

    #[test]
    fn node_may_come_from_elsewhere_but_postgresql_may_not() {
        let found = missing(|_| false, |_| true);
        assert!(!found.contains(&"nodejs") && !found.contains(&"npm"));
        assert!(found.contains(&"postgresql"), "psql alone is only the client");
    }

    #[test]
    fn a_machine_that_has_everything_installs_nothing() {
        for (debian, is_root) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(plan(&[], debian, is_root), Plan::Nothing);
        }
    }

    #[test]
    fn only_root_on_debian_installs() {
        let arguments = ["install", "-y", "--no-install-recommends", "strace", "openssl"];
        assert_eq!(plan(&["strace", "openssl"], true, true), Plan::Install(arguments.to_vec()));
    }

    #[test]
    fn others_are_told_what_to_install() {
        for (debian, is_root, begins) in [
            (true, false, "please run: sudo apt-get install"),
            (false, true, "please install what your system calls"),
            (false, false, "please install what your system calls"),
        ] {
            let Plan::Ask(what) = plan(&["strace", "openssl"], debian, is_root) else {
                panic!("nothing is installed here");
            };
            assert!(what.starts_with(begins), "{what}");
            assert!(what.ends_with("strace openssl"), "{what}");
        }
    }

    #[test]
    fn fonts_are_taken_on_trust_where_there_is_no_dpkg() {
        assert!(!missing_commands().iter().any(|package| package.starts_with("fonts-")));
    }

    #[test]
    fn commands_are_looked_for_on_the_path() {
        assert!(has_command("sh"));
        assert!(!has_command("surely-not-there"));
    }

    #[test]
    fn every_need_says_what_it_is_for() {
        assert!(NEEDED.iter().all(|(package, _, why)| !package.is_empty() && why.len() > 10));
    }
}
