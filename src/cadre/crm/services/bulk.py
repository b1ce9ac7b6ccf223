"""Many rows at once: what imports write. Every row was checked before; here the database has the last word."""

from collections.abc import Iterable, Mapping, Sequence
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
    Product,
)
from cadre.imports.kinds import UNTOLD, Progress, Row, Written
from cadre.imports.problems import CANNOT_UNDO
from cadre.kernel import search, write
from cadre.kernel.access import Actor
from cadre.kernel.search.fold import fold
from cadre.kernel.verbs import verb

M = TypeVar("M", bound=Model)


@verb("crm.product.import", roles=policies.CURATORS)
def import_products(*, actor: Actor, rows: Sequence[Row], progress: Progress = UNTOLD) -> Written:
    """Make or update products, found again by code or name."""
    names = ("external_id", "name", "series", "list_price_minor", "currency")
    return _upsert(Product, "crm.product", [picked(row, names) for row in rows], by=("external_id", "name"))


@verb("crm.account.import", roles=policies.CURATORS)
def import_accounts(*, actor: Actor, rows: Sequence[Row], progress: Progress = UNTOLD) -> Written:
    """Make or update accounts, found again by external id or name; then hang each under its parent."""
    names = (
        "external_id", "name", "industry", "tier", "employees", "revenue_minor", "currency", "founded_year", "country",
        "website", "phone", "address", "note",
    )  # fmt: skip
    values = [picked(row, names) | id_of(row, "owner") for row in rows]
    written = _upsert(Account, "crm.account", values, by=("external_id", "name"))
    _hang(rows)
    return written


@verb("crm.contact.import", roles=policies.CURATORS)
def import_contacts(*, actor: Actor, rows: Sequence[Row], progress: Progress = UNTOLD) -> Written:
    """Make or update contacts, found again by external id or e-mail."""
    names = ("external_id", "name", "title", "buying_role", "email", "phone", "note")
    values = [picked(row, names) | id_of(row, "account") for row in rows]
    return _upsert(Contact, "crm.contact", values, by=("external_id", "email"))


def remove_imported(actor: Actor, created: Mapping[str, list[int]]) -> None:
    """Take back the rows an import made. CANNOT_UNDO where somebody built on one of them since."""
    for label, ids in created.items():
        model = apps.get_model(label)
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
    found_again = {_form(name, getattr(obj, name)): obj for obj in there_of(model, name, rows)} if name else {}
    survivors = _survivors(model, found_again.values())
    new: list[M] = []
    updates: list[tuple[M, dict[str, Any]]] = []
    for row in rows:
        found = found_again.get(_form(name, row[name])) if row.get(name) else None
        if found is None:
            new.append(model(**row))
        elif found.pk in survivors:  # what identified the other does not rename the one that took over
            kept = {name: value for name, value in row.items() if name not in {"external_id", "name"}}
            updates.append((survivors[found.pk], kept))
        else:
            updates.append((found, row))
    write.create_many(model, new)
    changed = differing(updates)
    write.change_many(changed)
    search.put_many(kind, [obj.pk for obj in (*new, *(obj for obj, _values in changed))])
    return written(model, [obj.pk for obj in new], len(changed), len(updates))


def _survivors(model: type[M], found: Iterable[M]) -> dict[int, M]:
    """Of records that were merged, the ones that took over, by the id of the merged one."""
    merged = {row.pk: pk for row in found if (pk := getattr(row, "merged_into_id", None))}
    if not merged:
        return {}
    rows = model._default_manager.select_for_update(of=("self",)).in_bulk(set(merged.values()))
    return {pk: rows[survivor] for pk, survivor in merged.items()}


def there_of(model: type[M], name: str, rows: Sequence[Mapping[str, Any]], *related: str) -> list[M]:
    """The rows that may be meant, locked: a few by their identity, of many the whole table. `related` is what their titles follow."""
    found = model._default_manager.select_for_update(of=("self",)).select_related(*related)
    if name == "external_id" and len(rows) <= write.BATCH:
        return list(found.filter(external_id__in=[row[name] for row in rows]))
    return list(found.exclude(**{f"{name}__isnull": True}))


def _form(name: str, text: str | None) -> str:
    """Numbers count to the letter (other systems tell “aB” from “AB”), names whatever their case and width."""
    return (text or "") if name == "external_id" else fold(text or "")


def picked(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The row's values of these columns; an empty text is "" where the column knows no null."""
    return {name: _stored(name, row[name]) for name in names if name in row}


_NULLABLE = {
    "external_id", "employees", "revenue_minor", "founded_year", "engaged_on", "closed_on", "expected_close_on",
    "list_price_minor", "next_step_on",
}  # fmt: skip


def _stored(name: str, value: Any) -> Any:
    return "" if value is None and name not in _NULLABLE else value


def id_of(row: Row, name: str) -> dict[str, Any]:
    return {f"{name}_id": row[name]} if name in row else {}


def written(model: type[Model], ids: Sequence[int], changed: int, met: int) -> Written:
    """What a bulk verb tells of one model: new ids, and how many of those it met it had to change."""
    return Written({model._meta.label_lower: ids}, len(ids), changed, met - changed)


def differing(updates: Sequence[tuple[M, dict[str, Any]]]) -> list[tuple[M, dict[str, Any]]]:
    """The rows that would not stay as they are."""
    return [
        (obj, values) for obj, values in updates if any(getattr(obj, name) != value for name, value in values.items())
    ]


def _hang(rows: Sequence[Row]) -> None:
    wanted = {fold(row["name"]): fold(row["parent"]) for row in rows if row.get("parent")}
    if not wanted:
        return
    by_name = {fold(account.name): account for account in Account.objects.select_for_update()}
    write.change_many([(by_name[name], {"parent_id": by_name[parent].pk}) for name, parent in wanted.items()])
