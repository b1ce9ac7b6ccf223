"""The ladder: families, levels and positions, and who holds which on a day."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND
from cadre.people.models import Assignment, JobFamily, JobLevel, Position

_PARTS: dict[str, Any] = {"family": JobFamily, "level": JobLevel, "position": Position}


@dataclass
class Rung:
    """A level of the ladder with the positions of each family on it, in the order of the families."""

    level: JobLevel
    cells: list[tuple[JobFamily, list[Position]]] = field(default_factory=list)


@dataclass(frozen=True)
class Ladder:
    """The ladder on a day, highest level first. Every position carries `holders`, how many hold it then."""

    on: dt.date
    families: list[JobFamily]
    rungs: list[Rung]
    positions: list[Position]

    @property
    def held(self) -> int:
        """How many people hold one of the positions."""
        return sum(position.holders for position in self.positions)  # type: ignore[attr-defined]

    def of_family(self, family_id: int) -> list[Position]:
        """The positions of a family, highest level first."""
        return [row for row in self.positions if row.family_id == family_id]


def job_families(actor: Actor) -> QuerySet[JobFamily]:
    """The families in the company's order."""
    found: QuerySet[JobFamily] = JobFamily.objects.visible_to(actor)
    return found


def job_levels(actor: Actor) -> QuerySet[JobLevel]:
    """The rungs, lowest first."""
    found: QuerySet[JobLevel] = JobLevel.objects.visible_to(actor)
    return found


def positions(actor: Actor) -> QuerySet[Position]:
    """The kinds of job, lowest level first."""
    found: QuerySet[Position] = Position.objects.visible_to(actor)
    return found.select_related("family", "level").order_by("level__rank", "key")


def ladder_part(part: str, actor: Actor, pk: int) -> Any:
    """One "family", "level" or "position". NOT_FOUND if there is none."""
    found = _PARTS[part].objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NOT_FOUND()
    return found


def order_of(part: str, actor: Actor) -> list[int]:
    """The ids of all parts of "family" or "level", in their order."""
    return list(_PARTS[part].objects.visible_to(actor).order_by("rank", "key").values_list("pk", flat=True))


def ladder(actor: Actor, on: dt.date) -> Ladder:
    """The whole ladder with the number of holders on a day, in four queries."""
    families, levels = list(job_families(actor)), list(job_levels(actor).order_by("-rank"))
    rows = sorted(positions(actor), key=lambda row: (-row.level.rank, row.family.rank, row.name))
    counts = holders_by_position(on)
    for row in rows:
        row.holders = counts.get(row.pk, 0)  # type: ignore[attr-defined]
    rungs = [
        Rung(
            level,
            [(one, [row for row in rows if (row.level_id, row.family_id) == (level.pk, one.pk)]) for one in families],
        )
        for level in levels
    ]
    return Ladder(on, families, rungs, rows)


def holders_by_position(on: dt.date) -> dict[int, int]:
    """How many people hold each position on a day."""
    held = Assignment.objects.as_of(on).exclude(position=None).order_by()
    return dict(held.values("position_id").annotate(n=Count("pk")).values_list("position_id", "n"))


def holders_of(position_id: int, on: dt.date | None = None) -> QuerySet[Any]:
    """Who holds a position on a day, by name; without a day everybody who holds, held or will hold it."""
    rows: QuerySet[Assignment] = Assignment.objects.as_of(on) if on else Assignment.objects.all()
    rows = rows.filter(position_id=position_id)
    return rows.select_related("employee", "team").order_by("employee__name", "-valid_from")
