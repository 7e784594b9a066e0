//! What is sent to the operations of the API.

use serde_json::json;

use super::FILE;
use crate::client::Load;

pub(super) fn of_api(name: &str, nobody: &str) -> (Load, u16) {
    match name {
        "POST /api/v1/session" => (Load::Json(json!({ "login": nobody, "password": "x" })), 201),
        "DELETE /api/v1/session" | "POST /api/v1/rooms/{room}/read" => (Load::Nothing, 204),
        "POST /api/v1/session/passkey/options"
        | "POST /api/v1/session/unlock/options"
        | "POST /api/v1/passkeys/options" => (Load::Nothing, 200),
        "POST /api/v1/session/passkey" | "POST /api/v1/session/unlock" => {
            let signed = json!({ "clientDataJSON": "", "authenticatorData": "", "signature": "" });
            (Load::Json(json!({ "id": "", "response": signed })), 201)
        }
        // Nothing was asked that this could answer.
        "POST /api/v1/pickup/passkey/options" => {
            (Load::Json(json!({ "number": nobody, "code": "x" })), 200)
        }
        "POST /api/v1/pickup/passkey" => {
            let response = json!({ "clientDataJSON": "e30", "attestationObject": "oA" });
            let given = json!({ "number": nobody, "code": "x", "response": response });
            (Load::Json(given), 201)
        }
        "POST /api/v1/passkeys" => {
            let made = json!({ "clientDataJSON": "", "attestationObject": "" });
            (Load::Json(json!({ "label": "電話", "response": made })), 422)
        }
        "POST /api/v1/rooms/{room}/entries" => (Load::Json(json!({ "text": "ことば" })), 201),
        "POST /api/v1/rooms/{room}/uploads" => {
            let upload = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a11";
            (Load::Json(json!({ "upload": upload, "length": 9 })), 201)
        }
        "PATCH /api/v1/rooms/{room}/uploads/{upload}" => {
            (Load::Bytes("application/partial-upload", FILE.to_vec()), 204)
        }
        "DELETE /api/v1/rooms/{room}/uploads/{upload}" => (Load::Nothing, 204),
        "POST /api/v1/rooms/{room}/entries/{entry}/corrections" => {
            (Load::Json(json!({ "text": "直したことば" })), 201)
        }
        "POST /api/v1/rooms/{room}/entries/{entry}/withdrawal"
        | "POST /api/v1/rooms/{room}/entries/{entry}/misfiled" => {
            (Load::Json(json!({ "reason": "まちがい" })), 201)
        }
        "POST /api/v1/rooms/{room}/entries/{entry}/confirmation" => (Load::Nothing, 201),
        "PUT /api/v1/preferences" => {
            (Load::Json(json!({ "text_percent": 130, "notebook_order": "kana" })), 200)
        }
        "GET /api/v1/preferences"
        | "GET /api/v1/openapi.json"
        | "GET /api/v1/session"
        | "GET /api/v1/notebooks"
        | "GET /api/v1/notebooks/{notebook}/access"
        | "GET /api/v1/facility/access"
        | "GET /api/v1/region/access"
        | "GET /api/v1/rooms/{room}"
        | "GET /api/v1/rooms/{room}/live"
        | "GET /api/v1/rooms/{room}/course"
        | "GET /api/v1/rooms/{room}/entries"
        | "GET /api/v1/rooms/{room}/uploads/{upload}"
        | "GET /api/v1/rooms/{room}/entries/{entry}"
        | "GET /api/v1/rooms/{room}/entries/{entry}/files/{number}"
        | "GET /api/v1/rooms/{room}/entries/{entry}/files/{number}/pages/{page}"
        | "GET /api/v1/rooms/{room}/entries/{entry}/photos/{number}" => (Load::Nothing, 200),
        other => panic!("{other} is not walked: say here what to send to it"),
    }
}
