//! A table of staff, as offices in two languages and with several programs write it.

use tasuki_domain::staff::sheet::{Sheet, read};
use tasuki_domain::staff::{Column, Encoding};
use tasuki_domain::system::System;

const PEOPLE: &str = "高橋,奈緒,たかはし,なお,看護師,nao@midori.example.jp,midori-nao,はい,iPhone\r\n\
    鈴木,葵,スズキ,ｱｵｲ,ケアマネジャー,aoi@midori.example.jp,,,\r\n\
    ,誠,,まこと,医師,makoto,makoto,たぶん,\r\n";

fn table(name: usize) -> String {
    let heads = Column::ALL.map(|it| it.names()[name]);
    format!("{}\r\n{PEOPLE}", heads.join(","))
}

fn sheet(bytes: &[u8]) -> Sheet {
    read(bytes, System::Windows).unwrap()
}

#[test]
fn headings_in_either_language_make_the_same_people() {
    let (japanese, english) = (sheet(table(0).as_bytes()), sheet(table(1).as_bytes()));
    assert_eq!(japanese.lines, english.lines);
    assert_eq!(japanese.lines.len(), 3);
    assert!(japanese.ignored.is_empty() && english.ignored.is_empty());
}

#[test]
fn every_program_writes_the_same_people() {
    let text = table(0);
    let plain = sheet(text.as_bytes());
    assert_eq!(plain.encoding, Encoding::Utf8);
    let marked = sheet(&[b"\xEF\xBB\xBF", text.as_bytes()].concat());
    assert_eq!((marked.encoding, &marked.lines), (Encoding::Utf8, &plain.lines));
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = sheet(&[b"\xFF\xFE", units.as_slice()].concat());
    assert_eq!((wide.encoding, &wide.lines), (Encoding::Utf16, &plain.lines));
    let windows = sheet(&encoding_rs::SHIFT_JIS.encode(&text).0);
    assert_eq!((windows.encoding, &windows.lines), (Encoding::ShiftJis, &plain.lines));
}

/// What is shown to be mended is the table itself: read again it says the same.
#[test]
fn a_table_is_mended_as_it_was_read() {
    let first = sheet(&encoding_rs::SHIFT_JIS.encode(&table(0)).0);
    let again = sheet(first.text.as_bytes());
    assert_eq!(again.lines, first.lines);
    assert_eq!(again.text, first.text);
}

#[test]
fn a_line_passes_the_same_checks_as_the_form() {
    let read = sheet(table(1).as_bytes());
    let [nao, .., nameless] = &read.lines[..] else { panic!("three people: {read:?}") };
    assert_eq!(nao.typed.check().ok(), nao.checked);
    for line in &read.lines {
        assert_eq!(line.checked.is_none(), !line.flaws.is_empty(), "{line:?}");
        assert!(line.checked.is_none() || line.typed.check().is_ok(), "{line:?}");
    }
    assert!(nameless.checked.is_none(), "no family name, no address, neither yes nor no");
    assert!(nameless.flaws.len() >= 4, "all that is wrong at once: {:?}", nameless.flaws);
    assert_eq!(nao.checked.as_ref().map(|it| it.manager), Some(true));
}
