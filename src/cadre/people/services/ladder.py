"""Job families, levels and positions: the shipped ladder, and what a company adds to it."""

from django.utils.text import slugify

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb
from cadre.people.models import JobFamily, JobLevel, Position
from cadre.people.models.position import Named
from cadre.people.policies import ORGANISERS


@verb("people.job_family.create", roles=ORGANISERS)
def create_job_family(*, actor: Actor, name: str) -> JobFamily:
    """Add a job family under the company's own name."""
    return write.create(JobFamily, key=_free_key(JobFamily, name), own_name=name.strip())


@verb("people.job_level.create", roles=ORGANISERS)
def create_job_level(*, actor: Actor, name: str, rank: int) -> JobLevel:
    """Add a rung; `rank` orders the ladder, higher is further up."""
    return write.create(JobLevel, key=_free_key(JobLevel, name), own_name=name.strip(), rank=rank)


@verb("people.position.create", roles=ORGANISERS)
def create_position(*, actor: Actor, name: str, family_id: int, level_id: int) -> Position:
    """Add a kind of job in a family at a level."""
    key = _free_key(Position, name)
    return write.create(Position, key=key, own_name=name.strip(), family_id=family_id, level_id=level_id)


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
    """Name a position otherwise (empty: the shipped name), or put it elsewhere on the ladder."""
    position: Position = write.for_change(Position.objects.changeable_by(actor), position_id, expected_version)
    return write.change(position, own_name=name.strip(), family_id=family_id, level_id=level_id)


def _free_key(model: type[Named], name: str) -> str:
    """A key made from the name; a Chinese name has no ASCII letters, so it gets the model's name and a number."""
    stem = slugify(name)[:30] or model.__name__.lower()
    taken = set(model._default_manager.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken)
