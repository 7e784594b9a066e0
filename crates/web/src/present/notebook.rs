//! Patients, notebooks and rooms.

use jiff::civil::Date;
use tasuki_app::my_notebooks::Card;
use tasuki_app::room::Member;
use tasuki_app::timeline::Matter;
use tasuki_domain::patient::{Patient, Sex};
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{PersonId, RoomId, Timestamp};

use super::{profession_name, vital, words};
use crate::pages::{
    Banner, Chip, ChipKind, Choice, Contact, MemberView, NotebookRow, SensitivityChoice,
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
fn birth(patient: &Patient) -> Option<Date> {
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

/// A notebook in the list.
pub fn card(lang: Lang, now: Timestamp, card: &Card) -> NotebookRow {
    let patient = &card.patient;
    let at_home = patient.place.is_empty() || patient.place == "自宅";
    let line = card.newest.as_ref().and_then(|item| match &item.matter {
        Matter::Note { note, .. } => Some(note.text.lines().next().unwrap_or_default().to_owned()),
        _ => None,
    });
    let at = card.newest.as_ref().map(|item| item.received);
    NotebookRow {
        url: format!("/rooms/{}", card.room),
        name: patient.name.full(),
        kana: patient.name.kana(),
        portrait: patient.portrait.is_some().then(|| format!("/rooms/{}/portrait", card.room)),
        age: birth(patient).map(|it| show::age(it, now, lang)).unwrap_or_default(),
        sex: sex(lang, patient.sex).to_owned(),
        care_level: patient.care_level.clone(),
        living: patient.living.clone(),
        place: if at_home { String::new() } else { patient.place.clone() },
        out: card
            .newest
            .as_ref()
            .map(|item| vital::out_of_range(lang, &item.readings))
            .unwrap_or_default(),
        line: line.unwrap_or_default(),
        time: at.map(|it| show::recent(it, now, lang)).unwrap_or_default(),
        time_iso: at.map(|it| it.to_string()).unwrap_or_default(),
        unread: u32::try_from(card.unread).unwrap_or(u32::MAX),
        urgent: card.urgent,
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

/// The tab of a room.
pub fn room_label(lang: Lang, kind: RoomKind) -> String {
    words::room_kind(lang, kind).to_owned()
}

/// The region's categories as choices.
pub fn category_choices(categories: &[String]) -> Vec<Choice> {
    let choice = |it: &String| Choice { value: it.clone(), label: it.clone() };
    categories.iter().map(choice).collect()
}

/// The sensitivities, each with who sees it.
pub fn sensitivities(lang: Lang) -> Vec<SensitivityChoice> {
    let choice = |it: Sensitivity| {
        let (label, seen_by) = words::sensitivity(lang, it);
        SensitivityChoice {
            value: it.name().to_owned(),
            label: label.to_owned(),
            seen_by: seen_by.to_owned(),
        }
    };
    Sensitivity::ALL.into_iter().map(choice).collect()
}
