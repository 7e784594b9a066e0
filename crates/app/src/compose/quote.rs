//! 引用: words of the answered entry, which must really stand there, and which an answer must not
//! carry to people who may not see the entry itself.

use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::text;
use tasuki_kernel::{PersonId, Problem, Result};

use super::Draft;
use crate::timeline::{Item, Matter};

/// Characters of a quotation at most.
const LONGEST: usize = 2000;

/// The words with every run of blank space as one blank: a selection on a screen does not keep
/// how lines were broken.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The quotation of a draft that answers `answered`, checked; none where nothing is quoted.
///
/// # Errors
/// `Invalid` on `quote`; the detail begins with `alone`, `long`, `absent` or `wider`.
pub(super) fn accept(draft: &Draft, answered: Option<&Item>) -> Result<Option<String>> {
    let refuse = |why: &str| Err(Problem::invalid("quote", why));
    let quote = text::accept(draft.quote.as_deref().unwrap_or_default())?;
    if quote.is_empty() {
        return Ok(None);
    }
    let Some(answered) = answered else { return refuse("alone: it answers nothing") };
    if quote.chars().count() > LONGEST {
        return refuse("long: over 2000 characters");
    }
    let Matter::Note { note, .. } = &answered.matter else {
        return refuse("absent: the entry was taken back");
    };
    if !plain(&note.text).contains(&plain(&quote)) {
        return refuse("absent: not in the answered entry");
    }
    if is_wider(draft, answered) {
        return refuse("wider: more people would see it than see the entry");
    }
    Ok(Some(quote))
}

fn is_wider(draft: &Draft, answered: &Item) -> bool {
    let rank = |it: Sensitivity| Sensitivity::ALL.iter().position(|other| *other == it);
    if rank(draft.sensitivity) < rank(answered.sensitivity) {
        return true;
    }
    let audience: Vec<PersonId> = answered.addressees.iter().filter_map(|it| it.person).collect();
    let inside = !draft.deliver_to.is_empty()
        && draft.deliver_to.iter().all(|person| audience.contains(person));
    !answered.addressees.is_empty() && !inside
}
