//! The columns of a table of staff, by the names that people give them.

use crate::fold::fold;
use crate::profession;
use crate::system::System;

use super::Typed;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// 姓.
    Family,
    /// 名.
    Given,
    /// セイ.
    FamilyKana,
    /// メイ.
    GivenKana,
    /// 職種: its name or its code.
    Profession,
    /// メールアドレス.
    Mail,
    /// ログインID.
    Login,
    /// 施設管理者: yes or no.
    Manager,
    /// 端末: what the first device runs on.
    System,
}

const YES: &[&str] = &["はい", "○", "◯", "〇", "yes", "y", "true", "1", "管理者", "manager"];
const NO: &[&str] = &["", "いいえ", "×", "✕", "no", "n", "false", "0", "-"];

impl Column {
    /// All of them, in the order of the template.
    pub const ALL: [Self; 9] = [
        Self::Family,
        Self::Given,
        Self::FamilyKana,
        Self::GivenKana,
        Self::Profession,
        Self::Mail,
        Self::Login,
        Self::Manager,
        Self::System,
    ];

    /// The column's name in the template, in Japanese and in English; then others.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Family => &["姓", "Family name", "family", "last name", "surname", "氏", "苗字"],
            Self::Given => &["名", "Given name", "given", "first name"],
            Self::FamilyKana => {
                &["セイ", "Family kana", "family_kana", "姓カナ", "姓（カナ）", "姓フリガナ"]
            }
            Self::GivenKana => {
                &["メイ", "Given kana", "given_kana", "名カナ", "名（カナ）", "名フリガナ"]
            }
            Self::Profession => &["職種", "Profession"],
            Self::Mail => &["メールアドレス", "Mail", "メール", "email", "e-mail", "mail address"],
            Self::Login => &["ログインID", "Login", "ログイン", "login id", "login name"],
            Self::Manager => &["管理者", "Manager", "施設管理者"],
            Self::System => &["端末", "Device", "system", "使う端末"],
        }
    }

    /// The column of a heading.
    pub fn find(heading: &str) -> Option<Self> {
        let heading = fold(heading);
        Self::ALL.into_iter().find(|it| it.names().iter().any(|name| fold(name) == heading))
    }

    /// Whether a table without it says too little.
    pub const fn required(self) -> bool {
        !matches!(self, Self::Login | Self::Manager | Self::System)
    }

    /// Puts a cell where the form has its field.
    ///
    /// # Errors
    /// The field that is neither yes nor no.
    pub(super) fn fill(self, typed: &mut Typed, cell: &str) -> Result<(), &'static str> {
        match self {
            Self::Family => cell.clone_into(&mut typed.family),
            Self::Given => cell.clone_into(&mut typed.given),
            Self::FamilyKana => cell.clone_into(&mut typed.family_kana),
            Self::GivenKana => cell.clone_into(&mut typed.given_kana),
            Self::Profession => typed.profession = code_of(cell),
            Self::Mail => cell.clone_into(&mut typed.mail),
            Self::Login => cell.clone_into(&mut typed.login),
            Self::Manager => {
                let said = |words: &[&str]| words.iter().any(|it| fold(it) == fold(cell));
                typed.manager = said(YES);
                if !typed.manager && !said(NO) {
                    return Err("manager");
                }
            }
            Self::System if cell.is_empty() => {}
            Self::System => typed.system = name_of(cell),
        }
        Ok(())
    }
}

/// The code of a profession that is named; the name itself where there is none.
fn code_of(cell: &str) -> String {
    let folded = fold(cell);
    let named = |it: &&profession::Profession| {
        [it.code, it.ja, it.en].into_iter().any(|name| fold(name) == folded)
    };
    profession::TABLE.iter().find(named).map_or(cell, |it| it.code).to_owned()
}

/// The name of what a device runs on, as it is called in an office.
fn name_of(cell: &str) -> String {
    let folded = fold(cell);
    let called = |it: &System| {
        let others: &[&str] = match it {
            System::Ios => &["iphone", "ipad", "ipados"],
            System::Mac => &["macos"],
            System::Windows | System::Android => &[],
        };
        let names = [it.name(), it.title()];
        names.iter().chain(others).any(|name| fold(name) == folded)
    };
    let found = System::ALL.into_iter().find(called);
    found.map_or_else(|| cell.to_owned(), |it| it.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages_and_any_width() {
        for (heading, column) in [
            ("ｾｲ", Column::FamilyKana),
            ("せい", Column::FamilyKana),
            ("姓（カナ）", Column::FamilyKana),
            (" 名 ", Column::Given),
            ("ＭＡＩＬ", Column::Mail),
            ("Login ID", Column::Login),
            ("施設管理者", Column::Manager),
        ] {
            assert_eq!(Column::find(heading), Some(column), "{heading}");
        }
        assert_eq!(Column::find("備考"), None);
        assert_eq!(Column::find(""), None);
        for column in Column::ALL {
            let [ja, en, ..] = column.names() else { panic!("{column:?} has two names at least") };
            assert!(!ja.is_ascii() && en.is_ascii(), "{column:?}");
            assert!(column.names().iter().all(|it| Column::find(it) == Some(column)));
        }
        assert_eq!(Column::ALL.into_iter().filter(|it| it.required()).count(), 6);
    }

    #[test]
    fn cells_are_understood_as_offices_write_them() {
        let filled = |column: Column, cell: &str| {
            let mut typed = Typed { system: "android".into(), ..Typed::default() };
            column.fill(&mut typed, cell).map(|()| typed)
        };
        for cell in ["看護師", "nurse", "Ｎｕｒｓｅ"] {
            assert_eq!(filled(Column::Profession, cell).unwrap().profession, "nurse");
        }
        assert_eq!(filled(Column::Profession, "看護士").unwrap().profession, "看護士");
        for (cell, name) in
            [("iPhone", "ios"), ("ＭａｃＯＳ", "mac"), ("", "android"), ("紙", "紙")]
        {
            assert_eq!(filled(Column::System, cell).unwrap().system, name);
        }
        for (cell, manages) in
            [("はい", true), ("○", true), ("1", true), ("", false), ("NO", false)]
        {
            assert_eq!(filled(Column::Manager, cell).unwrap().manager, manages, "{cell}");
        }
        assert_eq!(filled(Column::Manager, "たぶん").unwrap_err(), "manager");
    }
}
