//! Many who write at once, each noting down what was acknowledged and what was not.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value;
use tasuki_kernel::{Clock, EntryId, SystemClock, Timestamp};
use tasuki_testkit::client::Answer;

use crate::phone::{Phone, body_of, new_entry, text};

/// How many write at once.
pub const WRITERS: usize = 16;

/// A note that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its id.
    pub entry: EntryId,
    /// Its words, like no other's.
    pub text: String,
    /// When the 201 was read, and what it said; none when nothing is known.
    pub acknowledged: Option<(Timestamp, Value)>,
}

/// What is true of all writers of a round.
#[derive(Default)]
pub struct Crowd {
    acknowledged: AtomicUsize,
    over: AtomicBool,
}

impl Crowd {
    /// How many notes were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Writers stop.
    fn finish(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Waits until so many more were acknowledged.
    pub fn wait_for_more(&self, more: usize) {
        let goal = self.acknowledged() + more;
        let begun = std::time::Instant::now();
        while self.acknowledged() < goal {
            assert!(begun.elapsed() < tasuki_testkit::PATIENCE, "nobody is acknowledged any more");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    /// Writes until the crowd finishes, or the connection breaks.
    pub fn write(&self, phone: &mut Phone, name: &str) -> Vec<Sent> {
        let mut all = Vec::new();
        for number in 0.. {
            if self.is_over() {
                break;
            }
            let mut sent = new_note(name, number);
            let answer = phone.post(sent.entry, &sent.text);
            let broken = answer.is_err();
            if let Ok(answer) = answer {
                assert_eq!(answer.status, 201, "{}", answer.text());
                self.note(&mut sent, &answer);
            }
            all.push(sent);
            if broken {
                break;
            }
        }
        all
    }

    /// Writes until the crowd finishes; what is not acknowledged is sent again until it is, as
    /// phones do. `refusal` looks at every other answer.
    pub fn insist(&self, phone: &mut Phone, name: &str, refusal: impl Fn(&Answer)) -> Vec<Sent> {
        let mut all = Vec::new();
        for number in 0.. {
            if self.is_over() {
                break;
            }
            let mut sent = new_note(name, number);
            while sent.acknowledged.is_none() && !self.is_over() {
                match phone.post(sent.entry, &sent.text) {
                    Ok(answer) if answer.status == 200 || answer.status == 201 => {
                        self.note(&mut sent, &answer);
                    }
                    Ok(answer) => refusal(&answer),
                    Err(_) => {}
                }
            }
            all.push(sent);
        }
        all
    }

    /// Notes down that it was acknowledged just now.
    pub fn note(&self, sent: &mut Sent, answer: &Answer) {
        sent.acknowledged = Some((SystemClock.now(), body_of(answer)));
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
    }
}

/// Ends the writing of a crowd when it is dropped, so that a test that fails does not go on.
pub struct Ending<'a>(pub &'a Crowd);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// A note that was not sent yet.
pub fn new_note(name: &str, number: usize) -> Sent {
    let entry = new_entry();
    Sent { entry, text: format!("{name}の{number}番目の連絡 {entry}"), acknowledged: None }
}

/// How often the timeline shows each of the notes; what it shows says what was sent.
pub fn shown(timeline: &[Value], sent: &[Sent]) -> Vec<usize> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for item in timeline {
        found.entry(text(item, "entry")).or_default().push(text(item, "text"));
    }
    let count = |sent: &Sent| {
        let texts = found.get(&sent.entry.to_string()).map_or(&[][..], Vec::as_slice);
        assert!(texts.iter().all(|it| *it == sent.text), "{} says {texts:?}", sent.entry);
        texts.len()
    };
    sent.iter().map(count).collect()
}

/// Nothing acknowledged is lost or doubled, and what was not acknowledged is there once at most.
pub fn check_shown(timeline: &[Value], sent: &[Sent]) {
    for (sent, times) in sent.iter().zip(shown(timeline, sent)) {
        let right = if sent.acknowledged.is_some() { times == 1 } else { times <= 1 };
        assert!(right, "{} is there {times} times: {sent:?}", sent.entry);
    }
}
