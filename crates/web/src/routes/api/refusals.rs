//! What may be answered instead, for the OpenAPI document: problem details, by status.

use utoipa::IntoResponses;

use crate::fault::ProblemDetails;

/// Instead of what was asked for.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes; the answers are made by the layer `fault::render`")]
pub(super) enum Refusals {
    /// The request cannot be read: broken JSON, invalid UTF-8, wrong media type; or a cursor is
    /// not one that was made for this reader and this use.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(ProblemDetails),
    /// Not signed in, locked, or the device is missing, foreign or revoked: the code says which.
    #[response(status = 401, content_type = "application/problem+json")]
    SignIn(ProblemDetails),
    /// It does not exist, or not for this reader: the two look the same.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDetails),
    /// Its content was destroyed.
    #[response(status = 410, content_type = "application/problem+json")]
    Destroyed(ProblemDetails),
    /// A fault of the program or of what is stored.
    #[response(status = 500, content_type = "application/problem+json")]
    Fault(ProblemDetails),
    /// The database or the access log cannot be reached: nothing was shown or written.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemDetails),
}

/// Instead of a change.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes; the answers are made by the layer `fault::render`")]
pub(super) enum ChangeRefusals {
    /// The token is missing or wrong, the change comes from another site, or the person may
    /// read here but not do this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemDetails),
    /// The id was used for something else, or the thing changed meanwhile.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemDetails),
    /// Longer than 20,000 characters, or files over their limit.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemDetails),
    /// Not a photo, PDF, Word or Excel file by its bytes, or with macros, scripts or a password.
    #[response(status = 415, content_type = "application/problem+json")]
    FileRefused(ProblemDetails),
    /// A field is missing or not of its form; `errors` names it.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemDetails),
    /// Too many failures: wait.
    #[response(status = 429, content_type = "application/problem+json")]
    Throttled(ProblemDetails),
    /// The disk is full; nothing was written.
    #[response(status = 507, content_type = "application/problem+json")]
    StorageFull(ProblemDetails),
}
