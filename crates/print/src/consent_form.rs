//! 同意書: what the patient signs before a notebook is opened, in plain words.

use tasuki_domain::content::ConsentKind;
use tasuki_kernel::Result;

use crate::letters::Letters;
use crate::sheet::{Column, INNER, MARGIN, Sheets};

/// The patient as the form names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PatientLine {
    /// 氏名.
    pub name: String,
    /// Reading.
    pub kana: String,
    /// 生年月日, as it is written on forms.
    pub birth: String,
}

/// What a form says; empty parts are left open to be written by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentForm {
    /// The region's name.
    pub region: String,
    /// What the region calls its notebook.
    pub notebook_name: String,
    /// Whose consent it is; none on a blank form.
    pub patient: Option<PatientLine>,
    /// The facility that manages the notebook.
    pub managing: String,
    /// The team's facilities, the managing one among them.
    pub facilities: Vec<String>,
    /// What was said before, by kind: yes or no. Kinds that are not here are open.
    pub said: Vec<(ConsentKind, bool)>,
    /// The last day, in words; empty when it lasts until it is withdrawn.
    pub until: String,
    /// When it was printed, in words.
    pub printed: String,
}

const TITLE: &str = "連絡帳の利用と情報の共有についての同意書";

/// What is agreed to, as a person understands it.
const TERMS: [&str; 6] = [
    "在宅での療養を支える施設の職員が、電子の連絡帳に、わたしの体調、治療、介護、生活のようすを書き、たがいに読みます。写真や書類を入れることもあります。",
    "連絡帳を読み書きできるのは、わたしの支援チームに入った人だけです。チームの施設は、この用紙の下のとおりです。あとから施設が加わるときは、管理する施設からわたしに伝えます。",
    "連絡帳は暗号にして保管します。だれがいつ読んだかは、すべて記録します。わたしは、その記録を見せてもらうことができます。",
    "同意は、いつでも、理由を言わずに取り下げられます。取り下げると、チームの人は、すぐに連絡帳を読めなくなります。取り下げても、診療や介護を受けるうえで不利になることはありません。",
    "取り下げるまでに書かれた記録は、法令の定める期間、暗号のまま保管します。",
    "知らせてほしくない病名や、見せたくない相手があるときは、管理する施設に伝えます。",
];

/// The title of a kind, and what it means.
const fn kind_words(kind: ConsentKind) -> (&'static str, &'static str) {
    match kind {
        ConsentKind::TeamSharing => (
            "支援チームでの共有",
            "支援チームの全員が、連絡帳を読み書きします。これがないと、連絡帳は使えません。",
        ),
        ConsentKind::Family => {
            ("家族への公開", "チームが公開したものを、家族が家族の部屋で読み、書きこめます。")
        }
        ConsentKind::PartnerRegions => (
            "ほかの地域との共有",
            "協定を結んだ地域の人がチームに入ったとき、その人も連絡帳を読み書きします。",
        ),
        ConsentKind::Disaster => {
            ("災害のとき", "災害のとき、避難や安否の確認に必要なことを、支援する人に伝えます。")
        }
        ConsentKind::Emergency => {
            ("救急のとき", "救急のとき、連絡先・病気・薬・アレルギーを、救急隊や病院に伝えます。")
        }
        ConsentKind::Research => ("研究", "名前などを除いた記録を、地域が認めた研究に使います。"),
    }
}

const BODY: f32 = 9.5;
const SMALL: f32 = 8.0;

/// The form as a PDF.
///
/// # Errors
/// `Configuration` when the font makes no page.
pub fn consent_form(form: &ConsentForm, letters: &Letters) -> Result<Vec<u8>> {
    let mut sheets = Sheets::new(letters);
    head(&mut sheets, form);
    terms(&mut sheets);
    facilities(&mut sheets, form);
    kinds(&mut sheets, form);
    period(&mut sheets, form);
    signatures(&mut sheets);
    sheets.finish(TITLE)
}

fn head(sheets: &mut Sheets<'_>, form: &ConsentForm) {
    sheets.at_the_right(SMALL, &form.printed);
    sheets.in_the_middle(16.0, TITLE);
    sheets.in_the_middle(BODY, format!("{}　{}", form.region, form.notebook_name).trim());
    sheets.gap(6.0);
    let patient = form.patient.clone().unwrap_or_default();
    if patient.kana.is_empty() {
        labelled(sheets, "ふりがな", "");
    } else {
        labelled(sheets, "よみ", &patient.kana);
    }
    labelled(sheets, "患者さんの氏名", &patient.name);
    labelled(sheets, "生年月日", &patient.birth);
    labelled(sheets, "管理する施設", &form.managing);
    sheets.gap(4.0);
}

/// A line with what stands before it: filled in, or open.
fn labelled(sheets: &mut Sheets<'_>, label: &str, value: &str) {
    let column = Column::whole(BODY);
    sheets.beside(column, label);
    let right = column.indented(96.0);
    let top = sheets.y;
    if value.is_empty() {
        sheets.gap(BODY * 1.45);
    } else {
        sheets.text(right, value);
    }
    sheets.rule(right.x, sheets.y.max(top) - 1.5, right.width);
    sheets.gap(4.0);
}

fn heading(sheets: &mut Sheets<'_>, text: &str) {
    sheets.gap(4.0);
    sheets.need(48.0);
    sheets.text(Column::whole(11.0), text);
    sheets.rule(MARGIN, sheets.y - 2.0, INNER);
    sheets.gap(3.0);
}

fn terms(sheets: &mut Sheets<'_>) {
    heading(sheets, "わたしは、次のことの説明を受け、わかりました。");
    for (term, number) in TERMS.iter().zip(1..) {
        let column = Column::whole(SMALL + 0.5);
        sheets.need(column.size * 3.2);
        sheets.beside(column, &format!("{number}."));
        sheets.text(column.indented(14.0), term);
    }
}

fn facilities(sheets: &mut Sheets<'_>, form: &ConsentForm) {
    heading(sheets, "支援チームの施設");
    if form.facilities.is_empty() {
        for _ in 0..2 {
            sheets.gap(BODY * 1.8);
            sheets.rule(MARGIN, sheets.y - 2.0, INNER);
        }
        return;
    }
    sheets.text(Column::whole(SMALL + 0.5), &form.facilities.join("、"));
}

fn kinds(sheets: &mut Sheets<'_>, form: &ConsentForm) {
    heading(sheets, "わたしの考え（どちらかに印を付けます）");
    for kind in ConsentKind::ALL {
        let said = form.said.iter().find(|it| it.0 == kind).map(|it| it.1);
        let (title, meaning) = kind_words(kind);
        let (words, column) = (Column::whole(SMALL), Column::whole(BODY));
        let room = Column { width: INNER - 150.0, ..words };
        sheets.need(sheets.height(room, meaning) + 20.0);
        let top = sheets.y;
        let mut x = MARGIN + INNER - 138.0;
        for (label, yes, wide) in [("同意する", true, 64.0), ("同意しない", false, 74.0)] {
            sheets.square((x, top + 2.0), 10.0, said == Some(yes));
            sheets.beside(Column { x: x + 14.0, ..column }, label);
            x += wide;
        }
        sheets.text(Column { width: room.width, ..column }, title);
        sheets.text(room, meaning);
        sheets.gap(2.0);
    }
}

fn period(sheets: &mut Sheets<'_>, form: &ConsentForm) {
    heading(sheets, "期間");
    let column = Column::whole(BODY);
    let fixed = !form.until.is_empty();
    sheets.need(BODY * 1.8);
    sheets.square((MARGIN, sheets.y + 1.0), 10.0, form.patient.is_some() && !fixed);
    sheets.beside(column.indented(14.0), "署名した日から、取り下げるまで");
    let x = 220.0;
    sheets.square((MARGIN + x, sheets.y + 1.0), 10.0, fixed);
    let last = if fixed { form.until.as_str() } else { "　　　　年　　月　　日" };
    sheets.beside(column.indented(x + 14.0), &format!("署名した日から、{last}まで"));
    sheets.gap(BODY * 1.8);
}

fn signatures(sheets: &mut Sheets<'_>) {
    sheets.need(128.0);
    heading(sheets, "署名");
    let column = Column::whole(BODY);
    let mut row = |parts: &[(&str, f32, f32)]| {
        for (label, x, length) in parts {
            sheets.beside(column.indented(*x), label);
            let letters = u16::try_from(label.chars().count()).unwrap_or(u16::MAX);
            let begin = MARGIN + x + f32::from(letters) * BODY + 6.0;
            sheets.rule(begin, sheets.y + BODY + 3.0, *length);
        }
        sheets.gap(21.0);
    };
    row(&[("日付（令和　　年　　月　　日）", 0.0, 0.0)]);
    row(&[("本人", 0.0, 300.0)]);
    row(&[("代理の人", 0.0, 180.0), ("続柄", 250.0, 90.0)]);
    row(&[("代理で署名する理由", 0.0, 300.0)]);
    row(&[("立ち会った人・説明した人", 0.0, 250.0)]);
}

#[cfg(test)]
mod tests;
