//! No absolute path of the machine on which something was built or tried.

use super::{Finding, House};

const PLACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/fa", "rm/"),
    concat!("/tmp/", "bash_jobs"),
    concat!("/tmp/", "target-"),
];

pub fn check(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in house.tree.files() {
        for (line, number) in text.lines().zip(1..) {
            if let Some(place) = PLACES.iter().find(|place| has_place(line, place)) {
                let message = format!("{place}… is a path of one machine; write a relative one");
                found.push(Finding::at(path, number, message));
            }
        }
    }
    found
}

/// Whether the line names the place as an absolute path: not as the end of a longer path or of
/// an address, such as `tests/…` or `https://example.jp/…`.
fn has_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "._-/}$~".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        check(&House::of(&[("docs/a.md", text)])).len()
    }

    #[test]
    fn paths_of_a_machine_are_findings() {
        for place in PLACES {
            assert_eq!(count(&format!("look in {place}main")), 1, "{place}");
            assert_eq!(count(&format!("\"{place}main\"")), 1, "{place}");
        }
    }

    #[test]
    fn other_paths_pass() {
        assert_eq!(count(concat!("https://example.jp/wo", "rk/1 and src/ro", "ot/page.html")), 0);
        assert_eq!(count(concat!("${DIR}/wo", "rk/ and /var/lib/tasuki and /home")), 0);
    }
}
