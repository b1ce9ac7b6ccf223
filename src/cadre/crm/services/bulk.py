"""Many rows at once: what imports write. Every row was checked before; here the database has the last word."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from cadre.crm import policies
from cadre.crm.models import (
    Account,
    Activity,
    Contact,
    CriterionCheck,
    Opportunity,
    PipelineStage,
    Product,
    StageChange,
)
from cadre.crm.rules.history import entered, path_of
from cadre.imports.kinds import Row, Written
from cadre.imports.problems import CANNOT_UNDO
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency, in_base
from cadre.kernel.search.fold import fold
from cadre.kernel.verbs import verb

M = TypeVar("M", bound=Model)


@verb("crm.product.import", roles=policies.CURATORS)
def import_products(*, actor: Actor, rows: Sequence[Row]) -> Written:
    """Make or update products, found again by code or name."""
    names = ("external_id", "name", "series", "list_price_minor", "currency")
    return _upsert(Product, "crm.product", [_picked(row, names) for row in rows], by=("external_id", "name"))


@verb("crm.account.import", roles=policies.CURATORS)
def import_accounts(*, actor: Actor, rows: Sequence[Row]) -> Written:
    """Make or update accounts, found again by external id or name; then hang each under its parent."""
    names = (
        "external_id", "name", "industry", "tier", "employees", "revenue_minor", "currency", "founded_year", "country",
        "website", "phone", "address", "note",
    )  # fmt: skip
    values = [_picked(row, names) | _id_of(row, "owner") for row in rows]
    written = _upsert(Account, "crm.account", values, by=("external_id", "name"))
    _hang(rows)
    return written


@verb("crm.contact.import", roles=policies.CURATORS)
def import_contacts(*, actor: Actor, rows: Sequence[Row]) -> Written:
    """Make or update contacts, found again by external id or e-mail."""
    names = ("external_id", "name", "title", "buying_role", "email", "phone", "note")
    values = [_picked(row, names) | _id_of(row, "account") for row in rows]
    return _upsert(Contact, "crm.contact", values, by=("external_id", "email"))


@verb("crm.opportunity.import", roles=policies.CURATORS)
def import_opportunities(*, actor: Actor, rows: Sequence[Row]) -> Written:
    """Make or update deals, found again by external id, with the steps of their history.

    The state follows the stage; the amount in the company's currency is that of the closing day, of today while open.
    """
    book = _Stages()
    there = {deal.external_id: deal for deal in _there(Opportunity, "external_id", len(rows), rows)}
    new: list[tuple[Opportunity, Row]] = []
    updates: list[tuple[Opportunity, dict[str, Any]]] = []
    steps: list[StageChange] = []
    for row in rows:
        values = book.values(row)
        deal = there.get(row["external_id"])
        if deal is None:
            new.append((Opportunity(**values), row))
            continue
        if "amount" not in row:  # a file without amounts says nothing about them
            values = {name: value for name, value in values.items() if name not in _AMOUNT}
        if deal.stage_id != values["stage_id"]:
            on = values["stage_since"]
            steps.append(_step(deal, deal.stage_id, values["stage_id"], on, (on - deal.stage_since).days))
        else:
            del values["stage_since"]
        updates.append((deal, values))
    made = write.create_many(Opportunity, [deal for deal, _row in new])
    steps.extend(step for deal, row in new for step in book.history(deal, row))
    changed = write.change_many(updates)
    write.create_many(StageChange, steps)
    search.put_many("crm.opportunity", [deal.pk for deal in made] + [deal.pk for deal, _values in updates])
    return _written(Opportunity, made, changed, len(updates))


class _Stages:
    """What writing deals looks up, once."""

    def __init__(self) -> None:
        self.stages = PipelineStage.objects.in_bulk()
        ordered = sorted(self.stages.values(), key=lambda stage: stage.position)
        self.open = [(stage.key, stage.pk) for stage in ordered if stage.kind == "open"]
        self.today, self.base = clock.today(), base_currency()

    def values(self, row: Row) -> dict[str, Any]:
        """The columns of one deal."""
        stage = self.stages[row["stage"]]
        on = row.get("closed_on")
        values = _picked(row, _OF_A_DEAL) | {
            "owner_id": row["owner"],
            "product_id": row["product"],
            "stage_id": stage.pk,
            "state": stage.kind,
            "stage_since": on or row.get(entered(stage.key)) or row.get("engaged_on") or self.today,
            "base_minor": in_base(row["amount_minor"], row["currency"], on or self.today, self.base),
        }
        forecast = {"forecast": row["forecast"]} if row.get("forecast") else {}
        return values | forecast | _id_of(row, "account")

    def history(self, deal: Opportunity, row: Row) -> list[StageChange]:
        """A new deal's steps: the stages whose days its row gives, else where it began, and where it is."""
        path = path_of(row, self.open, (self.stages[deal.stage_id].key, deal.stage_id), deal.stage_since)
        before = [(None, path[0][1]), *path]
        return [
            _step(deal, left, stage_id, on, (on - came).days)
            for (left, came), (stage_id, on) in zip(before, path, strict=False)
        ]


def _step(deal: Opportunity, before: int | None, after: int, on: dt.date, days: int) -> StageChange:
    return StageChange(
        opportunity_id=deal.pk,
        from_stage_id=before,
        to_stage_id=after,
        on=on,
        employee_id=deal.owner_id,
        days_in_stage=max(0, days),
    )


def remove_imported(actor: Actor, created: Mapping[str, list[int]]) -> None:
    """Take back the rows an import made. CANNOT_UNDO where somebody changed one of them or built on it since."""
    for label, ids in created.items():
        model = apps.get_model(label)
        changed = model._default_manager.filter(pk__in=ids, version__gt=1).first()
        if changed is not None:
            raise CANNOT_UNDO(reason=_("“%(title)s” has been changed since.") % {"title": changed})
        for used, path in _BUILT_UPON.get(label, ()):
            if (found := used._default_manager.filter(**{f"{path}__in": ids}).first()) is not None:
                raise CANNOT_UNDO(reason=_("“%(title)s” belongs to one of its rows by now.") % {"title": found})
        write.remove_many(model._default_manager.filter(pk__in=ids))
        search.put_many(label, ids)


# What would be deleted along with a row although people made it
_BUILT_UPON: dict[str, tuple[tuple[type[Model], str], ...]] = {
    "crm.account": ((Contact, "account"), (Activity, "account")),
    "crm.opportunity": ((Activity, "opportunity"), (CriterionCheck, "opportunity")),
}


def _upsert(model: type[M], kind: str, rows: list[dict[str, Any]], *, by: tuple[str, ...]) -> Written:
    """Make what is new and change what is there, found again by the first of `by` that a row has."""
    name = next((name for name in by if any(row.get(name) for row in rows)), "")
    there = {_form(name, getattr(obj, name)): obj for obj in _there(model, name, len(rows), rows)} if name else {}
    new: list[M] = []
    updates: list[tuple[M, dict[str, Any]]] = []
    for row in rows:
        found = there.get(_form(name, row[name])) if row.get(name) else None
        if found is None:
            new.append(model(**row))
        else:
            updates.append((found, row))
    write.create_many(model, new)
    changed = write.change_many(updates)
    search.put_many(kind, [obj.pk for obj in new] + [obj.pk for obj, _values in updates])
    return _written(model, new, changed, len(updates))


def _there(model: type[M], name: str, count: int, rows: Sequence[Mapping[str, Any]]) -> list[M]:
    """The rows that may be meant, locked: a few by their identity, of many the whole table."""
    found = model._default_manager.select_for_update()
    if name == "external_id" and count <= write.BATCH:
        return list(found.filter(external_id__in=[row[name] for row in rows]))
    return list(found.exclude(**{f"{name}__isnull": True}))


def _form(name: str, text: str | None) -> str:
    """Numbers count to the letter (other systems tell “aB” from “AB”), names whatever their case and width."""
    return (text or "") if name == "external_id" else fold(text or "")


def _picked(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The row's values of these columns; an empty text is "" where the column knows no null."""
    return {name: _stored(name, row[name]) for name in names if name in row}


_OF_A_DEAL = (
    "external_id", "engaged_on", "closed_on", "expected_close_on", "next_step", "next_step_on", "loss_reason",
    "competitors", "description", "amount_minor", "amount_is_estimate", "currency",
)  # fmt: skip
_AMOUNT = {"amount_minor", "amount_is_estimate", "currency", "base_minor"}
_NULLABLE = {
    "external_id", "employees", "revenue_minor", "founded_year", "engaged_on", "closed_on", "expected_close_on",
    "list_price_minor", "next_step_on",
}  # fmt: skip


def _stored(name: str, value: Any) -> Any:
    return "" if value is None and name not in _NULLABLE else value


def _id_of(row: Row, name: str) -> dict[str, Any]:
    return {f"{name}_id": row[name]} if name in row else {}


def _written(model: type[Model], new: Sequence[Model], changed: int, met: int) -> Written:
    return Written({model._meta.label_lower: [obj.pk for obj in new]}, len(new), changed, met - changed)


def _hang(rows: Sequence[Row]) -> None:
    wanted = {fold(row["name"]): fold(row["parent"]) for row in rows if row.get("parent")}
    if not wanted:
        return
    by_name = {fold(account.name): account for account in Account.objects.select_for_update()}
    write.change_many([(by_name[name], {"parent_id": by_name[parent].pk}) for name, parent in wanted.items()])
