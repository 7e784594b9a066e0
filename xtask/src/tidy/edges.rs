//! Which crate of ours may depend on which: the layers of ARCHITECTURE.md as a table.

use super::{Finding, House};
use crate::workspace::{Dependency, Member, Purpose};

struct Layer {
    name: &'static str,
    /// What its product may depend on.
    product: &'static [&'static str],
    /// What its tests may depend on besides. `testkit` stands on everything, so the crates
    /// below it that it is built from (kernel to media) do without it.
    tests: &'static [&'static str],
}

const LAYERS: &[Layer] = &[
    Layer { name: "kernel", product: &[], tests: &[] },
    Layer { name: "domain", product: &["kernel"], tests: &[] },
    Layer { name: "ledger", product: &["kernel"], tests: &[] },
    Layer { name: "pki", product: &["kernel"], tests: &[] },
    Layer { name: "media", product: &["kernel"], tests: &[] },
    Layer { name: "print", product: &["kernel", "domain"], tests: &[] },
    Layer { name: "demo", product: &["kernel"], tests: &["domain", "media"] },
    Layer {
        name: "store",
        product: &["kernel", "domain", "ledger"],
        tests: &["pki", "testkit", "xtask"],
    },
    Layer {
        name: "app",
        product: &["kernel", "domain", "ledger", "pki", "media", "print", "store"],
        tests: &["testkit", "demo"],
    },
    // Of pki, web needs the type of a presented certificate. Never store: see ARCHITECTURE.md.
    Layer { name: "web", product: &["kernel", "domain", "app", "pki"], tests: &["testkit"] },
    Layer {
        name: "server",
        product: &["kernel", "domain", "ledger", "pki", "media", "demo", "store", "app", "web"],
        tests: &["testkit"],
    },
    Layer {
        name: "testkit",
        product: &[
            "kernel", "domain", "ledger", "pki", "media", "demo", "store", "app", "web", "server",
            "xtask",
        ],
        tests: &[],
    },
    Layer {
        name: "figures",
        product: &["kernel", "domain", "ledger", "pki", "store", "app", "web", "testkit"],
        tests: &[],
    },
    Layer { name: "xtask", product: &[], tests: &[] },
];

pub fn check(house: &House) -> Vec<Finding> {
    house.workspace.members.iter().flat_map(|member| check_member(house, member)).collect()
}

fn check_member(house: &House, member: &Member) -> Vec<Finding> {
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == member.name) else {
        let what = format!("crate {} has no place yet; give it a row in LAYERS", member.name);
        return vec![Finding::at(&member.manifest, 1, what)];
    };
    let ours = member.dependencies.iter().filter(|dependency| dependency.ours);
    ours.filter(|dependency| !allows(layer, dependency))
        .map(|dependency| {
            let start = format!("tasuki-{}", dependency.name);
            Finding::at(
                &member.manifest,
                house.tree.line_starting(&member.manifest, &start),
                format!(
                    "{} must not depend on {}; move what is needed to a layer that both may use",
                    member.name, dependency.name
                ),
            )
        })
        .collect()
}

fn allows(layer: &Layer, dependency: &Dependency) -> bool {
    let name = dependency.name.as_str();
    layer.product.contains(&name)
        || (dependency.purpose == Purpose::Tests && layer.tests.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;
    use crate::workspace::workspace_of;

    fn house(member: &str, dependency: &str, purpose: Purpose) -> House {
        let manifest = format!("crates/{member}/Cargo.toml");
        let text = format!("[dependencies]\ntasuki-{dependency}.workspace = true\n");
        House {
            tree: Tree::of(&[(&manifest, &text)]),
            workspace: workspace_of(&[(member, &[(dependency, true, purpose)])]),
        }
    }

    #[test]
    fn the_edges_of_the_table_pass() {
        assert!(check(&house("web", "app", Purpose::Product)).is_empty());
        assert!(check(&house("store", "testkit", Purpose::Tests)).is_empty());
        assert!(check(&house("demo", "media", Purpose::Tests)).is_empty());
    }

    #[test]
    fn web_cannot_reach_store() {
        let found = check(&house("web", "store", Purpose::Product));
        assert_eq!(found[0].line, 2);
        assert!(found[0].message.contains("web must not depend on store"));
    }

    #[test]
    fn testkit_stays_out_of_the_product() {
        assert_eq!(check(&house("store", "testkit", Purpose::Product)).len(), 1);
        assert_eq!(check(&house("server", "figures", Purpose::Product)).len(), 1);
        assert_eq!(check(&house("kernel", "testkit", Purpose::Tests)).len(), 1);
    }

    #[test]
    fn a_crate_without_a_row_is_a_finding() {
        assert_eq!(check(&house("fax", "kernel", Purpose::Product)).len(), 1);
    }

    #[test]
    fn the_table_has_no_circle_in_the_product() {
        for layer in LAYERS {
            for below in layer.product {
                let below = LAYERS.iter().find(|l| l.name == *below).unwrap();
                assert!(!below.product.contains(&layer.name), "{} {}", layer.name, below.name);
            }
        }
    }
}
