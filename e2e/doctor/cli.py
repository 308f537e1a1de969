"""`runner-e2e doctor`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import typer
from rich.console import Console

from e2e.config import DEVELOPMENT, Config, load
from e2e.doctor.points import points
from e2e.doctor.told import PROGRAM, conclusion, places, told
from e2e.errors import INTERRUPTED, SuiteError
from e2e.options import BackendPort, Browsers, ConfigFile, Dist, ProfileName
from e2e.report.reproduction import DEFAULT_CONFIG
from e2e.signals import ENDING, Handler


def doctor(
    config: ConfigFile = Path(DEFAULT_CONFIG),
    profile: ProfileName = DEVELOPMENT,
    dist: Dist = None,
    backend_port: BackendPort = None,
    browser: Browsers = None,
) -> None:
    """Open the page and say, point by point, whether the configuration fits it; if not, the line to change.

    Exit code 0: all is right.
    1: something has to change.
    2: asked for in a way that cannot be, a wrong configuration; or Ctrl-C.
    3: nothing could be seen.
    """
    with ending():
        chosen = configured(config, profile, dist, backend_port)
        # What drives a browser takes a while to load: what it needs comes up meanwhile.
        from e2e.servers import start  # noqa: PLC0415
        from e2e.servers.hosting import Hosting  # noqa: PLC0415

        with closing(Hosting(lambda undo: start(chosen, undo))) as hosting:
            hosting.begin()
            from e2e.doctor.examine import examined  # noqa: PLC0415

            found = points(examined(chosen, browser or chosen.browsers, hosting))
    print(told(found, Console().width - 1))
    where = places(config.read_text(encoding="utf-8"))
    print(f"\n{conclusion(found, config.name, where, sys.argv[2:])}")
    raise typer.Exit(any(point.right is False for point in found))


def configured(file: Path, profile: str, dist: Path | None, port: int | None) -> Config:
    chosen = load(file).profiled(profile, None if dist is None else dist.absolute())
    return chosen if port is None else chosen.with_backend_port(port)


@contextmanager
def ending() -> Iterator[None]:
    """What stops the suite is told in its own sentence; SIGTERM and SIGHUP end it as Ctrl-C does."""
    heeded = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    handler = Handler()
    before = {number: signal.signal(number, handler) for number in heeded}
    try:
        yield
    except SuiteError as error:
        sys.stderr.write(f"{PROGRAM}: {error}\n")
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    finally:
        for number, known in before.items():
            signal.signal(number, known)
