"""What the backend truly answers to the four calls of the protocol. No I/O."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from mock_backend import messages
from mock_backend.clock import timestamp
from mock_backend.faults.decisions import Alter, Reply
from mock_backend.job import Job
from mock_backend.requests import Exchange
from mock_backend.session import Session

APIS = ("cqc", "fsa", "companies_house", "google_places", "perplexity", "besttime", "autumna")
"""What a run may test."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request, with its body and the job that its path names, as the answer is to tell it."""

    session: Session
    exchange: Exchange
    text: str
    job: Job | None


Truth = Callable[[Question], Reply]


def health(question: Question) -> Reply:  # noqa: ARG001
    return _reply(200, {"status": "healthy"})


def start(question: Question) -> Reply:
    problem = None if question.session.protocol.any_start else _problem(question.text)
    if problem is not None:
        return _reply(400, messages.detail(problem))
    job = question.session.start_job()
    question.exchange.job = job.job_id
    return _reply(200, messages.started(job))


def status(question: Question) -> Reply:
    job = question.job
    if job is None:
        return _reply(200, messages.pending(question.exchange.job or ""))
    return _reply(200, messages.status(job, *_times(question.session, job)))


def results(question: Question) -> Reply:
    job = question.job
    if job is None:
        return _reply(404, messages.detail("Job not found"))
    if not job.ended:
        return _reply(400, messages.detail("Test not completed yet"))
    return _reply(200, messages.results(job, *_times(question.session, job)))


def altered(reply: Reply, change: Alter) -> Reply:
    """The same answer, with other fields."""
    kept = {key: value for key, value in json.loads(reply.body).items() if key not in change.remove}
    return _reply(reply.status, {**kept, **change.set})


def _problem(text: str) -> str | None:
    """What is wrong with the body of a start call."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return "The body must be JSON"
    if not isinstance(body, dict):
        return "The body must be a JSON object"
    name = body.get("homeName")
    if not isinstance(name, str) or not name.strip():
        return "homeName is required"
    apis = body.get("apisToTest")
    if not isinstance(apis, list) or not apis:
        return "At least one API must be selected"
    unknown = [str(api) for api in apis if api not in APIS]
    return f"Unknown API: {', '.join(unknown)}" if unknown else None


def _times(session: Session, job: Job) -> tuple[str, str | None]:
    ended = None if job.ended_at is None else timestamp(session.clock, job.ended_at)
    return timestamp(session.clock, job.started_at), ended


def _reply(status: int, body: messages.Json) -> Reply:
    text = json.dumps(body, ensure_ascii=False)
    # A lone surrogate, which no UTF-8 has, becomes the escape that JSON has for it.
    return Reply(status, text.encode(errors="backslashreplace").decode())
