//! 職員: what a facility's manager fills in about somebody who joins the staff, checked field by
//! field, so that all that is wrong is said at once.

use tasuki_kernel::Problem;

use crate::application;
use crate::mail_address::MailAddress;
use crate::name::Name;
use crate::profession;
use crate::system::System;

mod column;
mod lines;
pub mod sheet;

pub use column::Column;
pub use lines::Encoding;

/// The form as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// 姓.
    pub family: String,
    /// 名.
    pub given: String,
    /// セイ.
    pub family_kana: String,
    /// メイ.
    pub given_kana: String,
    /// 職種: code.
    pub profession: String,
    /// メールアドレス.
    pub mail: String,
    /// ログインID.
    pub login: String,
    /// What the device runs on: name.
    pub system: String,
    /// 施設管理者.
    pub manager: bool,
}

/// The form after every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// 氏名.
    pub name: Name,
    /// 職種.
    pub profession: &'static str,
    /// メールアドレス.
    pub mail: MailAddress,
    /// ログインID.
    pub login: String,
    /// What the device runs on.
    pub system: System,
    /// 施設管理者.
    pub manager: bool,
}

impl Typed {
    /// Checks every field.
    ///
    /// # Errors
    /// One `Invalid` for each field that is not good, in the order of the form.
    pub fn check(&self) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |problem: Problem| problems.push(problem);
        let parts = [&*self.family, &*self.given, &*self.family_kana, &*self.given_kana];
        let name = application::name(parts).map_err(|all| all.into_iter().for_each(&mut keep)).ok();
        let profession = profession_of(&self.profession).map_err(&mut keep).ok();
        let mail = MailAddress::parse("mail", &self.mail).map_err(&mut keep).ok();
        let login = application::login(&self.login).map_err(&mut keep).ok();
        let system = system_of(&self.system).map_err(&mut keep).ok();
        match (name, profession, mail, login, system) {
            (Some(name), Some(profession), Some(mail), Some(login), Some(system)) => {
                Ok(Checked { name, profession, mail, login, system, manager: self.manager })
            }
            _ => Err(problems),
        }
    }
}

/// A profession by its code.
///
/// # Errors
/// `Invalid` on `profession`.
pub fn profession_of(code: &str) -> Result<&'static str, Problem> {
    let found = profession::find(code).map(|it| it.code);
    found.ok_or_else(|| Problem::invalid("profession", "choose a profession"))
}

/// What a device runs on, by its name.
///
/// # Errors
/// `Invalid` on `system`.
pub fn system_of(name: &str) -> Result<System, Problem> {
    let found = System::ALL.into_iter().find(|it| it.name() == name);
    found.ok_or_else(|| Problem::invalid("system", "choose what the device runs on"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed {
            family: "髙\u{E0101}橋".into(),
            given: "奈緒\u{E000}".into(),
            family_kana: "ﾀｶﾊｼ".into(),
            given_kana: "なお".into(),
            profession: "nurse".into(),
            mail: "nao@midori.example.jp".into(),
            login: " Midori-NAO ".into(),
            system: "android".into(),
            manager: true,
        }
    }

    #[test]
    fn a_good_form_is_in_one_spelling_and_names_keep_their_variants() {
        let it = typed().check().unwrap();
        assert_eq!(
            (it.name.family.as_str(), it.name.given.as_str()),
            ("髙\u{E0101}橋", "奈緒\u{E000}")
        );
        assert_eq!(it.name.kana(), "タカハシ ナオ");
        assert_eq!((it.login.as_str(), it.profession), ("midori-nao", "nurse"));
        assert_eq!((it.system, it.manager), (System::Android, true));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() {
        let wrong: Vec<_> =
            Typed::default().check().unwrap_err().into_iter().filter_map(|it| it.field).collect();
        let form = ["family", "given", "family_kana", "given_kana", "profession", "mail", "login"];
        assert_eq!(wrong, [&form[..], &["system"]].concat());
    }

    #[test]
    fn one_wrong_field_is_named_alone() {
        let long = "あ".repeat(300);
        for (field, it) in [
            ("family", Typed { family: long, ..typed() }),
            ("given_kana", Typed { given_kana: "奈緒".into(), ..typed() }),
            ("profession", Typed { profession: "king".into(), ..typed() }),
            ("mail", Typed { mail: "nao".into(), ..typed() }),
            ("login", Typed { login: "高橋".into(), ..typed() }),
            ("system", Typed { system: "abacus".into(), ..typed() }),
        ] {
            let wrong = it.check().unwrap_err();
            assert_eq!(wrong.iter().map(|it| it.field).collect::<Vec<_>>(), [Some(field)]);
        }
    }
}
