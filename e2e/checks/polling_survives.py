from collections.abc import Iterator
from itertools import pairwise
from math import inf

from e2e.checks._disturbances import poll_troubles, socket_troubles
from e2e.checks._harms import Harm, laid_to, premature_ends
from e2e.checks._patience import LEAST, given_up_at_once
from e2e.checks._runs import each_run
from e2e.evidence import Evidence, Picture, Terms
from e2e.evidence.lines import second, span
from e2e.evidence.outages import put_off
from e2e.evidence.shown import number, pictures_in
from e2e.evidence.told import percent, status_answer
from e2e.evidence.truth import INSTANT, Run, tolerance
from e2e.evidence.wire import Exchange
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "polling-survives"
KEPT_BACK = "none came, or none that the browser let go: without `no-store` it keeps an identical GET back"


def polling_survives(evidence: Evidence) -> Verdict:
    """HTTP errors, resets, HTML error pages and broken JSON in answers to polling neither stop the polling
    nor end the run. After an answer that never comes the next request is made within `poll_timeout` + slack.
    Answers that come out of order do no harm."""
    return each_run(ID, evidence, lambda run: _impatient(run, evidence) or _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    troubles = poll_troubles(run, evidence)
    if not troubles:
        return not_applicable(ID, "every answer to polling came at once and was well-formed")
    for poll, due in _dues(run, evidence.terms):
        later = [other for other in run.polls if poll.at < other.at <= due]
        if not later and due < run.midway_until:
            what = (
                "did not come" if poll.conclusion is None else f"went wrong at {second(poll.conclusion.at)}"
            )
            sentence = f"the answer to the status request at {second(poll.at)} {what}; the next request was"
            none = KEPT_BACK if poll.conclusion is None else "none came"
            return failed(
                ID, f"{sentence} promised by {second(due)}, and {none}", due, poll.request, poll.conclusion
            )
    for harm in premature_ends(run, evidence):
        if harm.kind != "notice" and _of_polling(harm, run, evidence):
            sentence = (
                f"trouble with polling, first at {second(troubles[0].at)}, was promised not to end the run"
            )
            what, caused = laid_to(harm, evidence)
            first = [troubles[0].piece] if troubles[0].piece not in caused else []
            return failed(ID, f"{sentence}; {what}", harm.at, *first, *caused, harm.piece)
    for poll, picture in _overwritten(run, evidence):
        sentence = (
            f"the answer to the status request at {second(poll.at)} came after a newer one's and was promised"
            f" to do no harm; the page went back to {picture.progress}% at {second(picture.at)}"
        )
        return failed(ID, sentence, picture.at, poll.request, poll.conclusion, picture)
    when = span(trouble.at for trouble in troubles)
    sentence = f"polling and the run went on after {len(troubles)} answers that were late or none"
    return passed(ID, f"{sentence}, {when}")


def _impatient(run: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that waits for no answer: two requests and more given up at once in mid-run."""
    if any((inf if poll.ended_at is None else poll.ended_at) - poll.at >= LEAST for poll in run.polls):
        return None
    known = min(run.may_know_at, run.midway_until) - tolerance(evidence)
    early = [poll for poll in given_up_at_once(evidence, "status") if poll in run.polls]
    ends = [poll.conclusion for poll in early if poll.conclusion and poll.conclusion.at < known]
    if len(ends) < 2:
        return None
    sentence = f"{second(LEAST)} at least were promised for the answer to a status request; the page gave up"
    when = span(end.at for end in ends)
    return failed(
        ID, f"{sentence} {len(ends)} of them sooner, {when}", ends[0].at, early[0].request, *ends[:3]
    )


def _dues(run: Run, terms: Terms) -> Iterator[tuple[Exchange, float]]:
    """Each request, and by when the next one was promised; infinity where its answer was a good one."""
    for poll in run.polls:
        given_up = poll.at + terms.poll_timeout + terms.slack if poll.held else inf
        answer = poll.conclusion
        answered = inf
        if answer and (poll.held or status_answer(poll) is None):
            answered = answer.at + terms.poll_interval + terms.slack
        due = min(given_up, answered) + INSTANT
        yield poll, put_off(run.outages, poll.at, due, terms.poll_interval + terms.slack + INSTANT)


def _overwritten(run: Run, evidence: Evidence) -> Iterator[tuple[Exchange, Picture]]:
    """Each answer that came after a newer one's, and the picture that went back to what it tells."""
    for poll, told in _overtaken(run):
        answer = poll.conclusion
        if answer is None:
            continue
        since = answer.at - tolerance(evidence)
        until = min(answer.at + evidence.terms.slack, run.midway_until)
        for before, after in pairwise(pictures_in(evidence, since, until)):
            shown = number(before.progress)
            if shown is not None and number(after.progress) == told < shown:
                yield poll, after


def _overtaken(run: Run) -> Iterator[tuple[Exchange, float]]:
    """The status requests that were answered after a newer one, and less far; with the progress told."""
    for place, poll in enumerate(run.polls):
        told = _progress(poll)
        for newer in run.polls[place + 1 :]:
            further = _progress(newer)
            if told is None or further is None or poll.conclusion is None or newer.conclusion is None:
                continue
            if newer.conclusion.index < poll.conclusion.index and told < further:
                yield poll, told
                break


def _progress(poll: Exchange) -> float | None:
    return percent((status_answer(poll) or {}).get("progress"))


def _of_polling(harm: Harm, run: Run, evidence: Evidence) -> bool:
    """Whether the last trouble before the harm was with polling."""
    before = harm.at + tolerance(evidence)
    polls = [trouble.at for trouble in poll_troubles(run, evidence) if trouble.at <= before]
    sockets = [trouble.at for trouble in socket_troubles(run, evidence) if trouble.at <= before]
    return bool(polls) and max(polls) > max(sockets, default=-inf)
