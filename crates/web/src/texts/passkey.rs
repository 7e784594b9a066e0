//! Passkeys: the words.

use super::words::Text;

/// Passkeys, wherever they are made or used.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyTexts {
    pub heading: Text,
    pub open: Text,
    pub open_text: Text,
    pub or: Text,
    pub unlock: Text,
    pub register: Text,
    pub register_text: Text,
    pub label: Text,
    pub label_hint: Text,
    /// What scripts suggest as a name, by what the browser says of its machine.
    pub phone: Text,
    pub computer: Text,
    pub missing: Text,
    pub cancelled: Text,
    pub none: Text,
    pub held: Text,
    pub failed: Text,
    pub bound: Text,
    pub synced: Text,
}

pub(super) const JA: PasskeyTexts = PasskeyTexts {
    heading: "パスキー",
    open: "パスキーで開く",
    open_text: "指紋・顔・端末の暗証番号だけで開きます。IDもパスワードも要りません。",
    or: "証明書とパスワードで開く",
    unlock: "パスキーで解除する",
    register: "この端末にパスキーを登録",
    register_text: "登録すると、次からは指紋・顔・端末の暗証番号だけで開けます。\
        指紋や顔の情報は、この端末の外には出ません。",
    label: "この端末の名前",
    label_hint: "なくしたときに見分けられる名前にします。",
    phone: "スマートフォン",
    computer: "パソコン",
    missing: "この画面ではパスキーを使えません。JavaScript が動く新しいブラウザーで開いてください。",
    cancelled: "登録していません。もう一度押すと、やり直せます。",
    none: "確認できませんでした。もう一度押すと、やり直せます。この端末にパスキーがまだないときは、\
        証明書とパスワードで開いて、「自分」の画面で登録してください。",
    held: "この端末のパスキーは、もう登録されています。",
    failed: "通信できませんでした。電波の届くところで、もう一度押してください。",
    bound: "パスキー（この端末だけ）",
    synced: "パスキー（クラウドに保管）",
};

pub(super) const EN: PasskeyTexts = PasskeyTexts {
    heading: "Passkey",
    open: "Open with a passkey",
    open_text: "Your fingerprint, face or the device's PIN is enough: no ID, no password.",
    or: "With certificate and password",
    unlock: "Unlock with the passkey",
    register: "Register a passkey on this device",
    register_text: "From then on your fingerprint, face or the device's PIN is enough. What the \
        device knows of your finger or face never leaves it.",
    label: "Name of this device",
    label_hint: "A name by which you would tell it if it were lost.",
    phone: "Phone",
    computer: "Computer",
    missing: "Passkeys do not work on this page. Open it in a recent browser with JavaScript.",
    cancelled: "Nothing was registered. Press again to start over.",
    none: "You were not recognised. Press again to start over. If this device has no passkey yet, \
        sign in with certificate and password, and register one on the page about yourself.",
    held: "A passkey of this device is registered already.",
    failed: "The server could not be reached. Press again where there is a connection.",
    bound: "passkey (this device only)",
    synced: "passkey (kept in the cloud)",
};
