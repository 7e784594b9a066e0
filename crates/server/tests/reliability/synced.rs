//! Before a 201 goes out, what it acknowledges is on disk: seen from outside, call by call.

use std::path::{Path, PathBuf};

use serde_json::json;
use tasuki_demo::{PhotoSubject, photo};
use tasuki_kernel::{Clock, EntryId, SystemClock};
use tasuki_testkit::trace::{self, Answered, Call, Recording};

use crate::phone::{Photo, new_entry};
use crate::region::Region;

/// Notes that are posted, one after the other; one of them has a photo.
const NOTES: usize = 20;
const WITH_PHOTO: usize = 7;

/// A photo for a note.
pub fn a_photo(seed: u64) -> Photo {
    let bytes = photo(PhotoSubject::MeasuringCup { millilitres: 250 }, seed);
    Photo { file_name: "cup.jpg".into(), bytes }
}

/// What was recorded of a region while notes were posted to it.
struct Recorded {
    recording: Recording,
    acknowledged: Vec<(EntryId, Answered)>,
    wal: PathBuf,
    attachments: PathBuf,
}

fn record() -> Recorded {
    let region = Region::embedded();
    let file = region.folder().join("trace");
    let server = region.serve().under(trace::line(&file)).start(&region.log());
    let mut phone = region.nurse(&server).another();
    let client = phone.connect();
    let mut read = Vec::new();
    for number in 0..NOTES {
        let entry = new_entry();
        let answer = if number == WITH_PHOTO {
            let note = json!({ "entry": entry.to_string(), "text": "尿量です" });
            phone.post_photo(&note, &a_photo(1))
        } else {
            phone.post(entry, &format!("{number}番目"))
        };
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status, 201, "{}", answer.text());
        read.push((entry, SystemClock.now()));
    }
    let port = server.port();
    assert!(server.stop().success());
    let recording = Recording::read(&file);
    let answered = |(entry, at)| (entry, recording.answer_read((port, client), at));
    let acknowledged: Vec<_> = read.into_iter().map(answered).collect();
    let data = region.data().canonicalize().expect("it exists");
    let (wal, attachments) = (data.join("tasuki.db-wal"), data.join("objects/attachments"));
    Recorded { recording, acknowledged, wal, attachments }
}

fn on(call: &Call, path: &Path) -> bool {
    call.open_path(0).as_deref() == Some(path)
}

impl Recorded {
    /// Whether `path` was synced after `line` and before the answer went out.
    fn is_synced(&self, path: &Path, line: usize, answer: &Answered) -> bool {
        let between = |it: &&Call| it.begins > line && it.ends < answer.begins;
        self.recording.0.iter().filter(between).any(|it| it.synced() && on(it, path))
    }

    /// What is wrong with the 201 for an entry.
    fn fault(&self, entry: EntryId, answer: &Answered) -> Option<String> {
        let holds = |it: &&Call| {
            it.name == "pwrite64"
                && on(it, &self.wal)
                && it.bytes(1).windows(16).any(|it| it == entry.as_bytes())
        };
        let before = |it: &&Call| it.ends < answer.begins;
        let written = self.recording.0.iter().filter(before).find(holds);
        let Some(written) = written else { return Some(format!("{entry} was not written")) };
        let synced = self.is_synced(&self.wal, written.ends, answer);
        (!synced).then(|| format!("{entry} was acknowledged before it was on disk"))
    }

    /// What is wrong with the photos that came with a request, and how many there were.
    fn photo_faults(&self, answer: &Answered) -> (Vec<String>, usize) {
        let during = |it: &&Call| it.begins > answer.asked && it.ends < answer.begins;
        let renamed = |it: &&Call| it.name == "rename" && it.result == Some(0);
        let (mut faults, mut photos) = (Vec::new(), 0);
        for call in self.recording.0.iter().filter(during).filter(renamed) {
            let name = call.given_path(1);
            if !name.starts_with(&self.attachments) {
                continue;
            }
            photos += 1;
            // The file, the folder that it was renamed in, and those that lead to it.
            for path in name.ancestors().take(4) {
                if !self.is_synced(path, call.ends, answer) {
                    faults.push(format!("{} is not on disk", path.display()));
                }
            }
        }
        (faults, photos)
    }
}

#[test]
fn each_201_goes_out_after_its_entry_is_on_disk() {
    let mut recorded = record();
    for (number, (entry, answer)) in recorded.acknowledged.iter().enumerate() {
        assert_eq!(recorded.fault(*entry, answer), None, "note {number}");
        let photos = if number == WITH_PHOTO { 2 } else { 0 };
        assert_eq!(recorded.photo_faults(answer), (Vec::new(), photos), "note {number}");
    }

    // The same eyes see the fault where there is one: an answer that went out a little earlier,
    let (entry, answer) = recorded.acknowledged[3];
    let wal = &recorded.wal;
    let last = recorded
        .recording
        .0
        .iter()
        .rfind(|it| it.ends < answer.begins && it.synced() && on(it, wal));
    let early = Answered { begins: last.expect("it was synced").begins, ..answer };
    let fault = recorded.fault(entry, &early).expect("a fault");
    assert!(fault.ends_with("acknowledged before it was on disk"), "{fault}");
    let earlier = Answered { begins: answer.asked, ..answer };
    assert!(recorded.fault(entry, &earlier).expect("a fault").ends_with("was not written"));

    // and a server that syncs nothing.
    recorded.recording.0.retain(|it| !it.synced());
    for (entry, answer) in &recorded.acknowledged {
        assert!(recorded.fault(*entry, answer).is_some());
    }
    let (_, with_photo) = recorded.acknowledged[WITH_PHOTO];
    assert_eq!(recorded.photo_faults(&with_photo).0.len(), 8);
}
