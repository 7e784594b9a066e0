//! The kinds of parts: which may be there.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::document::DocumentKind;
use crate::refusal::Refusal;

const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// Families of types whose parts are data for the page: markup, styles, charts, drawings.
const FAMILIES: &[&str] = &[
    "application/vnd.openxmlformats-officedocument.wordprocessingml.",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.",
    "application/vnd.openxmlformats-officedocument.drawingml.",
    "application/vnd.openxmlformats-officedocument.drawing+xml",
    "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "application/vnd.openxmlformats-officedocument.theme",
    "application/vnd.openxmlformats-officedocument.themeOverride+xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-package.relationships+xml",
    "application/vnd.openxmlformats-package.digital-signature",
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.ms-office.chartstyle+xml",
    "application/vnd.ms-office.chartcolorstyle+xml",
    "application/vnd.ms-office.chartex+xml",
    "application/vnd.ms-office.classificationlabels+xml",
    "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    "application/vnd.ms-excel.person+xml",
    "application/vnd.ms-excel.threadedcomments+xml",
    "application/vnd.ms-excel.rdrichvalue",
    "application/vnd.ms-excel.rdarray+xml",
    "application/vnd.ms-excel.slicer+xml",
    "application/vnd.ms-excel.slicerCache+xml",
    "application/vnd.ms-excel.controlproperties+xml",
    "application/xml",
    "text/xml",
    "image/",
];

/// Inside those families: another document, or what loads from elsewhere when it is opened.
const REFUSED: &[(&str, Refusal)] = &[
    ("macro", Refusal::Program { what: "macros" }),
    ("vba", Refusal::Program { what: "macros" }),
    ("activex", Refusal::Program { what: "ActiveX" }),
    ("oleobject", Refusal::Embedded { what: "an OLE object" }),
    ("officedocument.package", Refusal::Embedded { what: "a package" }),
    ("externallink", Refusal::LoadsFromElsewhere { what: "a link to another workbook" }),
    ("spreadsheetml.connections", Refusal::LoadsFromElsewhere { what: "a data connection" }),
    ("querytable", Refusal::LoadsFromElsewhere { what: "a query" }),
    ("template.main", Refusal::NotAccepted { looks_like: Some("a template") }),
];

/// Endings of names that parts may have; what is under them is checked as well.
const ENDINGS: &[&str] = &[
    "xml", "rels", "vml", "png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "emf", "wmf",
    "svg", "wdp", "hdp", "odttf", "sigs", "psmdcp",
];

/// `[Content_Types].xml`: the type of each part.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// Ending in small letters, type.
    by_ending: Vec<(String, String)>,
    /// Name with its first `/`, type.
    by_name: Vec<(String, String)>,
}

impl Types {
    pub(super) fn read(xml: &[u8]) -> Result<Self, Refusal> {
        let mut types = Self::default();
        elements(xml, |element| {
            let of = |name: &str| attribute(element, name);
            match element.local_name().as_ref() {
                "Default" => {
                    types
                        .by_ending
                        .push((of("Extension")?.to_ascii_lowercase(), of("ContentType")?));
                }
                "Override" => types.by_name.push((of("PartName")?, of("ContentType")?)),
                _ => {}
            }
            Ok(())
        })?;
        Ok(types)
    }

    /// Word or Excel, by the one main part.
    pub(super) fn kind(&self) -> Result<DocumentKind, Refusal> {
        let all = || self.by_name.iter().chain(&self.by_ending).map(|(_, kind)| kind.as_str());
        for kind in all() {
            refuse(kind)?;
        }
        let mut mains = all().filter_map(|it| match it {
            WORD => Some(DocumentKind::Word),
            EXCEL => Some(DocumentKind::Excel),
            _ => None,
        });
        match (mains.next(), mains.next()) {
            (Some(kind), None) => Ok(kind),
            _ => Err(super::not_office()),
        }
    }

    /// Whether a part may be there.
    pub(super) fn allows(&self, name: &str) -> Result<(), Refusal> {
        let lower = name.to_ascii_lowercase();
        let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
        if lower.contains("vbaproject") || lower.contains("vbadata") {
            return Err(Refusal::Program { what: "macros" });
        }
        if lower.contains("activex") || lower.contains("/ctrlprops/") && ending != "xml" {
            return Err(Refusal::Program { what: "ActiveX" });
        }
        if lower.contains("/embeddings/") {
            return Err(Refusal::Embedded { what: "a part under embeddings" });
        }
        // What a printer's driver keeps; the one kind of part without a format that is common.
        let of_printer = ending == "bin" && lower.contains("printersettings");
        if !of_printer && !ENDINGS.contains(&ending) {
            return Err(Refusal::Embedded { what: "a part of an unknown ending" });
        }
        let kind = self.type_of(name, ending).ok_or(Refusal::Broken)?;
        refuse(kind)?;
        let sign = kind.starts_with("application/vnd.openxmlformats-package.digital-signature");
        let known = FAMILIES.iter().any(|it| kind.starts_with(it)) || sign;
        if known { Ok(()) } else { Err(Refusal::Embedded { what: "a part of an unknown type" }) }
    }

    fn type_of(&self, name: &str, ending: &str) -> Option<&str> {
        let named = |it: &&(String, String)| {
            it.0.strip_prefix('/').is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        let by_name = self.by_name.iter().find(named);
        let found = by_name.or_else(|| self.by_ending.iter().find(|it| it.0 == ending));
        found.map(|(_, kind)| kind.as_str())
    }
}

fn refuse(kind: &str) -> Result<(), Refusal> {
    let kind = kind.to_ascii_lowercase();
    REFUSED.iter().find(|(word, _)| kind.contains(word)).map_or(Ok(()), |(_, why)| Err(*why))
}

/// Reads the elements of a list; refuses what Office never writes: document types, with which
/// XML can name other files and grow without end.
pub(super) fn elements(
    xml: &[u8],
    mut take: impl FnMut(&BytesStart<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => take(&element)?,
            Ok(Event::DocType(_)) | Err(_) => return Err(Refusal::Broken),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// An attribute's value.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, Refusal> {
    let found = element.try_get_attribute(name).map_err(|_| Refusal::Broken)?;
    let found = found.ok_or(Refusal::Broken)?;
    let text = quick_xml::escape::unescape(&found.value).map_err(|_| Refusal::Broken)?;
    Ok(text.into_owned())
}
