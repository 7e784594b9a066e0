//! Files shown to ClamAV's daemon before they are kept (`clamd(8)`, command `INSTREAM`).

use std::io::{Read, Write};
use std::net::TcpStream;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

use tasuki_app::attachment::{Scanner, Verdict};

/// How long the daemon may take for one answer.
const PATIENCE: Duration = Duration::from_mins(1);
/// Bytes of one chunk of a stream.
const CHUNK: usize = 64 << 10;
/// Bytes of an answer at most.
const ANSWER: u64 = 4 << 10;

/// The daemon at an address.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: String,
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Clamd {
    /// The daemon at `host:port`, or at the path of a socket.
    pub const fn at(address: String) -> Self {
        Self { address }
    }

    fn connect(&self) -> std::io::Result<Box<dyn Line>> {
        #[cfg(unix)]
        if self.address.starts_with('/') {
            let line = UnixStream::connect(&self.address)?;
            line.set_read_timeout(Some(PATIENCE))?;
            line.set_write_timeout(Some(PATIENCE))?;
            return Ok(Box::new(line));
        }
        let line = TcpStream::connect(&self.address)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.set_write_timeout(Some(PATIENCE))?;
        Ok(Box::new(line))
    }

    fn ask(&self, bytes: &[u8]) -> std::io::Result<String> {
        let mut line = self.connect()?;
        line.write_all(b"zINSTREAM\0")?;
        for chunk in bytes.chunks(CHUNK) {
            line.write_all(&(chunk.len() as u32).to_be_bytes())?;
            line.write_all(chunk)?;
        }
        line.write_all(&0_u32.to_be_bytes())?;
        line.flush()?;
        let mut answer = String::new();
        line.take(ANSWER).read_to_string(&mut answer)?;
        Ok(answer.trim_end_matches(['\0', '\n']).to_owned())
    }
}

impl Scanner for Clamd {
    fn scan(&self, bytes: &[u8]) -> Verdict {
        match self.ask(bytes) {
            Ok(answer) if answer == "stream: OK" => Verdict::Clean,
            Ok(answer) if answer.ends_with(" FOUND") => Verdict::Found,
            Ok(answer) => {
                tracing::error!(answer, "clamd answered something else");
                Verdict::NoAnswer
            }
            Err(error) => {
                tracing::error!(%error, "clamd does not answer");
                Verdict::NoAnswer
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::thread::JoinHandle;

    use super::*;

    /// Reads one stream as the daemon does; gives what it held.
    fn take(line: &mut TcpStream) -> Vec<u8> {
        let mut command = [0; 10];
        line.read_exact(&mut command).unwrap();
        assert_eq!(&command, b"zINSTREAM\0");
        let mut stream = Vec::new();
        loop {
            let mut length = [0; 4];
            line.read_exact(&mut length).unwrap();
            let length = u32::from_be_bytes(length) as usize;
            if length == 0 {
                return stream;
            }
            let at = stream.len();
            stream.resize(at + length, 0);
            line.read_exact(&mut stream[at..]).unwrap();
        }
    }

    /// A daemon for one stream, which finds something where "EICAR" stands.
    fn daemon(answer: Option<&'static [u8]>) -> (Clamd, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let serve = std::thread::spawn(move || {
            let (mut line, _) = listener.accept().unwrap();
            let stream = take(&mut line);
            let found = stream.windows(5).any(|it| it == b"EICAR");
            let said: &[u8] =
                if found { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" };
            line.write_all(answer.unwrap_or(said)).unwrap();
            stream
        });
        (Clamd::at(address), serve)
    }

    #[test]
    fn the_whole_file_is_shown_in_chunks() {
        let file: Vec<u8> = (0..200_000_u32).map(|it| it as u8).collect();
        let (clamd, serve) = daemon(None);
        assert_eq!(clamd.scan(&file), Verdict::Clean);
        assert_eq!(serve.join().unwrap(), file);
    }

    #[test]
    fn what_is_found_is_told() {
        let (clamd, serve) = daemon(None);
        assert_eq!(clamd.scan(b"xxEICARxx"), Verdict::Found);
        serve.join().unwrap();
    }

    #[test]
    fn anything_else_is_no_answer() {
        for said in [&b"INSTREAM size limit exceeded. ERROR\0"[..], b"", b"stream: OK maybe"] {
            let (clamd, serve) = daemon(Some(said));
            assert_eq!(clamd.scan(b"file"), Verdict::NoAnswer);
            serve.join().unwrap();
        }
        // Nobody listens at a port that was just given back.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        assert_eq!(Clamd::at(address).scan(b"file"), Verdict::NoAnswer);
        assert_eq!(Clamd::at("/nowhere/clamd.sock".into()).scan(b"file"), Verdict::NoAnswer);
    }
}
