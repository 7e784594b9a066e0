//! A word that must be found nowhere: it goes in through every input, and then every file is
//! searched for it in every form in which a program might have let it out.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A word that no file holds by chance.
#[derive(Debug, Clone)]
pub struct Canary {
    word: String,
    forms: Vec<(&'static str, Vec<u8>)>,
}

/// Where it was found, and how it was written there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// The file.
    pub file: PathBuf,
    /// The form.
    pub form: &'static str,
}

/// Bytes of a file in memory at once.
const WINDOW: usize = 1 << 20;

impl Canary {
    /// The canary that is this word.
    pub fn new(word: &str) -> Self {
        Self { word: word.to_owned(), forms: forms(word) }
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Every form that is searched for.
    pub fn forms(&self) -> &[(&'static str, Vec<u8>)] {
        &self.forms
    }

    /// The forms in which these bytes hold it.
    pub fn forms_in(&self, bytes: &[u8]) -> Vec<&'static str> {
        let mut begins = [false; 256];
        for (_, form) in &self.forms {
            begins[usize::from(form[0])] = true;
        }
        let mut found = vec![false; self.forms.len()];
        for (at, _) in bytes.iter().enumerate().filter(|(_, it)| begins[usize::from(**it)]) {
            for (found, (_, form)) in found.iter_mut().zip(&self.forms) {
                *found |= bytes[at..].starts_with(form);
            }
        }
        let names = self.forms.iter().zip(found).filter(|(_, found)| *found);
        names.map(|((name, _), _)| *name).collect()
    }

    /// Searches a file, or every file below a folder. A file that goes away meanwhile is passed
    /// over. Gives the sightings and how many files were searched.
    ///
    /// # Panics
    /// When a file cannot be read.
    pub fn search(&self, place: &Path) -> (Vec<Sighting>, usize) {
        let (mut found, mut files) = (Vec::new(), 0);
        let mut waiting = vec![place.to_owned()];
        while let Some(path) = waiting.pop() {
            // A socket or a link to a file beside is no file of its own.
            let Ok(about) = path.symlink_metadata() else { continue };
            if about.is_dir() {
                let items = std::fs::read_dir(&path).expect("a folder that can be read");
                waiting.extend(items.flatten().map(|it| it.path()));
            } else if about.is_file() {
                files += 1;
                found.extend(self.search_file(&path));
            }
        }
        found.sort();
        found.dedup();
        (found, files)
    }

    fn search_file(&self, path: &Path) -> Vec<Sighting> {
        let Ok(mut file) = File::open(path) else { return Vec::new() };
        let longest = self.forms.iter().map(|(_, form)| form.len()).max().unwrap_or(1);
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        loop {
            let read = (&mut file).take(WINDOW as u64).read_to_end(&mut bytes);
            if read.expect("a file that can be read") == 0 {
                return found;
            }
            let sighting = |form| Sighting { file: path.to_owned(), form };
            found.extend(self.forms_in(&bytes).into_iter().map(sighting));
            // A form may lie across two windows.
            bytes.drain(..bytes.len().saturating_sub(longest - 1));
        }
    }
}

fn forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(bytes).collect();
    let hex: Vec<_> = word.bytes().map(|it| format!("{it:02x}")).collect();
    let hex = hex.concat();
    let percent: String = word.bytes().map(percent).collect();
    let mut forms = vec![
        ("UTF-8", word.as_bytes().to_vec()),
        ("UTF-16, little end first", utf16(u16::to_le_bytes)),
        ("UTF-16, big end first", utf16(u16::to_be_bytes)),
        ("hexadecimal", hex.to_ascii_lowercase().into_bytes()),
        ("hexadecimal in capitals", hex.to_ascii_uppercase().into_bytes()),
        ("percent", percent.to_ascii_uppercase().into_bytes()),
        ("percent in small letters", percent.to_ascii_lowercase().into_bytes()),
        ("JSON escapes", json(word, "\\u{").into_bytes()),
        ("Rust escapes", json(word, "\\u{{").into_bytes()),
    ];
    for (name, bytes) in base64_forms(word) {
        forms.push((name, bytes));
    }
    forms
}

fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02x}") }
}

/// The word as JSON or as Rust's `{:?}` writes it where it escapes.
fn json(word: &str, style: &str) -> String {
    let escape = |c: char| match (c.is_ascii(), style) {
        (true, _) => c.to_string(),
        (false, "\\u{") => format!("\\u{:04x}", u32::from(c)),
        (false, _) => c.escape_unicode().to_string(),
    };
    word.chars().map(escape).collect()
}

/// What of the word is the same in base64 whatever stands before and after it, for each of the
/// three places at which it may begin, in both alphabets (RFC 4648 sections 4 and 5).
fn base64_forms(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let names = [
        ["base64", "base64 after one byte", "base64 after two bytes"],
        ["base64url", "base64url after one byte", "base64url after two bytes"],
    ];
    let mut forms = Vec::new();
    for (engine, names) in [STANDARD_NO_PAD, URL_SAFE_NO_PAD].iter().zip(names) {
        for (before, name) in names.into_iter().enumerate() {
            let shifted = [&vec![0; before], word.as_bytes()].concat();
            let text = engine.encode(&shifted);
            // The first characters mix with what stands before, the last with what follows.
            let (start, end) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
            forms.push((name, text.as_bytes()[start..end].to_vec()));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "秘密のカナリア-canary-7Q";

    #[test]
    fn a_planted_canary_is_found_in_every_form() {
        let canary = Canary::new(WORD);
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        for (number, (_, form)) in canary.forms().iter().enumerate() {
            let bytes = [b"noise ", form.as_slice(), b" noise"].concat();
            std::fs::write(below.join(number.to_string()), bytes).unwrap();
        }
        let (found, files) = canary.search(folder.path());
        assert_eq!(files, canary.forms().len());
        for (number, (name, _)) in canary.forms().iter().enumerate() {
            let sighting = Sighting { file: below.join(number.to_string()), form: name };
            assert!(found.contains(&sighting), "{name}");
        }
    }

    #[test]
    fn base64_is_found_wherever_the_word_stands_in_it() {
        let canary = Canary::new(WORD);
        for before in ["", "a", "ab", "abc", "abcd", "いろは"] {
            let text = format!("{before}{WORD}ほへと");
            for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let encoded = engine.encode(&text);
                assert!(!canary.forms_in(encoded.as_bytes()).is_empty(), "after {before:?}");
            }
        }
        assert!(canary.forms_in(STANDARD_NO_PAD.encode("秘密のカナリヤ").as_bytes()).is_empty());
    }

    #[test]
    fn it_is_found_across_two_windows_and_in_what_rust_prints() {
        let canary = Canary::new(WORD);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        let mut bytes = vec![b'x'; WINDOW - 5];
        bytes.extend_from_slice(WORD.as_bytes());
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(canary.search(&file), (vec![Sighting { file, form: "UTF-8" }], 1));
        let debug: String = WORD.chars().flat_map(char::escape_default).collect();
        assert_eq!(canary.forms_in(debug.as_bytes()), ["Rust escapes"]);
        assert_eq!(canary.forms_in("カナリア-canary-7Q".as_bytes()), [""; 0]);
    }
}
