//! An entry, as one reader may see it.

use serde::Serialize;
use tasuki_app::attachment::kind;
use tasuki_app::timeline::{self, Item, Matter};
use tasuki_domain::content::{Attachment, Membership, Note};
use tasuki_domain::{importance, sensitivity};
use utoipa::ToSchema;

use super::vital::Measured;
use super::{Author, Id, Instant};

/// 重要度.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum ImportanceName {
    Info,
    Normal,
    Urgent,
}

impl ImportanceName {
    pub(in super::super) const fn of(it: importance::Importance) -> Self {
        match it {
            importance::Importance::Info => Self::Info,
            importance::Importance::Normal => Self::Normal,
            importance::Importance::Urgent => Self::Urgent,
        }
    }
}

/// 取り扱い区分: `low` for everybody in the room, `middle` for professionals, `high` for medical
/// professions and the author.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum SensitivityName {
    Low,
    Middle,
    High,
}

/// What an entry is, or has become.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A note, in its newest version.
    Note,
    /// A note that was taken back; its words stay visible.
    Withdrawn,
    /// A note under the wrong patient; only its author sees it.
    Misfiled,
    /// Its key was destroyed: nothing can be read.
    Destroyed,
    /// Somebody joined or left.
    Membership,
    /// A correction, withdrawal or mark; `of` names the entry that it is about.
    Amendment,
}

/// A photo of a note; its bytes are at `…/entries/{entry}/photos/{number}`.
#[derive(Serialize, ToSchema)]
struct Photo {
    /// Its number in the note, from 0.
    number: usize,
    file_name: String,
    caption: String,
    media_type: String,
    /// Bytes.
    size: u64,
    width: u32,
    height: u32,
}

/// A document of a note; its bytes are at `…/entries/{entry}/files/{number}`, the pages of a PDF
/// as pictures at `…/files/{number}/pages/{page}`.
#[derive(Serialize, ToSchema)]
struct File {
    /// Its number in the note, from 0, photos counted.
    number: usize,
    file_name: String,
    caption: String,
    media_type: String,
    /// Bytes.
    size: u64,
    /// Of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
}

/// What a note said at one time, or why it was taken back.
#[derive(Serialize, ToSchema)]
struct Version {
    /// Empty for a withdrawal.
    text: String,
    /// Empty for a withdrawal.
    vitals: Vec<Measured>,
    by: Author,
    at: Instant,
    /// Why; empty where none was given.
    reason: String,
}

/// The entry that another one answers.
#[derive(Serialize, ToSchema)]
struct Answered {
    entry: Id,
    author: Author,
    text: String,
    /// The number of its photo that the answer is a comment on.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_photo: Option<usize>,
}

/// 確認.
#[derive(Serialize, ToSchema)]
struct Confirmed {
    by: Author,
    at: Instant,
}

/// Who joined or left.
#[derive(Serialize, ToSchema)]
struct Joined {
    who: Author,
    from: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

/// An entry. What does not apply to its kind is left out or empty.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Entry {
    entry: Id,
    kind: Kind,
    author: Author,
    received: Instant,
    /// When it was written, by the device's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<Instant>,
    /// When what it tells of happened or was measured, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    happened: Option<Instant>,
    importance: ImportanceName,
    sensitivity: SensitivityName,
    category: String,
    tags: Vec<String>,
    text: String,
    /// What was measured, in the order of the strip.
    vitals: Vec<Measured>,
    photos: Vec<Photo>,
    /// Documents: PDF, Word, Excel.
    files: Vec<File>,
    /// 特別便: for whom it is, its author among them; empty when for everyone.
    addressees: Vec<Author>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<Answered>,
    /// 引用: the words of the answered entry that this one is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    /// Earlier versions, oldest first.
    before: Vec<Version>,
    /// The newest version's time and reason, when it is a correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<Version>,
    /// Who took it back or marked it, when, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back: Option<Version>,
    #[serde(skip_serializing_if = "Option::is_none")]
    membership: Option<Joined>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Id>,
    confirmations: Vec<Confirmed>,
    /// Who has opened it; for its author only.
    readers: Vec<Author>,
    unread: bool,
    mine: bool,
    may_confirm: bool,
}

fn authors(bylines: &[tasuki_app::author::Byline]) -> Vec<Author> {
    bylines.iter().map(Author::of).collect()
}

impl Version {
    fn of(it: &timeline::Version) -> Self {
        Self {
            text: it.text.clone(),
            vitals: it.vitals.iter().map(Measured::plain).collect(),
            by: Author::of(&it.byline),
            at: Instant::of(it.at),
            reason: it.reason.clone(),
        }
    }
}

impl Photo {
    fn of((number, it): (usize, &Attachment)) -> Self {
        Self {
            number,
            file_name: it.file_name.clone(),
            caption: it.caption.clone(),
            media_type: it.media_type.clone(),
            size: it.size,
            width: it.width,
            height: it.height,
        }
    }
}

impl File {
    fn of((number, it): (usize, &Attachment)) -> Self {
        Self {
            number,
            file_name: it.file_name.clone(),
            caption: it.caption.clone(),
            media_type: it.media_type.clone(),
            size: it.size,
            pages: it.pages,
        }
    }
}

impl Joined {
    fn of(who: &tasuki_app::author::Byline, change: &Membership) -> Self {
        Self {
            who: Author::of(who),
            from: Instant::of(change.from),
            until: change.until.map(Instant::of),
        }
    }
}

impl Entry {
    pub(in super::super) fn of(item: &Item) -> Self {
        let mut entry = Self::bare(item);
        match &item.matter {
            Matter::Note { note, before, corrected } => {
                entry.say(note);
                entry.kind = Kind::Note;
                entry.before = before.iter().map(Version::of).collect();
                entry.corrected = corrected.as_ref().map(Version::of);
            }
            Matter::Withdrawn { note, by } => {
                entry.say(note);
                entry.kind = Kind::Withdrawn;
                entry.taken_back = Some(Version::of(by));
            }
            Matter::Misfiled { note, by } => {
                entry.say(note);
                entry.kind = Kind::Misfiled;
                entry.taken_back = Some(Version::of(by));
            }
            Matter::Destroyed => {}
            Matter::Membership { change, who } => {
                entry.kind = Kind::Membership;
                entry.membership = Some(Joined::of(who, change));
            }
            Matter::Amendment { of } => {
                entry.kind = Kind::Amendment;
                entry.of = Some(Id::of(of));
            }
        }
        entry
    }

    /// What every entry tells, whatever it says: as if its words were destroyed.
    fn bare(item: &Item) -> Self {
        Self {
            entry: Id::of(item.entry),
            kind: Kind::Destroyed,
            author: Author::of(&item.byline),
            received: Instant::of(item.received),
            claimed: item.claimed.map(Instant::of),
            happened: item.happened.map(Instant::of),
            importance: match item.importance {
                importance::Importance::Info => ImportanceName::Info,
                importance::Importance::Normal => ImportanceName::Normal,
                importance::Importance::Urgent => ImportanceName::Urgent,
            },
            sensitivity: match item.sensitivity {
                sensitivity::Sensitivity::Low => SensitivityName::Low,
                sensitivity::Sensitivity::Middle => SensitivityName::Middle,
                sensitivity::Sensitivity::High => SensitivityName::High,
            },
            category: String::new(),
            tags: Vec::new(),
            text: String::new(),
            vitals: item.readings.iter().map(Measured::of).collect(),
            photos: Vec::new(),
            files: Vec::new(),
            addressees: authors(&item.addressees),
            answers: item.answered.as_ref().map(|it| Answered {
                about_photo: it.photo,
                entry: Id::of(it.entry),
                author: Author::of(&it.byline),
                text: it.text.clone(),
            }),
            quote: None,
            before: Vec::new(),
            corrected: None,
            taken_back: None,
            membership: None,
            of: None,
            confirmations: item
                .confirmations
                .iter()
                .map(|(by, at)| Confirmed { by: Author::of(by), at: Instant::of(*at) })
                .collect(),
            readers: authors(&item.readers),
            unread: item.unread,
            mine: item.mine,
            may_confirm: item.may.confirm,
        }
    }

    fn say(&mut self, note: &Note) {
        self.category.clone_from(&note.category);
        self.tags.clone_from(&note.tags);
        self.text.clone_from(&note.text);
        self.quote.clone_from(&note.quote);
        let all = || note.attachments.iter().enumerate();
        self.photos = all().filter(|(_, it)| kind(it).is_none()).map(Photo::of).collect();
        self.files = all().filter(|(_, it)| kind(it).is_some()).map(File::of).collect();
    }
}
