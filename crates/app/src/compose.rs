//! Writing in a room: notes with photos, answers, 特別便, corrections, withdrawals, marks of what
//! was misfiled, and 確認. Each is one transaction with its access record; when a method returns,
//! it is on disk.

mod amend;
mod basics;
mod quote;

use sha2::{Digest, Sha256};
use tasuki_domain::content::{Attachment, Content, Note, Opened, Touched};
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::text;
use tasuki_domain::vital::{self, Vital};
use tasuki_kernel::{Code, EntryId, LogId, PersonId, PostId, Problem, Result, Timestamp};
use tasuki_ledger::{Author, Hash};
use tasuki_store::log::{self, LogPurpose, NewLog};
use tasuki_store::{NewAttachment, NewEntry, notebook};

use crate::access::{self, Record};
use crate::attachment::{self, Upload};
use crate::room::{Room, closed};
use crate::sealing::{LogKey, Unsealed};

pub use amend::Correction;
pub use basics::{Basics, BasicsVersion};

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Made by the writer's device; none when a plain form has none.
    pub entry: Option<EntryId>,
    /// In which post; the one of the membership when none is said.
    pub post: Option<PostId>,
    /// 情報カテゴリー; the region's first when empty.
    pub category: String,
    /// How soon it wants to be read.
    pub importance: Importance,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// Tags without `#`.
    pub tags: Vec<String>,
    /// The words.
    pub text: String,
    /// Photos as they were uploaded.
    pub photos: Vec<Upload>,
    /// The entry that it answers.
    pub answers: Option<EntryId>,
    /// 特別便: to whom; empty for everyone in the room.
    pub deliver_to: Vec<PersonId>,
    /// When it was written, by the device's clock.
    pub claimed: Option<Timestamp>,
    /// 未告知.
    pub undisclosed: bool,
    /// What was measured.
    pub vitals: Vec<Vital>,
    /// When it was measured or happened, if not when it was written.
    pub happened: Option<Timestamp>,
    /// 引用: words of the answered entry.
    pub quote: Option<String>,
    /// The photo of the answered entry that this is a comment on.
    pub about_photo: Option<Hash>,
}

/// What was written, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its id.
    pub entry: EntryId,
    /// Its log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
    /// The log's head after it: a device keeps the newest and warns when it goes backwards.
    pub head: Hash,
    /// When it was received.
    pub received: Timestamp,
    /// False when the same had been sent before, and was not written again.
    pub fresh: bool,
}

/// Tags on a note at most, and characters of one.
const TAGS: usize = 10;
const TAG_CHARS: usize = 30;

/// The log that an entry goes to, and what must be appended first when it is new.
struct Target {
    to: LogKey,
    open: Option<(NewLog, NewEntry)>,
}

/// What to append, ready but for its place.
struct Ready {
    unsealed: Unsealed,
    attachments: Vec<NewAttachment>,
    /// How many entries must have amended the record; one more or less is a conflict.
    amended: Option<usize>,
}

impl Room {
    pub(crate) fn author(&self, post: Option<PostId>) -> Result<Author> {
        if let Some(asked) = post
            && self.post() != Some(asked)
        {
            return Err(Problem::new(Code::NotYourPost, "you are not a member in this post"));
        }
        self.session.author(self.post())
    }

    /// Writes a note.
    ///
    /// # Errors
    /// `Invalid` and `TooLarge` naming the field, `FileRefused` for a photo that is none,
    /// `EntryIdTaken` when the id was used for something else, `NotYourPost`.
    pub async fn write(&self, draft: Draft) -> Result<Posted> {
        match self.try_to_write(&draft).await {
            // A key of the log was replaced, and perhaps destroyed, or its 特別便 was opened,
            // between looking and writing: look again, once.
            Err(problem) if matches!(problem.code, Code::Conflict | Code::Destroyed) => {
                self.app.access_key.forget();
                let again = self.app.room(&self.session, self.place.row.id).await?;
                again.try_to_write(&draft).await
            }
            outcome => outcome,
        }
    }

    async fn try_to_write(&self, draft: &Draft) -> Result<Posted> {
        self.writable()?;
        let author = self.author(draft.post)?;
        let mut note = self.check(draft).await?;
        let photos = self.app.accept_all(draft.photos.clone()).await?;
        if note.text.is_empty() && photos.is_empty() && note.vitals.is_empty() {
            return Err(Problem::invalid("text", "neither words nor a photo"));
        }
        let entry = draft.entry.unwrap_or_else(|| self.app.new_entry_id());
        note.attachments = photos.iter().map(attachment::nameless).collect();
        let mut unsealed = Unsealed {
            importance: draft.importance,
            sensitivity: draft.sensitivity,
            claimed: draft.claimed,
            happened: draft.happened,
            ..Unsealed::plain(entry, author, Content::Note(note.clone()))
        };
        // A repeated post is answered before files or a log are made a second time. Where there
        // are none, the appending itself finds it.
        let makes_more = !photos.is_empty() || !draft.deliver_to.is_empty();
        if makes_more && let Some(posted) = self.sent_before(&unsealed).await? {
            self.went_to(&posted, &draft.deliver_to)?;
            return Ok(posted);
        }
        let audience = self.audience(&draft.deliver_to, draft.sensitivity).await?;
        let target = self.target(audience, author).await?;
        let mut rows = Vec::new();
        for (photo, shown) in photos.iter().zip(&mut note.attachments) {
            rows.extend(self.app.store_file(target.to, photo, shown).await?);
        }
        unsealed.content = Content::Note(note);
        self.append(target, Ready { unsealed, attachments: rows, amended: None }).await
    }

    /// Checks the words and choices of a note.
    async fn check(&self, draft: &Draft) -> Result<Note> {
        let text = text::accept(&draft.text)?;
        let categories = &self.session.settings.categories;
        let category = match draft.category.as_str() {
            "" => categories.first().cloned().unwrap_or_default(),
            chosen if categories.iter().any(|it| it == chosen) => chosen.to_owned(),
            _ => return Err(Problem::invalid("category", "not one of the region's categories")),
        };
        if draft.tags.len() > TAGS {
            return Err(Problem::invalid("tags", "over 10 tags"));
        }
        let tags = draft
            .tags
            .iter()
            .map(|tag| text::accept_line("tags", tag.trim_start_matches(['#', '＃']), TAG_CHARS))
            .collect::<Result<Vec<_>>>()?;
        let missing = |_| Problem::invalid("answers", "no such entry in this room");
        let answered = match draft.answers {
            Some(answered) => Some(self.entry(answered).await.map_err(missing)?),
            None => None,
        };
        attachment::check_about(answered.as_ref(), draft.about_photo)?;
        Ok(Note {
            category,
            tags: tags.into_iter().filter(|tag| !tag.is_empty()).collect(),
            text,
            attachments: Vec::new(),
            answers: draft.answers,
            reason: None,
            undisclosed: draft.undisclosed,
            vitals: vital::accept_all(draft.vitals.clone())?,
            quote: quote::accept(draft, answered.as_ref())?,
            about_photo: draft.about_photo.map(|it| *it.as_bytes()),
        })
    }

    /// Those whom a note is for, with the writer, in id order; none when it is for everyone.
    fn with_writer(&self, deliver_to: &[PersonId]) -> Option<Vec<PersonId>> {
        if deliver_to.is_empty() {
            return None;
        }
        let mut audience = deliver_to.to_vec();
        audience.push(self.session.person.id);
        audience.sort_unstable();
        audience.dedup();
        Some(audience)
    }

    /// Whether what was sent before went to the same people: the same words to others are not
    /// the same post, and must not be answered as if they had arrived.
    fn went_to(&self, posted: &Posted, deliver_to: &[PersonId]) -> Result<()> {
        let mut before = self.log(posted.log).and_then(|it| it.facts.audience.clone());
        if let Some(people) = &mut before {
            people.sort_unstable();
        }
        if before == self.with_writer(deliver_to) {
            return Ok(());
        }
        Err(Problem::new(Code::EntryIdTaken, "this id was used for an entry to other people"))
    }

    /// The audience of 特別便, checked; none when for everyone.
    async fn audience(
        &self,
        deliver_to: &[PersonId],
        sensitivity: Sensitivity,
    ) -> Result<Option<Vec<PersonId>>> {
        let Some(audience) = self.with_writer(deliver_to) else { return Ok(None) };
        if audience.len() < 2 {
            return Err(Problem::invalid("deliver_to", "a delivery needs somebody else"));
        }
        self.reaches(&audience, sensitivity).await?;
        Ok(Some(audience))
    }

    /// The log for an audience; a new one with its key and first entry where there is none yet.
    async fn target(&self, audience: Option<Vec<PersonId>>, author: Author) -> Result<Target> {
        let main = self.main_log()?;
        let Some(audience) = audience else { return Ok(Target { to: main, open: None }) };
        let mut hash = Sha256::new();
        for person in &audience {
            hash.update(person.as_bytes());
        }
        let key: [u8; 32] = hash.finalize().into();
        let room = self.place.row.id;
        let found = self.app.store.read(move |conn| log::delivery_log(conn, room, key)).await?;
        if let Some(log) = found {
            return Ok(Target { to: self.app.log_key(log).await?, open: None });
        }
        let log = LogId::new(&*self.app.clock, &*self.app.random);
        let to =
            LogKey { log, vault: main.vault, key: self.app.keys.new_log_key(main.vault, log)? };
        let opened = Opened {
            room: Some(room),
            kind: None,
            notebook: self.place.row.notebook,
            title: String::new(),
            audience,
            continues: None,
        };
        let first = Unsealed::plain(self.app.new_entry_id(), author, Content::Opened(opened));
        let first = self.app.seal(to, first, Vec::new())?;
        let new = NewLog {
            id: log,
            region: self.place.row.region,
            purpose: LogPurpose::Delivery,
            room: Some(room),
            vault: main.vault,
            audience_key: key,
            wrap_key: to.key,
        };
        Ok(Target { to, open: Some((new, first)) })
    }

    /// Appends an entry together with its access record.
    async fn append(&self, target: Target, ready: Ready) -> Result<Posted> {
        let app = &self.app;
        let record = Record::of(&self.session, Touched::Wrote)
            .within(self.place.row.notebook, Some(self.place.row.id));
        let access = app.access_entry(record).await?;
        let repeated = ready.unsealed.clone();
        let expected = ready.amended.zip(repeated.record);
        let entry = app.seal(target.to, ready.unsealed, ready.attachments)?;
        let logs = vec![target.to.log, app.access_log];
        let entries = vec![entry.entry, access.entry];
        let notebook = self.place.row.notebook;
        let placed = app
            .store
            .write_entries(self.place.row.region, logs, entries, move |t| {
                // Between looking and writing it may have been closed.
                if notebook.map_or(Ok(false), |it| notebook::is_closed(t.conn(), it))? {
                    return Err(closed());
                }
                if let Some((new, first)) = &target.open {
                    t.open_log(new)?;
                    t.append(first)?;
                }
                if let Some((amended, record)) = expected {
                    let stands = notebook::amendments(t.conn(), target.to.log, record)?;
                    if stands.len() != amended {
                        return Err(changed_meanwhile());
                    }
                }
                let placed = t.append(&entry)?;
                if placed.fresh {
                    access::append(t, &access)?;
                }
                Ok(placed)
            })
            .await?;
        if !placed.fresh {
            // Two tries of one post met: the other was first.
            let sent = self.sent_before(&repeated).await?;
            return sent.ok_or_else(|| Problem::new(Code::Internal, "a sent entry is not there"));
        }
        Ok(Posted {
            entry: repeated.entry,
            log: placed.log,
            sequence: placed.sequence,
            head: placed.head,
            received: placed.received,
            fresh: true,
        })
    }

    /// Whether this author had sent this entry before.
    ///
    /// # Errors
    /// `EntryIdTaken` when it said something else.
    async fn sent_before(&self, unsealed: &Unsealed) -> Result<Option<Posted>> {
        let (room, asked) = (self.clone(), unsealed.clone());
        let found = self
            .app
            .store
            .read(move |conn| {
                let Some(placed) = log::find_entry(conn, asked.entry, &asked.author)? else {
                    return Ok(None);
                };
                let stored = log::entries_from(conn, placed.log, placed.sequence, 1)?.pop();
                let (Some(readable), Some(stored)) = (room.log(placed.log), stored) else {
                    return Ok(Some((placed, None)));
                };
                let opened = room.app.open_entry(readable.row.vault, &stored)?;
                Ok(Some((placed, Some(opened))))
            })
            .await?;
        let Some((placed, opened)) = found else { return Ok(None) };
        let same = opened.is_some_and(|it| {
            let same_words = match (&it.content, &unsealed.content) {
                (Some(Content::Note(a)), Content::Note(b)) => a.same_as(b),
                (Some(a), b) => a == b,
                (None, _) => false,
            };
            same_words
                && it.importance == unsealed.importance
                && it.sensitivity == unsealed.sensitivity
                && it.supersedes == unsealed.supersedes
        });
        if !same {
            return Err(Problem::new(
                Code::EntryIdTaken,
                "this id was used for an entry that says something else",
            ));
        }
        Ok(Some(Posted {
            entry: unsealed.entry,
            log: placed.log,
            sequence: placed.sequence,
            head: placed.head,
            received: placed.received,
            fresh: false,
        }))
    }
}

/// The entry that was to be corrected was corrected or taken back meanwhile.
pub(crate) fn changed_meanwhile() -> Problem {
    Problem::new(Code::Conflict, "the entry was changed meanwhile")
}

/// The attachment rows that an entry shows, by name: each with that of its small picture, which a
/// document may not have.
pub(crate) fn names(
    attachments: &[Attachment],
) -> impl Iterator<Item = (&Attachment, Hash, Option<Hash>)> {
    attachments.iter().map(|it| {
        let small = (it.thumbnail != [0; 32]).then(|| Hash::from_bytes(it.thumbnail));
        (it, Hash::from_bytes(it.name), small)
    })
}
