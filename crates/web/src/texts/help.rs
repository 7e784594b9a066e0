//! How a certificate gets onto each kind of device, in few words beside pictures; and the page that
//! says whether it is there.

use tasuki_domain::system::System;

use super::words::{Named, Text};

/// A step: which drawing, what to do, and what else to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The name of a symbol in `drawings.html`, without `d-`.
    pub picture: &'static str,
    pub title: Text,
    pub text: Text,
}

const fn step(picture: &'static str, title: Text, text: Text) -> Step {
    Step { picture, title, text }
}

/// How a certificate gets onto a device, and whether it is there.
#[derive(Debug, Clone, Copy)]
pub struct HelpTexts {
    pub title: Text,
    pub title_for: Named,
    pub lead: Text,
    pub others: Text,
    pub to_pickup: Text,
    windows: [Step; 5],
    mac: [Step; 4],
    android: [Step; 4],
    ios: [Step; 5],
    pub device_title: Text,
    pub recognised: Text,
    pub recognised_text: Named,
    pub valid_until: Named,
    pub sign_in: Text,
    pub no_password_yet: Text,
    pub missing: Text,
    pub missing_text: Text,
    pub foreign: Text,
    pub foreign_text: Text,
    pub revoked: Text,
    pub revoked_text: Text,
    pub again: Text,
    pub how: Text,
}

impl HelpTexts {
    /// The steps on this kind of device.
    pub const fn steps(&self, system: System) -> &[Step] {
        match system {
            System::Windows => &self.windows,
            System::Mac => &self.mac,
            System::Android => &self.android,
            System::Ios => &self.ios,
        }
    }
}

pub(super) const JA: HelpTexts = HelpTexts {
    title: "証明書を端末に入れる",
    title_for: Named(|system| format!("{system}に証明書を入れる")),
    lead: "5分で終わります。端末の種類を選んでください。",
    others: "ほかの種類の端末",
    to_pickup: "受け取りのページへ",
    windows: [
        step(
            "download",
            "「証明書を受け取る」を押す",
            "右上に出たファイル tasuki.p12 を開きます。",
        ),
        step(
            "next",
            "「現在のユーザー」のまま「次へ」",
            "次の画面も、そのまま「次へ」を押します。",
        ),
        step(
            "password",
            "パスワードを貼り付けて「次へ」",
            "受け取りコードを、線（-）も入れて貼り付けます。",
        ),
        step(
            "next",
            "そのまま「次へ」、「完了」",
            "「正しくインポートされました」と出たら「OK」。",
        ),
        step("choose", "ブラウザーを開き直して確かめる", "証明書を選ぶ画面で「OK」を押します。"),
    ],
    mac: [
        step(
            "download",
            "「プロファイルを受け取る」を押す",
            "ダウンロードしたファイルを開きます。",
        ),
        step(
            "settings",
            "「システム設定」で「プロファイル」を探す",
            "左上の検索に「プロファイル」と入れ、出てきた証明書を2回押します。",
        ),
        step(
            "install",
            "「インストール」を押す",
            "「未検証」と出ても、地域の窓口が作ったものです。Macのパスワードを入れます。",
        ),
        step(
            "choose",
            "ブラウザーを開き直して確かめる",
            "証明書を選び、Macのパスワードを聞かれたら「常に許可」を押します。",
        ),
    ],
    android: [
        step("download", "「証明書を受け取る」を押す", "下に出た「開く」を押します。"),
        step(
            "password",
            "パスワードを貼り付けて「OK」",
            "受け取りコードを、線（-）も入れて貼り付けます。",
        ),
        step(
            "next",
            "「VPNとアプリユーザー証明書」を選ぶ",
            "名前はそのままで「OK」。開けないときは、設定で「証明書」と検索し、「証明書のインストール」から選びます。",
        ),
        step("choose", "Chromeを開き直して確かめる", "証明書を選ぶ画面で「選択」を押します。"),
    ],
    ios: [
        step(
            "download",
            "「プロファイルを受け取る」を押す",
            "Safariで開いて、「許可」を押します。",
        ),
        step(
            "settings",
            "「設定」を開く",
            "上に出た「プロファイルがダウンロードされました」を押します。",
        ),
        step("install", "右上の「インストール」を押す", "端末のパスコードを入れます。"),
        step(
            "next",
            "もう一度「インストール」、「完了」",
            "赤い「未検証」は、地域の窓口が作った印です。進めてかまいません。",
        ),
        step("choose", "Safariを開き直して確かめる", "証明書を選ぶ画面で「続ける」を押します。"),
    ],
    device_title: "この端末の確認",
    recognised: "この端末は登録されています",
    recognised_text: Named(|label| format!("端末の名前: {label}")),
    valid_until: Named(|date| format!("証明書の期限: {date}")),
    sign_in: "サインインへ進む",
    no_password_yet: "初めての方は、届いた「パスワード設定用リンク」を先に開いてください。",
    missing: "証明書が届いていません",
    missing_text: "まだ入れていないか、ブラウザーが前の状態のままです。ブラウザーの窓をすべて閉じて、開き直してください。",
    foreign: "この地域の証明書ではありません",
    foreign_text: "別の証明書が選ばれています。ブラウザーを閉じて開き直し、この地域の証明書を選んでください。",
    revoked: "この証明書は使えなくなっています",
    revoked_text: "失効したか、期限が切れています。施設の管理者に、新しい受け取り番号を頼んでください。",
    again: "もう一度確かめる",
    how: "入れ方を絵で見る",
};

pub(super) const EN: HelpTexts = HelpTexts {
    title: "Put a certificate on a device",
    title_for: Named(|system| format!("Put a certificate on {system}")),
    lead: "It takes five minutes. Choose the kind of device.",
    others: "Other kinds of devices",
    to_pickup: "To the pick-up page",
    windows: [
        step(
            "download",
            "Press \u{201c}Get the certificate\u{201d}",
            "Open the file tasuki.p12 that appears at the top right.",
        ),
        step(
            "next",
            "Leave \u{201c}Current User\u{201d} and press Next",
            "Press Next on the following screen, too.",
        ),
        step(
            "password",
            "Paste the password and press Next",
            "Paste the pick-up code with its dashes.",
        ),
        step(
            "next",
            "Press Next, then Finish",
            "When it says that the import was successful, press OK.",
        ),
        step(
            "choose",
            "Open the browser again and check",
            "When it asks which certificate to use, press OK.",
        ),
    ],
    mac: [
        step(
            "download",
            "Press \u{201c}Get the profile\u{201d}",
            "Open the file that was downloaded.",
        ),
        step(
            "settings",
            "Find \u{201c}Profiles\u{201d} in System Settings",
            "Type \u{201c}profiles\u{201d} into the search field and press the certificate twice.",
        ),
        step(
            "install",
            "Press Install",
            "It may say \u{201c}unverified\u{201d}: it comes from the region's desk. Type the password of your Mac.",
        ),
        step(
            "choose",
            "Open the browser again and check",
            "Choose the certificate; press Always Allow when the password of your Mac is asked for.",
        ),
    ],
    android: [
        step(
            "download",
            "Press \u{201c}Get the certificate\u{201d}",
            "Press Open, which appears below.",
        ),
        step(
            "password",
            "Paste the password and press OK",
            "Paste the pick-up code with its dashes.",
        ),
        step(
            "next",
            "Choose \u{201c}VPN & app user certificate\u{201d}",
            "Leave the name and press OK. If it does not open, search the settings for \u{201c}certificate\u{201d} and choose Install a certificate.",
        ),
        step(
            "choose",
            "Open Chrome again and check",
            "When it asks which certificate to use, press Select.",
        ),
    ],
    ios: [
        step(
            "download",
            "Press \u{201c}Get the profile\u{201d}",
            "Do it in Safari, and press Allow.",
        ),
        step("settings", "Open Settings", "Press \u{201c}Profile Downloaded\u{201d} at the top."),
        step("install", "Press Install at the top right", "Type the passcode of the device."),
        step(
            "next",
            "Press Install once more, then Done",
            "The red \u{201c}not verified\u{201d} says that it comes from the region's own desk: go on.",
        ),
        step(
            "choose",
            "Open Safari again and check",
            "When it asks for the certificate, press Continue.",
        ),
    ],
    device_title: "Check this device",
    recognised: "This device is registered",
    recognised_text: Named(|label| format!("Name of the device: {label}")),
    valid_until: Named(|date| format!("The certificate is valid until {date}")),
    sign_in: "Go on to sign in",
    no_password_yet: "If this is your first time, open the link for setting your password first.",
    missing: "No certificate has arrived",
    missing_text: "It is not on the device yet, or the browser is still as it was. Close all windows \
        of the browser and open it again.",
    foreign: "This is not a certificate of this region",
    foreign_text: "Another certificate was chosen. Close the browser, open it again and choose the \
        certificate of this region.",
    revoked: "This certificate can no longer be used",
    revoked_text: "It was revoked or has expired. Ask your facility's manager for a new pick-up \
        number.",
    again: "Check again",
    how: "See how it is done, in pictures",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// A step without its drawing would be an empty frame.
    #[test]
    fn every_step_has_a_drawing_that_exists() {
        let drawings = include_str!("../../templates/drawings.html");
        for texts in [&JA, &EN] {
            for system in System::ALL {
                for step in texts.steps(system) {
                    let id = format!("id=\"d-{}\"", step.picture);
                    assert!(drawings.contains(&id), "{}", step.picture);
                }
            }
        }
    }

    #[test]
    fn both_languages_lead_the_same_way() {
        for system in System::ALL {
            let pictures = |texts: &HelpTexts| -> Vec<&str> {
                texts.steps(system).iter().map(|it| it.picture).collect()
            };
            assert_eq!(pictures(&JA), pictures(&EN));
            assert_eq!(pictures(&JA).last(), Some(&"choose"), "the last step is the check");
        }
    }
}
