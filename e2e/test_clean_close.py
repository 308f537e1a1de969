"""When the job has ended, over whichever channel: the page itself closes the socket, and cleanly."""

from e2e.fixtures import Visit


def test_the_page_closes_the_socket_once_it_knows_the_end_and_not_before(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.reach(4.5)
    assert runner.goodbyes() == []
    assert runner.console(about="WebSocket closed") == []

    runner.keeps_the_contract()
    assert runner.goodbyes() == ["Close frame 1005 from the page", "ended clean"]
    assert runner.console(about="WebSocket closed") == ["log: WebSocket closed 1005"]


def test_a_job_that_fails_closes_it_too_and_is_told_as_its_failure(scenario: Visit) -> None:
    runner = scenario("job-fails")
    runner.run()
    runner.keeps_the_contract()
    assert runner.path() == "/test"
    assert runner.failure().startswith("Test failed: ")
    assert runner.goodbyes() == ["Close frame 1005 from the page", "ended clean"]
    assert runner.complaints() == []


def test_leaving_in_mid_run_closes_the_socket(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.reach(5)
    runner.leave()
    assert runner.path() == "/"
    assert runner.goodbyes() == ["Close frame 1005 from the page", "ended clean"]
    runner.keeps_the_contract()
