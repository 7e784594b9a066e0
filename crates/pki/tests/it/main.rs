//! Stories over real sockets, and against programs that we did not write.

mod acme;
mod chain;
mod client;
mod handshake;
mod listener;
mod openssl;
mod resumption;
