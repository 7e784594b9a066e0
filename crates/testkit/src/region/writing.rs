//! Writing in the region's rooms, for what a test needs to be there.

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
