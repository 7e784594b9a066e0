//! Every route on the real router, over a real region: who gets in, what comes out, what stays
//! unwritten. No socket is opened: requests are given to the router with the certificate and the
//! address that a listener would have found.

mod client;
mod forged;
mod stage;
mod walk;
