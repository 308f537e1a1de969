"""Whatever cannot be is told with what to do and by its exit code, and nothing is left running."""

import socket
import subprocess
from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from e2e.errors import OutOfReach
from e2e.plugin import IN_VAIN, reckon
from tests.suite.conftest import PAGES, ROOT, Project
from tests.suite.test_verify import run

IMPORTS = "import sys\nfrom pathlib import Path\nfrom e2e.config import *\n"
DIST = f"dist=Path({str(PAGES)!r})"
FREE = ("--backend-port", "0")
DOCTOR, VERIFY = ("doctor",), ("verify", "--scenario", "success", "--workers", "1")

CASES = {
    "syntax": ("config = Config(", 2, "playwright.config.py, line 4: no valid Python: '(' was never closed."),
    "field": (
        "config = Config(pages=1)",
        2,
        "playwright.config.py, line 4: Config has no field 'pages' (did you mean 'page'?).",
    ),
    "own code": ("import nothing_such", 2, "playwright.config.py, line 4: ModuleNotFoundError: "),
    "server's directory": (
        "config = Config(servers=(Server(command=('x',), cwd=Path('nowhere')),))",
        2,
        "There is no directory ",
    ),
    "server's command": (
        "config = Config(servers=(Server(command=('no-such-program',)),))",
        3,
        "`no-such-program` ended with exit code 127 before http://localhost:",
    ),
    "built page": (
        "config = Config(backend=Backend(dist=Path('nowhere')))",
        2,
        "nowhere. Build the page first, or",
    ),
    "build": (
        "config = Config(builds=(Build(command=('false', '{output}'), output=Path('out')),))",
        3,
        "ended with exit code 1",
    ),
    "unreachable": (
        "config = Config(page=Page(url='http://localhost:9'))",
        3,
        "The page could not be opened: net::ERR_UNSAFE_PORT at http://localhost:9/test. Start its web server",
    ),
    "no such host": (
        "config = Config(page=Page(url='http://nowhere.invalid'))",
        3,
        "The page could not be opened: net::ERR_NAME_NOT_RESOLVED at http://nowhere.invalid/test. Start",
    ),
    "another browser": (
        f"config = Config(backend=Backend({DIST}, built_in='localhost:8000'), browsers=('firefox',))",
        2,
        "localhost:8000 is built into the page and leads to 127.0.0.1:",
    ),
}


def told(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", [DOCTOR, VERIFY], ids=["doctor", "verify"])
@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_is_told_and_nothing_is_left(
    project: Project, case: str, command: Sequence[str]
) -> None:
    config, code, sentence = CASES[case]
    (project.folder / "playwright.config.py").write_text(IMPORTS + config + "\n", encoding="utf-8")
    done = run(project, *command, *FREE)
    assert done.returncode == code, told(done)
    assert sentence in told(done)
    assert "Traceback" not in told(done)
    assert project.processes() == []


def test_a_page_without_a_run_button_is_for_the_doctor_a_line_to_change(project: Project) -> None:
    config = f"config = Config(backend=Backend({DIST}), locators=Locators(run=(Find(css='#nope'),)))\n"
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    done = run(project, *DOCTOR, *FREE)
    assert (done.returncode, done.stderr) == (1, "")
    assert "✗ run button  not found; the page has the button " in done.stdout
    assert "\n    locators=Locators(  # line 4\n" in done.stdout
    done = run(project, *VERIFY, *FREE)
    assert done.returncode == 3
    assert "The run button cannot be pressed at /test: there is none. Say where it is by `locators`" in told(
        done
    )
    assert project.processes() == []


def test_a_page_without_a_run_button_ends_the_run_and_is_told_in_full_once(project: Project) -> None:
    config = f"config = Config(backend=Backend({DIST}), locators=Locators(run=(Find(css='#nope'),)))\n"
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    done = run(project, "verify", "--folder", "message", "--folder", "plain", "--workers", "1", *FREE)
    assert done.returncode == 3
    assert f"Each of the first {IN_VAIN} visits ended so: no further test can run." in told(done)
    assert told(done).count("]: The run button cannot be pressed at /test: there is none.") == IN_VAIN
    assert told(done).count("\nThe run button cannot be pressed at /test: there is none.") == 1
    assert told(done).count(" What happened in ") == 1


@pytest.mark.parametrize(
    "endings, gives_up",
    [
        (["no button"] * IN_VAIN, True),
        (["no button"] * (IN_VAIN - 1), False),
        (["", *["no button"] * IN_VAIN], False),
        (["no button", "not at rest"] * IN_VAIN, False),
        ([""] * IN_VAIN, False),
    ],
    ids=["alike", "fewer", "one-was-judged", "in-turn", "none"],
)
def test_a_run_is_given_up_when_its_first_visits_all_ended_alike(endings: list[str], gives_up: bool) -> None:
    config = SimpleNamespace(getoption={"--contract": True}.get)
    session = SimpleNamespace(config=config, stash=pytest.Stash(), shouldfail=False)
    for ending in endings:
        reckon(cast(pytest.Session, session), ending)
    assert bool(session.shouldfail) == gives_up


ONLY_WHEN_WELL = """<!doctype html><title>Runner</title><button disabled>Run</button><p role="alert"></p>
<script>
  fetch("/health").then(({ ok }) => {
    document.querySelector("button").disabled = !ok;
    if (!ok) document.querySelector("p").textContent = "The backend is down";
  });
  document.querySelector("button").onclick = () =>
    fetch("/api/test/comprehensive", { method: "POST", body: "{}" })
      .then(() => (document.querySelector("p").textContent = "Could not start"));
</script>
"""


def test_a_page_that_lets_nobody_run_is_told_apart_from_one_that_asked_for_health(project: Project) -> None:
    (project.folder / "own").mkdir()
    (project.folder / "own" / "index.html").write_text(ONLY_WHEN_WELL, encoding="utf-8")
    config = (
        "config = Config(backend=Backend(dist=Path('own')), locators=Locators(run=(Find(css='button'),)))\n"
    )
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    scenarios = [word for name in ("health-503", "success") for word in ("--scenario", name)]
    done = run(project, "verify", *scenarios, "--workers", "1", *FREE)
    assert done.returncode == 3
    why = "Run cannot be pressed while the backend is not well: it is disabled"
    assert f"Not applicable here: health-503; {why}." in told(done)
    assert "The run button cannot be pressed" not in told(done)
    answer = "the start call at 0 s was answered 400: homeName is required"
    assert f"not staged: no job was started: {answer}" in told(done)


def test_a_page_that_lets_nobody_run_and_does_not_say_why_cannot_be_judged(project: Project) -> None:
    (project.folder / "own").mkdir()
    silent = ONLY_WHEN_WELL.replace("The backend is down", "")
    (project.folder / "own" / "index.html").write_text(silent, encoding="utf-8")
    config = (
        "config = Config(backend=Backend(dist=Path('own')), locators=Locators(run=(Find(css='button'),)))\n"
    )
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    done = run(project, "verify", "--scenario", "health-503", "--workers", "1", *FREE)
    assert done.returncode == 3
    assert "The run button cannot be pressed at /test: it is disabled. What a user has to do first" in told(
        done
    )


@pytest.mark.parametrize("command", [DOCTOR, VERIFY], ids=["doctor", "verify"])
def test_a_port_in_use_is_told(project: Project, command: Sequence[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(project, *command, "--backend-port", str(port))
    assert done.returncode == 3
    assert f"Port {port} on localhost is in use by another program: end that program" in told(done)
    assert project.processes() == []


def test_a_page_that_is_not_there_ends_the_run(project: Project) -> None:
    config = "config = Config(page=Page(url='http://localhost:9'))\n"
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    done = run(project, "verify", "--folder", "plain", "--folder", "long", "--workers", "1", *FREE)
    assert done.returncode == 3
    assert "The page is not there: no further test can run." in told(done)
    assert told(done).count("(the page was never seen)") == 1


IN_A_WORKER = """<!doctype html>
<button>Run</button>
<script>
  const WORK = "onmessage = ({ data }) => fetch(data)";
  document.querySelector("button").onclick = async () => {
    const body = JSON.stringify({ homeName: "Meadow House", apisToTest: ["cqc"] });
    const answer = await fetch("/api/test/comprehensive", { method: "POST", body });
    const { job_id: job } = await answer.json();
    const worker = new Worker(URL.createObjectURL(new Blob([WORK])));
    worker.postMessage(`${location.origin}/api/test/status/${job}`);
  };
</script>
"""


TOLD = str(OutOfReach("The page's polling is done"))


@pytest.fixture
def employer(project: Project) -> Project:
    """Its page polls in a worker."""
    (project.folder / "own").mkdir()
    (project.folder / "own" / "index.html").write_text(IN_A_WORKER, encoding="utf-8")
    config = (
        "config = Config(backend=Backend(dist=Path('own')), locators=Locators(run=(Find(css='button'),)))\n"
    )
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    return project


def test_a_page_that_polls_in_a_worker_ends_the_run(employer: Project) -> None:
    done = run(employer, *VERIFY, "--scenario", "job-fails", *FREE)
    assert done.returncode == 3
    assert TOLD in told(done)
    assert "The page is out of the suite's reach: no further test can run." in told(done)
    assert told(done).count(" What happened in ") == 1


def test_a_page_that_polls_in_a_worker_is_told_just_that_by_the_doctor(employer: Project) -> None:
    done = run(employer, *DOCTOR, *FREE)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"runner-e2e: {TOLD}\n")


SERVER = """
import http.server, os, signal
class Once(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass
    def do_HEAD(self):
        self.send_response(200)
        self.end_headers()
        print('asked once', flush=True)
        os._exit(1)
http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Once).serve_forever()
"""


@pytest.mark.parametrize("command", [DOCTOR, VERIFY], ids=["doctor", "verify"])
def test_a_server_that_ends_later_is_told_and_what_it_printed_is_kept(
    project: Project, command: Sequence[str]
) -> None:
    config = f"config = Config(servers=(Server(command=(sys.executable, '-c', {SERVER!r})),))\n"
    (project.folder / "playwright.config.py").write_text(IMPORTS + config, encoding="utf-8")
    done = run(project, *command, *FREE)
    assert done.returncode == 3, told(done)
    assert "The page could not be opened: net::ERR_CONNECTION_REFUSED at http://localhost:" in told(done)
    assert " ended by itself in mid-run, with exit code 1; all that it printed is in " in done.stderr
    assert (project.folder / "test-results" / "server-1.log").read_text() == "asked once\n"
    assert project.processes() == []


@pytest.mark.parametrize(
    "arguments,code,sentence",
    [
        (("--config", "nowhere.py"), 2, "There is no configuration at "),
        (("--profile", "prod"), 2, "No profile is named 'prod'"),
        (("--browser", "chrome"), 2, "No browser is named 'chrome' (did you mean 'chromium'?)."),
        (("--dist", "nowhere"), 2, "nowhere. Build the page first, or"),
    ],
)
def test_what_the_doctor_is_asked_for_wrongly_is_told(
    project: Project, arguments: Sequence[str], code: int, sentence: str
) -> None:
    done = run(project, *DOCTOR, *FREE, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr


def test_a_browser_that_is_not_there_is_told(project: Project) -> None:
    done = run(project, *DOCTOR, *FREE, RUNNER_E2E_CHROMIUM="/nowhere/chromium")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "runner-e2e: RUNNER_E2E_CHROMIUM is /nowhere/chromium, and no program is there.\n"


def test_a_page_that_fits_is_exit_code_0(project: Project) -> None:
    page = str(ROOT / "tests" / "pages" / "reducer" / "config.py")
    done = run(project, *DOCTOR, *FREE, "--config", page)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith(f", then `runner-e2e verify --backend-port 0 --config {page}`.\n")
    assert project.processes() == []
