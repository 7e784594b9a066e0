//! Patients, notebooks and rooms.

use jiff::civil::Date;
use tasuki_app::audience::SeenBy;
use tasuki_app::my_notebooks::{Card, Line, Waiting, WaitsFor};
use tasuki_app::namesake::alike;
use tasuki_app::room::Member;
use tasuki_domain::fold::fold;
use tasuki_domain::importance::Importance;
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{NotebookId, PersonId, RoomId, Timestamp};

use super::{profession_name, vital, words};
use crate::pages::{
    Banner, Chip, ChipKind, Choice, Contact, Link, MemberView, NotebookRow, SensitivityChoice,
    WaitingRow,
};
use crate::show;
use crate::texts::Lang;

const fn sex(lang: Lang, it: Sex) -> &'static str {
    match (lang, it) {
        (Lang::Ja, Sex::Female) => "女性",
        (Lang::Ja, Sex::Male) => "男性",
        (Lang::Ja, Sex::Other) => "",
        (Lang::En, Sex::Female) => "female",
        (Lang::En, Sex::Male) => "male",
        (Lang::En, Sex::Other) => "",
    }
}

/// The day of birth; a date that does not exist (a damaged entry) is left out of the page.
pub(super) fn birth(patient: &Patient) -> Option<Date> {
    let it = patient.birth;
    Date::new(it.year, i8::try_from(it.month).ok()?, i8::try_from(it.day).ok()?).ok()
}

fn chips(patient: &Patient) -> Vec<Chip> {
    let many = |kind, labels: &[String]| {
        labels.iter().map(move |label| Chip { kind, label: label.clone() }).collect::<Vec<_>>()
    };
    let mut chips = many(ChipKind::Allergy, &patient.allergies);
    chips.extend(many(ChipKind::DrugRisk, &patient.drug_risks));
    for (kind, label) in [(ChipKind::Living, &patient.living), (ChipKind::Place, &patient.place)] {
        if !label.is_empty() {
            chips.push(Chip { kind, label: label.clone() });
        }
    }
    chips
}

/// The cards, with the day of birth on those of people who are called the same.
pub fn cards(lang: Lang, now: Timestamp, shelf: &[Card]) -> Vec<NotebookRow> {
    let names: Vec<&Name> = shelf.iter().map(|it| &it.patient.name).collect();
    let shown = |one: &Card| {
        let alike = names.iter().filter(|it| alike(&one.patient.name, it)).count() > 1;
        let birth = birth(&one.patient).filter(|_| alike);
        let birth = birth.map(|it| show::birth_long(it, lang)).unwrap_or_default();
        NotebookRow { birth, ..card(lang, now, one) }
    };
    shelf.iter().map(shown).collect()
}

/// The banner of a patient.
pub fn banner(lang: Lang, room: RoomId, patient: &Patient, now: Timestamp, back: &str) -> Banner {
    let date = birth(patient);
    Banner {
        back: back.to_owned(),
        name: patient.name.full(),
        kana: patient.name.kana(),
        portrait: patient.portrait.is_some().then(|| format!("/rooms/{room}/portrait")),
        age: date.map(|it| show::age(it, now, lang)).unwrap_or_default(),
        sex: sex(lang, patient.sex).to_owned(),
        care_level: patient.care_level.clone(),
        birth_short: date.map(|it| show::birth_short(it, lang)).unwrap_or_default(),
        birth_long: date.map(|it| show::birth_long(it, lang)).unwrap_or_default(),
        chips: chips(patient),
        same_name: false,
        closed: String::new(),
    }
}

/// Whom to call.
pub fn contacts(patient: &Patient) -> Vec<Contact> {
    let view = |it: &tasuki_domain::patient::Contact| Contact {
        name: it.name.clone(),
        relation: it.relation.clone(),
        phone: it.phone.clone(),
    };
    patient.contacts.iter().map(view).collect()
}

/// The first words of a note; how many photos there are where it has none.
fn first_words(lang: Lang, line: &Line) -> String {
    let words = line.note.text.lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
    let photos = u32::try_from(line.note.attachments.len()).unwrap_or(u32::MAX);
    match (words.is_empty(), photos) {
        (true, 1..) => lang.texts().notebooks.photos.of(photos),
        _ => words.to_owned(),
    }
}

/// A notebook in the list.
fn card(lang: Lang, now: Timestamp, card: &Card) -> NotebookRow {
    let patient = &card.patient;
    let at_home = patient.place.is_empty() || patient.place == "自宅";
    let stable = patient.phase == "安定期";
    let unread = u32::try_from(card.unread).unwrap_or(u32::MAX);
    let new = card.line.as_ref().is_some_and(|it| it.unread);
    NotebookRow {
        url: format!("/rooms/{}", card.room),
        name: patient.name.full(),
        kana: patient.name.kana(),
        portrait: patient.portrait.is_some().then(|| format!("/rooms/{}/portrait", card.room)),
        age: birth(patient).map(|it| show::age(it, now, lang)).unwrap_or_default(),
        sex: sex(lang, patient.sex).to_owned(),
        care_level: patient.care_level.clone(),
        living: patient.living.clone(),
        phase: if stable { String::new() } else { patient.phase.clone() },
        place: if at_home { String::new() } else { patient.place.clone() },
        out: card
            .line
            .as_ref()
            .map(|it| vital::out_of_range(lang, &it.readings(patient)))
            .unwrap_or_default(),
        line: card.line.as_ref().map(|it| first_words(lang, it)).unwrap_or_default(),
        more: if new { unread.saturating_sub(1) } else { 0 },
        birth: String::new(),
        key: format!("{} {}", fold(&patient.name.full()), fold(&patient.name.kana())),
        time: card.newest.map(|it| show::recent(it, now, lang)).unwrap_or_default(),
        time_iso: card.newest.map(|it| it.to_string()).unwrap_or_default(),
        unread,
        urgent: card.urgent,
        closed: card.closed.map(|it| super::closed_line(lang, &it)).unwrap_or_default(),
    }
}

/// Something that waits for the reader.
pub fn waiting(lang: Lang, now: Timestamp, it: &Waiting) -> WaitingRow {
    let profession = profession_name(lang, &it.byline.profession);
    WaitingRow {
        url: format!("/rooms/{}/entries/{}", it.line.room, it.line.entry),
        answer: it.waits_for == WaitsFor::Opening,
        urgent: it.line.importance == Importance::Urgent,
        delivery: it.delivery,
        name: match lang {
            Lang::Ja => format!("{}さん", it.patient.name.full()),
            Lang::En => it.patient.name.full(),
        },
        author: format!("{} {profession}", it.byline.name).trim().to_owned(),
        line: first_words(lang, &it.line),
        time: show::recent(it.line.received, now, lang),
        time_iso: it.line.received.to_string(),
    }
}

/// A member in the list beside the timeline.
pub fn member(
    lang: Lang,
    member: &Member,
    me: PersonId,
    attending: Option<PersonId>,
) -> MemberView {
    let role = match (attending == Some(member.person), lang) {
        (true, Lang::Ja) => "主治医",
        (true, Lang::En) => "attending doctor",
        (false, _) => "",
    };
    MemberView {
        name: member.byline.name.clone(),
        profession: profession_name(lang, &member.byline.profession),
        facility: member.byline.facility.clone(),
        portrait: Some(format!("/people/{}/portrait", member.person)),
        role: role.to_owned(),
        you: member.person == me,
    }
}

/// Ways from a room to what belongs to its notebook, for whom the team's room is open.
pub fn notebook_links(lang: Lang, notebook: NotebookId) -> Vec<Link> {
    let label = lang.texts().access.title.to_owned();
    let basics = lang.texts().patient.title.to_owned();
    let team = lang.texts().team.title.to_owned();
    vec![
        Link { url: format!("/notebooks/{notebook}"), label: basics },
        Link { url: format!("/notebooks/{notebook}/team"), label: team },
        Link { url: format!("/notebooks/{notebook}/access"), label },
    ]
}

/// The tab of a room.
pub fn room_label(lang: Lang, kind: RoomKind) -> String {
    words::room_kind(lang, kind).to_owned()
}

/// The region's categories as choices.
pub fn category_choices(categories: &[String]) -> Vec<Choice> {
    let choice = |it: &String| Choice { value: it.clone(), label: it.clone() };
    categories.iter().map(choice).collect()
}

/// The sensitivities, each with who of the room will see it and who will not.
pub fn sensitivities(lang: Lang, seen_by: &[SeenBy]) -> Vec<SensitivityChoice> {
    let name = |it: &Member| {
        let profession = profession_name(lang, &it.byline.profession);
        show::name_in_full(&it.byline.name, &profession)
    };
    let choice = |it: &SeenBy| {
        let (label, sentence) = words::sensitivity(lang, it.sensitivity);
        SensitivityChoice {
            value: it.sensitivity.name().to_owned(),
            label: label.to_owned(),
            seen_by: sentence.to_owned(),
            seeing: it.seeing.iter().map(name).collect(),
            not_seeing: it.not_seeing.iter().map(name).collect(),
        }
    };
    seen_by.iter().map(choice).collect()
}
