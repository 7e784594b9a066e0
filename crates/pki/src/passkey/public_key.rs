//! Public keys as COSE writes them (RFC 9053), and what they have signed.

use std::collections::BTreeMap;

use minicbor::Decoder;
use minicbor::data::Type;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use super::Refusal;

/// Labels that the three kinds of key have at most.
const LABELS: u64 = 5;

/// A key of one of [`super::ALGORITHMS`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PublicKey<'a> {
    /// ES256: ECDSA on P-256 with SHA-256; the point, not compressed.
    Es256(Vec<u8>),
    /// EdDSA on Ed25519.
    Ed25519(&'a [u8]),
    /// RS256: RSA (PKCS #1 v1.5) with SHA-256; modulus and exponent.
    Rs256(&'a [u8], &'a [u8]),
}

/// What stands in a COSE map, by label.
#[derive(Default)]
struct Labels<'a> {
    numbers: BTreeMap<i64, i64>,
    bytes: BTreeMap<i64, &'a [u8]>,
}

fn labels(cose: &[u8]) -> Result<Labels<'_>, Refusal> {
    let broken = |_| Refusal::Malformed("the key is not CBOR of its form");
    let mut decoder = Decoder::new(cose);
    let count = decoder.map().map_err(broken)?.filter(|it| *it <= LABELS);
    let count = count.ok_or(Refusal::Malformed("the key says more than a key needs"))?;
    let mut found = Labels::default();
    for _ in 0..count {
        let label = decoder.i64().map_err(broken)?;
        if decoder.datatype().map_err(broken)? == Type::Bytes {
            found.bytes.insert(label, decoder.bytes().map_err(broken)?);
        } else {
            found.numbers.insert(label, decoder.i64().map_err(broken)?);
        }
    }
    let said = found.numbers.len() + found.bytes.len();
    if decoder.position() != cose.len() || said as u64 != count {
        return Err(Refusal::Malformed("the key is followed by bytes, or says a thing twice"));
    }
    Ok(found)
}

/// A coordinate: 32 bytes.
const fn is_coordinate(bytes: &[u8]) -> bool {
    bytes.len() == 32
}

impl<'a> PublicKey<'a> {
    pub(super) fn read(cose: &'a [u8]) -> Result<Self, Refusal> {
        let found = labels(cose)?;
        let number = |label| found.numbers.get(&label).copied();
        let bytes = |label| found.bytes.get(&label).copied().unwrap_or_default();
        let curve = number(-1);
        match (number(1), number(3)) {
            (Some(2), Some(-7)) if curve == Some(1) => {
                let (x, y) = (bytes(-2), bytes(-3));
                let whole = is_coordinate(x) && is_coordinate(y);
                let point = || Self::Es256([&[4], x, y].concat());
                whole.then(point).ok_or(Refusal::Malformed("no point of P-256"))
            }
            (Some(1), Some(-8)) if curve == Some(6) => {
                let x = bytes(-2);
                let whole = is_coordinate(x).then_some(Self::Ed25519(x));
                whole.ok_or(Refusal::Malformed("no point of Ed25519"))
            }
            (Some(3), Some(-257)) => Ok(Self::Rs256(bytes(-1), bytes(-2))),
            _ => Err(Refusal::OtherAlgorithm),
        }
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Refusal> {
        let verified = match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            // Refuses what is under 2048 bits by itself.
            Self::Rs256(n, e) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        };
        verified.map_err(|_| Refusal::BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    /// A key of P-256, by label; `x` and `y` are 32 bytes of nothing.
    fn es256(with: impl Fn(&mut Vec<(i64, Vec<u8>)>)) -> Vec<u8> {
        let coordinate = [&[0x58, 32][..], &[9; 32]].concat();
        let mut labels = vec![
            (1, vec![2]),
            (3, vec![0x26]),
            (-1, vec![1]),
            (-2, coordinate.clone()),
            (-3, coordinate),
        ];
        with(&mut labels);
        let mut bytes = vec![0xa0 + labels.len() as u8];
        for (label, value) in labels {
            bytes.extend(minicbor::to_vec(label).unwrap());
            bytes.extend(value);
        }
        bytes
    }

    #[test]
    fn a_key_of_p_256_is_read() {
        let point = [&[4][..], &[9; 64]].concat();
        assert_eq!(PublicKey::read(&es256(|_| ())), Ok(PublicKey::Es256(point)));
    }

    #[test]
    fn another_kind_of_key_is_not() {
        let other = Err(Refusal::OtherAlgorithm);
        // ES384, RS1, another curve, a symmetric key, no algorithm at all.
        assert_eq!(PublicKey::read(&es256(|it| it[1].1 = vec![0x38, 0x22])), other);
        assert_eq!(PublicKey::read(&es256(|it| it[1].1 = vec![0x39, 0xff, 0xfe])), other);
        assert_eq!(PublicKey::read(&es256(|it| it[2].1 = vec![2])), other);
        assert_eq!(PublicKey::read(&es256(|it| it[0].1 = vec![4])), other);
        assert_eq!(PublicKey::read(&es256(|it| drop(it.remove(1)))), other);
    }

    #[test]
    fn a_key_that_is_not_whole_or_says_more_is_refused() {
        let bad = |it: Vec<u8>| assert!(matches!(PublicKey::read(&it), Err(Refusal::Malformed(_))));
        bad(es256(|it| it[3].1 = vec![0x41, 9]));
        bad(es256(|it| drop(it.remove(4))));
        bad(es256(|it| it[4].0 = -2));
        bad(es256(|it| it.push((4, vec![1]))));
        bad([es256(|_| ()), vec![0]].concat());
        bad(vec![0xbf, 0xff]);
        bad(Vec::new());
    }

    #[test]
    fn a_key_of_no_point_verifies_nothing() {
        let key = es256(|_| ());
        let verified = PublicKey::read(&key).unwrap().verify(b"message", &[0x30, 0]);
        assert_eq!(verified, Err(Refusal::BadSignature));
        let rsa = PublicKey::Rs256(&[], &[]).verify(b"message", &[0; 256]);
        assert_eq!(rsa, Err(Refusal::BadSignature));
    }

    /// The assertions of the standard's vectors (Level 3, sections 16.2 and 16.11): key,
    /// authenticator data, client data, signature.
    const VECTORS: [[&str; 4]; 2] = [
        [
            "a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61\
             225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
            "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000",
            "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e5568\
             5158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726\
             967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66\
             616c73657d",
            "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480\
             ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
        ],
        [
            "a40101032720062158\
             2044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832",
            "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50100000000",
            "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a2269566c583442\
             786a4f6d6d44534b4c596f7870557439736e364d48454f7943413135726947514a6e763949222c226f726\
             967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66\
             616c73657d",
            "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b01\
             1f0d6fecb097d6607525713223a0dc0d453993dae00b",
        ],
    ];

    #[test]
    fn the_signatures_of_the_standards_vectors_verify() {
        for vector in VECTORS {
            let [key, data, client_data, signature] = vector.map(|it| hex::decode(it).unwrap());
            let message = [data, Sha256::digest(client_data).to_vec()].concat();
            let key = PublicKey::read(&key).unwrap();
            assert_eq!(key.verify(&message, &signature), Ok(()));
            assert_eq!(key.verify(&message[1..], &signature), Err(Refusal::BadSignature));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_much(bytes: Vec<u8>) {
            if let Ok(key) = PublicKey::read(&bytes) {
                prop_assert_eq!(key.verify(&bytes, &bytes), Err(Refusal::BadSignature));
            }
        }
    }
}
