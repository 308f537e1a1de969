"""A proxy that passes no upgrade on, as the page meets it: played with `--runner-profile without-upgrade`."""

from e2e.fixtures import Visit


def test_the_handshake_is_refused_and_the_page_survives(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    runner.finish()
    (socket,) = runner.evidence().sockets
    assert (socket.opened_at, socket.code) == (None, 1006)
    assert runner.complaints() == ["warning: WebSocket connection failed, using polling instead"]
    assert runner.path() == "/results/<job>"
    assert runner.judged().failures == ()
