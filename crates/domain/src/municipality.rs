//! 都道府県と市区町村: the national codes of local governments.
//!
//! 全国地方公共団体コード (JIS X 0401 and JIS X 0402 with a check digit, 総務省): six digits, the
//! first two the prefecture, the last the check digit. `municipality/table.tsv` is a table of our
//! own: codes and names as of 2024-01-01, wards of designated cities under the city's name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tasuki_kernel::{Problem, Result};

/// A prefecture, municipality or ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Municipality {
    /// Six digits.
    pub code: &'static str,
    /// 「横浜市港北区」, without the prefecture.
    pub name: &'static str,
}

impl Municipality {
    /// The first two digits of the code.
    pub fn prefecture(&self) -> &'static str {
        &self.code[..2]
    }

    /// Whether it is a whole prefecture.
    pub fn is_prefecture(&self) -> bool {
        &self.code[2..5] == "000"
    }
}

static TABLE: LazyLock<BTreeMap<&'static str, Municipality>> = LazyLock::new(|| {
    let line = |line: &'static str| line.split_once('\t');
    let row = |(code, name)| (code, Municipality { code, name });
    include_str!("municipality/table.tsv").lines().filter_map(line).map(row).collect()
});

/// The check digit of five digits: weights 6 to 2, eleven minus the rest of the sum by eleven, of
/// which the last digit counts (総務省, 全国地方公共団体コード仕様).
fn check_digit(five: &str) -> Option<u32> {
    let digits = five.chars().map(|it| it.to_digit(10));
    let sum = digits.zip([6, 5, 4, 3, 2]).map(|(digit, weight)| Some(digit? * weight));
    Some((11 - sum.sum::<Option<u32>>()? % 11) % 10)
}

/// The prefecture, municipality or ward of a code.
///
/// # Errors
/// `Invalid` on `municipality`: not six digits, a wrong check digit, or a code that is not in use.
pub fn find(code: &str) -> Result<Municipality> {
    let problem = |why: &str| Problem::invalid("municipality", why);
    if code.len() != 6 || !code.bytes().all(|it| it.is_ascii_digit()) {
        return Err(problem("the code of a local government has six digits"));
    }
    if check_digit(&code[..5]) != code[5..].parse().ok() {
        return Err(problem("the code's check digit is wrong"));
    }
    TABLE.get(code).copied().ok_or_else(|| problem("no local government has this code"))
}

/// The 47 prefectures, in the order of their codes.
pub fn prefectures() -> impl Iterator<Item = Municipality> {
    TABLE.values().copied().filter(Municipality::is_prefecture)
}

/// The municipalities and wards of a prefecture (its first two digits), in the order of their
/// codes.
pub fn of_prefecture(prefecture: &str) -> impl Iterator<Item = Municipality> {
    let inside = move |it: &Municipality| it.prefecture() == prefecture && !it.is_prefecture();
    TABLE.values().copied().filter(inside)
}

/// 「神奈川県 横浜市港北区」; a code that is not known stands for itself.
pub fn full_name(code: &str) -> String {
    let Ok(it) = find(code) else { return code.to_owned() };
    let prefecture = TABLE.values().find(|other| {
        other.is_prefecture() && other.prefecture() == it.prefecture() && other.code != it.code
    });
    prefecture.map_or(it.name.to_owned(), |prefecture| format!("{} {}", prefecture.name, it.name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_code_has_its_check_digit_and_a_prefecture() {
        for it in TABLE.values() {
            assert_eq!(find(it.code), Ok(*it));
            assert!(prefectures().any(|other| other.prefecture() == it.prefecture()), "{it:?}");
            assert!(!it.name.is_empty() && it.name.trim() == it.name);
        }
        assert_eq!(prefectures().count(), 47);
        assert!(TABLE.len() > 1_900);
    }

    #[test]
    fn a_name_says_where() {
        assert_eq!(full_name("141097"), "神奈川県 横浜市港北区");
        assert_eq!(full_name("131016"), "東京都 千代田区");
        assert_eq!(full_name("130001"), "東京都");
        assert_eq!(full_name("nowhere"), "nowhere");
    }

    #[test]
    fn a_prefecture_holds_its_own() {
        let inside: Vec<_> = of_prefecture("14").collect();
        assert!(inside.iter().any(|it| it.name == "横須賀市"));
        assert!(inside.iter().all(|it| it.code.starts_with("14") && !it.is_prefecture()));
        assert_eq!(of_prefecture("48").count(), 0);
    }

    #[test]
    fn wards_stand_under_the_name_of_their_city() {
        for it in TABLE.values().filter(|it| it.name.ends_with('区') && it.prefecture() != "13") {
            let city = it.name.split_once('市').map(|(city, _)| format!("{city}市"));
            let city = city.unwrap_or_else(|| panic!("{} is of no city", it.name));
            let found = of_prefecture(it.prefecture()).any(|other| other.name == city);
            assert!(found, "{} without {city}", it.name);
        }
    }

    #[test]
    fn no_two_of_a_prefecture_have_one_name() {
        for prefecture in prefectures() {
            let mut names: Vec<_> =
                of_prefecture(prefecture.prefecture()).map(|it| it.name).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", prefecture.name);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (code, why) in [
            ("14109", "six digits"),
            ("14109７", "six digits"),
            ("141098", "check digit"),
            ("990001", "no local government"),
        ] {
            let problem = find(code).unwrap_err();
            assert_eq!(problem.field, Some("municipality"));
            assert!(problem.detail.contains(why), "{code}: {}", problem.detail);
        }
    }

    proptest! {
        #[test]
        fn a_slip_of_one_digit_is_noticed(at in 0_usize..5, by in 1_u8..10, pick: prop::sample::Index) {
            let all: Vec<_> = TABLE.values().collect();
            let right = all[pick.index(all.len())].code;
            let mut five = right.as_bytes()[..5].to_vec();
            five[at] = b'0' + (five[at] - b'0' + by) % 10;
            let slipped = String::from_utf8(five).unwrap();
            // Two rests, 0 and 10, share the digit 1: no other slip escapes.
            let same = check_digit(&slipped) == right[5..].parse().ok();
            prop_assert!(!same || right.ends_with('1'), "{right} {slipped}");
        }
    }
}
