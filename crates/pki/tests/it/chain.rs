//! A root, an authority under it, what it issues, revokes and signs: as `openssl` sees it.

use quick_xml::Reader;
use quick_xml::events::Event;
use tasuki_kernel::DeviceId;
use tasuki_pki::{Authority, DeviceCertificate, DeviceRequest, Profile, Revoked};

use crate::listener::{DEVICE, now};
use crate::openssl::{Files, openssl};

struct Chain {
    root: Authority,
    daily: Authority,
    files: Files,
}

impl Chain {
    fn new() -> Self {
        let root = Authority::create_root("緑が丘", now()).unwrap();
        let daily = Authority::create_under(&root, "緑が丘", 1, now()).unwrap();
        Self { root, daily, files: Files::new() }
    }

    fn device(&self) -> DeviceCertificate {
        device_of(&self.daily)
    }

    /// Whether a device counts for somebody who trusts the root and looks at this list.
    fn verifies(&self, device: &DeviceCertificate, list: &str) -> (bool, String) {
        let device = self.files.write("device.pem", &device.certificate_pem);
        let root = self.files.write("root.pem", self.root.certificate_pem());
        let above = self.files.write("above.pem", self.daily.chain_pem());
        let list = self.files.write("devices.crl", list);
        let strict = ["verify", "-x509_strict", "-purpose", "sslclient", "-crl_check"];
        let by = ["-CAfile", &root, "-untrusted", &above, "-CRLfile", &list, &device];
        openssl(&[&strict[..], &by[..]].concat())
    }
}

fn device_of(authority: &Authority) -> DeviceCertificate {
    let (not_before, not_after) = (now().plus_seconds(-60), now().plus_seconds(600));
    let request = DeviceRequest { device: DEVICE, label: "7号機", not_before, not_after };
    authority.issue_device(&request).unwrap()
}

fn list(authority: &Authority, revoked: &[&DeviceCertificate]) -> String {
    let at = now();
    let revoked = revoked.iter().map(|it| Revoked { serial: it.serial.clone(), at });
    let revoked: Vec<_> = revoked.collect();
    authority.revocations(&revoked, at, at.plus_seconds(600)).unwrap()
}

#[test]
fn a_revoked_device_is_refused_and_another_is_accepted() {
    let chain = Chain::new();
    let (lost, kept) = (chain.device(), chain.device());
    let before = list(&chain.daily, &[]);
    let after = list(&chain.daily, &[&lost]);
    for (device, list, accepted) in
        [(&lost, &before, true), (&lost, &after, false), (&kept, &after, true)]
    {
        let (verified, said) = chain.verifies(device, list);
        assert_eq!(verified, accepted, "{said}");
        assert_eq!(said.contains("certificate revoked"), !accepted, "{said}");
    }
}

#[test]
fn lists_of_two_authorities_stand_in_one_file() {
    let chain = Chain::new();
    let former = Authority::create("緑が丘", now()).unwrap();
    let (lost, kept) = (chain.device(), chain.device());
    // Serial numbers that another authority issued do no harm in a list.
    let both = [&former, &chain.daily].map(|it| list(it, &[&lost])).concat();
    assert!(!chain.verifies(&lost, &both).0);
    let (verified, said) = chain.verifies(&kept, &both);
    assert!(verified, "{said}");
    // Another's list alone decides nothing.
    assert!(!chain.verifies(&kept, &list(&former, &[])).0);
}

#[test]
fn what_another_root_signed_is_refused() {
    let (chain, other) = (Chain::new(), Chain::new());
    let device = other.device();
    assert!(!chain.verifies(&device, &list(&chain.daily, &[])).0);
}

#[test]
fn an_authority_for_daily_use_signs_no_further_authority() {
    let chain = Chain::new();
    // Under another name: who signs under its own is not counted.
    let below = Authority::create_under(&chain.daily, "緑が丘", 2, now()).unwrap();
    let device = device_of(&below);
    let file = chain.files.write("device.pem", &device.certificate_pem);
    let root = chain.files.write("root.pem", chain.root.certificate_pem());
    let above = chain.files.write("above.pem", below.chain_pem());
    let (verified, said) = openssl(&["verify", "-CAfile", &root, "-untrusted", &above, &file]);
    assert!(!verified && said.contains("path length constraint exceeded"), "{said}");
}

fn signed_profile(chain: &Chain) -> Vec<u8> {
    let profile = Profile {
        device: DEVICE,
        title: "たすき <訪問用> & 電話",
        text: "連絡帳を開くための証明書",
        organization: "緑が丘",
        password: "kxp3-9vt7-mw2a",
    };
    chain.daily.profile(&chain.device(), &profile, now()).unwrap()
}

#[test]
fn a_profile_is_signed_and_a_changed_one_is_not() {
    let chain = Chain::new();
    let signed = signed_profile(&chain);
    let root = chain.files.write("root.pem", chain.root.certificate_pem());
    let verify = |name: &str, bytes: &[u8], command: &str| {
        let file = chain.files.write(name, bytes);
        openssl(&[command, "-verify", "-inform", "DER", "-in", &file, "-CAfile", &root])
    };
    for command in ["cms", "smime"] {
        let (verified, said) = verify("a.mobileconfig", &signed, command);
        assert!(verified && said.contains("erification successful"), "{said}");
    }
    let at = signed.windows(11).position(|it| it == b"PayloadUUID").unwrap();
    let mut changed = signed;
    changed[at] = b'p';
    assert!(!verify("b.mobileconfig", &changed, "cms").0);
}

/// The keys of a property list with the text that follows each, in their order.
fn pairs(plist: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(plist);
    reader.config_mut().expand_empty_elements = false;
    let (mut key, mut text, mut pairs) = (String::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return pairs,
            Event::Start(_) => text.clear(),
            Event::Text(it) => text += &it,
            Event::GeneralRef(it) => {
                text += match &*it {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    other => panic!("{other}"),
                }
            }
            Event::End(it) if it.name().as_ref() == "key" => key.clone_from(&text),
            Event::End(it) if ["string", "data", "integer"].contains(&it.name().as_ref()) => {
                pairs.push((key.clone(), text.clone()));
            }
            _ => {}
        }
    }
}

#[test]
fn a_profile_holds_what_apple_documents() {
    let chain = Chain::new();
    let file = chain.files.write("a.mobileconfig", signed_profile(&chain));
    let out = file.replace("a.mobileconfig", "a.plist");
    let verify = ["cms", "-verify", "-inform", "DER", "-noverify", "-in", &file, "-out", &out];
    assert!(openssl(&verify).0);
    let plist = std::fs::read_to_string(&out).unwrap();
    assert!(plist.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
    let pairs = pairs(&plist);
    let all = |key: &str| -> Vec<&str> {
        pairs.iter().filter(|it| it.0 == key).map(|it| it.1.as_str()).collect()
    };
    assert_eq!(all("PayloadType"), ["Configuration", "com.apple.security.pkcs12"]);
    assert_eq!(all("PayloadVersion"), ["1", "1"]);
    assert_eq!(all("PayloadOrganization"), ["緑が丘"]);
    assert_eq!(all("PayloadDisplayName"), ["たすき <訪問用> & 電話"; 2]);
    assert_eq!(all("Password"), ["kxp3-9vt7-mw2a"]);
    let ids = all("PayloadUUID");
    assert!(ids[0] != ids[1] && ids.iter().all(|it| it.parse::<DeviceId>().is_ok()), "{ids:?}");
    let names = all("PayloadIdentifier");
    assert!(names[1].starts_with(names[0]) && names[0] != names[1]);

    // The data is the sealed key, and the password beside it opens it.
    let data = all("PayloadContent")[0];
    let encoded = chain.files.write("a.b64", format!("{data}\n"));
    let sealed = file.replace("a.mobileconfig", "a.p12");
    assert!(openssl(&["base64", "-d", "-A", "-in", &encoded, "-out", &sealed]).0);
    let password = "pass:kxp3-9vt7-mw2a";
    let (opened, said) = openssl(&["pkcs12", "-in", &sealed, "-noenc", "-passin", password]);
    assert!(opened && said.contains("BEGIN PRIVATE KEY"), "{said}");
}
