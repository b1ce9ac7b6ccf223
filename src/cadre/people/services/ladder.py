"""Job families, levels and positions: the shipped ladder, and what a company makes of it."""

import datetime as dt
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.problems import INVALID, NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.people.models import JobFamily, JobLevel, Position
from cadre.people.models.position import Named
from cadre.people.policies import ORGANISERS
from cadre.people.problems import LADDER_IN_USE, LADDER_NAME_TAKEN, LADDER_RETIRED
from cadre.people.rules.ranks import ranks_after

N = TypeVar("N", bound=Named)


@verb("people.job_family.create", roles=ORGANISERS)
def create_job_family(*, actor: Actor, name: str) -> JobFamily:
    """Add a job family after the others. Raises LADDER_NAME_TAKEN."""
    key, own_name = _free_key(JobFamily, name), _free_name(JobFamily, name)
    return write.create(JobFamily, key=key, own_name=own_name, rank=_last_rank(JobFamily))


@verb("people.job_family.change", roles=ORGANISERS)
def change_job_family(*, actor: Actor, family_id: int, name: str, expected_version: int | None = None) -> JobFamily:
    """Name a family otherwise, for all dates (empty: the shipped name). Raises LADDER_NAME_TAKEN."""
    row = _for_change(JobFamily, actor, family_id, expected_version)
    return write.change(row, own_name=_own_name(row, name))


@verb("people.job_family.place", roles=ORGANISERS)
def place_job_family(*, actor: Actor, family_id: int, after_id: int | None) -> JobFamily:
    """Put a family right after another; None: first."""
    return _place(_for_change(JobFamily, actor, family_id), after_id)


@verb("people.job_family.retire", roles=ORGANISERS)
def retire_job_family(*, actor: Actor, family_id: int, on: dt.date) -> JobFamily:
    """Offer a family no more from a day on. Raises LADDER_IN_USE while positions in it are offered."""
    row = _for_change(JobFamily, actor, family_id)
    _refuse_used(row, Position.objects.filter(family=row), on)
    return write.change(row, retired_on=on)


@verb("people.job_family.restore", roles=ORGANISERS)
def restore_job_family(*, actor: Actor, family_id: int) -> JobFamily:
    """Offer a retired family again."""
    return write.change(_for_change(JobFamily, actor, family_id), retired_on=None)


@verb("people.job_level.create", roles=ORGANISERS)
def create_job_level(*, actor: Actor, name: str, after_id: int | None = None) -> JobLevel:
    """Add a rung right above another (`after_id`), or on top of the ladder. Raises LADDER_NAME_TAKEN."""
    key, own_name = _free_key(JobLevel, name), _free_name(JobLevel, name)
    row = write.create(JobLevel, key=key, own_name=own_name, rank=_last_rank(JobLevel))
    return row if after_id is None else _place(row, after_id)


@verb("people.job_level.change", roles=ORGANISERS)
def change_job_level(*, actor: Actor, level_id: int, name: str, expected_version: int | None = None) -> JobLevel:
    """Name a rung otherwise, for all dates (empty: the shipped name). Raises LADDER_NAME_TAKEN."""
    row = _for_change(JobLevel, actor, level_id, expected_version)
    return write.change(row, own_name=_own_name(row, name))


@verb("people.job_level.place", roles=ORGANISERS)
def place_job_level(*, actor: Actor, level_id: int, after_id: int | None) -> JobLevel:
    """Put a rung right above another; None: at the bottom."""
    return _place(_for_change(JobLevel, actor, level_id), after_id)


@verb("people.job_level.retire", roles=ORGANISERS)
def retire_job_level(*, actor: Actor, level_id: int, on: dt.date) -> JobLevel:
    """Offer a rung no more from a day on. Raises LADDER_IN_USE while positions on it are offered."""
    row = _for_change(JobLevel, actor, level_id)
    _refuse_used(row, Position.objects.filter(level=row), on)
    return write.change(row, retired_on=on)


@verb("people.job_level.restore", roles=ORGANISERS)
def restore_job_level(*, actor: Actor, level_id: int) -> JobLevel:
    """Offer a retired rung again."""
    return write.change(_for_change(JobLevel, actor, level_id), retired_on=None)


@verb("people.position.create", roles=ORGANISERS)
def create_position(*, actor: Actor, name: str, family_id: int, level_id: int) -> Position:
    """Add a kind of job in a family at a level. Raises LADDER_NAME_TAKEN, LADDER_RETIRED."""
    _offered(JobFamily, family_id, "family_id")
    _offered(JobLevel, level_id, "level_id")
    key, own_name = _free_key(Position, name), _free_name(Position, name)
    return write.create(Position, key=key, own_name=own_name, family_id=family_id, level_id=level_id)


@verb("people.position.change", roles=ORGANISERS)
def change_position(
    *,
    actor: Actor,
    position_id: int,
    name: str,
    family_id: int,
    level_id: int,
    expected_version: int | None = None,
) -> Position:
    """Name a position otherwise (empty: the shipped name), or put it elsewhere on the ladder, for all dates."""
    row = _for_change(Position, actor, position_id, expected_version)
    if family_id != row.family_id:
        _offered(JobFamily, family_id, "family_id")
    if level_id != row.level_id:
        _offered(JobLevel, level_id, "level_id")
    return write.change(row, own_name=_own_name(row, name), family_id=family_id, level_id=level_id)


@verb("people.position.retire", roles=ORGANISERS)
def retire_position(*, actor: Actor, position_id: int, on: dt.date) -> Position:
    """Give a position to nobody new from a day on; whoever holds it keeps it until he moves."""
    return write.change(_for_change(Position, actor, position_id), retired_on=on)


@verb("people.position.restore", roles=ORGANISERS)
def restore_position(*, actor: Actor, position_id: int) -> Position:
    """Offer a retired position again. Raises LADDER_RETIRED while its family or level is retired."""
    row = _for_change(Position, actor, position_id)
    for part in (row.family, row.level):
        if part.retired_on is not None:
            raise LADDER_RETIRED(name=part.name, day=part.retired_on)
    return write.change(row, retired_on=None)


def _for_change(model: type[N], actor: Actor, pk: int, expected_version: int | None = None) -> N:
    row: N = write.for_change(model.objects.changeable_by(actor), pk, expected_version)
    return row


def _own_name(row: Named, name: str) -> str:
    """The company's name for a row. A shipped name typed again, or none, is no name of its own: it stays translated."""
    given = name.strip()
    if given == row.name:
        return row.own_name
    if not given and not row.is_shipped:
        raise INVALID(field="name", reason=_("This part of the ladder has no shipped name. Give it one."))
    return _free_name(type(row), given, besides=row.pk) if given else ""


def _place(row: N, after_id: int | None) -> N:
    others = list(type(row).objects.select_for_update().exclude(pk=row.pk))
    if after_id is not None and after_id not in [other.pk for other in others]:
        raise NOT_FOUND(field="after_id")
    ranks = ranks_after([(other.pk, other.rank) for other in others], row.pk, after_id)  # type: ignore[attr-defined]
    write.change_many([(one, {"rank": ranks[one.pk]}) for one in [row, *others] if one.pk in ranks])
    return row


def _refuse_used(part: Named, positions: QuerySet[Position], on: dt.date) -> None:
    offered = [row.name for row in positions if not row.is_retired_on(on)]
    if offered:
        raise LADDER_IN_USE(field="on", name=part.name, positions=", ".join(offered[:5]))


def _offered(model: type[Named], pk: int, field: str) -> None:
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise NOT_FOUND(field=field)
    if row.retired_on is not None:
        raise LADDER_RETIRED(field=field, name=row.name, day=row.retired_on)


def _free_name(model: type[Named], name: str, besides: int | None = None) -> str:
    """The name, unless another row is called so in the reader's language."""
    given = name.strip()
    if any(row.name.casefold() == given.casefold() for row in model.objects.exclude(pk=besides)):
        raise LADDER_NAME_TAKEN(field="name", name=given)
    return given


def _last_rank(model: type[Named]) -> int:
    ranks = model.objects.order_by("-rank").values_list("rank", flat=True)
    return int(ranks[0]) + 10 if ranks else 10


def _free_key(model: type[Named], name: str) -> str:
    """A key made from the name; a Chinese name has no ASCII letters, so it gets the model's name and a number."""
    stem = slugify(name)[:30] or model.__name__.lower()
    taken = set(model._default_manager.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
