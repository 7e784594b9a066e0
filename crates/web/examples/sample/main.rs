//! Writes every page with invented people to a folder, to be looked at in a browser:
//! `cargo run -p tasuki-web --example sample -- FOLDER`, then serve that folder over HTTP.

mod data;
mod pictures;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use tasuki_web::assets;
use tasuki_web::texts::Lang;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).map_or_else(|| PathBuf::from("sample"), PathBuf::from);
    for lang in Lang::ALL {
        for (name, html) in data::pages(lang) {
            put(&folder.join(lang.tag()), &format!("{name}.html"), html.as_bytes())?;
        }
    }
    for (name, svg) in pictures::all() {
        put(&folder.join("pictures"), &format!("{name}.svg"), svg.as_bytes())?;
    }
    for name in assets::names() {
        let path = assets::url(name);
        if let Some(asset) = path.strip_prefix(assets::MOUNT).and_then(assets::find) {
            put(&folder, path.trim_start_matches('/'), asset.bytes)?;
        }
    }
    println!("{}", folder.display());
    Ok(())
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, bytes)
}
