//! Fields of a text that fetch or start something: DDE and inclusions (ISO/IEC 29500-1, 17.16).

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::refusal::Refusal;

/// Field names, in capital letters.
const STARTS: &[&str] = &["DDE", "DDEAUTO"];
const FETCHES: &[&str] = &["INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "RD"];

/// Checks one part of XML.
///
/// Word cuts a field's words into as many runs as it likes, so that they are joined first.
pub(super) fn check(xml: &[u8]) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    let (mut inside, mut words) = (false, String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                match element.local_name().as_ref() {
                    "instrText" => inside = true,
                    // Where a field begins and ends.
                    "fldChar" => words.push(' '),
                    _ => {}
                }
                simple(&element, &mut words)?;
            }
            Ok(Event::Empty(element)) => {
                if element.local_name().as_ref() == "fldChar" {
                    words.push(' ');
                }
                simple(&element, &mut words)?;
            }
            Ok(Event::Text(text)) if inside => {
                words.push_str(&text);
            }
            Ok(Event::CData(text)) if inside => {
                words.push_str(&text);
            }
            Ok(Event::GeneralRef(_)) if inside => words.push('"'),
            Ok(Event::End(element)) if element.local_name().as_ref() == "instrText" => {
                inside = false;
            }
            Ok(Event::DocType(_)) | Err(_) => return Err(Refusal::Broken),
            Ok(Event::Eof) => return judge(&words),
            Ok(_) => {}
        }
    }
}

fn simple(element: &quick_xml::events::BytesStart<'_>, words: &mut String) -> Result<(), Refusal> {
    if element.local_name().as_ref() != "fldSimple" {
        return Ok(());
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| Refusal::Broken)?;
        if attribute.key.local_name().as_ref() == "instr" {
            words.push(' ');
            words.push_str(&attribute.value);
            words.push(' ');
        }
    }
    Ok(())
}

fn judge(words: &str) -> Result<(), Refusal> {
    let words = words.to_ascii_uppercase();
    let said = |names: &[&str]| {
        words.split(|c: char| !c.is_ascii_alphanumeric()).any(|it| names.contains(&it))
    };
    if said(STARTS) {
        return Err(Refusal::Program { what: "a DDE field" });
    }
    if said(FETCHES) {
        return Err(Refusal::LoadsFromElsewhere { what: "a field that includes another file" });
    }
    Ok(())
}
