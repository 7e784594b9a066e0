//! By what somebody is found again in a region's register: reading, day of birth, address, in one
//! spelling. What is compared are marks made of these under a secret of the region, so that a
//! view of them says nothing to whoever has only the database.

use crate::fold::fold;
use crate::municipality;
use crate::patient::{Birth, Patient};

/// What two registrations have in common.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
)]
#[cbor(index_only)]
pub enum LikenessKind {
    /// Reading and day of birth.
    #[n(1)]
    NameBirth,
    /// Reading and address.
    #[n(2)]
    NameAddress,
    /// Day of birth and address.
    #[n(3)]
    BirthAddress,
    /// The reading alone: 同姓同名.
    #[n(4)]
    Name,
}

impl LikenessKind {
    /// Its number in views, and in what is keyed.
    pub const fn code(self) -> u8 {
        match self {
            Self::NameBirth => 1,
            Self::NameAddress => 2,
            Self::BirthAddress => 3,
            Self::Name => 4,
        }
    }

    /// The kind of a number.
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::NameBirth),
            2 => Some(Self::NameAddress),
            3 => Some(Self::BirthAddress),
            4 => Some(Self::Name),
            _ => None,
        }
    }

    /// Whether two who have this in common are probably one person.
    pub const fn same_person(self) -> bool {
        !matches!(self, Self::Name)
    }
}

/// A mark: what it is made of, and the first sixteen bytes of its keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Likeness {
    /// What it is made of.
    #[n(0)]
    pub kind: LikenessKind,
    /// HMAC-SHA-256 (RFC 2104) under the region's secret, cut to 16 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub mark: [u8; 16],
}

/// Reading and day of birth, of which a mark of both is made; none without a reading.
pub fn name_and_birth(family_kana: &str, given_kana: &str, birth: Birth) -> Option<String> {
    let name = reading(&format!("{family_kana}{given_kana}"));
    (!name.is_empty()).then(|| both(&name, &day_of(birth)))
}

fn day_of(birth: Birth) -> String {
    format!("{:04}-{:02}-{:02}", birth.year, birth.month, birth.day)
}

fn both(one: &str, other: &str) -> String {
    format!("{one}\n{other}")
}

/// What marks are made of; parts that are not known make none.
pub fn traits_of(it: &Patient) -> Vec<(LikenessKind, String)> {
    let name = reading(&format!("{}{}", it.name.family_kana, it.name.given_kana));
    let birth = day_of(it.birth);
    let address = address(&it.address);
    let mut traits = Vec::new();
    if !name.is_empty() {
        traits.push((LikenessKind::NameBirth, both(&name, &birth)));
        if !address.is_empty() {
            traits.push((LikenessKind::NameAddress, both(&name, &address)));
        }
    }
    if !address.is_empty() {
        traits.push((LikenessKind::BirthAddress, both(&birth, &address)));
    }
    if !name.is_empty() {
        traits.push((LikenessKind::Name, name));
    }
    traits
}

/// A reading in one spelling: what sounds the same is the same.
fn reading(kana: &str) -> String {
    let heard = |c| match c {
        'ぢ' => 'じ',
        'づ' => 'ず',
        'を' => 'お',
        'ゎ' => 'わ',
        other => other,
    };
    fold(kana).chars().map(heard).collect()
}

/// The number of a kanji that counts up to ten.
fn counting(c: char) -> Option<char> {
    let at = "一二三四五六七八九".chars().position(|it| it == c)?;
    char::from_digit(u32::try_from(at).ok()? + 1, 10)
}

/// An address in one spelling: half-width digits, one sign between numbers, no prefecture, so that
/// 本町１丁目２番地の３ and 本町1-2-3 are one.
pub fn address(text: &str) -> String {
    let folded = fold(text);
    let prefecture = municipality::prefectures().find(|it| folded.starts_with(it.name));
    let rest = prefecture.map_or(folded.as_str(), |it| &folded[it.name.len()..]);
    let mut spelled = rest.to_owned();
    for before in ["一", "二", "三", "四", "五", "六", "七", "八", "九"] {
        let number = before.chars().next().and_then(counting).unwrap_or('0');
        spelled = spelled.replace(&format!("{before}丁目"), &format!("{number}丁目"));
    }
    for (word, sign) in [
        ("大字", ""),
        ("丁目", "-"),
        ("番地の", "-"),
        ("番地", "-"),
        ("番", "-"),
        ("号室", "-"),
        ("号", "-"),
    ] {
        spelled = spelled.replace(word, sign);
    }
    joined(&spelled)
}

/// One sign between numbers and none elsewhere: ー is a vowel in ハイツ and a dash in 1ー2.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars() {
        let after_number = out.chars().last().is_some_and(|it| it.is_ascii_digit());
        if matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '―' | '‒' | 'の' | 'ー')
            && (after_number || pending)
        {
            pending = true;
            continue;
        }
        if pending && c.is_ascii_digit() {
            out.push('-');
        }
        pending = false;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::name::Name;
    use crate::patient::{Birth, tests::hana};

    #[test]
    fn one_address_has_one_spelling() {
        let one = address("みなと市本町1-2-3");
        for other in [
            "みなと市本町１丁目２番地の３",
            "みなと市 本町 1丁目2-3",
            "神奈川県みなと市本町1丁目2番3号",
            "みなと市本町一丁目2番地3",
            "みなと市本町１－２－３",
            "みなと市本町1ー2ー3",
            "みなと市本町1の2の3",
        ] {
            assert_eq!(address(other), one, "{other}");
        }
        assert_ne!(address("みなと市本町1-2-4"), one);
        assert_ne!(address("みなと市本町12-3"), one);
        assert_eq!(address("みなと市本町1-2 ハーバー201"), address("みなと市本町1丁目2　ﾊｰﾊﾞｰ201"));
        assert_eq!(address(""), "");
    }

    #[test]
    fn half_width_kana_and_sounds_are_one_reading() {
        let born = |family_kana: &str, given_kana: &str| {
            let name = Name::new("続", "千鶴", family_kana, given_kana).unwrap();
            traits_of(&Patient { name, ..hana() })
        };
        let one = born("つづき", "ちづる");
        assert_eq!(born("ﾂﾂﾞｷ", "ﾁﾂﾞﾙ"), one);
        assert_eq!(born("ツズキ", "チズル"), one);
        assert_ne!(born("つづき", "ちずえ"), one);
    }

    #[test]
    fn what_is_not_known_is_compared_with_nobody() {
        let kinds = |it: &Patient| traits_of(it).into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(kinds(&hana()), [LikenessKind::NameBirth, LikenessKind::Name]);
        let address = "みなと市本町1-2".to_owned();
        let nameless = Name::new("山口", "", "", "").unwrap();
        let it = Patient { address: address.clone(), name: nameless, ..hana() };
        assert_eq!(kinds(&it), [LikenessKind::BirthAddress]);
        assert_eq!(kinds(&Patient { address, ..hana() }).len(), 4);
        let other = Patient { birth: Birth { year: 1942, month: 3, day: 3 }, ..hana() };
        assert_ne!(traits_of(&other)[0], traits_of(&hana())[0]);
        assert_eq!(traits_of(&other)[1], traits_of(&hana())[1], "the same name");
    }

    #[test]
    fn every_kind_has_a_number_of_its_own() {
        for code in 1..=4 {
            let kind = LikenessKind::from_code(code).unwrap();
            assert_eq!(i64::from(kind.code()), code);
            assert_eq!(kind.same_person(), code != 4);
        }
        assert_eq!((LikenessKind::from_code(0), LikenessKind::from_code(5)), (None, None));
    }

    proptest! {
        #[test]
        fn spelling_twice_is_spelling_once(text in "[ぁ-んァ-ン一-九0-9０-９ー－-]{0,20}") {
            let once = address(&text);
            prop_assert_eq!(address(&once), once);
        }
    }
}
