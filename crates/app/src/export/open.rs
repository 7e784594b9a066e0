//! The readable copies in an export, under `open/`: a JSON file per room and photos as pictures.
//! They are for people; evidence is what opens from the logs.

use std::sync::Arc;

use std::io::{Seek, Write};

use serde::Serialize;
use tasuki_domain::content::{Attachment, Consent, Content, Note};
use tasuki_domain::importance::Importance;
use tasuki_domain::patient::Patient;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::Result;
use tasuki_ledger::ExportWriter;
use tasuki_ledger::export::ExportError;
use tasuki_store::Conn;

use crate::author::Byline;
use crate::known::Known;
use crate::opened::Opened;
use crate::room::Room;

/// What the receiver may read of one room.
pub(super) struct Readable {
    shown: ShownRoom,
    pictures: Vec<(String, Vec<u8>)>,
    patient: Option<Patient>,
    known: Arc<Known>,
}

#[derive(Serialize)]
struct ShownRoom {
    room: String,
    kind: &'static str,
    title: String,
    entries: Vec<ShownEntry>,
}

/// An entry in clear; empty fields are left out.
#[derive(Serialize)]
struct ShownEntry {
    entry: String,
    log: String,
    sequence: u64,
    received: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<String>,
    author: ShownAuthor,
    importance: &'static str,
    sensitivity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    amends: Option<String>,
    #[serde(flatten)]
    matter: ShownMatter,
}

#[derive(Serialize)]
struct ShownAuthor {
    name: String,
    profession: String,
    facility: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum ShownMatter {
    Note {
        category: String,
        tags: Vec<String>,
        text: String,
        photos: Vec<ShownPhoto>,
        #[serde(skip_serializing_if = "Option::is_none")]
        answers: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    Withdrawal {
        reason: String,
    },
    Misfiled {
        reason: String,
    },
    Confirmation {
        of: String,
    },
    Membership {
        person: String,
        from: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    Consent {
        about: &'static str,
        given: bool,
        from: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<String>,
        #[serde(skip_serializing_if = "String::is_empty")]
        proxy: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        relation: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        reason: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        witness: String,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        photos: Vec<ShownPhoto>,
    },
}

#[derive(Serialize)]
struct ShownPhoto {
    file: String,
    caption: String,
    file_name: String,
}

/// The patient's basics in clear.
#[derive(Serialize)]
struct ShownPatient<'a> {
    name: String,
    kana: String,
    birth: String,
    address: &'a str,
    phone: &'a str,
    care_level: &'a str,
    allergies: &'a [String],
    drug_risks: &'a [String],
    conditions: &'a [String],
    living: &'a str,
    place: &'a str,
    phase: &'a str,
}

impl Readable {
    pub(super) fn of(room: &Room) -> Self {
        let shown = ShownRoom {
            room: room.id().to_string(),
            kind: room.kind().name(),
            title: String::new(),
            entries: Vec::new(),
        };
        Self { shown, pictures: Vec::new(), patient: None, known: Arc::clone(&room.known) }
    }

    /// Takes an entry that the receiver may export, with its opened photos.
    pub(super) fn take(
        &mut self,
        conn: &mut Conn,
        opened: &Opened,
        pictures: Vec<Vec<u8>>,
    ) -> Result<()> {
        match &opened.content {
            Some(Content::Opened(it)) if it.kind.is_some() => {
                self.shown.title.clone_from(&it.title);
            }
            Some(Content::Patient(it)) => self.patient = Some((**it).clone()),
            _ => {}
        }
        let Some(matter) = self.matter(opened, pictures) else { return Ok(()) };
        let author = shown_author((*self.known.byline(conn, &opened.author)?).clone());
        self.shown.entries.push(ShownEntry {
            entry: opened.entry.to_string(),
            log: opened.log.to_string(),
            sequence: opened.sequence,
            received: opened.received.to_string(),
            claimed: opened.claimed.map(|at| at.to_string()),
            author,
            importance: Importance::name(opened.importance),
            sensitivity: Sensitivity::name(opened.sensitivity),
            amends: opened.supersedes.map(|it| it.to_string()),
            matter,
        });
        Ok(())
    }

    fn matter(&mut self, opened: &Opened, pictures: Vec<Vec<u8>>) -> Option<ShownMatter> {
        Some(match opened.content.as_ref()? {
            Content::Note(note) => self.note(opened, note, pictures),
            Content::Withdrawal(it) => ShownMatter::Withdrawal { reason: it.reason.clone() },
            Content::Misfiled(it) => ShownMatter::Misfiled { reason: it.reason.clone() },
            Content::Confirmation(it) => ShownMatter::Confirmation { of: it.of.to_string() },
            Content::Membership(it) => ShownMatter::Membership {
                person: it.person.to_string(),
                from: it.from.to_string(),
                until: it.until.map(|at| at.to_string()),
            },
            Content::Consent(it) => self.consent(opened, it, pictures),
            _ => return None,
        })
    }

    /// Names of files for the pictures of an entry, which are kept for the archive.
    fn photos(
        &mut self,
        opened: &Opened,
        attachments: &[Attachment],
        pictures: Vec<Vec<u8>>,
    ) -> Vec<ShownPhoto> {
        let mut photos = Vec::new();
        for ((about, bytes), n) in attachments.iter().zip(pictures).zip(1..) {
            let file = format!("photos/{}-{n}.jpg", opened.entry);
            photos.push(ShownPhoto {
                file: file.clone(),
                caption: about.caption.clone(),
                file_name: about.file_name.clone(),
            });
            self.pictures.push((file, bytes));
        }
        photos
    }

    fn consent(&mut self, opened: &Opened, it: &Consent, pictures: Vec<Vec<u8>>) -> ShownMatter {
        ShownMatter::Consent {
            about: it.kind.name(),
            given: it.given,
            from: it.from.to_string(),
            until: it.until.map(|at| at.to_string()),
            proxy: it.proxy.clone(),
            relation: it.relation.clone(),
            reason: it.reason.clone(),
            witness: it.witness.clone(),
            photos: self.photos(opened, &it.papers, pictures),
        }
    }

    fn note(&mut self, opened: &Opened, note: &Note, pictures: Vec<Vec<u8>>) -> ShownMatter {
        let photos = self.photos(opened, &note.attachments, pictures);
        ShownMatter::Note {
            category: note.category.clone(),
            tags: note.tags.clone(),
            text: note.text.clone(),
            photos,
            answers: note.answers.map(|it| it.to_string()),
            reason: note.reason.clone(),
        }
    }
}

fn shown_author(byline: Byline) -> ShownAuthor {
    let profession = byline.profession_ja().to_owned();
    ShownAuthor { name: byline.name, profession, facility: byline.facility }
}

/// The files of all rooms.
#[derive(Default)]
pub(super) struct Files {
    patient: Option<Patient>,
}

const READ_ME: &str = "\
このファイルは連絡帳の写しです。open/ の中は読むためのもの、logs/ が証拠です。
`tasuki verify このファイル` で、鍵もサーバーもなしに、書きかえられていないことを確かめられます。

This is a copy of a notebook. What is under open/ is for reading; logs/ is the evidence.
`tasuki verify FILE` shows, without any key or server, that nothing in it was changed.
";

impl Files {
    pub(super) fn add<W: Write + Seek>(
        &mut self,
        zip: &mut ExportWriter<W>,
        mut readable: Readable,
    ) -> Result<(), ExportError> {
        // RFC 3339 sorts as time does; entries of one log stay in order.
        readable.shown.entries.sort_by(|a, b| a.received.cmp(&b.received));
        let path = format!("rooms/{}.json", readable.shown.room);
        zip.open_file(&path, &json(&readable.shown))?;
        for (path, bytes) in readable.pictures {
            zip.open_file(&path, &bytes)?;
        }
        self.patient = self.patient.take().or(readable.patient);
        Ok(())
    }

    pub(super) fn finish<W: Write + Seek>(
        self,
        zip: &mut ExportWriter<W>,
    ) -> Result<(), ExportError> {
        if let Some(patient) = &self.patient {
            let birth = patient.birth;
            let shown = ShownPatient {
                name: patient.name.full(),
                kana: format!("{} {}", patient.name.family_kana, patient.name.given_kana),
                birth: format!("{:04}-{:02}-{:02}", birth.year, birth.month, birth.day),
                address: &patient.address,
                phone: &patient.phone,
                care_level: &patient.care_level,
                allergies: &patient.allergies,
                drug_risks: &patient.drug_risks,
                conditions: &patient.conditions,
                living: &patient.living,
                place: &patient.place,
                phase: &patient.phase,
            };
            zip.open_file("patient.json", &json(&shown))?;
        }
        zip.open_file("readme.txt", READ_ME.as_bytes())
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec_pretty(value).expect("strings and numbers are JSON")
}
