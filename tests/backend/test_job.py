import pytest

from mock_backend.job import Job
from mock_backend.state import JobState
from mock_backend.timeline import DEFAULT, Completed, Failed, Outcome, Progress


def test_it_starts_running_at_nothing() -> None:
    assert Job("a", 5.0).state() == JobState(
        job_id="a", status="running", progress=0, current_api=None, error=None
    )


def test_progress_moves_it() -> None:
    job = Job("a", 0.0)
    job.apply(Progress(at=2, progress=20.5, api="cqc"), 2.0)
    assert job.state() == JobState(job_id="a", status="running", progress=20.5, current_api="cqc", error=None)


def test_completion_ends_it_at_100() -> None:
    job = Job("a", 0.0)
    outcome = Outcome(results={"cqc": 1}, total_cost=2)
    job.apply(Completed(at=2, completed=outcome), 2.0)
    assert job == Job("a", 0.0, "completed", 100, None, outcome, None, 2.0)


def test_failure_ends_it_where_it_was() -> None:
    job = Job("a", 0.0)
    job.apply(Progress(at=1, progress=20, api="cqc"), 1.0)
    job.apply(Failed(at=2, failed="no"), 2.0)
    assert job == Job("a", 0.0, "failed", 20, None, Outcome(), "no", 2.0)


@pytest.mark.parametrize("late", [Progress(at=3, progress=1), Failed(at=3, failed="late")])
def test_nothing_happens_to_it_after_its_end(late: Progress | Failed) -> None:
    job = Job("a", 0.0)
    job.apply(Completed(at=2, completed=Outcome()), 2.0)
    job.apply(late, 3.0)
    assert job == Job("a", 0.0, "completed", 100, None, Outcome(), None, 2.0)


def test_the_default_timeline_is_five_steps_and_the_completion() -> None:
    assert [(step.at, getattr(step, "progress", None)) for step in DEFAULT] == [
        (1, 20),
        (3, 40),
        (5, 60),
        (7, 80),
        (9, 95),
        (11, None),
    ]
