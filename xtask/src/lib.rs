//! The house rules (`tidy`), the order of continuous integration (`ci`) and the runs of the
//! fuzz targets (`fuzz`), as a library so that each rule is tested and so that the test suites
//! can reuse what the rules read, such as [`sql::statements`].

pub mod ci;
pub mod fuzz;
pub mod rust;
pub mod sql;
pub mod tidy;
pub mod tokens;
pub mod tree;
pub mod workspace;

use std::path::{Path, PathBuf};

/// The folder of the repository, found from where this crate was compiled.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
