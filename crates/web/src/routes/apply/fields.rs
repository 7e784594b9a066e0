//! The fields of the application, from and to what was typed.

use serde::Deserialize;
use tasuki_domain::application::{SELF_CHECK, Typed};
use tasuki_domain::system::System;
use tasuki_domain::{facility, municipality, profession};

use crate::pages::{Check, Choice, Fact, Input, Widget, choices};
use crate::present;
use crate::texts::Lang;

/// The first page as it was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typing {
    facility: String,
    prefecture: String,
    municipality: String,
    kind: String,
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    profession: String,
    mail: String,
    mail_again: String,
    login: String,
    pub password: String,
    way: String,
}

impl Typing {
    /// What was typed before; the password is never given back.
    pub fn of(typed: &Typed) -> Self {
        let it = typed.clone();
        Self {
            facility: it.facility,
            prefecture: prefecture_of(&it.prefecture),
            municipality: it.municipality,
            kind: it.kind,
            family: it.family,
            given: it.given,
            family_kana: it.family_kana,
            given_kana: it.given_kana,
            profession: it.profession,
            mail: it.mail,
            mail_again: it.mail_again,
            login: it.login,
            ..Self::default()
        }
    }

    /// An empty form of a region: most facilities lie in its own municipality.
    pub fn at(code: &str) -> Self {
        let prefecture = prefecture_of(code);
        Self { prefecture, municipality: code.to_owned(), ..Self::default() }
    }

    /// The form in the words of the rules.
    pub fn typed(&self) -> Typed {
        Typed {
            facility: self.facility.clone(),
            prefecture: self.prefecture.clone(),
            municipality: self.municipality.clone(),
            kind: self.kind.clone(),
            family: self.family.clone(),
            given: self.given.clone(),
            family_kana: self.family_kana.clone(),
            given_kana: self.given_kana.clone(),
            profession: self.profession.clone(),
            mail: self.mail.clone(),
            mail_again: self.mail_again.clone(),
            login: self.login.clone(),
        }
    }

    /// The button of browsers without scripts: other municipalities, nothing is sent yet.
    pub fn asks_for_places(&self) -> bool {
        self.way == "places"
    }
}

/// The code of the prefecture in which a code lies.
fn prefecture_of(code: &str) -> String {
    let start = code.get(..2).unwrap_or_default();
    municipality::prefectures()
        .find(|it| it.prefecture() == start)
        .map(|it| it.code.to_owned())
        .unwrap_or_default()
}

fn owned(pairs: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Choice> {
    choices(pairs.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())))
}

/// Kinds of facilities to choose from.
pub fn kinds(lang: Lang) -> Vec<Choice> {
    owned(facility::TABLE.iter().map(|it| (it.code, if lang == Lang::Ja { it.ja } else { it.en })))
}

/// Professions to choose from.
pub fn professions(lang: Lang) -> Vec<Choice> {
    let word = |it: &'static profession::Profession| if lang == Lang::Ja { it.ja } else { it.en };
    owned(profession::TABLE.iter().map(|it| (it.code, word(it))))
}

/// The first page.
pub fn first_page(lang: Lang, given: &Typing, has_password: bool) -> Vec<Vec<Input>> {
    let t = lang.texts().apply;
    let prefectures = owned(municipality::prefectures().map(|it| (it.code, it.name)));
    let inside = given.prefecture.get(..2).unwrap_or_default();
    let places = owned(municipality::of_prefecture(inside).map(|it| (it.code, it.name)));
    let hint = if has_password { t.password_kept } else { t.password_hint };
    let password = Input::typed("password", t.password, "", ("password", "new-password"));
    let mail = |name, label, value| Input::typed(name, label, value, ("email", "email"));
    vec![
        vec![Input::typed("facility", t.facility, &given.facility, ("text", "organization"))],
        vec![
            Input::pick("prefecture", t.prefecture, &given.prefecture, prefectures),
            Input::pick("municipality", t.municipality, &given.municipality, places),
        ],
        vec![Input::pick("kind", t.kind, &given.kind, kinds(lang))],
        vec![
            Input::typed("family", t.family, &given.family, ("text", "family-name")),
            Input::typed("given", t.given, &given.given, ("text", "given-name")),
        ],
        vec![
            Input::line("family_kana", t.family_kana, &given.family_kana),
            Input::line("given_kana", t.given_kana, &given.given_kana),
        ],
        vec![Input::pick("profession", t.profession, &given.profession, professions(lang))],
        vec![mail("mail", t.mail, &given.mail).with_hint(t.mail_hint)],
        vec![mail("mail_again", t.mail_again, &given.mail_again)],
        vec![
            Input::typed("login", t.login, &given.login, ("text", "username"))
                .with_hint(t.login_hint),
        ],
        vec![Input { optional: has_password, ..password.with_hint(hint) }],
    ]
}

/// The third page.
pub fn last_page(
    lang: Lang,
    (system, remark): (&str, &str),
    in_place: &[String],
) -> Vec<Vec<Input>> {
    let t = lang.texts().apply;
    let checks = SELF_CHECK.iter().zip(t.checks).map(|(code, label)| Check {
        value: (*code).to_owned(),
        label: label.to_owned(),
        on: in_place.iter().any(|it| it == code),
    });
    let systems = owned(System::ALL.map(|it| (it.name(), it.title())));
    vec![
        vec![Input { widget: Widget::Radio(systems), ..Input::line("system", t.system, system) }],
        vec![Input::area("remark", t.remark, remark, 3).with_hint(t.remark_hint).or_nothing()],
        vec![
            Input { widget: Widget::Checks(checks.collect()), ..Input::line("check", t.check, "") }
                .with_hint(t.check_hint),
        ],
    ]
}

/// What was filled in, as facts.
pub fn facts(lang: Lang, typed: &Typed, password: Option<&str>) -> Vec<Fact> {
    let t = lang.texts().apply;
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let mut facts = vec![
        fact(t.facility, typed.facility.clone()),
        fact(t.place, municipality::full_name(&typed.municipality)),
        fact(t.kind, present::facility_kind(lang, &typed.kind)),
        fact(
            t.contact,
            format!(
                "{} {}（{} {}）",
                typed.family, typed.given, typed.family_kana, typed.given_kana
            ),
        ),
        fact(t.profession, present::profession_name(lang, &typed.profession)),
        fact(t.mail, typed.mail.clone()),
        fact(t.login, typed.login.clone()),
    ];
    facts.extend(password.map(|shown| fact(t.password, shown.to_owned())));
    facts
}
