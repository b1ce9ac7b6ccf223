"""The first two steps: which file, and which column fills which field."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cadre.imports import queries, services
from cadre.imports.kinds import ImportField, ImportKind, kind_of
from cadre.imports.mapping import FileMapping, mapping_from_headings
from cadre.imports.models import ImportRun
from cadre.imports.problems import NO_FILE
from cadre.imports.readers import Day, Number, Whole
from cadre.imports.reading import Sheet
from cadre.imports.reading.encodings import CHOICES
from cadre.imports.views.steps import door, steps
from cadre.kernel.problems import FORBIDDEN, Problems

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls"
SCALES = ["1", "1000", "10000", "1000000", "100000000"]


@dataclass(frozen=True)
class MappedColumn:
    """A column of the file as the mapping page shows it."""

    place: int
    heading: str
    sample: str
    field: str
    takes_order: bool
    order: str
    takes_scale: bool
    scale: str
    problem: str = ""


@door("GET", "POST")
def import_start(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file. A file that cannot be used is refused here, with what to do."""
    wanted = _kind(request, kind)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_taken_in(request, wanted))
        except Problems as refusal:
            if refusal.status == FORBIDDEN.status:
                raise
            problems = refusal.problems
    context = {
        "kind": wanted,
        "steps": steps(0),
        "problems": problems,
        "accept": ACCEPTED,
        "encodings": [(code, code.upper()) for code in CHOICES],
        "fields": [(one, str(one.label)) for one in wanted.fields],
    }
    return render(request, "imports/import_start.html", context, status=422 if problems else 200)


def _taken_in(request: HttpRequest, kind: ImportKind) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise NO_FILE(field="file")
    actor = request.actor  # type: ignore[attr-defined]
    encoding = request.POST.get("encoding", "")
    run = services.start_import(
        actor=actor, kind=kind.key, upload=upload, encoding=encoding if encoding in CHOICES else ""
    )
    sheet, mapping = queries.sheet_of(run), queries.mapping_of(run)
    is_complete = not tuple(mapping.problems(kind, sheet)) and not sheet.is_guess and not sheet.sheets[1:]
    return reverse("imports:import-check" if is_complete else "imports:import-map", args=[run.pk])


@door("GET", "POST")
def import_map(request: HttpRequest, run_id: int) -> HttpResponse:
    """Say which column fills which field, in which order its dates are and in which unit its numbers."""
    actor = request.actor  # type: ignore[attr-defined]
    run = queries.run_visible_to(actor, run_id)
    if run.state not in {ImportRun.State.DRAFT, ImportRun.State.FAILED}:
        return HttpResponseRedirect(reverse("imports:import-record", args=[run.pk]))
    kind, sheet, mapping = kind_of(run.kind), queries.sheet_of(run), queries.mapping_of(run)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            mapping = _posted(request, kind, sheet, mapping)
            services.map_columns(actor=actor, run_id=run_id, mapping=mapping)
            return HttpResponseRedirect(reverse("imports:import-check", args=[run.pk]))
        except Problems as refusal:
            problems = refusal.problems
    context = _map_context(run, kind, sheet, mapping, problems)
    return render(request, "imports/import_map.html", context, status=422 if problems else 200)


def _map_context(
    run: ImportRun, kind: ImportKind, sheet: Sheet, mapping: FileMapping, problems: tuple[Any, ...]
) -> dict[str, Any]:
    field_of = {heading: name for name, heading in mapping.columns.items()}
    columns = [
        _column(place, heading, sheet, mapping, kind, field_of.get(heading, ""))
        for place, heading in enumerate(sheet.headings)
    ]
    missing = [one for one in kind.fields if not mapping.columns.get(one.key)]
    return {
        "run": run,
        "kind": kind,
        "sheet": sheet,
        "columns": columns,
        "fields": [(one.key, str(one.label), one.required) for one in kind.fields],
        "constants": [(one, mapping.constants.get(one.key, "")) for one in missing],
        "orders": [
            ("", _("found from the column")),
            ("dmy", _("day first: 31/12/2026")),
            ("mdy", _("month first: 12/31/2026")),
        ],
        "scales": [(scale, _("as written") if scale == "1" else f"× {int(scale):,}") for scale in SCALES],
        "problems": problems,
        "encodings": [(code, code.upper()) for code in CHOICES],
        "steps": steps(1, run, {1: f"{len(mapping.columns)} / {len(sheet.headings)}"}),
    }


def _column(place: int, heading: str, sheet: Sheet, mapping: FileMapping, kind: ImportKind, name: str) -> MappedColumn:
    one = kind.field(name) if name else None
    sample = next((text for text in sheet.columns[place] if text), "")
    return MappedColumn(
        place=place,
        heading=heading,
        sample=sample,
        field=name,
        takes_order=_reads(one, Day),
        order=mapping.orders.get(name, ""),
        takes_scale=_reads(one, Number) and not _reads(one, Whole),
        scale=mapping.scales.get(name, "1") or "1",
    )


def _reads(one: ImportField | None, *kinds: type) -> bool:
    return one is not None and isinstance(one.reader, kinds)


def _posted(request: HttpRequest, kind: ImportKind, sheet: Sheet, old: FileMapping) -> FileMapping:
    """The mapping as the form gives it. Decisions about values stay, unless their field is no longer mapped."""
    keys = {one.key for one in kind.fields}
    chosen = {heading: request.POST.get(f"column-{place}", "") for place, heading in enumerate(sheet.headings)}
    columns = mapping_from_headings({heading: name for heading, name in chosen.items() if name in keys}, kind)
    places = {name: sheet.headings.index(heading) for name, heading in columns.items()}
    constants = {
        key: text for key in keys - columns.keys() if (text := request.POST.get(f"constant-{key}", "").strip())
    }
    orders = {
        name: order
        for name, place in places.items()
        if (order := request.POST.get(f"order-{place}", "")) in {"dmy", "mdy"}
    }
    scales = {
        name: scale
        for name, place in places.items()
        if (scale := request.POST.get(f"scale-{place}", "1")) in SCALES[1:]
    }
    fixes = [fix for fix in old.fixes if fix.field in columns]
    return replace(old, columns=columns, constants=constants, orders=orders, scales=scales, fixes=fixes)


@door("POST")
def import_read_as(request: HttpRequest, run_id: int) -> HttpResponse:
    """Read the file in another encoding, or another sheet of it."""
    actor = request.actor  # type: ignore[attr-defined]
    encoding, sheet = request.POST.get("encoding", ""), request.POST.get("sheet", "")
    services.read_as(actor=actor, run_id=run_id, encoding=encoding if encoding in CHOICES else "", sheet=sheet[:80])
    return HttpResponseRedirect(reverse("imports:import-map", args=[run_id]))


@door()
def template_download(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file with the right headings and one line that shows what is meant."""
    wanted = _kind(request, kind)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(one.label) for one in wanted.fields])
    writer.writerow([one.example for one in wanted.fields])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{wanted.key}.csv"'
    return response


def _kind(request: HttpRequest, key: str) -> ImportKind:
    kind = kind_of(key)
    if not kind.may(request.actor):  # type: ignore[attr-defined]
        raise FORBIDDEN()
    return kind
