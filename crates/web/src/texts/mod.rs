//! The words on the screen, Japanese and English, as typed structs: a missing text does not
//! compile. Japanese is written first, plain and short; English is complete.

mod access;
mod account;
mod apply;
mod banner;
mod compose;
mod consent;
mod course;
mod desk;
mod disclosure;
mod entry;
mod everywhere;
mod field;
mod field_joining;
mod field_notices;
mod field_register;
mod file;
mod filter;
mod help;
mod notebooks;
mod notices;
mod passkey;
mod password;
mod patient;
mod photo;
mod pickup;
mod portal;
mod print;
mod problem;
mod problem_en;
mod problem_ja;
mod register;
mod resume;
mod review;
mod room;
mod said;
mod seen_by;
mod sign_in;
mod staff;
mod staff_import;
mod team;
mod team_said;
mod unlock;
mod upload;
mod vital;
mod withdrawal;
mod words;

pub use field::field;
pub use help::Step;
pub use said::said;
use tasuki_kernel::Code;
pub use vital::{field as vital_field, kind as vital_kind, mark as vital_mark, unit as vital_unit};

pub use words::{Counted, CountedOf, Named};

/// All words of one language, a section per page.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    pub common: everywhere::CommonTexts,
    pub sign_in: sign_in::SignInTexts,
    pub unlock: unlock::UnlockTexts,
    pub resume: resume::ResumeTexts,
    pub passkey: passkey::PasskeyTexts,
    pub password: password::PasswordTexts,
    pub notebooks: notebooks::NotebooksTexts,
    pub banner: banner::BannerTexts,
    pub room: room::RoomTexts,
    pub filter: filter::FilterTexts,
    pub course: course::CourseTexts,
    pub print: print::PrintTexts,
    pub seen_by: seen_by::SeenByTexts,
    pub entry: entry::EntryTexts,
    pub compose: compose::ComposeTexts,
    pub vital: vital::VitalTexts,
    pub file: file::FileTexts,
    pub photo: photo::PhotoTexts,
    pub upload: upload::UploadTexts,
    pub problem: problem::ProblemTexts,
    pub access: access::AccessTexts,
    pub account: account::AccountTexts,
    pub patient: patient::PatientTexts,
    pub portal: portal::PortalTexts,
    pub apply: apply::ApplyTexts,
    pub desk: desk::DeskTexts,
    pub disclosure: disclosure::DisclosureTexts,
    pub pickup: pickup::PickupTexts,
    pub help: help::HelpTexts,
    pub staff: staff::StaffTexts,
    pub team: team::TeamTexts,
    pub notices: notices::NoticesTexts,
    pub withdrawal: withdrawal::WithdrawalTexts,
    pub review: review::ReviewTexts,
    pub staff_import: staff_import::StaffImportTexts,
    pub register: register::RegisterTexts,
    pub consent: consent::ConsentTexts,
}

static JA: Texts = Texts {
    common: everywhere::JA,
    sign_in: sign_in::JA,
    unlock: unlock::JA,
    resume: resume::JA,
    passkey: passkey::JA,
    password: password::JA,
    notebooks: notebooks::JA,
    banner: banner::JA,
    room: room::JA,
    filter: filter::JA,
    course: course::JA,
    print: print::JA,
    seen_by: seen_by::JA,
    entry: entry::JA,
    compose: compose::JA,
    vital: vital::JA,
    file: file::JA,
    photo: photo::JA,
    upload: upload::JA,
    problem: problem::JA,
    access: access::JA,
    account: account::JA,
    patient: patient::JA,
    portal: portal::JA,
    apply: apply::JA,
    desk: desk::JA,
    disclosure: disclosure::JA,
    pickup: pickup::JA,
    help: help::JA,
    staff: staff::JA,
    team: team::JA,
    notices: notices::JA,
    staff_import: staff_import::JA,
    withdrawal: withdrawal::JA,
    review: review::JA,
    register: register::JA,
    consent: consent::JA,
};

static EN: Texts = Texts {
    common: everywhere::EN,
    sign_in: sign_in::EN,
    unlock: unlock::EN,
    resume: resume::EN,
    passkey: passkey::EN,
    password: password::EN,
    notebooks: notebooks::EN,
    banner: banner::EN,
    room: room::EN,
    filter: filter::EN,
    course: course::EN,
    print: print::EN,
    seen_by: seen_by::EN,
    entry: entry::EN,
    compose: compose::EN,
    vital: vital::EN,
    file: file::EN,
    photo: photo::EN,
    upload: upload::EN,
    problem: problem::EN,
    access: access::EN,
    account: account::EN,
    patient: patient::EN,
    portal: portal::EN,
    apply: apply::EN,
    desk: desk::EN,
    disclosure: disclosure::EN,
    pickup: pickup::EN,
    help: help::EN,
    staff: staff::EN,
    team: team::EN,
    notices: notices::EN,
    staff_import: staff_import::EN,
    withdrawal: withdrawal::EN,
    review: review::EN,
    register: register::EN,
    consent: consent::EN,
};

/// A language of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Ja,
    En,
}

impl Lang {
    /// Both, Japanese first.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The BCP 47 tag, as in `<html lang>` and in the form field `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `en-GB`; `None` for a language that there is not.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4): the first of ours in
    /// the order of the list, since browsers write it by preference. Japanese when none is ours.
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .find_map(|range| Self::from_tag(range.split(';').next().unwrap_or_default()))
            .unwrap_or_default()
    }

    /// All words of this language.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Ja => &JA,
            Self::En => &EN,
        }
    }
}

/// A problem told to a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProblemText {
    /// A few words.
    pub title: &'static str,
    /// What happened.
    pub what_happened: &'static str,
    /// What was kept, or that nothing was lost; empty when there was nothing to lose.
    pub what_was_kept: &'static str,
    /// What to do now.
    pub what_to_do: &'static str,
}

/// What to tell a person about `code`.
pub const fn problem(lang: Lang, code: Code) -> ProblemText {
    match lang {
        Lang::Ja => problem_ja::text(code),
        Lang::En => problem_en::text(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_by_tag() {
        assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
        assert_eq!(Lang::from_tag("JA"), Some(Lang::Ja));
        assert_eq!(Lang::from_tag("fr"), None);
        assert_eq!(Lang::from_accept_language("fr-CH, en;q=0.9, ja;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("*"), Lang::Ja);
        assert_eq!(Lang::from_accept_language(""), Lang::Ja);
    }

    #[test]
    fn every_problem_is_told_whole_in_both_languages() {
        for lang in Lang::ALL {
            let mut titles = std::collections::HashSet::new();
            for code in Code::ALL {
                let text = problem(lang, *code);
                assert!(titles.insert(text.title), "{} twice", text.title);
                for part in [text.title, text.what_happened, text.what_to_do] {
                    assert!(!part.trim().is_empty(), "{code:?} in {lang:?}");
                }
                let end = if lang == Lang::Ja { '。' } else { '.' };
                assert!(text.what_to_do.ends_with(end), "{}", text.what_to_do);
                assert!(text.what_happened.ends_with(end), "{}", text.what_happened);
            }
        }
    }

    #[test]
    fn english_has_no_japanese_left_and_the_reverse() {
        for code in Code::ALL {
            let en = problem(Lang::En, *code);
            let all = [en.title, en.what_happened, en.what_was_kept, en.what_to_do].concat();
            assert!(all.is_ascii(), "{all}");
            let ja = problem(Lang::Ja, *code);
            assert!(!ja.what_happened.is_ascii());
        }
    }
}
