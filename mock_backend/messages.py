"""What the protocol says, as JSON objects: bodies of answers and messages of the socket. No I/O."""

import json
from typing import Any

from mock_backend import strict_json
from mock_backend.job import Job
from mock_backend.timeline import Completed, Failed, Progress, Step

Json = dict[str, Any]

PAYLOAD_LIMIT = 2_000
"""Characters of a payload that the journal keeps."""

DEPTH_LIMIT = 100
"""Levels of objects and lists in a payload that the journal keeps as JSON; readers go no deeper than 200."""


def event(job_id: str, step: Step, timestamp: str) -> Json:
    return {"job_id": job_id, **_of(step), "timestamp": timestamp}


def _of(step: Step) -> Json:
    match step:
        case Progress():
            return {"event": "progress", "data": {"progress": step.progress, "current_api": step.api}}
        case Completed():
            return {"event": "completed", "data": step.completed.model_dump(mode="json")}
        case Failed():
            return {"event": "failed", "data": {"error": step.failed}}


def connected(connection_id: str) -> Json:
    return {"type": "connected", "connection_id": connection_id, "message": "WebSocket connected"}


def subscription(job_id: str) -> Json:
    return {"job_id": job_id}


def started(job: Job) -> Json:
    return {"job_id": job.job_id, "status": "running", "message": "Test started"}


def status(job: Job, started_at: str, completed_at: str | None) -> Json:
    """`started_at` and `completed_at` are ISO timestamps; the latter is None while the job runs."""
    body: Json = {
        "job_id": job.job_id,
        "status": job.status,
        "progress": job.progress,
        "current_api": job.current_api,
        "started_at": started_at,
        "results": job.outcome.results,
    }
    if completed_at is not None:
        body["completed_at"] = completed_at
    if job.error is not None:
        body["error"] = job.error
    return body


def pending(job_id: str) -> Json:
    return {"job_id": job_id, "status": "pending", "progress": 0, "message": "Job not known yet"}


def results(job: Job, started_at: str, completed_at: str | None) -> Json:
    """The whole job."""
    outcome = job.outcome.model_dump(mode="json", exclude={"results"})
    return {**status(job, started_at, completed_at), **outcome}


def detail(sentence: str) -> Json:
    return {"detail": sentence}


def named_job(payload: Any) -> str | None:
    """The job id that a message names."""
    job = payload.get("job_id") if isinstance(payload, dict) else None
    return job if isinstance(job, str) else None


def parsed(text: str) -> Any:
    """JSON as what it says, anything else as text; cut to what the journal keeps.

    Text it stays, too, where it nests too deeply, or says characters that no UTF-8 has.
    """
    if len(text) > PAYLOAD_LIMIT:
        return text[:PAYLOAD_LIMIT]
    try:
        said = strict_json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return text
    return said if _within(said, DEPTH_LIMIT) else text


def _within(said: Any, levels: int) -> bool:
    if not isinstance(said, dict | list):
        return True
    inner = said.values() if isinstance(said, dict) else said
    return levels > 0 and all(_within(each, levels - 1) for each in inner)
