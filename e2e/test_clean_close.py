"""When the job has ended, over whichever channel: the page itself closes the socket, and cleanly."""

import pytest

from e2e.plugin import Visit


@pytest.mark.parametrize("name", ["success", "silent-socket", "job-fails"])
def test_the_page_closes_the_socket_once_it_knows_the_end(scenario: Visit, name: str) -> None:
    runner = scenario(name)
    runner.run()
    runner.finish()
    assert runner.goodbyes() == ["Close frame 1005 from the page", "ended clean"]
    assert runner.console(about="WebSocket closed") == ["log: WebSocket closed 1005"]
    runner.keeps_the_contract()


def test_the_page_does_not_close_a_working_socket_in_mid_run(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.reach(10.5)
    assert runner.goodbyes() == []
    assert runner.console(about="WebSocket closed") == []
    runner.keeps_the_contract()


def test_leaving_in_mid_run_closes_the_socket(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.reach(5)
    runner.leave()
    assert runner.goodbyes()[-1] == "ended clean"
    runner.keeps_the_contract()
