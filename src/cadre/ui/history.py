"""Changes as sentences: who did what to which record, with names, amounts and dates instead of what the database keeps."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext

from cadre.kernel.currency import base_currency
from cadre.kernel.models import AuditEntry
from cadre.ui import formatting

NOTHING = "—"
ANY_VERB = "*"
# What follows from another field of the same row says nothing of its own
_DERIVED = {"base_minor": "amount_minor", "currency_number": "currency"}
_sentences: dict[tuple[str, str], str | Promise] = {}


@dataclass(frozen=True)
class ToldField:
    """One field, before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldChange:
    """One changed row in words."""

    entry: AuditEntry
    sentence: str
    model: str
    fields: list[ToldField]


def register_sentences(of: Mapping[tuple[str, str], str | Promise]) -> None:
    """Let verbs say more than the general sentence: (verb, model) -> text with %(who)s, %(title)s and the fields by name, as they
    are afterwards. With ANY_VERB the text is for new rows of a model. ValueError when there is one already."""
    for key, text in of.items():
        if _sentences.setdefault(key, text) is not text:
            raise ValueError(f"the sentence of {key} is registered twice")


class History:
    """Tells entries in the active language. `load` gathers the names of all of them: a query per kind of record."""

    def __init__(self, entries: Iterable[AuditEntry] = ()) -> None:
        self.language = (get_language() or "en").lower()
        self._names: dict[tuple[type[models.Model], int | str], str] = {}
        self._currencies: dict[tuple[str, int], str] = {}
        self.load(entries)

    @cached_property
    def _base(self) -> str:
        return base_currency()

    def load(self, entries: Iterable[AuditEntry]) -> None:
        """Ask once for what these entries point to."""
        wanted: dict[tuple[type[models.Model], str], set[int | str]] = defaultdict(set)
        money: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            for name, values in entry.fields.items():
                field = _field(entry.model, name)
                if field is not None and field.is_relation and field.related_model:
                    wanted[field.related_model, _named_by(field)] |= {
                        value for value in values if _is_named(field, value)
                    }
                elif name.endswith("_minor") and name not in _DERIVED and "currency" not in entry.fields:
                    money[entry.model].add(entry.object_id or 0)
        for (model, column), keys in wanted.items():
            missing = [key for key in keys if (model, key) not in self._names]
            # What a record is called may hold the name of another: Acme · GTX Pro
            joins = [field.name for field in model._meta.concrete_fields if field.is_relation]
            rows = model._default_manager.select_related(*joins)
            found = rows.in_bulk(missing, field_name=column) if missing else {}
            self._names |= {(model, key): str(found.get(key, f"#{key}")) for key in missing}
        for label, ids in money.items():
            if _field(label, "currency") is not None:
                found_in = apps.get_model(label)._default_manager.filter(pk__in=ids)
                self._currencies |= {(label, pk): value for pk, value in found_in.values_list("pk", "currency")}

    def told(self, entry: AuditEntry) -> ToldChange:
        """One entry with its sentence and all its fields."""
        return ToldChange(entry, self.sentence(entry), model_name(entry.model), self.fields(entry))

    def sentence(self, entry: AuditEntry) -> str:
        """Who did what, as one sentence."""
        text = _sentences.get((entry.verb, entry.model))
        if text is None and entry.action == "created":
            text = _sentences.get((ANY_VERB, entry.model))
        if text is not None:
            try:
                return str(text) % (self._after(entry) | {"who": entry.who, "title": entry.title})
            except KeyError:  # the verb left that field as it was
                pass
        return self._general(entry)

    def fields(self, entry: AuditEntry) -> list[ToldField]:
        """What differs, field by field."""
        return [
            ToldField(
                field_name(entry.model, name),
                self._shown(entry, name, before, place=0),
                self._shown(entry, name, after, place=1),
            )
            for name, (before, after) in entry.fields.items()
            if _DERIVED.get(name) not in entry.fields
        ]

    def _after(self, entry: AuditEntry) -> dict[str, str]:
        return {name: self._shown(entry, name, after, place=1) for name, (_before, after) in entry.fields.items()}

    def _general(self, entry: AuditEntry) -> str:
        said = {"who": entry.who, "title": entry.title, "model": model_name(entry.model)}
        if entry.action in {"created_many", "removed_many"}:
            counts = entry.fields.get("count", [None, None])
            said["count"] = formatting.number(counts[0] or counts[1] or 0)
        if entry.action == "changed":
            return self._changed(entry, said)
        text = {
            "created": gettext("%(who)s created %(model)s “%(title)s”"),
            "removed": gettext("%(who)s removed %(model)s “%(title)s”"),
            "created_many": gettext("%(who)s created %(count)s records: %(title)s"),
            "removed_many": gettext("%(who)s removed %(count)s records: %(title)s"),
        }.get(entry.action, gettext("%(who)s changed “%(title)s”"))
        return text % said

    def _changed(self, entry: AuditEntry, said: dict[str, str]) -> str:
        fields = self.fields(entry)
        if len(fields) != 1:
            said["fields"] = formatting.joined([field.label for field in fields[:4]], self.language)
            return gettext("%(who)s changed “%(title)s”: %(fields)s") % said
        one = fields[0]
        said |= {"field": one.label, "before": one.before, "after": one.after}
        if one.before == NOTHING:
            return gettext("%(who)s set %(field)s of “%(title)s” to %(after)s") % said
        if one.after == NOTHING:
            return gettext("%(who)s cleared %(field)s of “%(title)s” (was %(before)s)") % said
        return gettext("%(who)s changed %(field)s of “%(title)s” from %(before)s to %(after)s") % said

    def _shown(self, entry: AuditEntry, name: str, value: Any, *, place: int) -> str:
        if value in (None, "", [], {}):
            return NOTHING
        field = _field(entry.model, name)
        if name.endswith("_minor") and isinstance(value, int):
            return formatting.money(value, self._currency(entry, name, place), self.language, exact=True)
        if field is not None and field.is_relation and _is_named(field, value):
            return self._name(field, value)
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return self._plain(field, value)

    def _name(self, field: Any, key: int | str) -> str:
        """What a record is called; one that was not loaded is asked for once."""
        model: type[models.Model] = field.related_model
        if (model, key) not in self._names:
            found = model._default_manager.filter(**{_named_by(field): key}).first()
            self._names[model, key] = str(found) if found else f"#{key}"
        return self._names[model, key]

    def _plain(self, field: Any, value: Any) -> str:
        if isinstance(value, bool):
            return pgettext("audit value", "yes") if value else pgettext("audit value", "no")
        if isinstance(value, list):
            return formatting.joined([str(one) for one in value], self.language)
        if isinstance(value, dict):
            return formatting.joined([f"{key} {one}" for key, one in value.items()], self.language)
        try:
            if isinstance(field, models.DateTimeField):
                return formatting.moment(localtime(dt.datetime.fromisoformat(value)), self.language)
            if isinstance(field, models.DateField):
                return formatting.long_date(dt.date.fromisoformat(value), self.language)
        except (TypeError, ValueError):
            pass
        return formatting.number(value) if isinstance(value, int) else str(value)

    def _currency(self, entry: AuditEntry, name: str, place: int) -> str:
        if name in _DERIVED:
            return self._base
        told = entry.fields.get("currency")
        return (told and told[place]) or self._currencies.get((entry.model, entry.object_id or 0)) or self._base


def _named_by(field: Any) -> str:
    """The column that a relation keeps of the other row: its id, or a key of its own."""
    return str(field.target_field.name)


def _is_named(field: Any, value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value != "" and not field.target_field.primary_key)


def told_changes(entries: Iterable[AuditEntry]) -> list[ToldChange]:
    """Entries of a page or panel in words."""
    rows = list(entries)
    history = History(rows)
    return [history.told(entry) for entry in rows]


def model_name(label: str) -> str:
    """What a row of this model is called ("people.employee" -> employee)."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def field_name(label: str, name: str) -> str:
    """What a field is called; its own name where the model is gone."""
    return str(getattr(_field(label, name), "verbose_name", name))


def _field(label: str, name: str) -> Any:
    try:
        return apps.get_model(label)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None
