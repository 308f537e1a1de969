"""WebSocket frames as bytes, valid or not, as a server writes them: unmasked. No I/O.

Whole messages that a browser delivers are written by the protocol's own implementation.
"""

import struct

TEXT, CLOSE = 1, 8


def frame(opcode: int, payload: bytes, promised: int = 0) -> bytes:
    """A final frame with any opcode; its head promises so many bytes more than the payload has."""
    return bytes([0x80 | opcode]) + _length(len(payload) + promised) + payload


def close(code: int) -> bytes:
    """A Close frame with any code, also one that no Close frame may carry."""
    return frame(CLOSE, struct.pack("!H", code))


def _length(size: int) -> bytes:
    if size < 126:
        return bytes([size])
    return b"\x7e" + struct.pack("!H", size) if size < 65_536 else b"\x7f" + struct.pack("!Q", size)
