"""Findings as sentences, in the language of whoever reads them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cadre.imports.checking import Checked, identity_field
from cadre.imports.findings import Group, Severity
from cadre.imports.mapping import Fix
from cadre.imports.problems import LEFT_EMPTY, MISSING, MISSING_IN_NEW
from cadre.imports.similar import squeezed
from cadre.kernel.problems import KINDS as PROBLEM_KINDS

BLANK = ""


@dataclass(frozen=True)
class ToldRow:
    """One row with what is wrong with it."""

    number: int
    identity: str
    cells: list[tuple[str, str]]  # text and tone ("bad", "warn", "") of the fields that are told about
    reasons: str
    is_faulty: bool


def sentence(group: Group) -> str:
    """What is wrong, as one sentence."""
    text = str(group.doubt.kind.text)
    return text % group.doubt.params if group.doubt.params else text


def in_short(group: Group) -> str:
    """What is wrong in a few words, beside the cell that shows it."""
    label = group.doubt.params.get("label", "")
    if group.doubt.suggestions:
        return _("%(label)s: %(suggestion)s?") % {"label": label, "suggestion": group.doubt.suggestions[0]}
    if group.doubt.kind in {LEFT_EMPTY, MISSING, MISSING_IN_NEW}:
        return _("no %(label)s") % {"label": label}
    return sentence(group)


def rows_of(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}


def why_suggested(group: Group) -> str:
    """Why the first suggestion may be what was meant."""
    if not group.doubt.suggestions:
        return ""
    meant = group.doubt.suggestions[0]
    if squeezed(meant) == squeezed(group.value):
        return _("differs only by a space or a sign")
    alike = len(set(squeezed(meant)) & set(squeezed(group.value))) * 2 >= len(set(squeezed(meant)))
    return _("written nearly the same") if alike else _("what other systems call it")


def decided(fix: Fix, checked: Checked) -> str:
    """A decision as one sentence."""
    label = checked.kind.field(fix.field).label
    shown = {"label": label, "value": fix.value or pgettext("cell", "empty"), "to": fix.to}
    if fix.action == "replace":
        return _("%(label)s “%(value)s” is read as “%(to)s”") % shown
    if fix.action == "skip":
        return _("Rows with %(label)s “%(value)s” are left out") % shown
    return _("%(label)s “%(value)s” is let pass") % shown


def told_rows(
    checked: Checked, *, field: str = "", value: str | None = None, limit: int = 50
) -> tuple[list[ToldRow], int, list[str]]:
    """The rows with errors or warnings (of one field and value, if given), how many there are, and the fields that are told about."""
    findings = checked.findings
    groups = [
        group for group in findings.groups if group.severity is not Severity.NOTE and _is_asked(group, field, value)
    ]
    places = sorted({place for group in groups for place in group.rows} - checked.skipped)
    shown = places[:limit]
    by_place = findings.of_rows(shown)
    fields = list(dict.fromkeys(group.field for group in groups if group.field in checked.mapping.columns))[:3]
    identity = identity_field(checked.kind, checked.mapping)
    return [_told(checked, place, by_place[place], fields, identity) for place in shown], len(places), fields


def _is_asked(group: Group, field: str, value: str | None) -> bool:
    return not field or (group.field == field and (value is None or group.value == value))


def _told(checked: Checked, place: int, groups: list[Group], fields: list[str], identity: str) -> ToldRow:
    groups = [group for group in groups if group.severity is not Severity.NOTE]
    tones = {group.field: "bad" if group.severity is Severity.ERROR else "warn" for group in reversed(groups)}
    cells = [(_cell(checked, name, place), tones.get(name, "")) for name in fields]
    reasons = " · ".join(dict.fromkeys(in_short(group) for group in groups))
    is_faulty = any(group.severity is Severity.ERROR for group in groups)
    number = checked.sheet.numbers[place]
    return ToldRow(number, _cell(checked, identity, place), cells, reasons, is_faulty)


def _cell(checked: Checked, name: str, place: int) -> str:
    heading = checked.mapping.columns.get(name)
    return checked.sheet.column(heading)[place] if heading else BLANK


def faulty_file(checked: Checked) -> Iterator[str]:
    """The rows with errors or warnings as a CSV with the reasons in a column of their own, to put right and import again."""
    sheet = checked.sheet
    places = [p for p in range(sheet.count) if (checked.findings.faulty[p] or checked.findings.warned[p])]
    by_place = checked.findings.of_rows(places)
    yield "\ufeff" + _line([*sheet.headings, _("Row in the file"), _("What is wrong")])
    for place in places:
        reasons = " ".join(sentence(group) for group in by_place[place] if group.severity is not Severity.NOTE)
        yield _line([*(column[place] for column in sheet.columns), str(sheet.numbers[place]), reasons])


def handled_lines(run: Any, label_of: Any) -> list[tuple[str, str, int]]:
    """How a finished import handled what was odd: (field and value, what was done, rows)."""
    lines = []
    for entry in run.handled:
        what = " ".join(
            part for part in (str(label_of(entry["field"])), f"“{entry['value']}”" if entry["value"] else "") if part
        )
        if "action" in entry:
            done = {
                "replace": _("read as “%(to)s”") % {"to": entry.get("to", "")},
                "skip": _("left out"),
                "allow": _("let pass"),
            }[entry["action"]]
        else:
            kind = PROBLEM_KINDS.get(entry["code"]) if entry["code"] != LEFT_EMPTY.code else None
            done = (
                str(kind.text) % _Blank(label=label_of(entry["field"]), value=entry["value"])
                if kind
                else _("stays empty")
            )
        lines.append((what, done, entry["count"]))
    return lines


class _Blank(dict[str, Any]):
    """Parameters of a sentence; what is not kept is shown as dots."""

    def __missing__(self, key: str) -> str:
        return "…"


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
