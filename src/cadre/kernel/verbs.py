"""@verb: permission, transaction, change, audit and event in one decorator, so that none of them can be forgotten."""

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cadre.kernel import audit, events
from cadre.kernel.access import Actor, Role
from cadre.kernel.acts import Act, Finished, current, latest
from cadre.kernel.integrity import problem_of
from cadre.kernel.problems import FORBIDDEN, from_validation

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Verb:
    """A registered verb: its key, who may call it, and the function."""

    key: str
    roles: frozenset[Role]
    function: Callable[..., Any]


VERBS: dict[str, Verb] = {}


def may(actor: Actor, key: str) -> bool:
    """Whether the actor's roles allow the verb at all (the row's policy decides the rest)."""
    return actor.is_system or not VERBS[key].roles.isdisjoint(actor.roles)


def verb(key: str, *, roles: Collection[Role]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a keyword-only function whose first argument is `actor` as the verb `key`.

    Raises FORBIDDEN before anything is read when the actor's roles do not allow it. A verb called by a verb joins its
    transaction and its audit entry. A broken constraint comes back as a Problem, not as a database error.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if key in VERBS:
            raise ValueError(f"verb {key} is declared twice")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs["actor"]
            if not isinstance(actor, Actor):
                raise TypeError(f"{key} needs an actor")
            if not may(actor, key):
                raise FORBIDDEN()
            if current.get() is not None:
                return function(*args, **kwargs)
            return _perform(Act(key, actor), functools.partial(function, *args, **kwargs))

        VERBS[key] = Verb(key, frozenset(roles), run)
        return run

    return decorate


def _perform(act: Act, function: Callable[[], R]) -> R:
    token = current.set(act)
    try:
        with transaction.atomic():
            result = function()
            audit.record(act)
            events.append(act)
    except ValidationError as error:
        raise from_validation(error) from error
    except IntegrityError as error:
        raise problem_of(error) from error
    else:
        latest.set(Finished(act.id, act.actor.user_id, bool(act.changes)))
        return result
    finally:
        current.reset(token)
