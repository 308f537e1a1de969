"""When nothing goes wrong: the page follows the job over both channels and ends at its results."""

from e2e.fixtures import Visit


def test_the_page_follows_the_job_and_ends_at_its_results(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.reach(4)
    assert runner.picture() == (
        "path: /test\n"
        "run: busy\n"
        "progress: 40%\n"
        "step: fsa\n"
        "failure: none\n"
        "results: none"
    )  # fmt: skip

    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
    assert "results: shown" in runner.picture()
    assert runner.console(about="WebSocket") == [
        "log: WebSocket connected for job: <job>",
        "log: WebSocket connection confirmed",
        "log: WebSocket closed 1005",
    ]
    assert runner.console(about="Polling")
    assert runner.complaints() == []
