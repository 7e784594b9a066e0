//! No file over 400 lines, tables apart: those are named in `xtask/exempt.toml`.

use std::collections::BTreeMap;

use super::exempt::{self, Exempt};
use super::{Finding, House};
use crate::tree::is_a;

const LIMIT: usize = 400;
const CODE: &[&str] = &["rs", "js", "mjs", "ts", "css", "html", "sql", "sh"];

pub fn check(house: &House) -> Vec<Finding> {
    let exempt = match Exempt::read(&house.tree) {
        Ok(exempt) => exempt.file_length,
        Err(broken) => return vec![broken],
    };
    let code = house.tree.files().filter(|(path, _)| is_a(path, CODE));
    let long: BTreeMap<&str, usize> = code
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LIMIT)
        .collect();
    let too_long = long.iter().filter(|(path, _)| !exempt.contains_key(**path));
    let mut found: Vec<Finding> = too_long
        .map(|(path, lines)| {
            let message =
                format!("{lines} lines, the limit is {LIMIT}; split it by reason to change");
            Finding::at(path, LIMIT + 1, message)
        })
        .collect();
    found.extend(exempt::unneeded(&house.tree, &exempt, |path| long.contains_key(path)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::exempt::LIST;

    #[test]
    fn the_limit_is_400_lines() {
        let (fits, long) = ("//\n".repeat(400), "//\n".repeat(401));
        let tree = [("a.rs", fits.as_str()), ("b.css", &long), ("table.csv", &long)];
        let found = check(&House::of(&tree));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].line), ("b.css", 401));
    }

    #[test]
    fn a_table_is_exempt_by_name_and_with_a_reason() {
        let long = "//\n".repeat(401);
        let with = |list: &str| check(&House::of(&[("a.rs", &long), (LIST, list)]));
        assert!(with("[file-length]\n\"a.rs\" = \"one table\"\n").is_empty());
        assert!(with("[file-length]\n\"a.rs\" = \"\"\n")[0].message.contains("no reason"));
        assert_eq!(with("[files]\n\"a.rs\" = \"misspelt\"\n").len(), 1);
    }

    #[test]
    fn an_exemption_that_nothing_needs_is_a_finding() {
        let found = check(&House::of(&[(LIST, "[file-length]\n\"a.rs\" = \"table\"\n")]));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }
}
