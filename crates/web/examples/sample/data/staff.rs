//! The facility's staff: everybody, one of them, who joins, and a table of many.

use tasuki_domain::profession::{self, Profession};
use tasuki_domain::staff::{Column, Encoding};
use tasuki_domain::system::System;
use tasuki_web::pages::form::tell;
use tasuki_web::pages::{
    Check, Choice, DeviceStanding, DeviceView, Frame, Input, SheetLine, StaffImport, StaffList,
    StaffNew, StaffOne, StaffPreview, StaffView, Widget, choices,
};
use tasuki_web::show::moment;
use tasuki_web::texts::{self, Lang};

use super::{NOW, signed_in, word};

pub(super) const FACILITY: &str = "みなと訪問看護ステーション";

/// A frame for the nurse, who manages the facility.
pub(super) fn managing(lang: Lang, here: &str) -> Frame {
    Frame { manages: true, ..signed_in(lang, here) }
}

/// For somebody who manages more than one.
pub(super) fn facilities() -> Vec<Choice> {
    let all = [("f1", FACILITY), ("f2", "みなと居宅介護支援事業所")];
    choices(all.map(|(id, name)| (id.to_owned(), name.to_owned())))
}

/// What is wrong with fields, in the words that people are told.
pub(super) fn told(lang: Lang, wrong: &[(&str, &str)]) -> Vec<(String, String)> {
    let words = |field: &str, detail: &str| (field.to_owned(), texts::field(lang, field, detail));
    wrong.iter().map(|(field, detail)| words(field, detail)).collect()
}

fn name_of(lang: Lang, it: &Profession) -> &'static str {
    if lang == Lang::Ja { it.ja } else { it.en }
}

fn professions(lang: Lang) -> Vec<&'static str> {
    profession::TABLE.iter().map(|it| name_of(lang, it)).collect()
}

/// A phone that was used last so many days ago.
fn phone(lang: Lang, owner: &str, days: i64) -> DeviceView {
    DeviceView {
        label: word(lang, "訪問用スマートフォン 3", "Visiting phone 3"),
        kind: System::Android.title().into(),
        last_seen: Some(moment(NOW.plus_seconds(-86_400 * days), NOW, lang)),
        valid_until: moment(NOW.plus_seconds(86_400 * (300 - days)), NOW, lang).date,
        standing: if days < 300 { DeviceStanding::Active } else { DeviceStanding::Expired },
        lost_url: Some(format!("/facility/staff/{owner}/devices/d1/revoke")),
        ..DeviceView::default()
    }
}

fn person(lang: Lang, login: &str, (name, kana): (&str, &str), code: &str) -> StaffView {
    let profession = profession::find(code).map(|it| name_of(lang, it)).unwrap_or_default();
    StaffView {
        url: format!("/facility/staff/{login}"),
        name: name.into(),
        kana: kana.into(),
        profession: profession.into(),
        login: login.into(),
        mail: Some(format!("{login}@minato.example")),
        ..StaffView::default()
    }
}

/// A manager, somebody of two facilities, somebody whose phone lies in a drawer, somebody new.
pub(super) fn people(lang: Lang) -> Vec<StaffView> {
    let own = DeviceView { this: true, lost_url: None, ..phone(lang, "misaki-s", 0) };
    let passkey = DeviceView {
        label: word(lang, "自分のスマートフォン", "Own phone"),
        kind: lang.texts().passkey.bound.into(),
        last_seen: None,
        valid_until: String::new(),
        ..phone(lang, "takashi-n", 2)
    };
    let lost = DeviceView {
        standing: DeviceStanding::Revoked,
        lost_url: None,
        ..phone(lang, "takashi-n", 40)
    };
    vec![
        StaffView {
            manager: true,
            devices: vec![own],
            ..person(lang, "misaki-s", ("佐藤 美咲", "サトウ ミサキ"), "nurse")
        },
        StaffView {
            elsewhere: true,
            devices: vec![passkey, lost],
            ..person(lang, "takashi-n", ("野口 隆", "ノグチ タカシ"), "physician")
        },
        StaffView {
            unused: true,
            mail: None,
            devices: vec![phone(lang, "hiroshi-m", 310)],
            ..person(lang, "hiroshi-m", ("森田 浩", "モリタ ヒロシ"), "clerk")
        },
        person(lang, "chinatsu-i", ("石川 千夏", "イシカワ チナツ"), "nurse"),
    ]
}

pub fn lists(lang: Lang) -> Vec<(&'static str, StaffList)> {
    let page = StaffList {
        frame: managing(lang, "/facility/staff"),
        facility: FACILITY.into(),
        at: "f1".into(),
        people: people(lang),
        ..StaffList::default()
    };
    let two = StaffList {
        facilities: facilities(),
        review: Some(lang.texts().review.overdue),
        said: texts::said(lang, "left"),
        ..page.clone()
    };
    vec![("staff", page), ("staff-two-facilities", two)]
}

fn job(lang: Lang, name: &'static str, chosen: &str) -> Input {
    let all = profession::TABLE.iter();
    let all = choices(all.map(|it| (it.code.to_owned(), name_of(lang, it).to_owned())));
    Input::pick(name, lang.texts().apply.profession, chosen, all)
}

fn system(lang: Lang) -> Input {
    let t = &lang.texts().staff;
    let all = choices(System::ALL.map(|it| (it.name().to_owned(), it.title().to_owned())));
    Input { widget: Widget::Radio(all), ..Input::line("system", t.system, "") }
        .with_hint(t.system_hint)
}

fn role(lang: Lang, on: bool) -> Input {
    let t = &lang.texts().staff;
    let check = Check { value: "manager".into(), label: t.role.into(), on };
    Input { widget: Widget::Checks(vec![check]), ..Input::line("role", t.manager, "") }
        .with_hint(t.role_hint)
}

fn new_rows(lang: Lang) -> Vec<Vec<Input>> {
    let (t, words) = (&lang.texts().staff, &lang.texts().apply);
    let mail = Input::typed("mail", words.mail, "naoko@minato.example", ("email", ""));
    vec![
        vec![
            Input::line("family", words.family, "木村"),
            Input::line("given", words.given, "直子"),
        ],
        vec![
            Input::line("family_kana", words.family_kana, "きむら"),
            Input::line("given_kana", words.given_kana, "なおこ"),
        ],
        vec![job(lang, "profession", "physical_therapist")],
        vec![mail.with_hint(t.mail_hint)],
        vec![Input::line("login", words.login, "misaki-s").with_hint(t.login_hint)],
        vec![system(lang)],
        vec![role(lang, false)],
    ]
}

pub fn forms(lang: Lang) -> Vec<(&'static str, StaffNew)> {
    let t = &lang.texts().staff;
    let form = StaffNew {
        frame: managing(lang, "/facility/staff/new"),
        facility: FACILITY.into(),
        at: "f1".into(),
        new: new_rows(lang),
        known: vec![
            vec![
                Input::line("known", t.known_login, "takashi-n"),
                Input::line("known_family", t.known_family, "野口"),
            ],
            vec![job(lang, "known_profession", "physician")],
        ],
    };
    let (mut wrong, mut known) = (form.clone(), form.clone());
    tell(&mut wrong.new, told(lang, &[("login", "taken"), ("system", "")]));
    tell(&mut known.known, told(lang, &[("known", "here")]));
    vec![("staff-new", form), ("staff-new-wrong", wrong), ("staff-known-wrong", known)]
}

fn successor(lang: Lang, leaving: &StaffView) -> Input {
    let t = &lang.texts().staff;
    let heirs = people(lang).into_iter().filter(|it| it.login != leaving.login);
    let heirs = heirs.map(|it| (it.login, format!("{}（{}）", it.name, it.profession)));
    let heirs = choices(heirs.chain([("none".to_owned(), t.nobody.to_owned())]));
    Input::pick("successor", t.successor, "", heirs)
}

pub fn ones(lang: Lang) -> Vec<(&'static str, StaffOne)> {
    let page = |at: usize, code: &str| {
        let it = people(lang).swap_remove(at);
        StaffOne {
            frame: managing(lang, &it.url),
            back: "/facility/staff?at=f1".into(),
            change: vec![vec![job(lang, "profession", code)], vec![role(lang, it.manager)]],
            system: vec![vec![system(lang)]],
            substitutes: true,
            successor: vec![vec![successor(lang, &it)]],
            it,
            ..StaffOne::default()
        }
    };
    let said = texts::said(lang, "taken-on");
    let doctor = StaffOne { rooms: 4, attends: 2, asked: 1, said, ..page(1, "physician") };
    let last = texts::field(lang, "leave", "");
    let mut manager = StaffOne { rooms: 12, leave_error: Some(last), ..page(0, "nurse") };
    tell(&mut manager.change, [("role".to_owned(), texts::field(lang, "manager", ""))]);
    let no_mail = texts::field(lang, "mail", "none");
    let clerk = StaffOne { substitutes: false, reset_error: Some(no_mail), ..page(2, "clerk") };
    let mut heirless = StaffOne { rooms: 3, ..page(3, "nurse") };
    tell(&mut heirless.successor, told(lang, &[("successor", "")]));
    vec![
        ("staff-one", doctor),
        ("staff-one-manager", manager),
        ("staff-one-no-mail", clerk),
        ("staff-one-no-successor", heirless),
    ]
}

/// As a spreadsheet program writes it; the last line has a profession that there is not.
const LINES: [&str; 3] = [
    "木村,直子,キムラ,ナオコ,理学療法士,naoko@minato.example,,いいえ,Android",
    "野口,隆,ノグチ,タカシ,医師,takashi-n@minato.example,takashi-n,はい,Android",
    "岡,誠一,オカ,セイイチ,看護士,naoko@minato.example,,いいえ,",
];

fn table(lang: Lang, lines: &[&str]) -> String {
    let headings = Column::ALL.map(|it| it.names()[usize::from(lang == Lang::En)]);
    format!("{}\n{}", headings.join(","), lines.join("\n"))
}

/// A line about somebody, whose login name is made of the mail address.
fn line(number: u32, it: StaffView) -> SheetLine {
    SheetLine {
        number,
        name: it.name,
        kana: it.kana,
        profession: it.profession,
        mail: it.mail.unwrap_or_default(),
        login: it.login,
        proposed: true,
        device: System::Android.title(),
        ..SheetLine::default()
    }
}

pub fn imports(lang: Lang) -> Vec<(&'static str, StaffImport)> {
    let t = &lang.texts().staff_import;
    let page = StaffImport {
        frame: managing(lang, "/facility/staff/import"),
        facility: FACILITY.into(),
        at: "f1".into(),
        rows: vec![vec![system(lang).with_hint(t.system_hint)]],
        professions: professions(lang),
        ..StaffImport::default()
    };
    let mut no_system = StaffImport { text: table(lang, &LINES), ..page.clone() };
    tell(&mut no_system.rows, told(lang, &[("system", "")]));
    let lacks = Column::Mail.names()[usize::from(lang == Lang::En)];
    let unreadable = StaffImport { error: Some(t.missing.of(lacks)), ..page.clone() };
    vec![
        ("staff-import", page),
        ("staff-import-no-system", no_system),
        ("staff-import-unreadable", unreadable),
    ]
}

pub fn previews(lang: Lang) -> Vec<(&'static str, StaffPreview)> {
    let t = &lang.texts().staff_import;
    let naoko = ("木村 直子", "キムラ ナオコ");
    let one = line(2, person(lang, "naoko", naoko, "physical_therapist"));
    let known = SheetLine {
        proposed: false,
        manager: true,
        notes: vec![t.known.into()],
        ..line(3, people(lang).swap_remove(1))
    };
    let broken = SheetLine {
        profession: "看護士".into(),
        device: "",
        wrong: vec![t.no_profession.of("看護士"), t.again_mail.of(2)],
        ..line(4, person(lang, "naoko", ("岡 誠一", "オカ セイイチ"), ""))
    };
    let taken = SheetLine { wrong: vec![texts::field(lang, "login", "taken")], ..known.clone() };
    let good = StaffPreview {
        frame: managing(lang, "/facility/staff/import"),
        facility: FACILITY.into(),
        at: "f1".into(),
        batch: "01935f2c-0000-7000-8000-000000000003".into(),
        system: System::Android.name().into(),
        text: table(lang, &LINES[..2]),
        read_as: t.read_as.of(Encoding::ShiftJis.title()),
        good: vec![one.clone(), known],
        professions: professions(lang),
        ..StaffPreview::default()
    };
    let wrong = StaffPreview {
        ignored: t.ignored.of(word(lang, "備考", "Remarks")),
        text: table(lang, &LINES),
        wrong: vec![broken],
        error: Some(t.not_all.of(1)),
        ..good.clone()
    };
    let late = StaffPreview {
        wrong: vec![taken],
        good: Vec::new(),
        here: vec![one],
        error: Some(t.late.into()),
        ..good.clone()
    };
    vec![("staff-preview", good), ("staff-preview-wrong", wrong), ("staff-preview-late", late)]
}
