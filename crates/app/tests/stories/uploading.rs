//! Files that arrive piece by piece: over a bad line, twice, not at all; and what is swept.

use tasuki_app::compose::Draft;
use tasuki_app::upload::{Arrived, SMALLEST_PIECE};
use tasuki_kernel::{Clock as _, Code, SystemClock, SystemRandom, UploadId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note, pdf, photo};

use crate::{enter, items};

fn new_upload() -> UploadId {
    UploadId::new(&SystemClock, &SystemRandom)
}

fn arrived(upload: UploadId) -> Arrived {
    Arrived { upload, file_name: "IMG.jpg".into(), caption: "右".into() }
}

/// A photo of more than one piece.
fn large_photo() -> Vec<u8> {
    let mut bytes = photo().bytes;
    // What stands behind a picture's end is dropped when it is made anew.
    bytes.resize(bytes.len().max(3 * SMALLEST_PIECE), 0);
    bytes
}

async fn send(region: &Region, who: &Somebody, id: UploadId, bytes: &[u8]) {
    let room = enter(region, who, region.rooms.team).await;
    room.begin_upload(id, bytes.len() as u64).await.unwrap();
    let mut offset = 0;
    for piece in bytes.chunks(SMALLEST_PIECE) {
        offset = room.add_piece(id, offset, piece).await.unwrap().offset;
    }
    assert_eq!(offset, bytes.len() as u64);
}

fn pieces(region: &Region) -> u64 {
    region.count("SELECT count(*) FROM upload_pieces")
}

fn files_below(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|it| if it.path().is_dir() { files_below(&it.path()) } else { 1 }).sum()
}

#[test]
fn a_photo_in_pieces_becomes_the_photo_of_its_entry() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let (first, second) = (new_upload(), new_upload());
        send(&region, nurse, first, &large_photo()).await;
        send(&region, nurse, second, &pdf().bytes).await;
        let room = enter(&region, nurse, team).await;
        let entry = region.app.new_entry_id();
        let draft = Draft { entry: Some(entry), ..note("写真を送ります") };
        let files = [arrived(first), arrived(second)];
        let posted = room.write_arrived(draft.clone(), &files).await.unwrap();
        assert!(posted.fresh);
        assert_eq!(pieces(&region), 0, "forgotten once the entry is written");
        let objects = files_below(&region.folder().join("objects/attachments"));
        assert_eq!(objects, 4, "two files with their small pictures, and no piece");
        let shown = items(&region, &region.people.doctor, team).await;
        assert!(shown.iter().any(|it| it.entry == entry));
        // The answer was lost, and the form comes again.
        let again = room.write_arrived(draft.clone(), &files).await.unwrap();
        assert!(!again.fresh && again.sequence == posted.sequence);
        let other = Draft { text: "ちがうことば".into(), ..draft };
        assert_eq!(room.write_arrived(other, &files).await.unwrap_err().field, Some("photos"));
    });
}

#[test]
fn a_broken_line_is_gone_on_with_where_it_broke() {
    block_on(async {
        let region = Region::new().await;
        let room = enter(&region, &region.people.nurse, region.rooms.team).await;
        let (id, bytes) = (new_upload(), large_photo());
        let piece = &bytes[..SMALLEST_PIECE];
        let length = bytes.len() as u64;
        assert_eq!(room.begin_upload(id, length).await.unwrap().offset, 0);
        let after = room.add_piece(id, 0, piece).await.unwrap();
        assert_eq!(after.offset, SMALLEST_PIECE as u64);
        // The same again, piece and beginning: harmless.
        assert_eq!(room.add_piece(id, 0, piece).await.unwrap(), after);
        assert_eq!(room.begin_upload(id, length).await.unwrap(), after);
        assert_eq!(room.upload_progress(id).await.unwrap(), after);
        assert_eq!(pieces(&region), 1);
        let mut changed = piece.to_vec();
        changed[100] ^= 1;
        let refused = |problem: tasuki_kernel::Problem| problem.code;
        assert_eq!(room.add_piece(id, 0, &changed).await.map_err(refused), Err(Code::Conflict));
        let gap = 2 * SMALLEST_PIECE as u64;
        assert_eq!(room.add_piece(id, gap, piece).await.map_err(refused), Err(Code::Conflict));
        let short = room.add_piece(id, after.offset, &bytes[..9]).await;
        assert_eq!(short.map_err(refused), Err(Code::Invalid));
        let unfinished = room.write_arrived(note("まだ"), &[arrived(id)]).await;
        assert_eq!(unfinished.unwrap_err().detail, "upload not whole: pieces are missing");
        assert_eq!(room.begin_upload(id, 9).await.map_err(refused), Err(Code::EntryIdTaken));
        room.drop_upload(id).await.unwrap();
        assert_eq!(room.drop_upload(id).await.map_err(refused), Err(Code::NotFound));
        assert_eq!(pieces(&region), 0);
    });
}

#[test]
fn an_upload_is_its_beginners_alone_and_of_one_room() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = new_upload();
        send(&region, &people.nurse, id, &large_photo()).await;
        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        assert_eq!(doctor.upload_progress(id).await.unwrap_err().code, Code::NotFound);
        assert!(doctor.write_arrived(note("他人の"), &[arrived(id)]).await.is_err());
        let elsewhere = enter(&region, &people.nurse, region.rooms.selected).await;
        assert_eq!(elsewhere.upload_progress(id).await.unwrap_err().code, Code::NotFound);
        let taken = elsewhere.begin_upload(id, large_photo().len() as u64).await.unwrap_err();
        assert_eq!(taken.code, Code::EntryIdTaken);
    });
}

#[test]
fn uploads_are_bounded_and_judged_by_their_first_piece() {
    block_on(async {
        let region = Region::new().await;
        let room = enter(&region, &region.people.nurse, region.rooms.team).await;
        let large = room.begin_upload(new_upload(), (20 << 20) + 1).await.unwrap_err();
        assert_eq!((large.code, large.field), (Code::TooLarge, Some("photos")));
        assert!(room.begin_upload(new_upload(), 0).await.is_err());
        let video = new_upload();
        room.begin_upload(video, 2 * SMALLEST_PIECE as u64).await.unwrap();
        let mut bytes = b"\0\0\0\x18ftypisom".to_vec();
        bytes.resize(SMALLEST_PIECE, 0);
        let refused = room.add_piece(video, 0, &bytes).await.unwrap_err();
        assert_eq!(refused.code, Code::FileRefused);
        assert!(refused.detail.starts_with("not accepted: video"));
        for _ in 1..40 {
            room.begin_upload(new_upload(), 100).await.unwrap();
        }
        let many = room.begin_upload(new_upload(), 100).await.unwrap_err();
        assert_eq!(many.code, Code::TooLarge);
    });
}

#[test]
fn what_nobody_comes_for_is_swept_after_a_day_and_nothing_else() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        let draft = Draft { photos: vec![photo()], ..note("残る") };
        let entry = region.write(nurse, team, draft).await;
        send(&region, nurse, new_upload(), &large_photo()).await;
        let folder = region.folder().join("objects/attachments");
        let stray = folder.join("ab").join("ab".repeat(32));
        std::fs::create_dir_all(stray.parent().unwrap()).unwrap();
        std::fs::write(&stray, b"sealed, and named by no row").unwrap();
        let before = files_below(&folder);
        let young = region.app.sweep().await.unwrap();
        assert_eq!((young.uploads, young.objects), (0, 0), "nothing is old");
        assert_eq!(files_below(&folder), before);
        // Files carry the machine's own time, uploads the region's.
        let ahead = SystemClock.now().seconds_since(region.clock.now()).max(0);
        region.clock.advance(ahead + 25 * 60 * 60);
        let swept = region.app.sweep().await.unwrap();
        assert_eq!((swept.uploads, swept.objects), (1, 1));
        assert!(!stray.exists());
        assert_eq!(files_below(&folder), 2, "the photo and its thumbnail");
        let room = enter(&region, nurse, team).await;
        assert!(room.picture(entry, 0, tasuki_app::attachment::Size::Full).await.is_ok());
    });
}
