"""The third step: what would be imported, what stands against it, and putting it right for all rows at once."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.imports import queries, services
from cadre.imports.checking import Checked
from cadre.imports.findings import Group, Severity
from cadre.imports.mapping import Fix
from cadre.imports.models import ImportRun
from cadre.imports.problems import LEFT_EMPTY, ORDER_UNKNOWN
from cadre.imports.telling import decided, faulty_file, rows_of, sentence, told_rows, why_suggested
from cadre.imports.views.steps import door, steps
from cadre.kernel.problems import Problems

SHOWN, MOST_GROUPS = 20, 30


@dataclass(frozen=True)
class Offer:
    """A group of rows with one doubt, and what can be done about all of them at once."""

    label: str
    value: str
    field: str
    raw: str
    sentence: str
    why: str
    count: int
    tone: str
    suggestions: tuple[str, ...]
    can_allow: bool
    can_replace: bool
    can_skip: bool
    asks_order: bool


@door()
def import_check(request: HttpRequest, run_id: int) -> HttpResponse:
    """The check of the whole file. Back to the mapping where that cannot be used."""
    run = queries.run_visible_to(request.actor, run_id)  # type: ignore[attr-defined]
    if run.state not in {ImportRun.State.DRAFT, ImportRun.State.FAILED}:
        return HttpResponseRedirect(reverse("imports:import-record", args=[run.pk]))
    try:
        checked = queries.checked(run)
    except Problems:
        return HttpResponseRedirect(reverse("imports:import-map", args=[run.pk]))
    field, value = request.GET.get("field", ""), request.GET.get("value")
    return render(request, "imports/import_check.html", _context(run, checked, field, value))


def _context(run: ImportRun, checked: Checked, field: str, value: str | None) -> dict[str, Any]:
    kind, sheet, mapping = checked.kind, checked.sheet, checked.mapping
    rows, count, told_fields = told_rows(checked, field=field, value=value, limit=SHOWN)
    groups = checked.findings.groups
    return {
        "run": run,
        "kind": kind,
        "sheet": sheet,
        "checked": checked,
        "share": checked.good / sheet.count,
        "steps": steps(2, run, {1: f"{len(mapping.columns)} / {len(sheet.headings)}", 2: _to_do(checked)}),
        "offers": [_offer(group, checked) for group in groups if group.severity is not Severity.NOTE][:MOST_GROUPS],
        "notes": [(sentence(group), rows_of(len(group.rows))) for group in groups if group.severity is Severity.NOTE][
            :MOST_GROUPS
        ],
        "decisions": [(fix, decided(fix, checked)) for fix in mapping.fixes],
        "columns": [(heading, *_target(checked, heading)) for heading in sheet.headings],
        "constants": [(kind.field(name).label, text) for name, text in mapping.constants.items() if text],
        "rows": rows,
        "row_count": count,
        "told_fields": [kind.field(name).label for name in told_fields],
        "identity": kind.field(kind.identity[0]).label,
        "is_narrowed": bool(field),
    }


def _to_do(checked: Checked) -> str:
    return _("%(rows)s to put right") % {"rows": rows_of(checked.faulty)} if checked.faulty else ""


def _target(checked: Checked, heading: str) -> tuple[str, str]:
    place = checked.sheet.headings.index(heading)
    sample = next((text for text in checked.sheet.columns[place] if text), "")
    name = next((name for name, column in checked.mapping.columns.items() if column == heading), "")
    return sample, str(checked.kind.field(name).label) if name else ""


def _offer(group: Group, checked: Checked) -> Offer:
    is_column = group.field in checked.mapping.columns
    is_empty = group.doubt.kind is LEFT_EMPTY
    asks_order = group.doubt.kind is ORDER_UNKNOWN
    is_warning = group.severity is Severity.WARNING
    return Offer(
        label=str(checked.kind.field(group.field).label) if group.field else "",
        value=group.value or (pgettext("cell", "empty") if is_column and not group.value else ""),
        field=group.field,
        raw=group.value,
        sentence=sentence(group),
        why=why_suggested(group),
        count=len(group.rows),
        tone="warn" if is_warning else "bad",
        suggestions=group.doubt.suggestions,
        can_allow=is_warning,
        can_replace=is_column and not asks_order and not is_empty,
        can_skip=is_column and not asks_order,
        asks_order=asks_order,
    )


@door("POST")
def import_fix(request: HttpRequest, run_id: int) -> HttpResponse:
    """Decide about one value for all its rows, take a decision back, or say the order of day and month."""
    actor = request.actor  # type: ignore[attr-defined]
    action, name, value = (request.POST.get(key, "") for key in ("action", "field", "value"))
    to = (request.POST.get("to") or request.POST.get("other") or "").strip()
    if action == "withdraw":
        services.withdraw_fix(actor=actor, run_id=run_id, field=name, value=value)
    elif action in {"dmy", "mdy"}:
        mapping = queries.mapping_of(queries.run_visible_to(actor, run_id))
        services.map_columns(
            actor=actor, run_id=run_id, mapping=replace(mapping, orders=mapping.orders | {name: action})
        )
    elif action in {"allow", "skip"} or (action == "replace" and to):
        services.apply_fix(actor=actor, run_id=run_id, fix=Fix(name, value, action, to))  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("imports:import-check", args=[run_id]))


@door()
def faulty_download(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The rows with errors or warnings as a CSV, each with the reason."""
    run = queries.run_visible_to(request.actor, run_id)  # type: ignore[attr-defined]
    response = StreamingHttpResponse(faulty_file(queries.checked(run)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{run.kind}-{run.pk}-faulty.csv"'
    return response
