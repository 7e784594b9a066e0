//! `/rooms/{room}/compose`: the composer as a page of its own; also answers and corrections.

use askama::Template;

use super::frame::error_for;
use super::{Banner, Choice, FieldError, Frame, Importance, Quoted, VitalFields};
use crate::show::Moment;
use crate::texts::ProblemText;

/// What a file picker offers; what arrives is judged by its bytes.
pub const ACCEPTED: &str = "image/*,application/pdf,.pdf,.docx,.xlsx";

/// What the new entry is to be.
#[derive(Debug, Clone, Default)]
pub enum Purpose {
    #[default]
    New,
    /// An answer; hidden field `reply_to`.
    Reply { to: String, quoted: Quoted },
    /// A correction of one's own entry; hidden field `corrects`, and `reason` is asked.
    Correction { of: String, quoted: Quoted },
}

/// A degree of sensitivity, and who will see an entry of that degree.
#[derive(Debug, Clone, Default)]
pub struct SensitivityChoice {
    /// `high`, `middle` or `low`.
    pub value: String,
    pub label: String,
    /// A sentence: チームの医療職だけに見えます。
    pub seen_by: String,
    /// Those of the room who will see it: 川村 誠（医）.
    pub seeing: Vec<String>,
    /// Those of the room who will not.
    pub not_seeing: Vec<String>,
}

/// A member to whom a 特別便 can go.
#[derive(Debug, Clone, Default)]
pub struct Addressee {
    pub value: String,
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
    pub chosen: bool,
}

/// The words that stand now, beside those that were typed.
#[derive(Debug, Clone, Default)]
pub struct NewerView {
    pub who: String,
    pub at: Moment,
    pub text: String,
    pub vitals: Vec<String>,
}

/// What has been typed so far; kept when the form comes back with errors.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The id of the entry to be, so that sending twice is harmless.
    pub entry: String,
    pub text: String,
    pub category: String,
    pub importance: Importance,
    pub sensitivity: String,
    pub reason: String,
    /// 引用: words of the answered entry.
    pub quote: String,
}

/// The composer. Multipart `POST` to `action` with `csrf`, `entry`, `text`, `category`,
/// `importance`, `sensitivity`, `addressee` (repeated), `photo` (repeated, perhaps empty),
/// `caption` (the n-th belongs to the n-th photo), `reply_to`, `corrects`, `reason`, `measured`, and
/// a field for each kind of measured value by its name.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "compose.html")]
pub struct Compose {
    pub frame: Frame,
    pub banner: Option<Banner>,
    /// The heading of a room that is about no patient.
    pub room: String,
    pub action: String,
    /// Who writes: nobody else can send the form.
    pub writer: String,
    /// How many corrections there were when the form was opened; for corrections only.
    pub version: String,
    /// What stands now, where it changed under the form.
    pub newer: Option<NewerView>,
    /// The form came over the door of a session that had ended.
    pub resumed: bool,
    /// The room, to which ✕ and a finished post lead.
    pub back: String,
    pub purpose: Purpose,
    pub draft: Draft,
    pub vitals: VitalFields,
    pub categories: Vec<Choice>,
    pub sensitivities: Vec<SensitivityChoice>,
    /// Who sees it unless addressees are chosen: チーム全員 9人.
    pub audience: String,
    /// Patient and family read here too.
    pub family: bool,
    /// Empty where 特別便 cannot be sent.
    pub addressees: Vec<Addressee>,
    pub problem: Option<ProblemText>,
    pub errors: Vec<FieldError>,
    /// The longest text, in characters.
    pub max_text: u32,
    pub max_photos: u32,
    /// For the file picker: media types and endings.
    pub accepted: &'static str,
    /// Photos cannot be given back to a form: said when some were attached before an error.
    pub photos_lost: bool,
}

impl Compose {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        error_for(&self.errors, field)
    }

    pub(crate) fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::New => self.frame.t.compose.title_new,
            Purpose::Reply { .. } => self.frame.t.compose.title_reply,
            Purpose::Correction { .. } => self.frame.t.compose.title_correction,
        }
    }

    pub(crate) fn corrects(&self) -> bool {
        matches!(self.purpose, Purpose::Correction { .. })
    }

    pub(crate) fn delivers(&self) -> bool {
        self.addressees.iter().any(|a| a.chosen)
    }
}
