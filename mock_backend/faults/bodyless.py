"""HTTP statuses whose answers have no body."""

BODYLESS = (204, 304)


def with_a_body(status: int) -> int:
    if status in BODYLESS:
        raise ValueError("an answer without a body")
    return status
