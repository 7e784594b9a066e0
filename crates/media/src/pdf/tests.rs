//! PDFs made by program: two pages, and what somebody would hide in them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    with_trailer(objects, "")
}

fn with_trailer(objects: &[&str], more: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R {more} >>\n");
    file.extend(format!("{trailer}startxref\n{table}\n%%EOF\n").bytes());
    file
}

const PAGES_OF_TWO: &str =
    "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 100] >>";
const BLACK: &str = "<< /Length 19 >>\nstream\n0 0 100 100 re f   \nendstream";

/// Two pages; the left half of the first is black.
fn two_pages(catalogue: &str, second: &str) -> Vec<u8> {
    let catalogue = format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>");
    let first = "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>";
    let second = format!("<< /Type /Page /Parent 2 0 R {second} >>");
    pdf(&[&catalogue, PAGES_OF_TWO, first, &second, BLACK])
}

#[test]
fn pages_are_counted_and_drawn() {
    let file = two_pages("", "");
    assert_eq!(check(&file), Ok(2));
    let first = page(&file, 0, 400, None).unwrap();
    assert_eq!((first.width, first.height), (400, 200));
    assert!(!first.letters_missing);
    let picture = image::load_from_memory(&first.jpeg).unwrap().into_luma8();
    assert!(picture.get_pixel(50, 100)[0] < 20, "the left half is black");
    assert!(picture.get_pixel(350, 100)[0] > 235, "the right half is paper");
    assert_eq!(page(&file, 2, 400, None), Err(Refusal::Broken));
}

#[test]
fn our_font_is_read_for_a_page_that_wants_it_and_for_no_other() {
    let content = "BT /F 40 Tf 10 20 Td <82a0> Tj /G 40 Tf <82a2> Tj ET";
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /90ms-RKSJ-H \
                /DescendantFonts [7 0 R] >>";
    let file = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        PAGES_OF_TWO,
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R \
         /Resources << /Font << /F 6 0 R /G 8 0 R >> >> >>",
        "<< /Type /Page /Parent 2 0 R >>",
        &format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        font,
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo \
         << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
        font,
    ]);
    let reads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&reads);
    let gone = Font::new(
        move || {
            counted.fetch_add(1, Ordering::Relaxed);
            None
        },
        0,
    );
    assert!(!page(&file, 1, 400, Some(&gone)).unwrap().letters_missing);
    assert_eq!(reads.load(Ordering::Relaxed), 0);
    assert!(page(&file, 0, 400, Some(&gone)).unwrap().letters_missing);
    assert_eq!(reads.load(Ordering::Relaxed), 1, "once for all fonts of the page");
}

#[test]
fn links_are_accepted() {
    let link = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] \
                /A << /S /URI /URI (https://example.jp/) >> >>]";
    assert_eq!(check(&two_pages("/OpenAction [3 0 R /Fit]", link)), Ok(2));
}

#[test]
fn what_runs_is_refused() {
    for (catalogue, page) in [
        ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", ""),
        ("/OpenAction << /S /#4aavaScript /#4a#53 (1) >>", ""),
        ("/OpenAction << /S /Launch /F (cmd.exe) >>", ""),
        ("/Names << /JavaScript << /Names [] >> >>", ""),
        ("/AcroForm << /XFA [] >>", ""),
        ("", "/AA << /O << /S /SubmitForm /F (https://example.jp) >> >>"),
        ("", "/Annots [<< /Subtype /Screen >>]"),
        ("", "/Annots [[[<< /A << /S /ImportData >> >>]]]"),
    ] {
        let found = check(&two_pages(catalogue, page));
        assert!(matches!(found, Err(Refusal::Program { .. })), "{catalogue}{page}: {found:?}");
    }
}

#[test]
fn what_no_table_leads_to_is_refused_all_the_same() {
    let mut file = two_pages("", "");
    file.extend(b"\n9 0 obj << /S /JavaScript >> endobj\n");
    assert_eq!(check(&file), Err(Refusal::Program { what: "JavaScript" }));
}

#[test]
fn other_files_inside_are_refused() {
    for (catalogue, page) in [
        ("/Names << /EmbeddedFiles << /Names [] >> >>", ""),
        ("", "/Annots [<< /Subtype /FileAttachment >>]"),
        ("", "/FS << /Type /Filespec /EF << /F 5 0 R >> >>"),
    ] {
        let found = check(&two_pages(catalogue, page));
        assert!(matches!(found, Err(Refusal::Embedded { .. })), "{catalogue}{page}: {found:?}");
    }
}

#[test]
fn a_password_is_refused() {
    let objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"];
    let file = with_trailer(&objects, "/Encrypt << /Filter /Standard /V 1 /R 2 >>");
    assert_eq!(check(&file), Err(Refusal::Encrypted));
}

#[test]
fn what_is_no_pdf_is_broken() {
    let none = pdf(&["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]);
    for broken in [&b"%PDF-1.7\n"[..], b"%PDF-1.7\n%%EOF", &none] {
        assert_eq!(check(broken), Err(Refusal::Broken));
    }
}

#[test]
fn a_page_of_no_size_is_not_drawn() {
    for size in ["[0 0 0 0]", "[0 0 1e30 1]", "[0 0 -1 5]"] {
        let second = format!("/MediaBox {size}");
        let file = two_pages("", &second);
        if let Ok(drawn) = page(&file, 1, 400, None) {
            assert!(drawn.width.max(drawn.height) <= 400, "{size}");
        }
    }
}

#[test]
fn pages_are_bounded() {
    let many = PAGES + 1;
    let kids: Vec<String> = (0..many).map(|it| format!("{} 0 R", it + 3)).collect();
    let kids = kids.join(" ");
    let pages = format!("<< /Type /Pages /Kids [{kids}] /Count {many} /MediaBox [0 0 9 9] >>");
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>", &pages];
    objects.extend(std::iter::repeat_n("<< /Type /Page /Parent 2 0 R >>", many));
    assert_eq!(check(&pdf(&objects)), Err(Refusal::TooMuchInside { what: "pages" }));
}

proptest! {
    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = check(&[b"%PDF-1.7\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn a_file_with_any_byte_changed_is_judged_and_drawn(at in any::<usize>(), byte in any::<u8>()) {
        let mut file = two_pages("", "");
        let at = at % file.len();
        file[at] = byte;
        if check(&file).is_ok() {
            let _ = page(&file, 0, 40, None);
        }
    }
}
