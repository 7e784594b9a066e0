//! Passkeys: made for a person by whoever may register a device for them, and used to sign in and
//! to unlock. What a browser sends is held against the standard in `tasuki_pki::passkey`.

mod challenge;
mod register;
mod sign_in;

pub use challenge::VALID;
pub use register::{Offer, Permit, Registration};
pub use sign_in::Presented;
