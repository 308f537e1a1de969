"""What broke a promise is named with the frame or the answer that caused it, as the wire had it."""

from tests.suite.conftest import Project

OVERWRITTEN = """
from mock_backend.scenario import Scenario

LOCKED = Scenario(
    cause="One status query waits for a lock, and its old answer arrives after newer ones.",
    job=[
        {"at": 1, "progress": 20, "api": "cqc"},
        {"at": 3, "progress": 40, "api": "fsa"},
        {"at": 5, "progress": 60, "api": "autumna"},
        {"at": 9, "completed": {}},
    ],
    faults=[{"fault": "answer-hold", "seconds": 2.5, "requests": [2]}],
)

def test_overwritten(scenario):
    runner = scenario(LOCKED)
    runner.run()
    runner.keeps_the_contract()
"""


def test_a_late_answer_that_overwrites_newer_progress_is_named_with_both_its_times(torn: Project) -> None:
    (torn.folder / "test_locked.py").write_text(OVERWRITTEN, encoding="utf-8")
    done = torn.run("-q", "--runner-check", "progress-monotone")
    assert done.returncode == 1, done.stdout
    sentence, promised, *pieces = done.stdout.partition("progress-monotone: ")[2].splitlines()[:7]
    assert sentence == (
        "progress was promised not to go back; 40% came after 60% at 6.5 s, "
        "on the poll answer asked for at 4 s and held for 2.5 s"
    )
    assert promised.startswith("  promised: ")
    assert [piece.split()[:2] for piece in pieces] == [
        ["5.000", "page.shows"],
        ["4.000", "http.request"],
        ["4.000", "http.held"],
        ["6.500", "http.answered"],
        ["6.500", "page.shows"],
    ]
    assert "  (on the poll answer asked for at 4 s and held for 2.5 s)\n" in done.stdout
