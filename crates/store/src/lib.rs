//! Where everything is kept: SQL for the embedded SQLite and for PostgreSQL, sealed attachments
//! and tree tiles as objects, and the key store.
//!
//! - [`Store`] opens a database, brings it to the newest version and gives the two ways in:
//!   [`Store::read`] for questions and [`Store::write`] for changes, which are committed in groups;
//! - the SQL stands in one file per subject ([`log`], [`people`], [`notebook`], [`session`] …);
//! - [`views`] turns entries into the rows that rights and pages are computed from: the same code
//!   when an entry is appended and when views are rebuilt or verified.
//!
//! Nothing outside this crate holds SQL.

pub mod access;
pub mod addressee;
pub mod alone;
pub mod application;
pub mod attachment;
pub mod disclosure;
mod driver;
pub mod dump;
mod glance;
mod group;
pub mod handover;
mod hub;
pub mod inspect;
pub mod installation;
pub mod key_store;
pub mod letter;
pub mod likeness;
mod listener;
pub mod log;
mod migration;
pub mod notebook;
pub mod notice;
pub mod object;
pub mod opening;
pub mod passkey;
mod pending;
pub mod people;
pub mod pickup;
mod pool;
pub mod portal;
pub mod preference;
pub mod received;
pub mod review;
pub mod rights;
pub mod session;
pub mod shelf;
pub mod staff;
mod store;
pub mod team;
pub mod tree;
pub mod upload;
mod value;
pub mod views;
mod watch;
pub mod withdrawal;
mod writer;

pub use driver::{Conn, Engine};
pub use glance::{Cell, Glance};
pub use group::{NewAttachment, NewEntry, Placed, Transaction};
pub use hub::Change;
pub use store::{Store, StoreOptions};
pub use value::{Row, Value};
pub use watch::{Told, Watch};
