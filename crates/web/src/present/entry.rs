//! Entries as rows of a timeline.

use tasuki_app::attachment::kind;
use tasuki_app::author::Byline;
use tasuki_app::timeline::{Item, Matter, Version};
use tasuki_domain::content::Note;
use tasuki_domain::importance::Importance;
use tasuki_kernel::{EntryId, PersonId, RoomId, Timestamp};

use super::{profession_name, vital, words};
use crate::pages::{
    Author, Confirmer, CorrectionView, EntryView, Fact, FileView, Importance as Shown, NewerView,
    PhotoView, QuietView, Quoted, Row, Standing,
};
use crate::show::{self, family_name, moment};
use crate::texts::Lang;

fn author(lang: Lang, byline: &Byline) -> Author {
    Author {
        name: byline.name.clone(),
        profession: profession_name(lang, &byline.profession),
        facility: byline.facility.clone(),
        portrait: byline.person.map(|id| format!("/people/{id}/portrait")),
    }
}

const fn importance(it: Importance) -> Shown {
    match it {
        Importance::Urgent => Shown::Urgent,
        Importance::Normal => Shown::Normal,
        Importance::Info => Shown::Information,
    }
}

/// Seconds between writing and receiving that are worth telling.
const WORTH_TELLING: i64 = 600;

/// From where, when, by whom and in what language entries are seen.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    /// The language.
    pub lang: Lang,
    /// The room.
    pub room: RoomId,
    /// The time.
    pub now: Timestamp,
    /// The reader.
    pub me: PersonId,
}

#[derive(Debug, Clone, Copy)]
struct View<'a> {
    lang: Lang,
    room: RoomId,
    now: Timestamp,
    me: PersonId,
    item: &'a Item,
}

impl<'a> View<'a> {
    const fn new(sight: &Sight, item: &'a Item) -> Self {
        Self { lang: sight.lang, room: sight.room, now: sight.now, me: sight.me, item }
    }
}

/// An item as a row: an entry, or one quiet line.
pub fn row(sight: &Sight, item: &Item) -> Row {
    let view = View::new(sight, item);
    let (lang, now) = (sight.lang, sight.now);
    let quiet = |sentence| {
        Row::Quiet(QuietView {
            key: item.entry.to_string(),
            at: moment(item.received, now, lang),
            sentence,
            unread: item.unread && matches!(item.matter, Matter::Amendment { .. }),
        })
    };
    match &item.matter {
        Matter::Membership { change, who } => {
            let profession = profession_name(lang, &who.profession);
            let who = (who.name.as_str(), profession.as_str());
            let (left, reason) = (change.until.is_some(), change.reason.as_deref());
            quiet(words::membership(lang, who, left, reason))
        }
        Matter::Amendment { .. } => quiet(words::amendment(lang, &item.byline.name)),
        _ => Row::Entry(Box::new(view.entry())),
    }
}

/// An item as an entry, whatever it is.
pub fn entry_view(sight: &Sight, item: &Item) -> EntryView {
    View::new(sight, item).entry()
}

/// What a verifier asks for: by these ids an export and `tasuki verify` name the entry. Its number
/// is left out, since gaps would tell how many entries a reader is not shown.
pub fn evidence(lang: Lang, item: &Item) -> Vec<Fact> {
    let t = &lang.texts().entry;
    let fact = |label: &str, value: String| Fact { label: label.into(), value };
    vec![
        fact(t.fact_received, item.received.to_string()),
        fact(t.fact_id, item.entry.to_string()),
        fact(t.fact_log, item.place.0.to_string()),
    ]
}

/// The first words of an entry, for an answer to it.
pub fn quoted(room: RoomId, item: &Item) -> Quoted {
    let text = match &item.matter {
        Matter::Note { note, .. } => note.text.as_str(),
        _ => "",
    };
    Quoted {
        photo: None,
        url: format!("/rooms/{room}/entries/{}", item.entry),
        author: item.byline.name.clone(),
        excerpt: excerpt(text),
        quote: String::new(),
    }
}

/// What a note says now, for whoever corrected an earlier wording.
pub fn newer(sight: &Sight, item: &Item) -> Option<NewerView> {
    let Matter::Note { note, corrected, .. } = &item.matter else { return None };
    Some(NewerView {
        who: corrected.as_ref().map_or(&item.byline, |it| &it.byline).name.clone(),
        at: moment(corrected.as_ref().map_or(item.received, |it| it.at), sight.now, sight.lang),
        text: note.text.clone(),
        vitals: vital::line(sight.lang, &note.vitals),
    })
}

/// A photo of an entry, without its caption.
fn photo(room: RoomId, entry: EntryId, at: usize) -> PhotoView {
    let url = format!("/rooms/{room}/entries/{entry}/photos/{at}");
    PhotoView { thumb: format!("{url}/small.jpg"), url, caption: String::new() }
}

fn excerpt(text: &str) -> String {
    text.chars().take(60).collect::<String>().replace('\n', " ")
}

impl View<'_> {
    fn url(&self) -> String {
        format!("/rooms/{}/entries/{}", self.room, self.item.entry)
    }

    fn entry(&self) -> EntryView {
        let (lang, item) = (self.lang, self.item);
        let url = self.url();
        let empty = Note::default();
        let (note, standing) = match &item.matter {
            Matter::Note { note, .. } => (note, Standing::Stands),
            Matter::Withdrawn { note, by } => {
                let at = moment(by.at, self.now, lang);
                let who = by.byline.name.clone();
                (note, Standing::Withdrawn { who, at, why: by.reason.clone() })
            }
            Matter::Misfiled { note, by } => {
                let at = moment(by.at, self.now, lang);
                (note, Standing::Misfiled { who: by.byline.name.clone(), at })
            }
            _ => {
                let at = moment(item.received, self.now, lang);
                (&empty, Standing::Destroyed { at })
            }
        };
        let stands = matches!(standing, Standing::Stands);
        EntryView {
            whole: false,
            key: item.entry.to_string(),
            author: author(lang, &item.byline),
            at: moment(item.received, self.now, lang),
            clock_off: item.mine && self.written().is_some(),
            written: self.written(),
            unread: item.unread,
            importance: importance(item.importance),
            category: note.category.clone(),
            tags: note.tags.clone(),
            sensitivity: words::sensitivity_mark(lang, item.sensitivity).to_owned(),
            reply_to: item.answered.as_ref().map(|it| Quoted {
                url: format!("/rooms/{}/entries/{}", self.room, it.entry),
                photo: it.photo.map(|at| photo(self.room, it.entry, at)),
                author: it.byline.name.clone(),
                excerpt: excerpt(&it.text),
                quote: note.quote.clone().unwrap_or_default(),
            }),
            vitals: vital::strip(lang, &item.readings),
            measured: self.measured(),
            text: note.text.clone(),
            photos: self.photos(note),
            files: self.files(note),
            delivery: self.delivery(),
            corrections: self.corrections(),
            standing,
            confirmed: self.confirmed(),
            read_by: item.readers.iter().map(|it| family_name(&it.name).to_owned()).collect(),
            unread_by: Vec::new(),
            confirm_url: (stands && item.may.confirm).then(|| format!("{url}/confirm")),
            reply_url: (stands && item.may.answer).then(|| format!("{url}/reply")),
            correct_url: (stands && item.may.amend).then(|| format!("{url}/correct")),
            url,
        }
    }

    fn written(&self) -> Option<show::Moment> {
        let claimed = self.item.claimed?;
        let apart = self.item.received.seconds_since(claimed).abs();
        (apart >= WORTH_TELLING).then(|| moment(claimed, self.now, self.lang))
    }

    fn measured(&self) -> Option<show::Moment> {
        let happened = self.item.happened?;
        let apart = self.item.received.seconds_since(happened).abs();
        (apart >= WORTH_TELLING).then(|| moment(happened, self.now, self.lang))
    }

    fn photos(&self, note: &Note) -> Vec<PhotoView> {
        let url = self.url();
        let view = |(at, photo): (usize, &tasuki_domain::content::Attachment)| PhotoView {
            url: format!("{url}/photos/{at}"),
            thumb: format!("{url}/photos/{at}/small.jpg"),
            caption: photo.caption.clone(),
        };
        let photos = note.attachments.iter().enumerate();
        photos.filter(|(_, it)| kind(it).is_none()).map(view).collect()
    }

    fn files(&self, note: &Note) -> Vec<FileView> {
        let url = self.url();
        let all = note.attachments.iter().enumerate();
        all.filter_map(|(at, it)| super::file(self.lang, &url, at, it)).collect()
    }

    fn delivery(&self) -> Option<Vec<String>> {
        let item = self.item;
        if item.addressees.is_empty() {
            return None;
        }
        // The panel says "and you" for the reader.
        let others = item.addressees.iter().filter(|it| it.person != Some(self.me));
        Some(others.map(|it| family_name(&it.name).to_owned()).collect())
    }

    fn corrections(&self) -> Vec<CorrectionView> {
        let Matter::Note { before, corrected: Some(newest), .. } = &self.item.matter else {
            return Vec::new();
        };
        let after = before.iter().skip(1).chain(std::iter::once(newest));
        let view = |(old, new): (&Version, &Version)| CorrectionView {
            change: show::change(&old.text, &new.text),
            values: vital::changes(self.lang, &old.vitals, &new.vitals),
            who: new.byline.name.clone(),
            at: moment(new.at, self.now, self.lang),
            why: new.reason.clone(),
        };
        before.iter().zip(after).map(view).collect()
    }

    fn confirmed(&self) -> Vec<Confirmer> {
        let view = |(byline, _): &(Byline, Timestamp)| Confirmer {
            name: byline.name.clone(),
            profession: profession_name(self.lang, &byline.profession),
            you: byline.person == Some(self.me),
        };
        self.item.confirmations.iter().map(view).collect()
    }
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
