from collections import Counter
from collections.abc import Iterator, Sequence

from e2e.checks._disturbances import Disturbance, poll_troubles, socket_troubles
from e2e.checks._false_outcomes import false_outcomes
from e2e.checks._harms import Harm, laid_to
from e2e.checks._outcome import had
from e2e.checks._runs import each_run
from e2e.evidence import Dialog, Evidence, Navigation, Picture
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second
from e2e.evidence.outages import offline_at
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import lasting, results_job
from e2e.evidence.truth import Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "outcome-once"
Act = Entry | Navigation | Dialog | Picture


def outcome_once(evidence: Evidence) -> Verdict:
    """The end is acted on once: one successful fetch of the results (asking again after an answer that was
    none is fine), one navigation, or one notice of failure, even when both channels tell it."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    if run.may_know_at > run.until:
        return not_applicable(ID, "the page was not told that the job had ended")
    had_them = (fetch.conclusion for fetch in run.results if fetch.conclusion and had(fetch))
    fetches = [answer for answer in had_them if answer.at <= run.until]
    there = (move for move in evidence.navigations if results_job(evidence, move.path) == run.job)
    moves = [move for move in there if move.at <= run.until]
    failure = run.end is not None and (run.end.kind == "job.failed" or not fetches)
    dialogs, alerts = (_dialogs(run, evidence), _alerts(run, evidence)) if failure else ([], [])
    acts: dict[str, Sequence[Act]] = {
        "fetch of the results": fetches,
        "navigation to them": moves,
        "dialog": dialogs,
        "alert": alerts,
    }
    for name, done in acts.items():
        if len(done) > 1:
            return _repeated(name, done, evidence)
    told: list[Dialog | Picture] = sorted([*dialogs, *alerts], key=_at)
    if _on_different_news(told, evidence):
        return _repeated("notice of the failure", told, evidence)
    for harm in _false_outcomes(run, evidence):
        what, caused = laid_to(harm, evidence)
        return failed(
            ID, f"one outcome was promised to be shown; {what}", harm.at, run.end, *caused, harm.piece
        )
    if not any(acts.values()):
        return not_applicable(ID, "the end was not acted on at all")
    once = ", ".join(f"one {name} at {second(done[0].at)}" for name, done in acts.items() if done)
    return passed(ID, f"the end was acted on once: {once}")


def _at(act: Act) -> float:
    return act.at


def _on_different_news(acts: Sequence[Act], evidence: Evidence) -> bool:
    """A dialog beside an alert is one notice, unless each came on other news, and at another time."""
    causes = [Provenance(evidence).cause(act) for act in acts]
    apart = len(acts) > 1 and acts[1].at - acts[0].at > tolerance(evidence)
    return apart and all(causes) and pieces(causes[0]) != pieces(causes[1])


def _repeated(name: str, acts: Sequence[Act], evidence: Evidence) -> Verdict:
    provenance = Provenance(evidence)
    causes = [provenance.cause(act) for act in acts]
    told = [f"at {second(act.at)}{on(cause)}" for act, cause in zip(acts, causes, strict=True)]
    article = "an" if name.startswith("a") else "a"
    came = f"{len(acts)} times {article} {name} came: {'; '.join(told)}"
    sentence = f"the end was promised to be acted on once; {came}"
    lines = [piece for act, cause in zip(acts, causes, strict=True) for piece in (*pieces(cause), act)]
    return failed(ID, sentence, acts[1].at, *{id(piece): piece for piece in lines}.values())


def _false_outcomes(run: Run, evidence: Evidence) -> Iterator[Harm]:
    """What is shown beside the true one. A complaint beside results is of whatever else went wrong, and what
    is said once the network is back may be of that."""
    troubled = _poll_troubles(run, evidence) or socket_troubles(run, evidence)
    excused = bool(run.outages or (troubled and run.end and run.end.kind == "job.completed"))
    failure = evidence.terms.words.notice_of_failure
    for harm in () if run.misled else false_outcomes(run, evidence, failure):
        if harm.kind == "results" or not excused:
            yield harm


def _poll_troubles(run: Run, evidence: Evidence) -> list[Disturbance]:
    """But for a poll that waited when the page itself gave it up, as it knew the end: its own doing."""
    knew = run.may_know_at - tolerance(evidence)
    ends = [(poll.held, poll.conclusion) for poll in run.polls if poll.held and poll.conclusion]
    given_up = [held for held, end in ends if end.kind == "http.abandoned" and end.at >= knew]
    return [one for one in poll_troubles(run, evidence) if one.piece not in given_up]


def _dialogs(run: Run, evidence: Evidence) -> list[Dialog]:
    since = run.may_know_at - tolerance(evidence)
    inside = [dialog for dialog in evidence.dialogs if since <= dialog.at <= run.until]
    return [dialog for dialog in inside if not offline_at(run.outages, dialog.at)]


def _alerts(run: Run, evidence: Evidence) -> list[Picture]:
    """A picture for each alert that came to those already there; a text that changes in its place is none."""
    since = run.may_know_at - tolerance(evidence)
    pictures = lasting(evidence)
    return [
        after
        for before, after in zip([None, *pictures], pictures, strict=False)
        if since <= after.at <= run.until and not offline_at(run.outages, after.at)
        for _ in range(_new_alerts(before.alerts if before else (), after.alerts))
    ]


def _new_alerts(before: Sequence[str], after: Sequence[str]) -> int:
    """Several texts that appear together are one notice, unless one of them appears twice."""
    if len(after) <= len(before):
        return 0
    return 2 if max((Counter(after) - Counter(before)).values()) > 1 else 1
