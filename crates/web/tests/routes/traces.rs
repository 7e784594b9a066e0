//! What somebody was answered, made comparable: cursors and new ids differ each time and are
//! reduced to their lengths, so that what is left must be the same.

use std::collections::BTreeMap;

use tasuki_app::compose::Draft;
use tasuki_kernel::EntryId;
use tasuki_testkit::region::{note, photo};

use crate::client::Answer;
use crate::stage::Stage;

/// A word that stands nowhere else.
pub const CANARY: &str = "kanaria-5f2e81";

/// 特別便 from the nurse to the doctor with the canary in its words, the name of its photo and
/// the words under it.
pub async fn delivery_with_canary(stage: &Stage) -> EntryId {
    let mut upload = photo();
    upload.file_name = format!("{CANARY}.jpg");
    CANARY.clone_into(&mut upload.caption);
    let draft = Draft {
        deliver_to: vec![stage.region.people.doctor.person],
        photos: vec![upload],
        tags: vec![CANARY.to_owned()],
        ..note(&format!("医師だけに {CANARY}"))
    };
    stage.region.write(&stage.region.people.nurse, stage.region.rooms.team, draft).await
}

/// Answers by what was asked.
#[derive(Debug, Default)]
pub struct Traces(BTreeMap<String, String>);

impl Traces {
    pub fn note(&mut self, asked: &str, answer: &Answer) {
        let mut headers: Vec<String> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        let whole = format!("{}\n{}\n{}", answer.status, headers.join("\n"), answer.text());
        self.0.insert(asked.to_owned(), whole);
    }

    /// How many answers hold a word.
    pub fn count(&self, word: &str) -> usize {
        self.0.values().filter(|it| it.contains(word)).count()
    }

    /// No answer holds a word.
    pub fn without(&self, word: &str) {
        for (asked, answer) in &self.0 {
            assert!(!answer.contains(word), "{asked}: {answer}");
        }
    }

    /// The same with one word for another, in questions and answers.
    pub fn with(self, old: &str, new: &str) -> Self {
        let exchange =
            |(asked, answer): (String, String)| (asked.replace(old, new), answer.replace(old, new));
        Self(self.0.into_iter().map(exchange).collect())
    }

    /// Without what was asked of addresses with this in them.
    pub fn but(mut self, part: &str) -> Self {
        self.0.retain(|asked, _| !asked.contains(part));
        self
    }

    /// Nothing differs but what differs each time.
    pub fn same_as(&self, other: &Self) {
        assert_eq!(self.0.len(), other.0.len());
        for (asked, answer) in &self.0 {
            let now = other.0.get(asked).map(|it| reduced(it));
            assert_eq!(Some(reduced(answer)), now, "{asked}");
        }
    }
}

/// Cursors as their length, and the id made for the next entry left out.
fn reduced(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let in_run = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for c in text.chars().chain(std::iter::once('\n')) {
        if in_run(c) {
            run.push(c);
            continue;
        }
        if run.len() >= 100 {
            run = format!("<{} characters>", run.len());
        }
        out.push_str(&run);
        out.push(c);
        run.clear();
    }
    let marker = "name=\"entry\" value=\"";
    let mut parts = out.split(marker);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + marker + part.get(36..).unwrap_or_default())
}

#[test]
fn only_what_differs_each_time_is_left_out() {
    let cursor = "a".repeat(150);
    assert_eq!(reduced(&format!("x {cursor} y")), "x <150 characters> y\n");
    assert_eq!(reduced("short_run-1"), "short_run-1\n");
    let field = |id| format!("<input name=\"entry\" value=\"{id}\">");
    let (one, other) = ("019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10", "1".repeat(36));
    assert_eq!(reduced(&field(one.to_owned())), reduced(&field(other)));
}
