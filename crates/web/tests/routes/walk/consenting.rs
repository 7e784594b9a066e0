//! What is sent to the routes of registering and consenting.

use super::samples::{NOBODYS, form, parts};
use crate::client::{Load, Part};

/// Registering patients, and what they agree to; none for other routes.
pub(super) fn of_patients(name: &str) -> Option<(Load, u16)> {
    Some(match name {
        "GET /patients"
        | "GET /patients/new"
        | "GET /notebooks/{notebook}/consent"
        | "GET /notebooks/{notebook}/consent/{kind}"
        | "GET /notebooks/{notebook}/consent-proof"
        | "GET /notebooks/{notebook}/consent-papers/{consent}/{number}/full.jpg"
        | "GET /notebooks/{notebook}/consent-papers/{consent}/{number}/small.jpg" => {
            (Load::Nothing, 200)
        }
        // This server has no font.
        "GET /patients/consent-form.pdf" | "GET /notebooks/{notebook}/consent-form.pdf" => {
            (Load::Nothing, 303)
        }
        // Nothing was filled in: the forms come back.
        "POST /patients/new" => (form(&[]), 422),
        "POST /patients" => (parts(""), 422),
        "POST /notebooks/{notebook}/consent/{kind}" => {
            (Load::Parts(vec![Part::text("entry", NOBODYS)]), 422)
        }
        "POST /notebooks/{notebook}/consent/{kind}/withdraw" => (form(&[("entry", NOBODYS)]), 422),
        _ => return None,
    })
}
