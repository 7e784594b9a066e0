//! 利用申請: what a facility fills in, checked field by field, so that all that is wrong is said at
//! once.

use tasuki_kernel::Problem;

use crate::kana::katakana;
use crate::mail_address::{self, MailAddress};
use crate::name::Name;
use crate::{facility, municipality, profession, text};

/// Longest name of a facility, in characters.
pub const FACILITY_CHARS: usize = 100;
/// Longest remark, in characters.
pub const REMARK_CHARS: usize = 1_000;

/// The form as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Typed {
    /// 施設名.
    #[n(0)]
    pub facility: String,
    /// 所在県: code of the prefecture.
    #[n(1)]
    pub prefecture: String,
    /// 所在地市区町村: code.
    #[n(2)]
    pub municipality: String,
    /// 施設分類: code.
    #[n(3)]
    pub kind: String,
    /// 姓.
    #[n(4)]
    pub family: String,
    /// 名.
    #[n(5)]
    pub given: String,
    /// セイ.
    #[n(6)]
    pub family_kana: String,
    /// メイ.
    #[n(7)]
    pub given_kana: String,
    /// 職種: code.
    #[n(8)]
    pub profession: String,
    /// メールアドレス.
    #[n(9)]
    pub mail: String,
    /// メールアドレス, again.
    #[n(10)]
    pub mail_again: String,
    /// ログインID.
    #[n(11)]
    pub login: String,
}

/// The form after every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// 施設名.
    pub facility: String,
    /// 所在地市区町村.
    pub municipality: &'static str,
    /// 施設分類.
    pub kind: &'static str,
    /// 担当者名.
    pub contact: Name,
    /// 職種.
    pub profession: &'static str,
    /// メールアドレス.
    pub mail: MailAddress,
    /// ログインID.
    pub login: String,
}

impl Typed {
    /// Checks every field.
    ///
    /// # Errors
    /// One `Invalid` for each field that is not good, in the order of the form.
    pub fn check(&self) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |problem: Problem| problems.push(problem);
        let facility = facility_name(&self.facility).map_err(&mut keep).ok();
        let municipality = self.place().map_err(&mut keep).ok();
        let kind = facility::find(&self.kind)
            .ok_or_else(|| Problem::invalid("kind", "choose a kind of facility"))
            .map_err(&mut keep)
            .ok();
        let contact = self.contact().map_err(|them| them.into_iter().for_each(&mut keep)).ok();
        let profession = profession::find(&self.profession)
            .ok_or_else(|| Problem::invalid("profession", "choose a profession"))
            .map_err(&mut keep)
            .ok();
        let mail = self.mail().map_err(&mut keep).ok();
        let login = login(&self.login).map_err(&mut keep).ok();
        match (facility, municipality, kind, contact, profession, mail, login) {
            (
                Some(facility),
                Some(municipality),
                Some(kind),
                Some(contact),
                Some(profession),
                Some(mail),
                Some(login),
            ) => Ok(Checked {
                facility,
                municipality,
                kind: kind.code,
                contact,
                profession: profession.code,
                mail,
                login,
            }),
            _ => Err(problems),
        }
    }

    fn place(&self) -> Result<&'static str, Problem> {
        let place = municipality::find(&self.municipality)?;
        if place.is_prefecture() {
            return Err(Problem::invalid("municipality", "choose a municipality"));
        }
        if self.prefecture.get(..2) != Some(place.prefecture()) {
            return Err(Problem::invalid("municipality", "it lies in another prefecture"));
        }
        Ok(place.code)
    }

    fn contact(&self) -> Result<Name, Vec<Problem>> {
        name([&self.family, &self.given, &self.family_kana, &self.given_kana])
    }

    fn mail(&self) -> Result<MailAddress, Problem> {
        let mail = MailAddress::parse("mail", &self.mail)?;
        if !mail_address::same(&self.mail, &self.mail_again) {
            return Err(Problem::invalid("mail_again", "the two addresses differ"));
        }
        Ok(mail)
    }
}

impl Checked {
    /// The form as it is going to be sent, to be looked over: one spelling for each field.
    pub fn typed(&self) -> Typed {
        Typed {
            facility: self.facility.clone(),
            prefecture: self.municipality[..2].to_owned(),
            municipality: self.municipality.to_owned(),
            kind: self.kind.to_owned(),
            family: self.contact.family.clone(),
            given: self.contact.given.clone(),
            family_kana: self.contact.family_kana.clone(),
            given_kana: self.contact.given_kana.clone(),
            profession: self.profession.to_owned(),
            mail: self.mail.to_string(),
            mail_again: self.mail.to_string(),
            login: self.login.clone(),
        }
    }
}

/// 姓, 名, セイ and メイ of somebody who joins.
///
/// # Errors
/// One `Invalid` for each that is not good, in this order.
pub fn name([family, given, family_kana, given_kana]: [&str; 4]) -> Result<Name, Vec<Problem>> {
    let mut problems = Vec::new();
    if given.trim().is_empty() {
        problems.push(Problem::invalid("given", "a given name is needed"));
    }
    let mut kana = |field, text| {
        katakana(field, text).unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let (family_kana, given_kana) =
        (kana("family_kana", family_kana), kana("given_kana", given_kana));
    match Name::new(family, given, &family_kana, &given_kana) {
        Ok(name) if problems.is_empty() => Ok(name),
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.insert(0, problem);
            Err(problems)
        }
    }
}

/// 施設名.
///
/// # Errors
/// `Invalid` on `facility` when it is empty, too long or holds control characters.
pub fn facility_name(typed: &str) -> Result<String, Problem> {
    let name = text::accept_line("facility", typed, FACILITY_CHARS)?;
    if name.is_empty() {
        return Err(Problem::invalid("facility", "the facility's name is needed"));
    }
    Ok(name)
}

/// ログインID: 3 to 40 of a–z, 0–9, `-`, `_`, `.`; capitals become small letters.
///
/// # Errors
/// `Invalid` on `login`.
pub fn login(typed: &str) -> Result<String, Problem> {
    let login = typed.trim().to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    if !(3..=40).contains(&login.len()) || !login.chars().all(fits) {
        return Err(Problem::invalid(
            "login",
            "a login name is 3 to 40 of the characters a-z 0-9 - _ .",
        ));
    }
    Ok(login)
}

/// 備考.
///
/// # Errors
/// `Invalid` on `remark`.
pub fn remark(typed: &str) -> Result<String, Problem> {
    let remark = text::accept(typed).map_err(|it| Problem { field: Some("remark"), ..it })?;
    if remark.chars().count() > REMARK_CHARS {
        return Err(Problem::invalid("remark", format!("over {REMARK_CHARS} characters")));
    }
    Ok(remark)
}

/// Codes of the points of the security self-check, in the order shown. What each asks stands with
/// the words of the pages.
pub const SELF_CHECK: [&str; 6] =
    ["own-account", "screen-lock", "updates", "lost-device", "leavers", "confidentiality"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed() -> Typed {
        Typed {
            facility: "みどり訪問看護ステーション".into(),
            prefecture: "140007".into(),
            municipality: "141097".into(),
            kind: "home_nursing".into(),
            family: "高橋".into(),
            given: "奈緒".into(),
            family_kana: "ﾀｶﾊｼ".into(),
            given_kana: "なお".into(),
            profession: "nurse".into(),
            mail: "nao@midori.example.jp".into(),
            mail_again: "nao@midori.example.jp".into(),
            login: "Midori-hk".into(),
        }
    }

    fn fields(typed: &Typed) -> Vec<&'static str> {
        typed.check().unwrap_err().into_iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn a_good_form_is_in_one_spelling() {
        let checked = typed().check().unwrap();
        assert_eq!(checked.contact.kana(), "タカハシ ナオ");
        assert_eq!(checked.login, "midori-hk");
        assert_eq!(checked.municipality, "141097");
        let again = checked.typed();
        assert_eq!((again.login.as_str(), again.given_kana.as_str()), ("midori-hk", "ナオ"));
        assert_eq!(again.check().unwrap(), checked);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() {
        assert_eq!(
            fields(&Typed::default()),
            [
                "facility",
                "municipality",
                "kind",
                "family",
                "given",
                "family_kana",
                "given_kana",
                "profession",
                "mail",
                "login"
            ]
        );
    }

    /// A field, and what makes it wrong.
    type Slip<'a> = (&'static str, &'a dyn Fn(&mut Typed));

    #[test]
    fn one_wrong_field_is_named_alone() {
        let long = "あ".repeat(300);
        let change: [Slip<'_>; 9] = [
            ("facility", &|it| it.facility.clone_from(&long)),
            ("municipality", &|it| it.prefecture = "130001".into()),
            ("municipality", &|it| it.municipality = "140007".into()),
            ("kind", &|it| it.kind = "castle".into()),
            ("family", &|it| it.family.clone_from(&long)),
            ("given_kana", &|it| it.given_kana = "奈緒".into()),
            ("mail", &|it| it.mail = "nao".into()),
            ("mail_again", &|it| it.mail_again = "mao@midori.example.jp".into()),
            ("login", &|it| it.login = "高橋".into()),
        ];
        for (field, change) in change {
            let mut it = typed();
            change(&mut it);
            assert_eq!(fields(&it), [field]);
        }
    }

    #[test]
    fn names_keep_their_variants() {
        let it = Typed { family: "髙\u{E0101}橋\u{E000}".into(), ..typed() };
        assert_eq!(it.check().unwrap().contact.family, "髙\u{E0101}橋\u{E000}");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_told_or_checks_again_to_the_same(
            words in prop::collection::vec(".{0,120}", 12),
            good in prop::collection::vec(any::<bool>(), 12),
        ) {
            let fine = typed();
            let pick = |at: usize, right: &str| {
                if good[at] { right.to_owned() } else { words[at].clone() }
            };
            let it = Typed {
                facility: pick(0, &fine.facility),
                prefecture: pick(1, &fine.prefecture),
                municipality: pick(2, &fine.municipality),
                kind: pick(3, &fine.kind),
                family: pick(4, &fine.family),
                given: pick(5, &fine.given),
                family_kana: pick(6, &fine.family_kana),
                given_kana: pick(7, &fine.given_kana),
                profession: pick(8, &fine.profession),
                mail: pick(9, &fine.mail),
                mail_again: pick(10, &fine.mail_again),
                login: pick(11, &fine.login),
            };
            match it.check() {
                Ok(checked) => prop_assert_eq!(checked.typed().check(), Ok(checked)),
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    prop_assert!(problems.iter().all(|it| it.field.is_some()));
                }
            }
        }
    }

    #[test]
    fn a_remark_may_be_empty_and_has_an_end() {
        assert_eq!(remark(" \r\n").unwrap(), "");
        assert_eq!(remark("一行\r\n二行").unwrap(), "一行\n二行");
        assert_eq!(remark(&"あ".repeat(1_001)).unwrap_err().field, Some("remark"));
    }
}
