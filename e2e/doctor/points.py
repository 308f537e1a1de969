"""All points, in the order in which one is the ground for the next. Pure."""

from e2e.doctor import failure_point, page_points, wire_points, word_points
from e2e.doctor.point import Point
from e2e.doctor.seen import Seen

WIRE = (
    wire_points.browsers,
    wire_points.servers,
    page_points.run_button,
    wire_points.backend,
    wire_points.cookie,
    wire_points.socket,
    wire_points.polling,
)
PAGE = (
    page_points.busy,
    page_points.progress,
    page_points.step,
    page_points.results,
    failure_point.failure,
)


def points(seen: Seen) -> tuple[Point, ...]:
    above = tuple(judge(seen) for judge in WIRE)
    rest = wire_points.rest(seen, all(point.right is not False for point in above))
    return (*above, rest, *(judge(seen) for judge in PAGE), *word_points.console(seen))
