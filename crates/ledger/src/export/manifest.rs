//! `manifest.json`: what the export is, and the SHA-256 of every other file in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tasuki_kernel::{NotebookId, RegionId, Timestamp};

use super::path_is_safe;
use crate::{Hash, Malformed};

const FORMAT: &str = "tasuki-export";
const VERSION: u32 = 1;

/// What an export is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The region whose notebook it is.
    pub region: RegionId,
    /// The notebook.
    pub notebook: NotebookId,
    /// When it was made.
    pub made_at: Timestamp,
    /// For whom it was made, in words.
    pub recipient: String,
}

/// The manifest as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The region whose notebook it is.
    pub region: RegionId,
    /// The notebook.
    pub notebook: NotebookId,
    /// When it was made, RFC 3339 in UTC.
    pub made_at: String,
    /// For whom it was made, in words.
    pub recipient: String,
    /// Every file but the manifest itself, by path, with the SHA-256 of its bytes.
    pub files: BTreeMap<String, Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    version: u32,
    region: String,
    notebook: String,
    made_at: String,
    recipient: String,
    // A list and not a map: JSON readers differ in which of two equal names they keep.
    files: Vec<WireFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireFile {
    path: String,
    sha256: String,
}

impl Manifest {
    /// The manifest of an export about `about` with these files.
    pub(super) fn new(about: &About, files: BTreeMap<String, Hash>) -> Self {
        Self {
            region: about.region,
            notebook: about.notebook,
            made_at: about.made_at.to_string(),
            recipient: about.recipient.clone(),
            files,
        }
    }

    /// The JSON text, indented for people.
    pub fn encode(&self) -> Vec<u8> {
        let files = self.files.iter();
        let wire = Wire {
            format: FORMAT.to_owned(),
            version: VERSION,
            region: self.region.to_string(),
            notebook: self.notebook.to_string(),
            made_at: self.made_at.clone(),
            recipient: self.recipient.clone(),
            files: files
                .map(|(path, hash)| WireFile { path: path.clone(), sha256: hash.to_string() })
                .collect(),
        };
        serde_json::to_vec_pretty(&wire).expect("strings and numbers are JSON")
    }

    /// Reads a manifest. Another format or version, an unknown field, a path twice and a path
    /// that an export may not have are refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let refused = |why| Malformed::new("manifest", why);
        let wire: Wire =
            serde_json::from_slice(bytes).map_err(|_| refused("not the JSON of a manifest"))?;
        if wire.format != FORMAT || wire.version != VERSION {
            return Err(refused("of another format or version"));
        }
        let mut files = BTreeMap::new();
        for file in wire.files {
            if !path_is_safe(&file.path) {
                return Err(refused("a path that an export may not have"));
            }
            let hash = file.sha256.parse().map_err(|_| refused("a hash is not SHA-256"))?;
            if files.insert(file.path, hash).is_some() {
                return Err(refused("a path stands twice"));
            }
        }
        let id = |_| refused("an identifier is not a UUID");
        Ok(Self {
            region: wire.region.parse().map_err(id)?,
            notebook: wire.notebook.parse().map_err(id)?,
            made_at: wire.made_at,
            recipient: wire.recipient,
            files,
        })
    }
}
