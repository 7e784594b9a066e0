//! Use cases, a file per feature. Each one authorises through `domain::policy`, changes what is
//! to be changed in one transaction together with its access record, and tells who is open.
//!
//! [`App`] is what is open for one region; a signed-in [`session::Session`] turns it into
//! handles: `app.room(&session, id)` gives a [`room::Room`] only after policy has allowed it, so
//! that what somebody may not do is a method that cannot be reached.

pub mod access;
pub mod access_list;
pub mod account;
pub mod actor;
pub mod app;
pub mod application;
pub mod around;
pub mod attachment;
pub mod audience;
pub mod audit;
pub mod author;
pub mod authority;
pub mod backup;
mod blocking;
pub mod checkpoint;
pub mod closing;
pub mod compose;
pub mod consent;
pub mod cursor;
pub mod desk;
pub mod destroy;
pub mod disclosure;
mod durable;
pub mod export;
pub mod handover;
mod hashing;
pub mod house;
pub mod key_ring;
mod known;
pub mod letter;
pub mod live;
pub mod my_notebooks;
pub mod namesake;
pub mod notice;
pub mod opened;
pub mod passkey;
pub mod password;
pub mod patient;
pub mod pickup;
pub mod portal;
pub mod portrait;
pub mod preference;
mod rebuild;
pub mod region;
pub mod registering;
pub mod room;
mod rotate;
pub mod sealing;
pub mod second_factor;
pub mod session;
pub mod sign_in;
mod standing;
mod state_key;
pub mod substitute;
mod tail;
pub mod team;
mod throttle;
pub mod timeline;
pub mod upload;
pub mod verify;
pub mod vital;

pub use app::{App, AppOptions, DataFolder};
pub use tasuki_store::{Change, Engine, Told, Watch};
