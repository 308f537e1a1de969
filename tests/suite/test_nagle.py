"""Nagle's algorithm is turned off at another process's sockets, from outside."""

import socket
import subprocess
import sys

import pytest

from e2e.browsers.nagle import undelay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")

CHILD = """
import socket, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
others = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)
print(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True)
sys.stdin.readline()
print(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), flush=True)
"""


def test_a_child_sends_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", CHILD, str(server.getsockname()[1])]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:
            assert child.stdout is not None
            before = child.stdout.readline()
            undelay(child.pid)
            after, _ = child.communicate("\n")
    assert (int(before), int(after)) == (0, 1)


def test_a_process_that_is_gone_is_an_error() -> None:
    with subprocess.Popen(["true"]) as child:
        pass
    with pytest.raises(OSError, match="No such process"):
        undelay(child.pid)
