//! Packages made by program: what Word and Excel write, and what somebody would hide in it.

use std::io::Write as _;

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// Parts by name, packed.
fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn types(main: (&str, &str), more: &str) -> Vec<u8> {
    let (name, kind) = main;
    format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"{TYPES}\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Override PartName=\"{name}\" ContentType=\"{kind}\"/>{more}</Types>"
    )
    .into_bytes()
}

fn relation(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    format!(
        "<Relationships xmlns=\"{RELATIONS}\">\
         <Relationship Id=\"r1\" Type=\"{kind}\" Target=\"{target}\"{mode}/></Relationships>"
    )
    .into_bytes()
}

fn document(body: &str) -> Vec<u8> {
    format!("<w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>").into_bytes()
}

/// A letter, with these parts in place of its own or besides.
fn word(more: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", types(("/word/document.xml", WORD), "")),
        ("_rels/.rels", relation(&format!("{OFFICE}/officeDocument"), "word/document.xml", "")),
        ("word/document.xml", document("<w:p><w:r><w:t>退院時の連絡</w:t></w:r></w:p>")),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\nrest".to_vec()),
    ];
    for (name, bytes) in more {
        match parts.iter_mut().find(|it| it.0 == *name) {
            Some(part) => part.1.clone_from(bytes),
            None => parts.push((name, bytes.clone())),
        }
    }
    packed(&parts)
}

fn with_type(kind: &str) -> Vec<u8> {
    let more = format!("<Override PartName=\"/word/more.xml\" ContentType=\"{kind}\"/>");
    let types = types(("/word/document.xml", WORD), &more);
    word(&[("[Content_Types].xml", types), ("word/more.xml", b"<a/>".to_vec())])
}

fn with_relation(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    word(&[("word/_rels/document.xml.rels", relation(kind, target, mode))])
}

const OUTSIDE: &str = " TargetMode=\"External\"";

#[test]
fn a_letter_and_a_workbook_are_accepted() {
    assert_eq!(check(&word(&[])), Ok(DocumentKind::Word));
    let workbook = packed(&[
        ("[Content_Types].xml", types(("/xl/workbook.xml", EXCEL), "")),
        ("_rels/.rels", relation(&format!("{OFFICE}/officeDocument"), "xl/workbook.xml", "")),
        ("xl/workbook.xml", b"<workbook/>".to_vec()),
    ]);
    assert_eq!(check(&workbook), Ok(DocumentKind::Excel));
    for link in ["https://example.jp/a", "mailto:a@example.jp", "#bookmark", "tel:0312345678"] {
        let file = with_relation(&format!("{OFFICE}/hyperlink"), link, OUTSIDE);
        assert_eq!(check(&file), Ok(DocumentKind::Word), "{link}");
    }
}

#[test]
fn macros_are_refused_however_they_are_named() {
    let program = |file: &[u8]| matches!(check(file), Err(Refusal::Program { .. }));
    let macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let main = types(("/word/document.xml", macros), "");
    assert!(program(&word(&[("[Content_Types].xml", main)])));
    assert!(program(&with_type("application/vnd.ms-office.vbaProject")));
    assert!(program(&with_type("application/vnd.ms-office.activeX+xml")));
    assert!(program(&with_type("application/vnd.ms-excel.macrosheet+xml")));
    assert!(program(&word(&[("word/vbaProject.bin", vec![1, 2])])));
    assert!(program(&word(&[("word/VbaProject.xml", b"<a/>".to_vec())])));
    assert!(program(&word(&[("word/activeX/activeX1.xml", b"<a/>".to_vec())])));
    let kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject";
    assert!(program(&with_relation(kind, "a.xml", "")));
    assert!(program(&word(&[("word/media/image1.png", b"MZ\x90\0".to_vec())])));
}

#[test]
fn other_files_inside_are_refused() {
    let embedded = |file: &[u8]| matches!(check(file), Err(Refusal::Embedded { .. }));
    assert!(embedded(&word(&[("word/embeddings/a.xml", b"<a/>".to_vec())])));
    assert!(embedded(&word(&[("word/oleObject1.bin", vec![0])])));
    assert!(embedded(&with_relation(&format!("{OFFICE}/oleObject"), "a.xml", "")));
    assert!(embedded(&with_relation(&format!("{OFFICE}/aFChunk"), "a.xml", "")));
    assert!(embedded(&with_type("application/x-msdownload")));
    let hidden = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    assert!(embedded(&word(&[("word/media/image1.png", hidden)])));
    assert!(embedded(&word(&[("word/run.exe", vec![0])])));
}

#[test]
fn what_loads_by_itself_is_refused() {
    let loads = |file: &[u8]| matches!(check(file), Err(Refusal::LoadsFromElsewhere { .. }));
    for (kind, target) in [
        ("attachedTemplate", "https://example.jp/a.dotm"),
        ("image", "https://example.jp/a.png"),
        ("frame", "https://example.jp/"),
        ("hyperlink", "file://server/a"),
        ("hyperlink", "\\\\server\\a"),
        ("hyperlink", "ms-word:ofe|u|https://example.jp/a"),
        ("hyperlink", "javascript:alert(1)"),
    ] {
        assert!(loads(&with_relation(&format!("{OFFICE}/{kind}"), target, OUTSIDE)), "{target}");
    }
    // An address outside is one, whatever the mode says.
    assert!(loads(&with_relation(&format!("{OFFICE}/image"), "http://example.jp/a", "")));
    for field in [
        "<w:instrText>INCLUDEPICTURE x</w:instrText>",
        "<w:fldSimple w:instr=\" INCLUDETEXT a \"/>",
    ] {
        assert!(loads(&word(&[("word/document.xml", document(field))])), "{field}");
    }
    let field =
        "<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c</w:instrText></w:r>";
    let dde = check(&word(&[("word/document.xml", document(field))]));
    assert_eq!(dde, Err(Refusal::Program { what: "a DDE field" }));
    let page = "<w:instrText>PAGE</w:instrText><w:fldSimple w:instr=\"DATE\"/>";
    assert_eq!(check(&word(&[("word/document.xml", document(page))])), Ok(DocumentKind::Word));
    // The word in a text is no field.
    let said = document("<w:t>DDEAUTO INCLUDETEXT</w:t>");
    assert_eq!(check(&word(&[("word/document.xml", said)])), Ok(DocumentKind::Word));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![b' '; (UNPACKED / 2 + 1) as usize];
    let bomb = word(&[("word/a.xml", zeros.clone()), ("word/b.xml", zeros)]);
    assert!(bomb.len() < 2 << 20);
    assert_eq!(check(&bomb), Err(Refusal::TooMuchInside { what: "unpacked bytes" }));
    let names: Vec<String> = (0..=PARTS).map(|it| format!("word/p{it}.xml")).collect();
    let parts: Vec<(&str, Vec<u8>)> = names.iter().map(|it| (it.as_str(), Vec::new())).collect();
    assert_eq!(check(&packed(&parts)), Err(Refusal::TooMuchInside { what: "parts" }));
}

#[test]
fn xml_that_grows_or_names_files_is_refused() {
    let xml = b"<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c SYSTEM \"file:///etc\">]><a>&b;</a>";
    for name in ["word/document.xml", "_rels/.rels", "[Content_Types].xml"] {
        assert_eq!(check(&word(&[(name, xml.to_vec())])), Err(Refusal::Broken), "{name}");
    }
}

#[test]
fn other_archives_and_names_that_lead_elsewhere_are_refused() {
    let zip = packed(&[("a.txt", b"a".to_vec())]);
    assert_eq!(check(&zip), Err(Refusal::NotAccepted { looks_like: Some("ZIP") }));
    for name in ["../a.xml", "/a.xml", "a\\b.xml", "word/../../a.xml", "WORD/Document.xml"] {
        let file = packed(&[
            ("[Content_Types].xml", types(("/word/document.xml", WORD), "")),
            ("word/document.xml", document("")),
            (name, b"<a/>".to_vec()),
        ]);
        assert_eq!(check(&file), Err(Refusal::Broken), "{name}");
    }
    let behind = [b"MZ program".to_vec(), word(&[])].concat();
    assert!(check(&behind).is_err(), "something stands before the package");
}

#[test]
fn every_cut_is_noticed() {
    let whole = word(&[]);
    for length in (0..whole.len()).step_by(7) {
        assert!(check(&whole[..length]).is_err(), "cut at {length}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = check(&bytes);
        prop_assert!(check(&[b"PK\x03\x04".as_slice(), &bytes].concat()).is_err());
    }

    #[test]
    fn a_letter_with_any_byte_changed_is_judged(at in 0..1_000_usize, byte in any::<u8>()) {
        let mut file = word(&[]);
        let at = at % file.len();
        file[at] = byte;
        let _ = check(&file);
    }
}
