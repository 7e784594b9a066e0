//! A small repository that keeps every house rule, broken one rule at a time: read from the disk
//! through git and Cargo, as `cargo xtask tidy` reads ours.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use xtask::tidy::{self, House};

const GOOD: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\", \"xtask\"]\nresolver = \"3\"\n\
         [workspace.package]\nedition = \"2024\"\n",
    ),
    (".gitignore", "Cargo.lock\n/target\n"),
    ("crates/kernel/Cargo.toml", "[package]\nname = \"tasuki-kernel\"\nedition.workspace = true\n"),
    (
        "crates/kernel/src/lib.rs",
        "//! Identifiers.\n\n/// One.\npub const ONE: u8 = 1;\n\n\
         #[cfg(test)]\nmod tests {\n    #[test]\n    fn one() {}\n}\n",
    ),
    (
        "crates/store/Cargo.toml",
        "[package]\nname = \"tasuki-store\"\nedition.workspace = true\n\
         [dependencies]\ntasuki-kernel = { path = \"../kernel\" }\n",
    ),
    (
        "crates/store/src/lib.rs",
        "const ONE: &str = \"SELECT a FROM b\";\n\npub fn one() -> &'static str {\n    ONE\n}\n",
    ),
    ("crates/store/tests/one.rs", "#[test]\nfn one() {\n    tasuki_store::one();\n}\n"),
    ("crates/store/migrations/V1__b.sql", "CREATE TABLE b (a BIGINT NOT NULL);\n"),
    (
        "crates/web/Cargo.toml",
        "[package]\nname = \"tasuki-web\"\nedition.workspace = true\n\
         [dependencies]\ntasuki-kernel = { path = \"../kernel\" }\n",
    ),
    (
        "crates/web/src/lib.rs",
        "pub fn router() -> Router {\n    Router::new().route(\"/\", get(home))\n}\n",
    ),
    (
        "crates/web/routes.toml",
        "[[route]]\nmethod = \"GET\"\npath = \"/\"\naudience = \"public\"\nkind = \"page\"\n",
    ),
    ("crates/web/templates/home.html", "<p class=\"lead\">{{ greeting }}</p>\n"),
    (
        "crates/web/tests/home.rs",
        "#[test]\nfn home() {\n    let page = get(\"/\");\n    assert!(page.contains(\"lead\"));\n}\n",
    ),
    ("e2e/package-lock.json", "{\n  \"lockfileVersion\": 3\n}\n"),
    ("xtask/Cargo.toml", "[package]\nname = \"xtask\"\nedition.workspace = true\n"),
    ("xtask/src/lib.rs", ""),
    ("xtask/dependencies.toml", ""),
];

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The good repository with some files put in the place of others or beside them.
fn repository(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let git = Command::new("git").args(["init", "-q"]).current_dir(folder.path()).status();
    assert!(git.unwrap().success());
    for (path, text) in GOOD.iter().chain(changes) {
        write(folder.path(), path, text);
    }
    folder
}

/// `rule: file:line` of every finding.
fn findings(changes: &[(&str, &str)]) -> Vec<String> {
    let folder = repository(changes);
    let found = House::read(folder.path()).unwrap().findings();
    found.iter().map(|(rule, found)| format!("{rule}: {}:{}", found.path, found.line)).collect()
}

fn good(path: &str) -> &'static str {
    GOOD.iter().find(|(name, _)| *name == path).unwrap().1
}

#[test]
fn the_good_repository_keeps_every_rule() {
    assert_eq!(findings(&[]), Vec::<String>::new());
    tidy::run(repository(&[]).path()).unwrap();
}

#[test]
fn one_finding_is_enough_to_fail() {
    let folder = repository(&[("crates/web/src/utils.rs", "")]);
    let refusal = tidy::run(folder.path()).unwrap_err().to_string();
    assert!(refusal.starts_with("tidy: ") && refusal.ends_with(" rules, 1 findings"), "{refusal}");
}

#[test]
fn rust_that_does_not_parse() {
    assert_eq!(findings(&[("crates/web/src/a.rs", "fn {\n")]), ["parses: crates/web/src/a.rs:1"]);
}

#[test]
fn web_that_reaches_store() {
    let manifest =
        good("crates/web/Cargo.toml").to_owned() + "tasuki-store = { path = \"../store\" }\n";
    let found = findings(&[("crates/web/Cargo.toml", &manifest)]);
    assert_eq!(found, ["edges: crates/web/Cargo.toml:6"]);
}

#[test]
fn a_crate_that_nobody_placed() {
    let found = findings(&[
        ("crates/fax/Cargo.toml", "[package]\nname = \"tasuki-fax\"\nedition.workspace = true\n"),
        ("crates/fax/src/lib.rs", ""),
    ]);
    assert_eq!(found, ["edges: crates/fax/Cargo.toml:1"]);
}

#[test]
fn a_database_outside_store_and_a_library_without_a_reason() {
    let manifest = good("crates/web/Cargo.toml").to_owned() + "rusqlite = \"0.39\"\n";
    let reason = "[web]\nrusqlite = \"to be quick\"\n";
    let found =
        findings(&[("crates/web/Cargo.toml", &manifest), ("xtask/dependencies.toml", reason)]);
    let unnamed = "dependencies: crates/web/Cargo.toml:6";
    assert_eq!(found, ["confined: crates/web/Cargo.toml:6", unnamed]);

    let manifest = manifest.replace("rusqlite", "hex");
    let named = ("crates/web/src/a.rs", "use hex::encode;\n");
    let found = findings(&[("crates/web/Cargo.toml", &manifest), named]);
    assert_eq!(found, ["dependencies: crates/web/Cargo.toml:6"]);
}

#[test]
fn a_reason_without_a_library() {
    let found = findings(&[("xtask/dependencies.toml", "[web]\nhex = \"once needed\"\n")]);
    assert_eq!(found, ["dependencies: xtask/dependencies.toml:2"]);
}

#[test]
fn a_kernel_that_reads_files() {
    let text = "//! Files.\nfn read() {\n    std::fs::read(\"a\");\n}\n#[test]\nfn a() {\n    read();\n}\n";
    assert_eq!(findings(&[("crates/kernel/src/a.rs", text)]), ["pure: crates/kernel/src/a.rs:3"]);
}

#[test]
fn a_long_file_and_an_exemption_that_nothing_needs() {
    let long = "// A line.\n".repeat(401);
    let found = findings(&[("crates/web/src/long.rs", &long)]);
    assert_eq!(found, ["file-length: crates/web/src/long.rs:401"]);

    let exempt = "[file-length]\n\"crates/web/src/long.rs\" = \"a table of lines\"\n";
    let both = [("crates/web/src/long.rs", long.as_str()), ("xtask/exempt.toml", exempt)];
    assert_eq!(findings(&both), Vec::<String>::new());
    assert_eq!(findings(&both[1..]), ["file-length: xtask/exempt.toml:2"]);
}

#[test]
fn a_long_function() {
    let text = format!("fn long() {{\n{}}}\n", "    // A line.\n".repeat(59));
    let found = findings(&[("crates/web/src/a.rs", &text)]);
    assert_eq!(found, ["function-size: crates/web/src/a.rs:1"]);
}

#[test]
fn code_that_few_tests_look_at() {
    let text = "fn code() {}\n".repeat(20);
    assert_eq!(findings(&[("crates/web/src/a.rs", &text)]), ["test-ratio: Cargo.toml:1"]);
}

#[test]
fn an_item_without_documentation() {
    let text = good("crates/kernel/src/lib.rs").replace("/// One.\n", "");
    let found = findings(&[("crates/kernel/src/lib.rs", &text)]);
    assert_eq!(found, ["documented: crates/kernel/src/lib.rs:3"]);
}

#[test]
fn a_module_named_after_nothing() {
    let found = findings(&[("crates/web/src/common.rs", "")]);
    assert_eq!(found, ["module-names: crates/web/src/common.rs:1"]);
}

#[test]
fn a_stub() {
    let text = concat!("#[test]\nfn later() {\n    to", "do!()\n}\n");
    let found = findings(&[("crates/web/src/a.rs", text)]);
    assert_eq!(found, ["unfinished: crates/web/src/a.rs:3"]);
}

#[test]
fn sql_that_nothing_uses_or_that_stands_elsewhere() {
    let unused = good("crates/store/src/lib.rs").replace("    ONE\n", "    \"\"\n");
    assert_eq!(
        findings(&[("crates/store/src/lib.rs", &unused)]),
        ["sql: crates/store/src/lib.rs:1"]
    );
    let elsewhere = "const ONE: &str = \"SELECT a FROM b\";\n";
    assert_eq!(findings(&[("crates/web/src/a.rs", elsewhere)]), ["sql: crates/web/src/a.rs:1"]);
}

#[test]
fn a_route_that_is_not_listed_and_one_that_is_not_mounted() {
    assert_eq!(findings(&[("crates/web/routes.toml", "")]), ["routes: crates/web/src/lib.rs:2"]);
    let more = good("crates/web/routes.toml").to_owned()
        + &good("crates/web/routes.toml").replace("GET", "POST");
    assert_eq!(
        findings(&[("crates/web/routes.toml", &more)]),
        ["routes: crates/web/routes.toml:3"]
    );
}

#[test]
fn a_path_of_the_machine() {
    let found = findings(&[("docs/a.md", concat!("Look in /ro", "ot/main.\n"))]);
    assert_eq!(found, ["machine-words: docs/a.md:1"]);
}

#[test]
fn a_registry_in_a_lock_file() {
    let lock = "{\n  \"resolved\": \"https://registry.example/a.tgz\"\n}\n";
    let found = findings(&[("e2e/package-lock.json", lock)]);
    assert_eq!(found, ["registry-hosts: e2e/package-lock.json:2"]);
}

#[test]
fn a_template_that_the_policy_would_block() {
    let found = findings(&[("crates/web/templates/home.html", "<p\n style=\"x\">\n")]);
    assert_eq!(found, ["templates: crates/web/templates/home.html:1"]);
}

#[test]
fn ignored_files_are_not_looked_at() {
    let changes = [(".gitignore", "Cargo.lock\n/scratch\n"), ("scratch/utils.rs", "fn {")];
    assert_eq!(findings(&changes), Vec::<String>::new());
}
