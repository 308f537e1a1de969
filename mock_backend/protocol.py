"""How another page's backend words what protocol.md words: its calls, paths, names and shapes. No I/O.

Jobs, faults and the journal speak protocol.md alone; a `Protocol` puts what leaves into the page's words, and
the frame that comes into ours. Where it says nothing, all stays as protocol.md has it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mock_backend import messages
from mock_backend.journal import Call

JOB = "{job}"
"""Stands for the job's id in paths and in the subscription."""

SUBSCRIPTION = {"job_id": JOB}
GREETING = {"type", "connection_id", "message"}
"""What the initial connection message says."""


def _path(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError('a path that starts with "/"')
    return path


def _with_job(path: str) -> str:
    if path.count(JOB) != 1:
        raise ValueError(f"a path with {JOB} in it, where the job's id stands")
    return path


def _pointer(pointer: str) -> str:
    if not pointer.startswith("/"):
        raise ValueError('a JSON pointer such as "/data/state"')
    return pointer


Path = Annotated[str, AfterValidator(_path)]
JobPath = Annotated[str, AfterValidator(_path), AfterValidator(_with_job)]
Pointer = Annotated[str, AfterValidator(_pointer)]
Method = Literal["GET", "POST", "PUT", "PATCH"]
Status = Literal["pending", "running", "completed", "failed"]
Happening = Literal["progress", "completed", "failed"]
Started = Literal["job_id", "status", "message"]
State = Literal[
    "job_id",
    "status",
    "progress",
    "current_api",
    "error",
    "started_at",
    "completed_at",
    "results",
    "fusion_analysis",
    "total_cost",
    "message",
]
Told = Literal[
    "job_id",
    "event",
    "timestamp",
    "progress",
    "current_api",
    "error",
    "results",
    "fusion_analysis",
    "total_cost",
    "data",
]
"""The words and fields of protocol.md."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Endpoint(Model):
    method: Method = Field(default="GET", description="GET, POST, PUT or PATCH")
    path: Path = Field(description='a path that starts with "/"')


class JobEndpoint(Model):
    method: Method = Field(default="GET", description="GET, POST, PUT or PATCH")
    path: JobPath = Field(description=f'a path that starts with "/", with {JOB} where the job\'s id stands')


class Protocol(Model):
    """The default is protocol.md."""

    health: Endpoint = Field(default=Endpoint(path="/health"), description="a call: method and path")
    start: Endpoint = Field(
        default=Endpoint(method="POST", path="/api/test/comprehensive"), description="a call: method and path"
    )
    status: JobEndpoint = Field(
        default=JobEndpoint(path="/api/test/status/{job}"), description="a call: method and path"
    )
    results: JobEndpoint = Field(
        default=JobEndpoint(path="/api/test/results/{job}"), description="a call: method and path"
    )
    any_start: bool = Field(
        default=False,
        description="whether a start call may have any body; else homeName and apisToTest are asked for",
    )
    started: dict[Started, Pointer] = Field(
        default={},
        description="where the answer to the start call has job_id, status and message, as JSON pointers",
    )
    state: dict[State, Pointer] = Field(
        default={},
        description="where the answers to status and results have job_id, status, progress, current_api, "
        "error, started_at, completed_at, results, fusion_analysis, total_cost and message, as JSON pointers",
    )
    detail: Pointer = Field(
        default="/detail", description="where an answer that is an error says why, as a JSON pointer"
    )
    statuses: dict[Status, str] = Field(
        default={}, description="the page's words for pending, running, completed and failed"
    )
    socket: Path = Field(default="/ws/test-progress", description='a path that starts with "/"')
    subscription: dict[str, Any] = Field(
        default=SUBSCRIPTION,
        description=f"the JSON object of the page's first frame, with {JOB} where the job's id stands",
    )
    subscription_query: str | None = Field(
        default=None,
        description="the parameter of the socket's URL that names the job, where no frame does",
    )
    connected: dict[str, Any] | None = Field(
        default=None, description="the JSON object of the initial connection message"
    )
    event: dict[Told, Pointer] = Field(
        default={},
        description="where an event has job_id, event, timestamp, progress, current_api, error, results, "
        "fusion_analysis and total_cost, and by data the rest of its data, as JSON pointers",
    )
    events: dict[Happening, str] = Field(
        default={}, description="the page's words for progress, completed and failed"
    )
    percent: float = Field(
        default=100,
        gt=0,
        description="what the page's backend says for 100 %, such as 1 for shares of one",
    )

    @model_validator(mode="after")
    def _names_the_job(self) -> Self:
        if self.subscription_query is None and JOB not in json.dumps(self.subscription):
            raise ValueError(f"subscription: expected {JOB} in it, where the job's id stands")
        return self

    @cached_property
    def native(self) -> bool:
        """It is protocol.md, and there is nothing to put into other words."""
        return self == NATIVE

    # Calls

    def endpoint(self, call: Call) -> Endpoint | JobEndpoint:
        endpoint: Endpoint | JobEndpoint = getattr(self, call)
        return endpoint

    def concerns(self, path: str) -> bool:
        """A path of one of the calls, or of something else beside them."""
        return any(_beside(path, self.endpoint(call).path) for call in CALLS)

    # What leaves

    def body(self, call: Call, text: str) -> str:
        """The text of an answer in the page's words; as it is where it is no JSON object."""
        if self.native:
            return text
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return json.dumps(self.answer(call, said)) if isinstance(said, dict) else text

    def answer(self, call: Call, body: dict[str, Any]) -> dict[str, Any]:
        """A body of protocol.md, in the page's words."""
        if "detail" in body:
            return _placed(body, {"detail": self.detail})
        worded = self._scaled(_worded(body, "status", self.statuses))
        match call:
            case "start":
                return _placed(worded, self.started)
            case "status" | "results":
                return _placed(worded, self.state)
            case "health":
                return body

    def message(self, message: dict[str, Any]) -> dict[str, Any]:
        """An event, in the page's words."""
        return self._told(message) if "event" in message else message

    def greeting(self, message: dict[str, Any]) -> dict[str, Any]:
        """The initial connection message in any of its forms: the page's own, with what else it says."""
        if self.connected is None:
            return message
        beside = {field: value for field, value in message.items() if field not in GREETING}
        return {**self._told(beside), **self.connected}

    def _told(self, message: dict[str, Any]) -> dict[str, Any]:
        said = _worded(message, "event", self.events)
        data = said.get("data")
        if isinstance(data, dict):
            inner: dict[Any, Any] = self._scaled(data)
            rest = {field: value for field, value in inner.items() if field not in self.event}
            placed = {field: value for field, value in inner.items() if field in self.event}
            said = {**said, **placed, "data": rest}
            if placed and not rest:
                del said["data"]
        return _placed(said, self.event)

    def _scaled(self, said: dict[str, Any]) -> dict[str, Any]:
        """Its progress, if it is a number, in the page's measure."""
        progress = said.get("progress")
        if self.percent == 100 or isinstance(progress, bool) or not isinstance(progress, int | float):
            return said
        return {**said, "progress": progress * self.percent / 100}

    # What comes

    def asked_for(self, target: str) -> str | None:
        """The job that a handshake's target names by its query."""
        if self.subscription_query is None:
            return None
        named = parse_qs(urlsplit(target).query).get(self.subscription_query)
        return named[0] if named else None

    def subscribed(self, payload: Any) -> Any:
        """protocol.md's subscription where the page's frame is one; else the frame as it came, as text where
        only protocol.md has it for one."""
        job = _filled(self.subscription, payload)
        if job is not None:
            return messages.subscription(job)
        return payload if _filled(SUBSCRIPTION, payload) is None else json.dumps(payload)


NATIVE = Protocol()

CALLS: tuple[Call, ...] = ("health", "start", "status", "results")


def _beside(path: str, known: str) -> bool:
    """Under the same first part, or the same path where it has one part alone."""
    first, _, rest = known.removeprefix("/").partition("/")
    return path == f"/{first}" or (bool(rest) and path.startswith(f"/{first}/"))


def _worded(said: dict[str, Any], field: str, words: Mapping[Any, str]) -> dict[str, Any]:
    word = said.get(field)
    return {**said, field: words.get(word, word)} if isinstance(word, str) else said


def _placed(said: Mapping[str, Any], places: Mapping[Any, str]) -> dict[str, Any]:
    """Each field at its place; those that have none stay where they are."""
    body: dict[str, Any] = {}
    for field, value in said.items():
        *above, last = _steps(places.get(field, f"/{field}"))
        inner = body
        for step in above:
            inner[step] = inner = _dict(inner.get(step))
        inner[last] = {**_dict(inner.get(last)), **value} if isinstance(value, dict) else value
    return body


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _steps(pointer: str) -> Iterator[str]:
    for step in pointer[1:].split("/"):
        yield step.replace("~1", "/").replace("~0", "~")


def _filled(template: Any, said: Any) -> str | None:
    """What stands for the job's id in what was said, if all else is as in the template."""
    wanted, came = json.dumps(template, sort_keys=True), json.dumps(said, sort_keys=True)
    match = re.fullmatch(re.escape(wanted).replace(re.escape(JOB), '([^"\\\\]+)'), came)
    return None if match is None else match[1]
