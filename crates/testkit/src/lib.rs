//! What tests share, and nothing that is shipped: a private PostgreSQL cluster, one test body on
//! both engines, sealed entries, disks that fill up, the program as a process, a client to it.
//!
//! ```no_run
//! use tasuki_testkit::{block_on, engines};
//!
//! engines::on_both(|database| {
//!     let store = database.open();
//!     block_on(async { /* ask and change */ drop(store) });
//! });
//! ```

pub mod authenticator;
pub mod canary;
pub mod client;
pub mod damage;
pub mod disk;
pub mod embedded;
pub mod engines;
mod guard;
pub mod postgres;
pub mod region;
pub mod sealed;
pub mod server;
pub mod shared_folder;
pub mod smtp;
pub mod trace;
mod waiting;

pub use engines::{Database, on_both};
pub use waiting::{PATIENCE, block_on, heard};
