"""The walk: every address and every API operation, as every person of the cast and signed out. This is its data.

A room says in one line for each of its addresses who gets through, with GET and with POST; test_walk.py does the rest.
An address without a line fails, so nobody can add a page and forget to think about who may open it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

People = frozenset[str]

REPS: People = frozenset({"rep_lin", "rep_gao", "rep_hsu", "stranger_wang"})
MANAGERS: People = frozenset({"manager_chen", "manager_wu"})
DIRECTOR, OPERATIONS, HR, MARKETING, SERVICE, EXECUTIVE, ADMINISTRATOR = (
    frozenset({name})
    for name in ("director_shen", "ops_tsai", "hr_fang", "marketing_yu", "service_bao", "executive_qiu", "admin_root")
)
EVERYONE: People = REPS | MANAGERS | DIRECTOR | OPERATIONS | HR | MARKETING | SERVICE | EXECUTIVE | ADMINISTRATOR
NOBODY: People = frozenset()
# Who reaches what rep_lin of team North owns, by the policies of crm
LINS = frozenset({"rep_lin", "manager_chen"}) | DIRECTOR | OPERATIONS | ADMINISTRATOR
LINS_TO_SEE = LINS | EXECUTIVE
SELLERS = REPS | MANAGERS | DIRECTOR | OPERATIONS | ADMINISTRATOR


@dataclass(frozen=True)
class Secret:
    """A word that stands in one record; whoever may not see the record must not meet it on any page."""

    word: str
    seen_by: People


@dataclass(frozen=True)
class Address:
    """Who gets through at one address. `get`/`post` None: the address does not answer that method at all.

    `keys` names a record of the world for each part of the address; `query` and `body` go along.
    Values of `query` and `body` that begin with @ name a record of the world, too.
    `shows`: names of secrets that those who may see them do find here (a list, a search, an export).
    """

    name: str
    get: People | None = None
    post: People | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    shows: tuple[str, ...] = ()
    open_to_all: bool = False  # signed out, too
    leads_on: bool = False  # GET goes on to another page, or has nothing new to say


@dataclass(frozen=True)
class Operation:
    """Who gets through at one API operation, by its id. `body` as JSON; strings that begin with @ name a record.

    `foreign`: the answer to a caller whose role has a part in this, while the record is not his. 404 for one that the address
    names, 422 for one that the body names (with the same words as for a record that is not there at all).
    """

    name: str
    by: People
    keys: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    shows: tuple[str, ...] = ()
    foreign: int = 404


def role_of(person: str) -> str:
    """rep_gao and stranger_wang have one role; so a person's role is not always his name."""
    return "rep" if person == "stranger_wang" else person.split("_", maxsplit=1)[0]
