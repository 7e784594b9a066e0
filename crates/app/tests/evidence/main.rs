//! Evidence: what was written is found again, whatever was changed behind the program's back is
//! named, what was destroyed stays so, and what was lost comes back.

mod backups;
mod beside;
mod checkpoints;
mod consenting;
mod damage;
mod destruction;
mod documents;
mod exports;
mod fixture;
mod heeded;
mod passkeys;
mod rewriting;
mod rotation;
mod teams;
