//! The rules of the notebook, as the other crates meet them.

mod days;
mod forms;
mod kept;
mod seen;
mod tables;
