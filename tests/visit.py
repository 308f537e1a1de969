"""A whole visit, from opening the page to the verdicts."""

from e2e.report.outcome import Outcome
from e2e.runner_page import RunnerPage
from e2e.visit.stage import Stage


def perform(stage: Stage) -> Outcome:
    """Open the page, press Run, let the whole scenario happen, judge, end the session."""
    runner = RunnerPage(stage)
    try:
        runner.open()
        runner.run()
        runner.finish()
        return runner.judged()
    finally:
        stage.close()
