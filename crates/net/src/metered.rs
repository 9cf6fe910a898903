//! A stream that yields only so many bytes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use mta_sts::evidence::MAX_POLICY_BYTES;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The policy, and as much again for all that is around it: handshake, head and framing.
pub(crate) const MAX_WIRE_BYTES: usize = 2 * MAX_POLICY_BYTES;

/// A stream of which no more than [`MAX_WIRE_BYTES`] are ever read; then reading fails.
///
/// It stands below TLS. Whatever a server may send without end, such as session tickets, interim responses, chunk
/// extensions or trailers, has to come through here.
#[derive(Debug)]
pub(crate) struct Metered<S> {
    stream: S,
    left: usize,
}

impl<S> Metered<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, left: MAX_WIRE_BYTES }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, "too many bytes around the policy")));
        }
        let most = buffer.remaining().min(self.left);
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(most));
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut part))?;
        let read = part.filled().len();
        buffer.advance(read);
        self.left = self.left.saturating_sub(read);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn h_20_not_one_byte_more_is_read() {
        let endless = tokio::io::repeat(b'a');
        let mut bytes = Vec::new();
        let both = tokio::io::join(endless, tokio::io::sink());
        let error = Metered::new(both).read_to_end(&mut bytes).await.unwrap_err();
        assert_eq!((error.kind(), bytes.len()), (io::ErrorKind::InvalidData, MAX_WIRE_BYTES));
    }
}
