//! 構成プロファイル (`.mobileconfig`): how an iPhone, an iPad or a Mac takes a certificate with two
//! presses and without typing a password (Apple, "Configuration Profile Reference").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose,
    SigningKey as _,
};
use tasuki_kernel::{DeviceId, Result, Timestamp};

use crate::authority::{Authority, SKEW, unsignable};
use crate::cms::{self, Signer};
use crate::device_certificate::{DeviceCertificate, Strength};
use crate::pem;

/// Seconds for which the certificate that signs a profile is valid: it is installed at once.
const SIGNER: i64 = 3_600;

/// What a profile says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Profile<'a> {
    /// The device; its id names the profile, so that a newer one replaces it.
    pub device: DeviceId,
    /// Shown as the profile's name.
    pub title: &'a str,
    /// Shown below it: what it is for.
    pub text: &'a str,
    /// Whose profile it is: the region's name.
    pub organization: &'a str,
    /// The import password of the PKCS#12 file inside.
    pub password: &'a str,
}

impl Authority {
    /// A profile with this certificate and its key, signed by a certificate that this authority
    /// issues for it.
    ///
    /// The file holds the password beside the sealed key: whoever has the file has the key.
    pub fn profile(
        &self,
        certificate: &DeviceCertificate,
        profile: &Profile<'_>,
        now: Timestamp,
    ) -> Result<Vec<u8>> {
        // Apple's older systems open no other; the password lies beside it anyway.
        let file = certificate.to_pkcs12(profile.password, Strength::Everywhere)?;
        let text = written(profile, &file);
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Tasuki profile");
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        params.use_authority_key_identifier_extension = true;
        self.set_validity(&mut params, now.plus_seconds(-SKEW), now.plus_seconds(SIGNER))?;
        let (made, key) = self.sign(&params)?;
        let mut chain = vec![made.der().to_vec()];
        let above = pem::certificates(self.chain_pem().as_bytes(), "the authority's chain")?;
        chain.extend(above.iter().map(|it| it.to_vec()));
        let sign = |bytes: &[u8]| key.sign(bytes).map_err(unsignable);
        cms::signed(text.as_bytes(), &Signer { chain: &chain, sign: &sign }, now)
    }
}

/// The profile as a property list in XML.
fn written(profile: &Profile<'_>, file: &[u8]) -> String {
    let (id, name) = (profile.device, format!("jp.tasuki.device.{}", profile.device));
    // The payload needs an id of its own: the device's with its last byte turned over.
    let mut inner = *id.as_bytes();
    inner[15] ^= 0xff;
    let inner = DeviceId::from_bytes(inner);
    let payload = [
        text("PayloadType", "com.apple.security.pkcs12"),
        NUMBER.into(),
        text("PayloadIdentifier", &format!("{name}.certificate")),
        text("PayloadUUID", &inner.to_string().to_uppercase()),
        text("PayloadDisplayName", profile.title),
        text("PayloadCertificateFileName", "tasuki.p12"),
        text("Password", profile.password),
        format!("<key>PayloadContent</key><data>{}</data>\n", STANDARD.encode(file)),
    ];
    let whole = [
        text("PayloadType", "Configuration"),
        NUMBER.into(),
        text("PayloadIdentifier", &name),
        text("PayloadUUID", &id.to_string().to_uppercase()),
        text("PayloadDisplayName", profile.title),
        text("PayloadDescription", profile.text),
        text("PayloadOrganization", profile.organization),
        "<key>PayloadRemovalDisallowed</key><false/>\n".into(),
        format!(
            "<key>PayloadContent</key>\n<array>\n<dict>\n{}</dict>\n</array>\n",
            payload.concat()
        ),
    ];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n{}</dict>\n</plist>\n",
        whole.concat()
    )
}

const NUMBER: &str = "<key>PayloadVersion</key><integer>1</integer>\n";

fn text(key: &str, value: &str) -> String {
    format!("<key>{key}</key><string>{}</string>\n", escaped(value))
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let profile = Profile {
            device: DeviceId::from_bytes([1; 16]),
            title: "A & <B>",
            text: "説明",
            organization: "みなと市",
            password: "abcd",
        };
        let plist = written(&profile, b"file");
        assert!(plist.contains("<string>A &amp; &lt;B&gt;</string>"), "{plist}");
        assert!(plist.contains("<data>ZmlsZQ==</data>"), "{plist}");
        assert!(!plist.contains("<B>"));
    }
}
