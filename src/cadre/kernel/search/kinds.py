"""What can be searched: each room registers its kinds of records at start-up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from cadre.kernel.access import Actor
from cadre.kernel.visibility import Employees, Scope, employees_under

Owners = Employees | None


@dataclass(frozen=True)
class SearchKind:
    """A kind of record that search finds.

    `kind` is the dotted name ("crm.account"), `model` the model or its label, `label` the plural that
    heads its hits, `url` the name of the record's page (one argument, the id) or a function of the id,
    `text` gives (title, rest): the title is ranked and shown, the rest is found too (numbers, addresses).
    `visible` gives the ids of the employees whose records the actor sees: a queryset of one column, a
    list, or None for all; left out, the model's policy decides. `owner` gives a record's owning employee.
    `only` is a filter of the records that may be found at all (those not archived); the others are never indexed.
    `related` is what `text` follows, for select_related. `long` puts the kind among the texts that are
    found newest first instead of ranked.
    """

    kind: str
    model: type[Model] | str
    label: str | Promise
    url: str | Callable[[int], str]
    text: Callable[[Any], tuple[str, str]]
    visible: Callable[[Actor], Owners] | None = None
    owner: Callable[[Any], int | None] = lambda record: getattr(record, "owner_id", None)
    only: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    long: bool = False

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model) if isinstance(self.model, str) else self.model

    def records(self) -> QuerySet[Any, Any]:
        """All records of this kind that may be found, with what `text` follows."""
        records = self.table._base_manager.filter(**self.only)
        return records.select_related(*self.related) if self.related else records

    def records_visible_to(self, actor: Actor, ids: list[int]) -> dict[int, Any]:
        """The records among `ids` that the actor may see, by id: the model's own policy has the last word."""
        records = self.table._default_manager.filter(pk__in=ids, **self.only)
        if hasattr(self.table, "policy"):
            records = records.visible_to(actor)  # type: ignore[attr-defined]
        if self.related:
            records = records.select_related(*self.related)
        return {record.pk: record for record in records}

    def owners(self, actor: Actor) -> Owners:
        """Whose records the actor sees; None for everybody's."""
        if self.visible is not None:
            return self.visible(actor)
        policy = getattr(self.table, "policy", None)
        if policy is None:
            return None
        scope = policy.scope(actor, policy.see)
        if scope is Scope.ALL:
            return None
        if scope is Scope.NONE or actor.employee_id is None:
            return []
        return [actor.employee_id] if scope is Scope.OWN else employees_under(actor)

    def ids_through(self, owners: Employees) -> QuerySet[Any, Any] | None:
        """The ids of the records that these people reach, where the policy goes further than the owner of each."""
        policy = getattr(self.table, "policy", None)
        return None if policy is None or self.visible is not None else policy.ids_through(owners)

    def address(self, ref_id: int) -> str:
        return self.url(ref_id) if callable(self.url) else reverse(self.url, args=[ref_id])


KINDS: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> None:
    """Make a kind searchable. ValueError when its name is taken by another."""
    if KINDS.setdefault(kind.kind, kind) is not kind:
        raise ValueError(f"search kind {kind.kind} is registered twice")
