//! What the desk fills in to have something opened by law, checked field by field.

use tasuki_kernel::{Problem, Result};

use crate::content::DisclosureKind;
use crate::patient::Birth;
use crate::{day, kana, text};

/// Days that a disclosure lasts at most.
pub const LONGEST: u8 = 30;

/// The form as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// [`DisclosureKind::name`]; an orphaned 特別便 is no choice, it is chosen from its list.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// What it rests on.
    pub basis: String,
    /// Who asked.
    pub receiver: String,
    /// `told` or `untold`.
    pub telling: String,
    /// The provision that forbids to tell.
    pub untold: String,
    /// Days.
    pub days: String,
}

/// The same, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Which law or need.
    pub kind: DisclosureKind,
    /// Why.
    pub reason: String,
    /// What it rests on.
    pub basis: String,
    /// Who asked.
    pub receiver: String,
    /// The provision that forbids to tell; empty tells.
    pub untold: String,
    /// Days.
    pub days: u8,
}

/// Whose notebook is to be opened, as the request names the person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// セイ.
    pub family_kana: String,
    /// メイ.
    pub given_kana: String,
    /// 生年月日, in an era or not.
    pub birth: String,
}

impl Named {
    /// Checks both: readings in katakana and the day.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form: `Invalid` on `family_kana`, `given_kana`, `birth`.
    pub fn check(&self) -> std::result::Result<([String; 2], Birth), Vec<Problem>> {
        let mut wrong = Vec::new();
        let family = or_note(kana::katakana("family_kana", &self.family_kana), &mut wrong);
        let given = or_note(kana::katakana("given_kana", &self.given_kana), &mut wrong);
        let birth = or_note(day::read("birth", &self.birth), &mut wrong);
        match (family, given, birth) {
            (Some(family), Some(given), Some(birth)) => Ok(([family, given], birth)),
            _ => Err(wrong),
        }
    }
}

impl Typed {
    /// Checks the form; `orphaned` when it is about a 特別便 from the list.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form: `Invalid` on `law`, `need`, `basis`,
    /// `receiver`, `telling`, `untold`, `days`.
    pub fn check(&self, orphaned: bool) -> std::result::Result<Checked, Vec<Problem>> {
        let mut wrong = Vec::new();
        let kind = or_note(self.kind(orphaned), &mut wrong);
        let reason = or_note(words("need", &self.reason, 2_000), &mut wrong);
        let basis = or_note(words("basis", &self.basis, 300), &mut wrong);
        let receiver = or_note(words("receiver", &self.receiver, 300), &mut wrong);
        let untold = or_note(self.untold(), &mut wrong);
        let days = or_note(self.days(), &mut wrong);
        match (kind, reason, basis, receiver, untold, days) {
            (Some(kind), Some(reason), Some(basis), Some(receiver), Some(untold), Some(days)) => {
                Ok(Checked { kind, reason, basis, receiver, untold, days })
            }
            _ => Err(wrong),
        }
    }

    fn kind(&self, orphaned: bool) -> Result<DisclosureKind> {
        if orphaned {
            return Ok(DisclosureKind::Orphaned);
        }
        let lawful = [DisclosureKind::Request, DisclosureKind::Court];
        let found = lawful.into_iter().find(|it| it.name() == self.kind);
        found.ok_or_else(|| Problem::invalid("law", "choose what it rests on"))
    }

    fn untold(&self) -> Result<String> {
        match self.telling.as_str() {
            "told" => Ok(String::new()),
            "untold" => words("untold", &self.untold, 300),
            _ => Err(Problem::invalid("telling", "choose whether those concerned are told")),
        }
    }

    fn days(&self) -> Result<u8> {
        let days = self.days.trim().parse().ok().filter(|it| (1..=LONGEST).contains(it));
        days.ok_or_else(|| Problem::invalid("days", "a number of days from 1 to 30"))
    }
}

fn or_note<T>(given: Result<T>, wrong: &mut Vec<Problem>) -> Option<T> {
    given.map_err(|it| wrong.push(it)).ok()
}

/// Words that must be there.
fn words(field: &'static str, given: &str, most: usize) -> Result<String> {
    let given = text::accept(given).map_err(|it| Problem { field: Some(field), ..it })?;
    let given = given.trim();
    if given.is_empty() {
        return Err(Problem::invalid(field, "required"));
    }
    if given.chars().count() > most {
        return Err(Problem::invalid(field, format!("at most {most} characters")));
    }
    Ok(given.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Typed {
        Typed {
            kind: "request".into(),
            reason: "ご本人からの開示請求".into(),
            basis: "令和8年11月20日 受付第12号".into(),
            receiver: "田中 とし（ご本人）".into(),
            telling: "told".into(),
            untold: String::new(),
            days: "7".into(),
        }
    }

    fn fields(it: &Typed) -> Vec<&'static str> {
        it.check(false).unwrap_err().into_iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn a_person_is_named_by_reading_and_birth() {
        let named = Named {
            family_kana: "たなか".into(),
            given_kana: "ﾄｼ".into(),
            birth: "昭和17年3月4日".into(),
        };
        let (reading, birth) = named.check().unwrap();
        assert_eq!(reading, ["タナカ", "トシ"]);
        assert_eq!(birth, Birth { year: 1942, month: 3, day: 4 });
        let wrong = Named::default().check().unwrap_err();
        let fields: Vec<_> = wrong.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["family_kana", "given_kana", "birth"]);
    }

    #[test]
    fn what_is_filled_in_whole_is_taken() {
        let checked = good().check(false).unwrap();
        assert_eq!((checked.kind, checked.days), (DisclosureKind::Request, 7));
        assert!(checked.untold.is_empty());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let all = ["law", "need", "basis", "receiver", "telling", "days"];
        assert_eq!(fields(&Typed::default()), all);
        for days in ["0", "31", "-1", "七", "1.5"] {
            assert_eq!(fields(&Typed { days: days.into(), ..good() }), ["days"], "{days}");
        }
        let long = Typed { reason: "あ".repeat(2_001), ..good() };
        assert_eq!(fields(&long), ["need"]);
    }

    #[test]
    fn silence_needs_the_provision_that_asks_for_it() {
        let silent = Typed { telling: "untold".into(), ..good() };
        assert_eq!(fields(&silent), ["untold"]);
        let named = Typed { untold: "刑事訴訟法197条5項".into(), ..silent };
        assert_eq!(named.check(false).unwrap().untold, "刑事訴訟法197条5項");
        // What was typed before "told" was chosen counts no more.
        let told = Typed { telling: "told".into(), ..named };
        assert!(told.check(false).unwrap().untold.is_empty());
    }

    #[test]
    fn an_orphaned_delivery_is_no_choice_of_the_form() {
        assert_eq!(fields(&Typed { kind: "orphaned".into(), ..good() }), ["law"]);
        assert_eq!(good().check(true).unwrap().kind, DisclosureKind::Orphaned);
    }
}
