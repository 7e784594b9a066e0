//! A client of HTTP/1.1 that costs little: it shares the cores with the server that it measures.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::region::Somebody;

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// How a device connects.
#[derive(Clone)]
pub enum Door {
    /// Without TLS.
    Plain(SocketAddr),
    /// TLS 1.3 with the device's certificate.
    Tls(SocketAddr, TlsConnector),
}

impl Door {
    /// TLS 1.3 with somebody's certificate. Each connection is a full handshake.
    pub fn of(port: u16, authority_pem: &str, who: &Somebody) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority_pem.as_bytes())?)?;
        let chain = vec![CertificateDer::from_pem_slice(who.certificate.as_bytes())?];
        let key = PrivateKeyDer::from_pem_slice(who.key.as_bytes())?;
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)?;
        config.resumption = rustls::client::Resumption::disabled();
        Ok(Self::Tls(address(port), TlsConnector::from(Arc::new(config))))
    }

    /// Connects.
    pub async fn connect(&self) -> Result<Connection> {
        let stream: Box<dyn Stream> = match self {
            Self::Plain(address) => Box::new(tcp(*address).await?),
            Self::Tls(address, connector) => {
                let name = ServerName::try_from("localhost")?;
                Box::new(connector.connect(name, tcp(*address).await?).await?)
            }
        };
        Ok(Connection { stream, buffer: Vec::with_capacity(64 * 1024), at: 0 })
    }
}

/// An address of this machine.
pub fn address(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

async fn tcp(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).await.with_context(|| format!("{address}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A kept connection, one request after the other.
pub struct Connection {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
    /// What of the buffer was already taken.
    at: usize,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header lines.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Connection {
    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.stream.flush().await?;
        let answer = self.head().await?;
        self.rest(answer).await
    }

    /// Sends a request and reads the head of the answer alone: a stream follows.
    pub async fn open(&mut self, request: &[u8]) -> Result<()> {
        self.stream.write_all(request).await?;
        self.stream.flush().await?;
        let answer = self.head().await?;
        if answer.status != 200 {
            bail!("a stream was refused: {}", answer.status);
        }
        Ok(())
    }

    /// Waits for more bytes of a stream, and gives all that came since the last call.
    pub async fn more(&mut self) -> Result<&[u8]> {
        self.buffer.clear();
        self.at = 0;
        self.fill().await?;
        Ok(&self.buffer)
    }

    async fn fill(&mut self) -> Result<()> {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        }
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed");
        }
        Ok(())
    }

    async fn head(&mut self) -> Result<Answer> {
        loop {
            if let Some(end) = find(&self.buffer[self.at..], b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[self.at..self.at + end]);
                let (first, head) = head.split_once("\r\n").unwrap_or((&head, ""));
                let status = first.split(' ').nth(1).and_then(|it| it.parse().ok());
                let status = status.with_context(|| format!("no status: {first}"))?;
                let answer = Answer { status, head: head.to_owned(), body: Vec::new() };
                self.at += end + 4;
                return Ok(answer);
            }
            self.fill().await?;
        }
    }

    async fn rest(&mut self, mut answer: Answer) -> Result<Answer> {
        if answer.header("transfer-encoding").is_some() {
            loop {
                let size = self.line().await?;
                let size = usize::from_str_radix(&size, 16).context("the length of a chunk")?;
                let chunk = self.take(size + 2).await?;
                answer.body.extend_from_slice(&chunk[..size]);
                if size == 0 {
                    return Ok(answer);
                }
            }
        }
        let length = answer.header("content-length").and_then(|it| it.parse().ok());
        answer.body = self.take(length.unwrap_or_default()).await?;
        Ok(answer)
    }

    async fn line(&mut self) -> Result<String> {
        loop {
            if let Some(end) = find(&self.buffer[self.at..], b"\r\n") {
                let line = &self.buffer[self.at..self.at + end];
                let line = String::from_utf8_lossy(line).into_owned();
                self.at += end + 2;
                return Ok(line);
            }
            self.fill().await?;
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.buffer.len() - self.at < length {
            self.fill().await?;
        }
        let taken = self.buffer[self.at..self.at + length].to_vec();
        self.at += length;
        Ok(taken)
    }
}

/// Where `wanted` begins in `text`.
pub fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|it| it == wanted)
}

/// The bytes of a request for a page or an answer.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n").into_bytes()
}

/// The bytes of a change.
pub fn post(path: &str, cookie: &str, csrf: &str, json: &str) -> Vec<u8> {
    let headers = format!("cookie: {cookie}\r\nx-csrf-token: {csrf}");
    sent(path, &headers, ("application/json", json))
}

/// The bytes of a form that was filled in on a page.
pub fn form(path: &str, cookie: &str, csrf: &str, fields: &str) -> Vec<u8> {
    let headers = format!("cookie: {cookie}\r\norigin: https://localhost");
    let body = format!("csrf={csrf}&{fields}");
    sent(path, &headers, ("application/x-www-form-urlencoded", &body))
}

fn sent(path: &str, headers: &str, (kind, body): (&str, &str)) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\ncontent-type: {kind}\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use tasuki_testkit::block_on;
    use tokio::io::duplex;

    use super::*;

    async fn answered(said: &'static [u8]) -> Result<(Answer, Connection)> {
        let (ours, mut theirs) = duplex(7);
        tokio::spawn(async move {
            let mut asked = [0; 64];
            let read = theirs.read(&mut asked).await.unwrap_or_default();
            assert!(read > 0);
            drop(theirs.write_all(said).await);
        });
        let mut it = Connection { stream: Box::new(ours), buffer: Vec::new(), at: 0 };
        let answer = it.ask(b"GET /").await?;
        Ok((answer, it))
    }

    #[test]
    fn bodies_of_a_length_are_read_and_no_more() {
        block_on(async {
            let said = b"HTTP/1.1 201 Created\r\nA-B: c\r\ncontent-length: 3\r\n\r\nabcrest";
            let (answer, _) = answered(said).await.unwrap();
            assert_eq!((answer.status, answer.body.as_slice()), (201, &b"abc"[..]));
            assert_eq!(answer.header("a-b"), Some("c"));
        });
    }

    #[test]
    fn bodies_in_chunks_are_put_together() {
        block_on(async {
            let said = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n";
            let (answer, mut it) = answered(said).await.unwrap();
            assert_eq!(answer.body, b"abc0123456789");
            assert!(it.more().await.is_err(), "nothing was left over");
        });
    }

    #[test]
    fn a_broken_answer_is_an_error() {
        block_on(async {
            assert!(answered(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab").await.is_err());
            assert!(answered(b"what\r\n\r\n").await.is_err());
        });
    }

    #[test]
    fn requests_are_what_a_server_expects() {
        let bytes = post("/a", "b=c", "d", "{}");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("POST /a HTTP/1.1\r\n") && text.ends_with("\r\n\r\n{}"));
        assert!(text.contains("content-length: 2\r\n"));
        let bytes = form("/a", "b=c", "d", "e=f");
        assert!(String::from_utf8(bytes).unwrap().ends_with("\r\n\r\ncsrf=d&e=f"));
        assert!(get("/a", "b=c").ends_with(b"\r\n\r\n"));
    }
}
