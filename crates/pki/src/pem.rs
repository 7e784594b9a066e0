//! Reading PEM (RFC 7468) that an operator wrote: whatever is wrong becomes a [`Problem`] that
//! says what to do, and no detail repeats the bytes, which may be a key.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tasuki_kernel::{Code, Problem, Result};

/// All certificates, in the order of the file; at least one. `what` names the file in the
/// problem, as in "the server's certificate".
pub fn certificates(pem: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(what, &error.to_string()))?;
    if found.is_empty() {
        return Err(unreadable(what, "it has no BEGIN CERTIFICATE line"));
    }
    Ok(found)
}

/// The blocks of a text of PEM blocks, each with its last line.
pub fn blocks(pem: &str) -> impl DoubleEndedIterator<Item = &str> {
    const END: &str = "-----\n";
    let starts: Vec<usize> = pem.match_indices("-----BEGIN ").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([pem.len()]).collect::<Vec<_>>();
    let whole = starts.into_iter().zip(ends).map(|(from, to)| &pem[from..to]);
    whole.filter(|block| block.ends_with(END)).collect::<Vec<_>>().into_iter()
}

/// The first private key: PKCS#8, PKCS#1 or SEC 1, not encrypted.
pub fn private_key(pem: &[u8], what: &str) -> Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|_| {
        unreadable(what, "it has no unencrypted PRIVATE KEY block; write it as PKCS#8 in PEM")
    })
}

fn unreadable(what: &str, why: &str) -> Problem {
    Problem::new(Code::Configuration, format!("cannot read {what} as PEM: {why}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_divided_into_its_blocks() {
        let one = "-----BEGIN A-----\nx\n-----END A-----\n";
        let two = "-----BEGIN B-----\ny\n-----END B-----\n";
        assert_eq!(blocks(&format!("{one}{two}")).collect::<Vec<_>>(), [one, two]);
        assert_eq!(blocks("nothing").count(), 0);
        assert_eq!(blocks("-----BEGIN A-----\nx").count(), 0);
    }

    #[test]
    fn an_empty_file_is_named() {
        let problem = certificates(b"", "the server's certificate").unwrap_err();
        assert_eq!(problem.code, Code::Configuration);
        assert!(problem.detail.contains("the server's certificate"), "{problem}");
    }

    #[test]
    fn an_encrypted_key_is_explained() {
        let pem =
            b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----";
        let problem = private_key(pem, "the server's key").unwrap_err();
        assert!(problem.detail.contains("unencrypted"), "{problem}");
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_problems(bytes: Vec<u8>) {
            prop_assert!(certificates(&bytes, "it").is_err());
            prop_assert!(private_key(&bytes, "it").is_err());
        }
    }
}
