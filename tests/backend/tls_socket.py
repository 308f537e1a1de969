"""A TLS client that sees a RST as a ConnectionResetError, where OpenSSL only tells of an end."""

import socket
import ssl


class TlsSocket:
    """As much of a socket as `Peer` needs. Raises SSLEOFError at a FIN that TLS was not told of."""

    def __init__(self, raw: socket.socket, context: ssl.SSLContext) -> None:
        self._raw = raw
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname="localhost")
        try:
            while not self._shaken():
                self._feed()
        except ssl.SSLError:
            raw.close()
            raise

    def _shaken(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        finally:
            self._raw.sendall(self._outgoing.read())
        return True

    def _feed(self) -> None:
        if came := self._raw.recv(65536):
            self._incoming.write(came)
        else:
            self._incoming.write_eof()

    def sendall(self, data: bytes) -> None:
        self._tls.write(data)
        self._raw.sendall(self._outgoing.read())

    def recv(self, size: int) -> bytes:
        while True:
            try:
                return self._tls.read(size)
            except ssl.SSLZeroReturnError:
                return b""
            except ssl.SSLWantReadError:
                self._feed()

    def close(self) -> None:
        self._raw.close()
