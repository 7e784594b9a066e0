//! What is sent to the routes of notices.

use super::form;
use crate::client::{Load, Part};

/// Reading and sending notices; none for other routes.
pub fn of_notices(name: &str) -> Option<(Load, u16)> {
    Some(match name {
        "GET /notices"
        | "GET /notices/{notice}"
        | "GET /notices/{notice}/photos/{number}/full.jpg"
        | "GET /notices/{notice}/photos/{number}/small.jpg"
        | "GET /notices/{notice}/files/{number}"
        | "GET /notices/{notice}/files/{number}/original"
        | "GET /notices/{notice}/files/{number}/pages/{page}"
        | "GET /desk/notices"
        | "GET /desk/notices/new"
        | "GET /desk/notices/{notice}"
        | "GET /desk/notices/{notice}/list.csv"
        | "GET /desk/notices/{notice}/print"
        | "GET /desk/channels"
        | "GET /desk/channels/{channel}" => (Load::Nothing, 200),
        "POST /notices/{notice}/confirm" => (form(&[]), 303),
        // Nothing was filled in: the forms come back.
        "POST /desk/notices/new" | "POST /desk/channels" => (form(&[]), 422),
        "POST /desk/notices" => (Load::Parts(vec![Part::text("title", "")]), 422),
        // Whose application the desk has approved before has an address.
        "POST /desk/notices/{notice}/remind" => (form(&[]), 303),
        "POST /desk/notices/{notice}/withdraw" => (form(&[("reason", "まちがい")]), 303),
        "POST /desk/channels/{channel}" => (form(&[("writers", "misaki")]), 303),
        _ => return None,
    })
}
