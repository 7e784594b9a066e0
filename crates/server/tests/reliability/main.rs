//! What the server promises when things go wrong, shown on the program itself: the disk, the power,
//! the process, the database and the operator each fail, and nothing acknowledged is lost.

mod authority;
mod canary;
mod crowd;
mod full_disk;
mod killed;
mod letters;
mod memory;
mod phone;
mod postgres;
mod power;
mod refused;
mod region;
mod stopping;
mod synced;
mod unrecorded;
