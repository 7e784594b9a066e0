//! Libraries which only some crates may use, so that SQL and HTTP each have one home.

use super::{Finding, House};

struct Confinement {
    libraries: &'static [&'static str],
    /// `testkit` is among them where tests tamper with a database or play a client, `figures`
    /// where it keeps a bare server to compare with.
    homes: &'static [&'static str],
    why: &'static str,
}

const CONFINEMENTS: &[Confinement] = &[
    Confinement {
        libraries: &[
            "rusqlite",
            "postgres",
            "tokio-postgres",
            "refinery",
            "refinery-core",
            "object_store",
            "libsqlite3-sys",
            "sqlx",
            "diesel",
        ],
        homes: &["store", "testkit", "figures"],
        why: "only store speaks to databases and to the place of attachments",
    },
    Confinement {
        libraries: &[
            "axum",
            "axum-core",
            "axum-server",
            "axum-extra",
            "hyper",
            "hyper-util",
            "tower-http",
            "utoipa",
            "utoipa-axum",
            "rustls-acme",
        ],
        homes: &["web", "server", "pki", "testkit", "figures"],
        why: "only web, server and pki speak HTTP",
    },
    Confinement {
        libraries: &["clap", "figment"],
        homes: &["server", "xtask"],
        why: "only server reads the command line and the configuration",
    },
];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for member in &house.workspace.members {
        for dependency in member.dependencies.iter().filter(|dependency| !dependency.ours) {
            let name = dependency.name.as_str();
            let broken = CONFINEMENTS.iter().find(|confinement| {
                confinement.libraries.contains(&name)
                    && !confinement.homes.contains(&member.name.as_str())
            });
            if let Some(confinement) = broken {
                let line = house.tree.line_starting(&member.manifest, name);
                let message = format!(
                    "{} must not use {name}: {}; ask {} for it",
                    member.name,
                    confinement.why,
                    confinement.homes.join(" or ")
                );
                found.push(Finding::at(&member.manifest, line, message));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;
    use crate::workspace::{Purpose, workspace_of};

    fn findings(member: &str, library: &str, purpose: Purpose) -> usize {
        let workspace = workspace_of(&[(member, &[(library, false, purpose)])]);
        check(&House { tree: Tree::of(&[]), workspace }).len()
    }

    #[test]
    fn databases_belong_to_store() {
        assert_eq!(findings("store", "rusqlite", Purpose::Product), 0);
        assert_eq!(findings("testkit", "postgres", Purpose::Product), 0);
        assert_eq!(findings("app", "rusqlite", Purpose::Product), 1);
        assert_eq!(findings("web", "object_store", Purpose::Tests), 1);
    }

    #[test]
    fn http_belongs_to_web() {
        assert_eq!(findings("web", "axum", Purpose::Product), 0);
        assert_eq!(findings("app", "axum", Purpose::Product), 1);
        assert_eq!(findings("domain", "hyper", Purpose::Product), 1);
    }

    #[test]
    fn a_crate_of_ours_is_never_confined() {
        let workspace = workspace_of(&[("app", &[("axum", true, Purpose::Product)])]);
        assert!(check(&House { tree: Tree::of(&[]), workspace }).is_empty());
    }

    #[test]
    fn the_finding_stands_on_the_line_of_the_manifest_and_says_whom_to_ask() {
        let workspace = workspace_of(&[("app", &[("rusqlite", false, Purpose::Product)])]);
        let manifest = "[dependencies]\nrusqlite.workspace = true\n";
        let tree = Tree::of(&[("crates/app/Cargo.toml", manifest)]);
        let found = check(&House { tree, workspace });
        assert_eq!(found[0].line, 2);
        assert!(found[0].message.ends_with("ask store or testkit or figures for it"));
    }

    #[test]
    fn the_command_line_belongs_to_server() {
        assert_eq!(findings("server", "clap", Purpose::Product), 0);
        assert_eq!(findings("app", "figment", Purpose::Product), 1);
    }
}
