"""Changes to effective-dated rows: what held until a day ends there, what holds from it on begins there."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from cadre.kernel import write
from cadre.kernel.effective import Effective

E = TypeVar("E", bound=Effective)


def change_from(model: type[E], *, of: Mapping[str, Any], on: dt.date, **values: Any) -> E:
    """Let `values` hold for the subject `of` from a day on, until the next change that is already planned.

    `of` are the fields that name the subject, like {"team_id": 3}. What was planned for later stays as it is: a correction
    of today does not silently undo what somebody decided for next month. Nothing is written where nothing differs.
    """
    rows = _rows(model, of)
    current = next((row for row in rows if row.valid_from <= on and (row.valid_to is None or row.valid_to > on)), None)
    if current is not None and _holds(current, values):
        return current
    if current is not None and current.valid_from == on:
        return write.change(current, **values)
    following = min((row.valid_from for row in rows if row.valid_from > on), default=None)
    until = current.valid_to if current is not None else following
    if current is not None:
        write.change(current, valid_to=on)
    return write.create(model, **of, **values, valid_from=on, valid_to=until)


def end_from(model: type[E], *, of: Mapping[str, Any], on: dt.date) -> int:
    """Let nothing hold for the subject from a day on: what is in force ends there, what was planned later is withdrawn.

    Returns how many rows changed.
    """
    touched = 0
    for row in _rows(model, of):
        if row.valid_from >= on:
            write.remove(row)
        elif row.valid_to is None or row.valid_to > on:
            write.change(row, valid_to=on)
        else:
            continue
        touched += 1
    return touched


def _rows(model: type[E], of: Mapping[str, Any]) -> list[E]:
    return list(model._default_manager.select_for_update().filter(**of).order_by("valid_from"))


def _holds(row: Effective, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
