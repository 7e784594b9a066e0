//! Relations between parts: only a link that somebody presses may lead out of the file.

use super::parts::{attribute, elements};
use crate::refusal::Refusal;

/// Types whose targets are other files or programs, by the end of their address.
const REFUSED: &[(&str, Refusal)] = &[
    ("/vbaproject", Refusal::Program { what: "macros" }),
    ("/wordvbadata", Refusal::Program { what: "macros" }),
    ("macrosheet", Refusal::Program { what: "macros" }),
    ("/activexcontrolbinary", Refusal::Program { what: "ActiveX" }),
    ("/control", Refusal::Program { what: "ActiveX" }),
    ("/oleobject", Refusal::Embedded { what: "an OLE object" }),
    ("/package", Refusal::Embedded { what: "a package" }),
    ("/afchunk", Refusal::Embedded { what: "a document to be taken in" }),
    ("/subdocument", Refusal::LoadsFromElsewhere { what: "a part of another document" }),
    ("/attachedtemplate", Refusal::LoadsFromElsewhere { what: "a template" }),
    ("/externallink", Refusal::LoadsFromElsewhere { what: "a link to another workbook" }),
    ("/externallinkpath", Refusal::LoadsFromElsewhere { what: "a link to another workbook" }),
    ("/customui", Refusal::Program { what: "a ribbon of its own" }),
];

/// Checks a part of relations (`.rels`).
pub(super) fn check(xml: &[u8]) -> Result<(), Refusal> {
    elements(xml, |element| {
        if element.local_name().as_ref() != "Relationship" {
            return Ok(());
        }
        let kind = attribute(element, "Type")?.to_ascii_lowercase();
        if let Some((_, why)) = REFUSED.iter().find(|(end, _)| kind.ends_with(end)) {
            return Err(*why);
        }
        let target = attribute(element, "Target")?;
        let mode = element.try_get_attribute("TargetMode").map_err(|_| Refusal::Broken)?;
        let outside = mode.is_some_and(|it| it.value.as_ref().eq_ignore_ascii_case("External"));
        if kind.ends_with("/hyperlink") {
            return link(&target);
        }
        // An address that says by itself that it leads outside, whatever the mode says.
        if outside || target.contains("://") || target.starts_with("\\\\") {
            return Err(Refusal::LoadsFromElsewhere { what: "a target outside" });
        }
        Ok(())
    })
}

/// Where a link may lead: to a page or a mail, not to a program or a file of a network.
fn link(target: &str) -> Result<(), Refusal> {
    let target = target.trim_start().to_ascii_lowercase();
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    let known = matches!(scheme, "" | "http" | "https" | "mailto" | "tel");
    if known && !target.starts_with("\\\\") && !target.starts_with("//") {
        Ok(())
    } else {
        Err(Refusal::LoadsFromElsewhere { what: "a link to a file or a program" })
    }
}
