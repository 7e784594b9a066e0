//! The crates of the workspace and what each declares to need, as `cargo metadata` tells it.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

/// What a dependency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Compiled into what the crate gives others (build scripts included).
    Product,
    /// Only for its tests.
    Tests,
}

/// One declared dependency.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The name of the package, or for a crate of ours the name of its folder.
    pub name: String,
    /// Whether it is a crate of this workspace.
    pub ours: bool,
    /// What it is for.
    pub purpose: Purpose,
}

/// One crate of ours.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name of its folder, which is the name that the rules use: `kernel`, `server`.
    pub name: String,
    /// Its manifest, relative to the root.
    pub manifest: String,
    /// What it declares.
    pub dependencies: Vec<Dependency>,
}

/// All crates of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    pub members: Vec<Member>,
}

impl Workspace {
    /// Asks Cargo, without network: only the manifests of the workspace are read.
    ///
    /// # Errors
    /// When a manifest cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let metadata = MetadataCommand::new()
            .current_dir(root)
            .no_deps()
            .exec()
            .context("cargo metadata does not accept the workspace")?;
        let mut members: Vec<Member> = metadata.packages.iter().map(member).collect();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        for member in &mut members {
            let manifest = Path::new(&member.manifest);
            if let Ok(inside) = manifest.strip_prefix(&metadata.workspace_root) {
                member.manifest = inside.display().to_string();
            }
        }
        Ok(Self { members })
    }
}

fn member(package: &cargo_metadata::Package) -> Member {
    let folder = package.manifest_path.parent();
    Member {
        name: folder.and_then(|folder| folder.file_name()).unwrap_or_default().into(),
        manifest: package.manifest_path.to_string(),
        dependencies: package.dependencies.iter().map(dependency).collect(),
    }
}

fn dependency(declared: &cargo_metadata::Dependency) -> Dependency {
    let folder = declared.path.as_ref().and_then(|path| path.file_name());
    Dependency {
        name: folder.map_or_else(|| declared.name.clone(), Into::into),
        ours: declared.path.is_some(),
        purpose: match declared.kind {
            DependencyKind::Development => Purpose::Tests,
            _ => Purpose::Product,
        },
    }
}

/// A crate for the tests of the rules: its name, and the name of each dependency, whether it is
/// ours, and what it is for.
#[cfg(test)]
pub(crate) type Sample<'s> = (&'s str, &'s [(&'s str, bool, Purpose)]);

#[cfg(test)]
pub(crate) fn workspace_of(members: &[Sample]) -> Workspace {
    let dependency = |(name, ours, purpose): &(&str, bool, Purpose)| Dependency {
        name: (*name).into(),
        ours: *ours,
        purpose: *purpose,
    };
    let member = |(name, dependencies): &Sample| Member {
        name: (*name).into(),
        manifest: format!("crates/{name}/Cargo.toml"),
        dependencies: dependencies.iter().map(dependency).collect(),
    };
    Workspace { members: members.iter().map(member).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_workspace_is_read_with_folders_for_names() {
        let workspace = Workspace::read(&crate::repository()).unwrap();
        let kernel = workspace.members.iter().find(|m| m.name == "kernel").unwrap();
        assert_eq!(kernel.manifest, "crates/kernel/Cargo.toml");
        assert!(kernel.dependencies.iter().any(|d| d.name == "uuid" && !d.ours));
        let xtask = workspace.members.iter().find(|m| m.name == "xtask").unwrap();
        assert!(
            xtask.dependencies.iter().any(|d| d.name == "tempfile" && d.purpose == Purpose::Tests)
        );
    }

    #[test]
    fn a_crate_of_ours_is_named_by_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let package = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        for (path, text) in [
            ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n".to_owned()),
            ("crates/one/Cargo.toml", package("ours-one")),
            (
                "crates/two/Cargo.toml",
                package("ours-two") + "[dependencies]\nours-one = { path = \"../one\" }\n",
            ),
        ] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        for name in ["one", "two"] {
            std::fs::create_dir_all(root.join(format!("crates/{name}/src"))).unwrap();
            std::fs::write(root.join(format!("crates/{name}/src/lib.rs")), "").unwrap();
        }
        let workspace = Workspace::read(root).unwrap();
        let two = &workspace.members[1];
        assert_eq!(two.name, "two");
        assert_eq!(two.dependencies[0].name, "one");
        assert!(two.dependencies[0].ours);
    }
}
