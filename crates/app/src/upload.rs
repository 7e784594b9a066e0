//! Files that arrive piece by piece over a bad line, before the entry that they are for: each
//! piece sealed when it comes, gone when the entry is posted or after a day.

mod sweep;

use tasuki_domain::content::{Content, Touched};
use tasuki_kernel::{Code, EntryId, Problem, Result, UploadId};
use tasuki_media::Limits;
use tasuki_store::upload::{self, Piece, UploadRow};
use tasuki_store::{log, object};

use crate::access::{self, Record};
use crate::attachment::{PHOTOS, Upload, refused};
use crate::compose::{Draft, Posted};
use crate::room::Room;

/// The largest piece, in bytes.
pub const LARGEST_PIECE: usize = 1 << 20;
/// The smallest piece but for a file's last, in bytes: bounds how many there are.
pub const SMALLEST_PIECE: usize = 16 << 10;
/// Uploads of one person on their way at most: two entries full.
const AT_ONCE: u64 = 2 * PHOTOS as u64;
/// Their bytes together at most.
const BYTES_AT_ONCE: u64 = 256 << 20;
/// Bytes of the files of one entry together at most, as of a form with files.
const BYTES_OF_ENTRY: u64 = 64 << 20;

/// How much of a file has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Where the next piece begins, in bytes.
    pub offset: u64,
    /// Of the whole file, in bytes.
    pub length: u64,
}

impl Progress {
    const fn of(row: &UploadRow) -> Self {
        Self { offset: row.received, length: row.length }
    }
}

/// A file that has arrived, as an entry names it.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// The upload.
    pub upload: UploadId,
    /// The name that the file had on the device.
    pub file_name: String,
    /// Words under the picture.
    pub caption: String,
}

/// An upload that cannot be gone on with.
fn gone() -> Problem {
    Problem::invalid("photos", "upload gone: it was never begun, or is over a day old")
}

impl Room {
    /// Begins an upload of `length` bytes. Beginning the same twice is harmless.
    ///
    /// # Errors
    /// `TooLarge` when the file, or all that this person has on the way, is; `EntryIdTaken` when
    /// the id was used for another file; `NotFound` for who may not write here.
    pub async fn begin_upload(&self, id: UploadId, length: u64) -> Result<Progress> {
        self.writable()?;
        let limit = Limits::default().bytes as u64;
        if length == 0 {
            return Err(Problem::invalid("photos", "the file is empty"));
        }
        if length > limit {
            let detail = format!("the file is over {limit} bytes");
            return Err(Problem { code: Code::TooLarge, field: Some("photos"), detail });
        }
        let person = self.session.person.id;
        let main = self.main_log()?;
        let read = move |conn: &mut tasuki_store::Conn| {
            Ok((upload::find(conn, person, id)?, upload::of_person(conn, person)?))
        };
        let (found, (number, bytes)) = self.app.store.read(read).await?;
        if let Some(found) = found {
            return if found.room == self.place.row.id && found.length == length {
                Ok(Progress::of(&found))
            } else {
                Err(Problem::new(Code::EntryIdTaken, "this id was used for another upload"))
            };
        }
        if number >= AT_ONCE || bytes + length > BYTES_AT_ONCE {
            let detail = "too many files on the way".to_owned();
            return Err(Problem { code: Code::TooLarge, field: Some("photos"), detail });
        }
        let new = UploadRow {
            person,
            id,
            room: self.place.row.id,
            log: main.log,
            vault: main.vault,
            length,
            received: 0,
            begun: self.now,
        };
        let access = self.app.access_entry(self.touched()).await?;
        let (row, logs) = (new.clone(), vec![self.app.access_log]);
        self.app
            .store
            .write(self.place.row.region, logs, move |t| {
                upload::begin(t, &row)?;
                access::append(t, &access)
            })
            .await?;
        Ok(Progress::of(&new))
    }

    fn touched(&self) -> Record {
        Record::of(&self.session, Touched::Wrote)
            .within(self.place.row.notebook, Some(self.place.row.id))
    }

    /// The reader's own upload for this room.
    async fn own_upload(&self, id: UploadId) -> Result<UploadRow> {
        self.writable()?;
        let person = self.session.person.id;
        let found = self.app.store.read(move |conn| upload::find(conn, person, id)).await?;
        found.filter(|it| it.room == self.place.row.id).ok_or_else(Problem::not_found)
    }

    /// How much of an upload has arrived.
    ///
    /// # Errors
    /// `NotFound` when there is none of this person for this room.
    pub async fn upload_progress(&self, id: UploadId) -> Result<Progress> {
        self.own_upload(id).await.map(|it| Progress::of(&it))
    }

    /// Takes the piece that begins at `offset`; it is on disk when this returns. The same piece
    /// twice is harmless.
    ///
    /// # Errors
    /// `Conflict` when another piece is the next one, `FileRefused` when the file begins like
    /// none that is accepted, `Invalid` for a piece of a wrong size.
    pub async fn add_piece(&self, id: UploadId, offset: u64, bytes: &[u8]) -> Result<Progress> {
        let row = self.own_upload(id).await?;
        if offset < row.received {
            return self.again(&row, offset, bytes).await;
        }
        let end = offset + bytes.len() as u64;
        let last = end == row.length;
        if bytes.is_empty() || end > row.length || (bytes.len() < SMALLEST_PIECE && !last) {
            return Err(Problem::invalid("photos", "a piece of a wrong size"));
        }
        if offset > row.received {
            return Err(Problem::new(Code::Conflict, "another piece is the next one"));
        }
        if offset == 0 {
            tasuki_media::first_look(bytes).map_err(|it| refused(&it))?;
        }
        let key = self.app.log_key(row.log).await?;
        let part = self.app.store_part(key, bytes).await?;
        let (length, object) = (bytes.len() as u64, object::attachment_path(&part.row.name));
        let moved = row.clone();
        let added = self
            .app
            .store
            .write(self.place.row.region, Vec::new(), move |t| {
                upload::add_piece(t, &moved, length, &part.row, key.key)
            })
            .await;
        if !matches!(added, Ok(true)) {
            // Sealed under a name of its own, which nothing knows.
            self.app.objects.delete(&object).await?;
        }
        if added? {
            return Ok(Progress { offset: end, length: row.length });
        }
        let now = self.own_upload(id).await?;
        self.again(&now, offset, bytes).await
    }

    /// A piece that has arrived before.
    async fn again(&self, row: &UploadRow, offset: u64, bytes: &[u8]) -> Result<Progress> {
        let pieces = self.app.pieces_of(row).await?;
        let same = pieces.iter().find(|it| it.at == offset && it.length == bytes.len() as u64);
        if let Some(piece) = same
            && self.app.open_part(row.vault, row.log, &piece.sealed).await? == bytes
        {
            return Ok(Progress::of(row));
        }
        Err(Problem::new(Code::Conflict, "another piece has arrived there"))
    }

    /// Gives up an upload.
    ///
    /// # Errors
    /// `NotFound` when there is none of this person for this room.
    pub async fn drop_upload(&self, id: UploadId) -> Result<()> {
        let row = self.own_upload(id).await?;
        self.app.forget_upload(&row).await
    }

    /// Writes a note with files that have arrived, and forgets the uploads.
    ///
    /// # Errors
    /// As [`Room::write`]; `Invalid` for an upload that is not whole or not there.
    pub async fn write_arrived(&self, mut draft: Draft, arrived: &[Arrived]) -> Result<Posted> {
        if arrived.is_empty() {
            return self.write(draft).await;
        }
        let mut rows = Vec::new();
        for file in arrived {
            match self.own_upload(file.upload).await {
                Ok(row) => rows.push(row),
                Err(problem) if problem.code == Code::NotFound => {
                    // Sent before, and only its answer was lost?
                    let files = draft.photos.len() + arrived.len();
                    let posted = self.posted_before(&draft, files).await?;
                    return posted.ok_or_else(gone);
                }
                Err(problem) => return Err(problem),
            }
        }
        if rows.iter().any(|it| it.received < it.length) {
            return Err(Problem::invalid("photos", "upload not whole: pieces are missing"));
        }
        if rows.iter().map(|it| it.length).sum::<u64>() > BYTES_OF_ENTRY {
            let detail = "the photos are over 64 MB together".to_owned();
            return Err(Problem { code: Code::TooLarge, field: Some("photos"), detail });
        }
        for (row, file) in rows.iter().zip(arrived) {
            let bytes = self.app.whole(row).await?;
            let (file_name, caption) = (file.file_name.clone(), file.caption.clone());
            draft.photos.push(Upload { file_name, caption, bytes });
        }
        let posted = self.write(draft).await?;
        for row in &rows {
            // What cannot be forgotten now is swept within a day; the entry is written.
            let _ = self.app.forget_upload(row).await;
        }
        Ok(posted)
    }

    /// Whether this author had sent this very note, with as many files: its uploads are forgotten.
    async fn posted_before(&self, draft: &Draft, files: usize) -> Result<Option<Posted>> {
        let Some(entry) = draft.entry else { return Ok(None) };
        let author = self.session.author(self.post())?;
        let placed = self.app.store.read(move |conn| log::find_entry(conn, entry, &author)).await?;
        let Some(placed) = placed else { return Ok(None) };
        let same = self.says_the_same(entry, draft, files).await?;
        Ok(same.then_some(Posted {
            entry,
            log: placed.log,
            sequence: placed.sequence,
            head: placed.head,
            received: placed.received,
            fresh: false,
        }))
    }

    async fn says_the_same(&self, entry: EntryId, draft: &Draft, files: usize) -> Result<bool> {
        let room = self.clone();
        let opened = self
            .app
            .store
            .read(move |conn| {
                let (log, stored) = room.find(conn, entry)?;
                room.app.open_entry(log.row.vault, &stored)
            })
            .await?;
        let Some(Content::Note(note)) = &opened.content else { return Ok(false) };
        let text = tasuki_domain::text::accept(&draft.text)?;
        Ok(note.text == text
            && note.answers == draft.answers
            && note.about_photo == draft.about_photo.map(|it| *it.as_bytes())
            && note.attachments.len() == files
            && opened.importance == draft.importance
            && opened.sensitivity == draft.sensitivity)
    }
}

impl crate::App {
    async fn pieces_of(&self, row: &UploadRow) -> Result<Vec<Piece>> {
        let (person, id) = (row.person, row.id);
        self.store.read(move |conn| upload::pieces(conn, person, id)).await
    }

    /// All pieces of a file together.
    async fn whole(&self, row: &UploadRow) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(row.length).unwrap_or_default());
        for piece in self.pieces_of(row).await? {
            if piece.at != bytes.len() as u64 {
                return Err(Problem::new(Code::Damaged, "pieces of an upload do not join"));
            }
            // A key that was destroyed meanwhile took the pieces with it.
            let opened = self.open_part(row.vault, row.log, &piece.sealed).await;
            bytes.extend(opened.map_err(|it| match it.code {
                Code::Destroyed => gone(),
                _ => it,
            })?);
        }
        Ok(bytes)
    }

    /// Forgets an upload: first its rows, so that nothing names bytes that are not there.
    async fn forget_upload(&self, row: &UploadRow) -> Result<()> {
        let pieces = self.pieces_of(row).await?;
        let (person, id) = (row.person, row.id);
        self.store.write(self.region, Vec::new(), move |t| upload::forget(t, person, id)).await?;
        for piece in pieces {
            self.objects.delete(&object::attachment_path(&piece.sealed.name)).await?;
        }
        Ok(())
    }
}
