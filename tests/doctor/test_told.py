"""What the doctor prints."""

from textwrap import dedent

from e2e.doctor.point import Change, right, untold, wrong
from e2e.doctor.told import conclusion, places, told

RUN = Change("locators", "run", '(Find(role="button", name=r"^Go"),)')

POINTS = (
    right("servers", "http://localhost:3000/test answered 200"),
    wrong("run button", 'not found; the page has the button "Go"', RUN),
    wrong("busy", "the button stays as it is", advice="disable it"),
    untold("results", "not tried, as nobody could press Run"),
    untold("failure", "not tried, as nobody could press Run"),
)

SOURCE = """
from e2e.config import Config, Page

config = Config(
    page=Page(
        path="/test",
    ),
    poll_interval=2.0,
)
"""


def test_each_point_is_told_with_what_was_seen_and_the_change() -> None:
    assert told(POINTS) == dedent(
        """\
        ✓ servers     http://localhost:3000/test answered 200
        ✗ run button  not found; the page has the button "Go"
                      -> locators.run=(Find(role="button", name=r"^Go"),)
        ✗ busy        the button stays as it is
                      -> disable it
        –             not tried, as nobody could press Run: results, failure"""  # noqa: RUF001
    )


def test_the_lines_to_change_are_told_by_where_they_stand() -> None:
    changes = (
        RUN,
        Change("locators", "busy", '"runs"'),
        Change("page", "path", '"/go"'),
        Change("page", "results", 'r"^/r"'),
        Change("poll_interval", "", "5"),
    )
    points = [wrong("any", "", change) for change in changes]
    assert conclusion(points, "playwright.config.py", places(SOURCE)) == dedent(
        """\
        In playwright.config.py:

            from e2e.config import Find, Locators, Page
            locators=Locators(  # add to Config(...)
                run=(Find(role="button", name=r"^Go"),),
                busy="runs",
            ),
            page=Page(  # line 5
                path="/go",  # line 6
                results=r"^/r",
            ),
            poll_interval=5,  # line 8

        5 to change. Then `runner-e2e doctor` again."""
    )


def test_what_no_line_mends_is_counted_too() -> None:
    assert (
        conclusion(POINTS[2:3], "playwright.config.py", {}) == "1 to change. Then `runner-e2e doctor` again."
    )


def test_where_all_is_right_it_says_what_is_next() -> None:
    assert conclusion(POINTS[:1], "playwright.config.py", {}) == (
        "All right. Next: `runner-e2e verify --scenario success`, then `runner-e2e verify`."
    )


def test_the_next_command_is_of_the_same_page() -> None:
    options = ["--config", "my page.py", "--backend-port", "0"]
    assert conclusion(POINTS[:1], "my page.py", {}, options) == (
        "All right. Next: `runner-e2e verify --scenario success --config 'my page.py' --backend-port 0`, "
        "then `runner-e2e verify --config 'my page.py' --backend-port 0`."
    )
    assert conclusion(POINTS[2:3], "my page.py", {}, options[2:]) == (
        "1 to change. Then `runner-e2e doctor --backend-port 0` again."
    )
