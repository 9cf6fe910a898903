//! What the HTTP parser would let pass and must not reach it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection on which every line ends in CR LF, and which does not begin in HTTP/2.
///
/// RFC 9112 §2.2 lets a server take a bare LF as the end of a line, and hyper does. Two programs that disagree on it read
/// different requests from the same octets, so here it is an error, and so is the preface of HTTP/2 (RFC 9113 §3.4), which
/// hyper leaves without an answer. Both become NUL, which hyper answers with 400 and by closing. This looks at all octets
/// and not only at heads, because a request with a body is refused anyway.
#[derive(Debug)]
pub(crate) struct LineEnds<S> {
    stream: S,
    /// The last octet so far.
    last: Option<u8>,
}

impl<S> LineEnds<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, last: None }
    }

    fn check(&mut self, octets: &mut [u8]) {
        if self.last.is_none()
            && octets.starts_with(b"PRI ")
            && let Some(first) = octets.first_mut()
        {
            *first = 0;
        }
        for octet in octets {
            if *octet == b'\n' && self.last != Some(b'\r') {
                *octet = 0;
            }
            self.last = Some(*octet);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for LineEnds<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        if let Some(octets) = buffer.filled_mut().get_mut(before..) {
            self.check(octets);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for LineEnds<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, octets)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_61_a_bare_lf_and_the_preface_of_http_2_become_nul_however_the_octets_are_cut() {
        for (sent, expected) in [
            ("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"),
            ("GET / HTTP/1.1\n\r\n\n", "GET / HTTP/1.1\0\r\n\0"),
            ("\n\r\n\r\r\n", "\0\r\n\r\r\n"),
            ("GET PRI \r\n", "GET PRI \r\n"),
        ] {
            for cut in 0..=sent.len() {
                let mut octets = sent.as_bytes().to_vec();
                let mut lines = LineEnds::new(());
                let (head, tail) = octets.split_at_mut(cut);
                lines.check(head);
                lines.check(tail);
                assert_eq!(octets, expected.as_bytes(), "{sent:?} cut at {cut}");
            }
        }
        let mut preface = *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        LineEnds::new(()).check(&mut preface);
        assert_eq!(preface.first(), Some(&0));
    }
}
