//! A client over TLS 1.3 with a device's certificate: HTTP/1.1, one request after the other on one
//! connection, so that what it sends and when it was answered can be told exactly.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::PATIENCE;

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Request {
    /// Reads `path` (with its query).
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// The same with another method.
    #[must_use]
    pub fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    /// Sends `body` of a media type to `path`.
    pub fn post(path: impl Into<String>, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let post = Self { method: "POST", body: body.into(), ..Self::get(path) };
        post.with("content-type", kind)
    }

    /// The same with a header. The value may hold any byte that HTTP lets through, UTF-8 too.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    fn to_bytes(&self) -> Vec<u8> {
        let head = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n",
            self.method,
            self.path,
            self.body.len()
        );
        let mut bytes = head.into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

type Tls = BufReader<StreamOwned<ClientConnection, TcpStream>>;

/// A device that connects to a server on this machine.
pub struct Client {
    config: Arc<ClientConfig>,
    port: u16,
    connection: Option<Tls>,
}

impl Client {
    /// One that trusts the authority in `authority_pem`, and shows a certificate when it is given
    /// one with its key (PEM).
    ///
    /// # Panics
    /// When one of them is not PEM.
    pub fn new(port: u16, authority_pem: &str, identity: Option<(&str, &str)>) -> Self {
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_pem_slice(authority_pem.as_bytes());
        roots.add(authority.expect("an authority in PEM")).expect("an authority");
        let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .expect("TLS 1.3")
            .with_root_certificates(roots);
        let config = match identity {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain = CertificateDer::from_pem_slice(certificate.as_bytes());
                let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("a key in PEM");
                let chain = vec![chain.expect("a certificate in PEM")];
                builder.with_client_auth_cert(chain, key).expect("a certificate with its key")
            }
        };
        Self { config: Arc::new(config), port, connection: None }
    }

    /// The same device on a connection of its own.
    #[must_use]
    pub fn another(&self) -> Self {
        Self { config: Arc::clone(&self.config), port: self.port, connection: None }
    }

    /// The same device, at the server on another port.
    #[must_use]
    pub fn at(&self, port: u16) -> Self {
        Self { port, ..self.another() }
    }

    fn connected(&mut self) -> io::Result<&mut Tls> {
        if self.connection.is_none() {
            let tcp = TcpStream::connect(("127.0.0.1", self.port))?;
            tcp.set_nodelay(true)?;
            // A test that waits for ever would not say why.
            tcp.set_read_timeout(Some(PATIENCE))?;
            tcp.set_write_timeout(Some(PATIENCE))?;
            let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
            let tls = ClientConnection::new(Arc::clone(&self.config), name);
            let stream = StreamOwned::new(tls.map_err(io::Error::other)?, tcp);
            self.connection = Some(BufReader::new(stream));
        }
        self.connection.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// The port of this side of the connection, which is made when there is none.
    pub fn local_port(&mut self) -> io::Result<u16> {
        Ok(self.connected()?.get_ref().sock.local_addr()?.port())
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    /// When the connection breaks before the answer is whole: nothing is known then. The next
    /// request makes a new connection.
    pub fn send(&mut self, request: &Request) -> io::Result<Answer> {
        let answer = self.exchange(request);
        if answer.as_ref().map_or(true, |it| it.header("connection") == Some("close")) {
            self.connection = None;
        }
        answer
    }

    fn exchange(&mut self, request: &Request) -> io::Result<Answer> {
        let stream = self.connected()?;
        begin(stream, request)?;
        let (status, headers) = read_head(stream)?;
        let mut answer = Answer { status, headers, body: Vec::new() };
        let length = answer.header("content-length").and_then(|it| it.parse::<u64>().ok());
        if answer.header("transfer-encoding").is_some() {
            Chunks::new(stream).read_to_end(&mut answer.body)?;
        } else if let Some(length) = length {
            stream.take(length).read_to_end(&mut answer.body)?;
            if answer.body.len() as u64 != length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(answer)
    }

    /// Opens a live stream on a connection of its own.
    ///
    /// # Errors
    /// When there is no connection, or the answer is no stream.
    pub fn follow(&self, request: &Request) -> io::Result<Events> {
        let mut it = self.another();
        let stream = it.connected()?;
        begin(stream, request)?;
        let (status, _) = read_head(stream)?;
        match it.connection {
            Some(stream) if status == 200 => Ok(Events(BufReader::new(Chunks::new(stream)))),
            _ => Err(io::Error::other(format!("a stream was refused with {status}"))),
        }
    }
}

fn begin(stream: &mut Tls, request: &Request) -> io::Result<()> {
    let stream = stream.get_mut();
    stream.write_all(&request.to_bytes())?;
    stream.flush()
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}

type Head = (u16, Vec<(String, String)>);

fn read_head(stream: &mut impl BufRead) -> io::Result<Head> {
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|it| it.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("no status line"))?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        let Some((name, value)) = line.split_once(':') else { return Ok((status, headers)) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// A body in chunks (RFC 9112 section 7.1).
struct Chunks<S> {
    stream: S,
    left: u64,
    ended: bool,
}

impl<S: BufRead> Chunks<S> {
    const fn new(stream: S) -> Self {
        Self { stream, left: 0, ended: false }
    }
}

impl<S: BufRead> Read for Chunks<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            let size = line(&mut self.stream)?;
            self.left = u64::from_str_radix(&size, 16).map_err(io::Error::other)?;
            if self.left == 0 {
                self.ended = true;
                line(&mut self.stream)?;
            }
        }
        if self.ended {
            return Ok(0);
        }
        let read = (&mut self.stream).take(self.left).read(into)?;
        if read == 0 && !into.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        if self.left == 0 {
            line(&mut self.stream)?;
        }
        Ok(read)
    }
}

/// An event of a live stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// A live stream (server-sent events).
pub struct Events(BufReader<Chunks<Tls>>);

impl Events {
    /// Waits for the next event; comments that keep the connection alive are passed over.
    ///
    /// # Errors
    /// When the stream ends.
    pub fn wait(&mut self) -> io::Result<Event> {
        read_event(&mut self.0)
    }
}

fn read_event(stream: &mut impl BufRead) -> io::Result<Event> {
    let mut event = Event::default();
    loop {
        let line = line(stream)?;
        if let Some(name) = line.strip_prefix("event:") {
            name.trim().clone_into(&mut event.name);
        } else if let Some(data) = line.strip_prefix("data:") {
            event.data += data.trim_start();
        } else if line.is_empty() && event != Event::default() {
            return Ok(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_as_it_was_asked_for() {
        let bytes = Request::post("/a?b", "text/plain", "い").with("x-any", "う").to_bytes();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "POST /a?b HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\n\
             content-type: text/plain\r\nx-any: う\r\n\r\nい"
        );
    }

    #[test]
    fn heads_and_chunks_are_read_and_no_more() {
        let mut text =
            &b"HTTP/1.1 201 Created\r\nA-B: c\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nrest"[..];
        let (status, headers) = read_head(&mut text).unwrap();
        assert_eq!((status, headers), (201, vec![("a-b".into(), "c".into())]));
        let mut body = String::new();
        Chunks::new(&mut text).read_to_string(&mut body).unwrap();
        assert_eq!((body.as_str(), text), ("abcde", &b"rest"[..]));
    }

    #[test]
    fn a_body_that_breaks_off_is_no_answer() {
        let mut text = &b"5\r\nab"[..];
        let mut body = Vec::new();
        let broken = Chunks::new(&mut text).read_to_end(&mut body).unwrap_err();
        assert_eq!(broken.kind(), io::ErrorKind::UnexpectedEof);
        assert!(read_head(&mut &b"HTTP/1.1 200 OK\r\nx: y"[..]).is_err());
    }

    #[test]
    fn events_are_told_apart_and_comments_passed_over() {
        let mut text = &b":\n\nevent: entry\nid: 7\ndata: {}\n\n: alive\n\ndata: 2\n\n"[..];
        let first = read_event(&mut text).unwrap();
        assert_eq!(first, Event { name: "entry".into(), data: "{}".into() });
        assert_eq!(read_event(&mut text).unwrap().data, "2");
        assert!(read_event(&mut text).is_err());
    }
}
