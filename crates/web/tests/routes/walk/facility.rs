//! What is sent to the routes of facility managers.

use super::samples::form;
use crate::client::{Load, Part};

/// What managers keep up; none for other routes.
pub fn of_a_facility(name: &str, nobody: &str) -> Option<(Load, u16)> {
    Some(match name {
        "GET /sign-in/substitute"
        | "GET /facility/staff"
        | "GET /facility/staff/new"
        | "GET /facility/withdrawal"
        | "GET /facility/review"
        | "GET /facility/staff/import"
        | "GET /facility/staff/import/template.csv"
        | "GET /facility/staff/{post}" => (Load::Nothing, 200),
        "POST /sign-in/substitute" => {
            (form(&[("login", nobody), ("password", "x"), ("code", "x")]), 303)
        }
        // Nothing was filled in: the forms come back.
        "POST /facility/staff/new" | "POST /facility/staff/known" => (form(&[]), 422),
        // No reason was chosen; another list was looked at.
        "POST /facility/withdrawal" => (form(&[]), 422),
        "POST /facility/review" => (form(&[("list", "x")]), 409),
        "POST /facility/withdrawal/{withdrawal}/take-back" => (form(&[]), 303),
        // A table without anybody.
        "POST /facility/staff/import" => {
            (Load::Parts(vec![Part::text("system", "ios"), Part::text("text", "姓,名")]), 422)
        }
        "POST /facility/staff/{post}" => (form(&[("profession", "care_manager")]), 303),
        "POST /facility/staff/{post}/leave" => (form(&[("successor", "none")]), 303),
        "POST /facility/staff/{post}/pickup" => (form(&[("system", "mac")]), 200),
        "POST /facility/staff/{post}/substitute" => (form(&[]), 200),
        "POST /facility/staff/{post}/devices/{device}/revoke"
        | "POST /facility/staff/{post}/reset" => (form(&[]), 303),
        _ => return None,
    })
}
