"""The audit log: every change, and what it was before."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from cadre.kernel.models import AuditEntry
from cadre.kernel.problems import NOT_FOUND
from cadre.people import queries
from cadre.people.lists import ACTIONS, AuditList, model_name
from cadre.ui.doors import door


@door()
def audit_list(request: HttpRequest) -> HttpResponseBase:
    return AuditList(request).response()


@door()
def audit_record(request: HttpRequest, entry_id: int) -> HttpResponse:
    entries = queries.audit_entries(request.actor)  # type: ignore[attr-defined]
    entry = entries.filter(pk=entry_id).first()
    if entry is None:
        raise NOT_FOUND()
    together = list(entries.filter(act=entry.act).exclude(pk=entry.pk)[:50]) if entry.act else []
    context = {"change": changes_of([entry])[0], "together": changes_of(together), "page": _page_of(entry)}
    return render(request, "people/audit_record.html", context)


def changes_of(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries as a page shows them: field labels instead of column names."""
    return [
        {
            "entry": entry,
            "action": ACTIONS.get(entry.action, entry.action),
            "model": model_name(entry.model),
            "fields": [
                {"label": _label(entry.model, name), "before": before, "after": after}
                for name, (before, after) in entry.fields.items()
            ],
        }
        for entry in entries
    ]


def _label(model: str, name: str) -> str:
    try:
        return str(getattr(apps.get_model(model)._meta.get_field(name), "verbose_name", name))
    except (LookupError, FieldDoesNotExist):
        return name


def _page_of(entry: AuditEntry) -> str:
    room, _, name = entry.model.partition(".")
    try:
        return reverse(f"{room}:{name}-record", args=[entry.object_id]) if entry.action != "removed" else ""
    except NoReverseMatch:
        return ""
