"""The verb that is running: who acts, what has changed so far, what shall be told."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from cadre.kernel.access import Actor


@dataclass
class Change:
    """One changed row as the audit will tell it: field -> [before, after]."""

    model: str
    object_id: int | None
    title: str
    action: str
    fields: dict[str, list[Any]]


@dataclass
class Act:
    """What a running verb has done so far."""

    verb: str
    actor: Actor
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    changes: list[Change] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Finished:
    """An act that is over: whose it was, and whether it changed anything."""

    id: uuid.UUID
    user_id: int | None
    has_changed: bool


current: ContextVar[Act | None] = ContextVar("act", default=None)
latest: ContextVar[Finished | None] = ContextVar("latest_act", default=None)


class OutsideVerbError(RuntimeError):
    """Something tried to write outside a verb."""


def current_act() -> Act:
    """The running verb's act. OutsideVerbError where there is none: only verbs write."""
    act = current.get()
    if act is None:
        raise OutsideVerbError("write and publish only inside a @verb")
    return act
