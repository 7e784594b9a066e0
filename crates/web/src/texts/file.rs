//! Documents of an entry: the words.

use super::words::{Counted, CountedOf, Named, Text};

/// Documents of an entry.
#[derive(Debug, Clone, Copy)]
pub struct FileTexts {
    pub files: Text,
    pub pages: Counted,
    pub page_of: CountedOf,
    pub open: Named,
    pub download: Text,
    pub pdf_hint: Text,
    pub office_hint: Text,
    pub large: Text,
    pub earlier_pages: Text,
    pub later_pages: Text,
}

pub(super) const JA: FileTexts = FileTexts {
    files: "ファイル",
    pages: Counted(|n| format!("{n}ページ")),
    page_of: CountedOf(|n, of| format!("{n}/{of}ページ")),
    open: Named(|name| format!("{name} を開く")),
    download: "もとのファイルを保存する",
    pdf_hint: "ページを画像にして表示しています。文字が抜けて見えるときは、もとのファイルを開いてください。",
    office_hint: "Word・Excelのファイルは、保存してから開きます。マクロの入ったファイルは受け付けていません。",
    large: "大きく見る",
    earlier_pages: "前のページ",
    later_pages: "続きのページ",
};

pub(super) const EN: FileTexts = FileTexts {
    files: "Files",
    pages: Counted(|n| super::words::count(n, "page", "pages")),
    page_of: CountedOf(|n, of| format!("Page {n} of {of}")),
    open: Named(|name| format!("Open {name}")),
    download: "Save the original file",
    pdf_hint: "Pages are shown as pictures. If letters seem to be missing, open the original file.",
    office_hint: "Word and Excel files are saved first and then opened. Files with macros are not \
        accepted.",
    large: "View large",
    earlier_pages: "Earlier pages",
    later_pages: "More pages",
};
