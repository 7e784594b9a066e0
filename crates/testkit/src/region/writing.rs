//! Writing in the region's rooms, for what a test needs to be there.

use std::fmt::Write as _;
use std::sync::Arc;

use tasuki_app::attachment::Upload;
use tasuki_app::compose::{Draft, Posted};
use tasuki_demo::PhotoSubject;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{EntryId, Result, RoomId};

use super::{CATEGORIES, Region, Somebody};

/// A photo as a phone sends it (JPEG), made by program.
pub fn photo() -> Upload {
    Upload {
        file_name: "IMG_0001.JPG".into(),
        caption: "右かかと".into(),
        bytes: tasuki_demo::photo(PhotoSubject::Dressing, 1),
    }
}

/// A PDF of two pages, the left half of the first of them black.
pub fn pdf() -> Upload {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 100] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /Length 19 >>\nstream\n0 0 100 100 re f   \nendstream",
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let at = file.len();
    let end = format!("{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n");
    file.extend(end.bytes());
    Upload {
        file_name: "訪問看護報告書.pdf".into(), caption: "11月分".into(), bytes: file
    }
}

/// A Word file; with macros, if that is asked.
///
/// # Panics
/// Never: nothing can fail in memory.
pub fn letter(macros: bool) -> Upload {
    let office = "application/vnd.openxmlformats-officedocument";
    let main = if macros {
        "application/vnd.ms-word.document.macroEnabled.main+xml".to_owned()
    } else {
        format!("{office}.wordprocessingml.document.main+xml")
    };
    let types = format!(
        "<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", types.as_str()), ("word/document.xml", "<d/>")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("in memory");
    }
    let bytes = zip.finish().expect("in memory").into_inner();
    Upload { file_name: "退院時の連絡.docx".into(), caption: String::new(), bytes }
}

/// A note that says `text`.
pub fn note(text: &str) -> Draft {
    Draft { category: CATEGORIES[0].into(), text: text.into(), ..Draft::default() }
}

impl Region {
    /// Writes a note as somebody.
    pub async fn try_write(&self, who: &Somebody, room: RoomId, draft: Draft) -> Result<Posted> {
        // Without signing in, which would take a hash of the password each time.
        let session = Arc::new(self.app.receiver(who.login).await?);
        self.app.room(&session, room).await?.write(draft).await
    }

    /// Writes a note as somebody who may.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn write(&self, who: &Somebody, room: RoomId, draft: Draft) -> EntryId {
        self.try_write(who, room, draft).await.expect("a member may write").entry
    }

    /// 特別便 in the team's room, from the nurse to the doctor alone, with a photo.
    pub async fn deliver(&self, text: &str) -> EntryId {
        let draft = Draft {
            deliver_to: vec![self.people.doctor.person],
            photos: vec![photo()],
            ..note(text)
        };
        self.write(&self.people.nurse, self.rooms.team, draft).await
    }

    /// A note of the nurse in the team's room for medical professions only.
    pub async fn write_high(&self, text: &str) -> EntryId {
        let draft = Draft { sensitivity: Sensitivity::High, ..note(text) };
        self.write(&self.people.nurse, self.rooms.team, draft).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_there_and_counted() {
        crate::block_on(async {
            let region = Region::new().await;
            let (rooms, records) = (region.entries_in_rooms(), region.access_records());
            region.deliver("医師だけに").await;
            region.write_high("検査の結果").await;
            // What opens the delivery's log is an entry, too.
            assert_eq!(region.entries_in_rooms(), rooms + 3);
            assert_eq!(region.access_records(), records + 2, "one for each");
            region.tamper("DELETE FROM sessions");
            assert_eq!(region.count("SELECT count(*) FROM sessions"), 0);
        });
    }
}
