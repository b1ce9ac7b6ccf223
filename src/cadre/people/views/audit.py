"""The audit log: every change, and what it was before."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from cadre.kernel.models import AuditEntry
from cadre.kernel.problems import NOT_FOUND
from cadre.people import queries
from cadre.people.lists import ACTIONS, AuditList
from cadre.ui.doors import door
from cadre.ui.history import told_changes

MOST_TOGETHER = 50


@door()
def audit_list(request: HttpRequest) -> HttpResponseBase:
    return AuditList(request).response()


@door()
def audit_record(request: HttpRequest, entry_id: int) -> HttpResponse:
    entries = queries.audit_entries(request.actor)  # type: ignore[attr-defined]
    entry = entries.filter(pk=entry_id).first()
    if entry is None:
        raise NOT_FOUND()
    together = list(entries.filter(act=entry.act).exclude(pk=entry.pk)[:MOST_TOGETHER]) if entry.act else []
    change, *others = told_changes([entry, *together])
    context = {
        "change": change,
        "action": ACTIONS.get(entry.action, entry.action),
        "together": others,
        "page": _page_of(entry),
        "record": f"{entry.model}-{entry.object_id}" if entry.object_id else "",
    }
    return render(request, "people/audit_record.html", context)


def _page_of(entry: AuditEntry) -> str:
    room, _, name = entry.model.partition(".")
    for page in ("record", "detail"):
        try:
            return reverse(f"{room}:{name}-{page}", args=[entry.object_id]) if entry.action != "removed" else ""
        except NoReverseMatch:
            continue
    return ""
