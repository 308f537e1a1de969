"""Where something is on a page, said once for Playwright and for the observer in the page."""

import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

Role = Literal[
    "alert",
    "alertdialog",
    "button",
    "dialog",
    "heading",
    "link",
    "log",
    "meter",
    "progressbar",
    "region",
    "status",
]


class Find(BaseModel):
    """One of: a `role` with, if it matters, the accessible `name`; a `css` selector; a `text`.

    `name` and `text` are regular expressions; case doesn't matter. The first group of `text`, if it has
    one, is what is read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role | None = None
    name: str | None = None
    css: str | None = None
    text: str | None = None

    @field_validator("name", "text")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.role, self.css, self.text)) != 1:
            raise ValueError("exactly one of role, css and text")
        if self.name is not None and self.role is None:
            raise ValueError("name goes with role only")
        return self

    def described(self) -> dict[str, str]:
        """As JSON for the observer: only what is set."""
        described: dict[str, str] = self.model_dump(exclude_none=True)
        return described
