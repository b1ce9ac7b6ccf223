"""Two records of one customer or one person become one; the other stays behind as a pointer, so that nothing is lost."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import ManyToOneRel, Model, UniqueConstraint

from cadre.crm import policies
from cadre.crm.models import Account, Contact
from cadre.crm.problems import MERGE_WITH_ITSELF
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb

M = TypeVar("M", Account, Contact)


@verb("crm.account.merge", roles=policies.MANAGERS)
def merge_accounts(*, actor: Actor, keep_id: int, other_id: int, values: Mapping[str, Any]) -> Account:
    """Let one account take over everything of another: deals, contacts, activities, subsidiaries, and what `values` says.

    The other is archived and points to it, so that a file which names it still finds the right one. One act: it can be undone.
    """
    keep, other = _both(Account, actor, keep_id, other_id)
    above = _above(keep, other)
    repoint(other, keep)
    _hand_over(keep, other, {**values, "parent_id": above})
    search.drop("crm.account", other.pk)
    search.put("crm.account", keep.pk)
    for kind, rows in (("crm.opportunity", keep.opportunities), ("crm.contact", keep.contacts)):
        search.put_many(kind, rows.values_list("pk", flat=True))
    return keep


@verb("crm.contact.merge", roles=policies.SELLERS)
def merge_contacts(*, actor: Actor, keep_id: int, other_id: int, values: Mapping[str, Any]) -> Contact:
    """Let one contact take over the activities of another, and what `values` says; the other is gone from lists and choices."""
    keep, other = _both(Contact, actor, keep_id, other_id)
    repoint(other, keep)
    _hand_over(keep, other, values)
    search.drop("crm.contact", other.pk)
    search.put("crm.contact", keep.pk)
    return keep


def _above(keep: Account, other: Account) -> int | None:
    """What the one that stays belongs to: what it did, or what the other did where it stood below that one, however deep."""
    between, seen = keep.parent, {keep.pk}
    while between is not None and between.pk not in seen:
        if between.pk == other.pk:
            return None if other.parent_id == keep.pk else other.parent_id
        seen.add(between.pk)
        between = between.parent
    return keep.parent_id


def _both(model: type[M], actor: Actor, keep_id: int, other_id: int) -> tuple[M, M]:
    if keep_id == other_id:
        raise MERGE_WITH_ITSELF()
    rows = model.objects.changeable_by(actor).filter(archived_at=None)
    locked = {pk: write.for_change(rows, pk) for pk in sorted((keep_id, other_id))}
    return locked[keep_id], locked[other_id]


def _hand_over(keep: M, other: M, values: Mapping[str, Any]) -> None:
    """The other gives its number away first: a number stands in the table once."""
    number = keep.external_id or other.external_id
    freed = {"external_id": None} if number == other.external_id else {}
    write.change(other, archived_at=clock.now(), merged_into_id=keep.pk, **freed)
    write.change(keep, **values, external_id=number)


def repoint(other: Model, keep: Model) -> None:
    """Every row of any room that points to the one points to the other, but never a record to itself.

    What both may have once only, and have, stays with the other: the one that takes over has its own.
    """
    for relation in other._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            name = relation.field.attname
            rows: Any = relation.related_model._base_manager
            found = rows.select_for_update(of=("self",)).filter(**{name: other.pk})
            moved = [row for row in found if row != keep]
            for columns in _once(relation.related_model, name):
                there = rows.filter(**{name: keep.pk}) if moved else rows.none()
                taken = {tuple(getattr(row, column) for column in columns) for row in there}
                taken = {values for values in taken if None not in values}  # an empty column is like no other
                moved = [row for row in moved if tuple(getattr(row, column) for column in columns) not in taken]
            write.change_many([(row, {name: keep.pk}) for row in moved])


def _once(model: type[Model], name: str) -> list[list[str]]:
    """The columns that may stand beside the column `name` once only, one list for each rule of the table."""
    fields = [list(rule.fields) for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)]
    fields += [list(together) for together in model._meta.unique_together]
    fields += [[field.name] for field in model._meta.concrete_fields if field.unique]
    columns = [[model._meta.get_field(field).attname for field in rule] for rule in fields]  # type: ignore[union-attr]
    return [[column for column in rule if column != name] for rule in columns if name in rule]
