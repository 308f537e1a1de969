"""A child of this process: its line, its output, its end."""

import os
import sys
from pathlib import Path

from e2e.servers.process import TAIL, Child, leashed

SPEAKER = """
import sys
print("listening")
sys.stdout.flush()
print("and more, which nobody waits for")
sys.stdin.read()
"""


def test_the_first_line_is_read_as_soon_as_it_is_there() -> None:
    with Child([sys.executable, "-c", SPEAKER], speaks=True) as child:
        assert child.line(30) == "listening\n"


def test_a_child_that_ends_without_a_line_has_none() -> None:
    with Child(["true"], speaks=True) as child:
        assert child.line(30) is None


def test_a_child_that_says_nothing_in_time_has_none() -> None:
    with Child([sys.executable, "-c", "import sys; sys.stdin.read()"], speaks=True) as child:
        assert child.line(0.1) is None


def test_the_tail_of_a_long_output_is_kept() -> None:
    with Child([sys.executable, "-c", f"print('x' * {2 * TAIL}, end='the end')"]) as child:
        assert child.code(30) == 0
        assert child.tail() == "x" * (TAIL - 7) + "the end"


def test_both_outputs_are_one_in_the_order_of_writing() -> None:
    with Child(leashed(["sh", "-c", "echo one; echo two >&2; echo three"])) as child:
        assert child.code(30) == 0
        assert child.tail() == "one\ntwo\nthree"


def test_a_child_has_no_code_while_it_runs() -> None:
    with Child([sys.executable, "-c", "import sys; sys.stdin.read()"]) as child:
        assert child.code(0) is None


def test_programs_beside_this_python_are_found_first() -> None:
    with Child(leashed(["sh", "-c", "echo ${PATH%%:*} $GREETING"]), env={"GREETING": "hello"}) as child:
        assert child.code(30) == 0
        assert child.tail() == f"{Path(sys.executable).parent} hello"


def test_ctrl_c_in_a_terminal_does_not_reach_it() -> None:
    with Child([sys.executable, "-c", "import sys; sys.stdin.read()"]) as child:
        assert os.getsid(child.pid) == child.pid
