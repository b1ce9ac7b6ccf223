"""What somebody owns, part by part, and who would take it over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cadre.kernel.access import Actor
from cadre.people.handover import HandoverPart, OwnedThing, parts
from cadre.people.models import Employee
from cadre.people.queries.reporting import manager_of


@dataclass(frozen=True)
class OwnedPart:
    """A part that somebody owns something of."""

    part: HandoverPart
    count: int
    things: Sequence[OwnedThing] = ()

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def label(self) -> str:
        return str(self.part.label)

    @property
    def more(self) -> int:
        """How many the preview does not name."""
        return self.count - len(self.things)


def owned_by(employee_id: int, on: dt.date, *, shown_to: Actor | None = None) -> list[OwnedPart]:
    """The parts of which he owns something on a day or later, with counts; nothing he owns is missing from them.

    With `shown_to` each part names some of it, as far as that actor may see it.
    """
    found = ((part, part.count(employee_id, on)) for part in parts())
    return [
        OwnedPart(part, count, part.preview(shown_to, employee_id, on) if shown_to else ())
        for part, count in found
        if count
    ]


def default_receiver(employee_id: int, on: dt.date) -> Employee | None:
    """Who takes over unless somebody else is named: his manager of the day before, if he still belongs to the company on the day."""
    manager = manager_of(employee_id, on - dt.timedelta(days=1)) or manager_of(employee_id, on)
    return manager if manager and manager.is_employed_on(on) else None
