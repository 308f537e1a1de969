"""`python3 -m tools.setup`: everything that a run needs and that is not there yet.

Read by any Python 3: one that is too old has to get as far as the sentence that says so.
"""

import sys

OLDEST = (3, 11)

TOO_OLD = (
    "Python {} or newer is needed, but {} is {}. Install a newer one and name it, "
    "as in: make verify PYTHON=python3.12"
)


def main(arguments, version=sys.version_info):  # type: ignore[no-untyped-def]
    if version < OLDEST:
        return TOO_OLD.format(_dotted(OLDEST), sys.executable, _dotted(version))  # type: ignore[no-untyped-call]
    from tools.steps import main as set_up  # noqa: PLC0415  # older ones can't read it

    return set_up(arguments)


def _dotted(version):  # type: ignore[no-untyped-def]
    return ".".join(map(str, version[:2]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))  # type: ignore[no-untyped-call]
