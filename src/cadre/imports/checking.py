"""Checks a whole file in memory: cells by column, then rows, then the file against itself and against what is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cadre.imports.findings import Doubt, Findings, Severity
from cadre.imports.kinds import ImportField, ImportKind, Row
from cadre.imports.mapping import FileMapping, Fix
from cadre.imports.problems import EXTRA_CELLS, LEFT_EMPTY, MISSING, MISSING_IN_NEW, NO_KEY, TWICE
from cadre.imports.readers import Asked, Cell
from cadre.imports.reading import Sheet
from cadre.kernel.problems import refuse_if
from cadre.kernel.search.fold import fold

NAMED = 5  # rows that a sentence names before it says that there are more


@dataclass
class Checked:
    """What the check of one file came to. `rows` are ready for the bulk verb; `skipped` holds the places left out by decision."""

    kind: ImportKind
    sheet: Sheet
    mapping: FileMapping
    findings: Findings
    rows: list[Row]
    skipped: set[int]
    new: int
    known: int

    @property
    def faulty(self) -> int:
        return sum(self.findings.faulty)

    @property
    def warned(self) -> int:
        return sum(self.findings.warned)

    @property
    def good(self) -> int:
        return self.sheet.count - self.faulty - len(self.skipped)

    def ready(self) -> list[Row]:
        """The rows to write. Call it only without faulty ones."""
        return [row for place, row in enumerate(self.rows) if place not in self.skipped] if self.skipped else self.rows


def check(
    kind: ImportKind, sheet: Sheet, mapping: FileMapping, progress: Callable[[int], None] = lambda _percent: None
) -> Checked:
    """Read every cell and judge every row; the database is only asked for the tables that fields refer to.

    Raises the mapping's Problems if it cannot be used for this file at all.
    """
    refuse_if(mapping.problems(kind, sheet))
    findings = Findings(sheet.count)
    skipped: set[int] = set()
    columns: dict[str, list[Any]] = {}
    fields = [one for one in kind.fields if mapping.fills(one.key)]
    for done, one in enumerate(fields):
        columns[one.key] = _values(one, sheet, mapping, findings, skipped)
        progress(60 * (done + 1) // len(fields))
    if sheet.extra:
        findings.add_all(sheet.extra, "", Doubt(EXTRA_CELLS, {}))
    names = list(columns)
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    _refuse_twins(kind, rows, mapping, findings, skipped)
    name = identity_field(kind, mapping)
    known = _known(kind, name, rows, skipped)
    _refuse_bare_new(kind, name, rows, known, findings, skipped)
    kind.judge(rows, findings)
    progress(90)
    for place in skipped:
        findings.faulty[place] = findings.warned[place] = 0
    progress(100)
    new = sheet.count - len(skipped) - len(known)
    return Checked(kind, sheet, mapping, findings, rows, skipped, new, len(known))


def _values(one: ImportField, sheet: Sheet, mapping: FileMapping, findings: Findings, skipped: set[int]) -> list[Any]:
    texts = sheet.column(mapping.columns[one.key]) if one.key in mapping.columns else None
    constant = mapping.constants.get(one.key, "")
    fixes = {fix.value: fix for fix in mapping.fixes if fix.field == one.key}
    distinct = {constant} if texts is None else set(texts)
    meant = {text: _meant(text, constant, fixes) for text in distinct}
    asked = Asked(str(one.label), mapping.orders.get(one.key, ""), mapping.scale(one.key))
    cells = one.reader.read({text for text in meant.values() if text}, asked)
    readings = {text: _reading(one, fixes.get(text), meant[text], cells) for text in distinct}
    if texts is None:
        reading = readings[constant]
        if reading.doubt is not None:
            findings.add_all(range(sheet.count), one.key, reading.doubt, constant)
        return [reading.value] * sheet.count
    doubtful = {text for text, reading in readings.items() if reading.doubt is not None}
    left_out = {text for text, fix in fixes.items() if fix.action == "skip" and text in distinct}
    _note_doubts(one, texts, readings, doubtful - left_out, findings)
    if left_out:
        skipped.update(place for place, text in enumerate(texts) if text in left_out)
    values = {text: reading.value for text, reading in readings.items()}
    return [values[text] for text in texts]


def _meant(text: str, constant: str, fixes: dict[str, Fix]) -> str:
    fix = fixes.get(text)
    if fix is not None and fix.action == "replace":
        return fix.to
    return text or constant


def _reading(one: ImportField, fix: Fix | None, meant: str, cells: dict[str, Cell]) -> Cell:
    if not meant:
        if one.required and not one.new_only:
            return Cell(doubt=Doubt(MISSING, {"label": one.label}))
        says = one.says_when_empty and (fix is None or fix.action != "allow")
        return Cell(doubt=Doubt(LEFT_EMPTY, {"label": one.label}, (), Severity.WARNING)) if says else Cell()
    cell = cells[meant]
    if cell.doubt and cell.doubt.severity is Severity.WARNING and fix is not None and fix.action == "allow":
        return Cell(cell.value)
    return cell


def _note_doubts(
    one: ImportField, texts: list[str], readings: dict[str, Cell], doubtful: set[str], findings: Findings
) -> None:
    if not doubtful:
        return
    places: dict[str, list[int]] = {text: [] for text in doubtful}
    for place, text in enumerate(texts):
        if text in doubtful:
            places[text].append(place)
    for text, found in places.items():
        if (doubt := readings[text].doubt) is not None:
            findings.add_all(found, one.key, doubt, text)


def identity_field(kind: ImportKind, mapping: FileMapping) -> str:
    """The field by which this file's rows are found again; “” if the file gives none."""
    return next((name for name in kind.identity if name in mapping.columns), "")


def _refuse_twins(
    kind: ImportKind, rows: list[Row], mapping: FileMapping, findings: Findings, skipped: Iterable[int]
) -> None:
    name = identity_field(kind, mapping)
    if not name:
        label = kind.field(kind.identity[0]).label
        findings.add_all(range(len(rows)), kind.identity[0], Doubt(NO_KEY, {"label": label}, (), Severity.NOTE))
        return
    first: dict[Any, int] = {}
    twins: dict[Any, list[int]] = {}
    left_out = set(skipped)
    for place, row in enumerate(rows):
        value = row[name]
        if value is None or place in left_out:
            continue
        form = value if name == "external_id" else fold(value)  # numbers count to the letter, names whatever their case
        before = first.setdefault(form, place)
        if before != place:
            twins.setdefault(form, [before]).append(place)
    for places in twins.values():
        value = rows[places[0]][name]
        doubt = Doubt(TWICE, {"label": kind.field(name).label, "value": value})
        findings.add_all(places, name, doubt, str(value))


def _known(kind: ImportKind, name: str, rows: list[Row], skipped: set[int]) -> set[Any]:
    """The identities in the file that are here already."""
    if not name:
        return set()
    values = {row[name] for place, row in enumerate(rows) if row[name] is not None and place not in skipped}
    return set(kind.known(name, values))


def _refuse_bare_new(
    kind: ImportKind, name: str, rows: list[Row], known: set[Any], findings: Findings, skipped: set[int]
) -> None:
    """A row that is here already may come with only what changes; a new one needs everything, and is named."""
    for one in kind.fields:
        if not (one.required and one.new_only):
            continue
        unread = findings.faulty_at(one.key)
        bare = [
            place
            for place, row in enumerate(rows)
            if row.get(one.key) is None
            and place not in unread
            and place not in skipped
            and (not name or row[name] not in known)
        ]
        if bare:
            named = ", ".join(str(rows[place].get(name) or place + 1) for place in bare[:NAMED])
            more = ", …" if len(bare) > NAMED else ""
            params = {"label": one.label, "count": len(bare), "rows": named + more}
            findings.add_all(bare, one.key, Doubt(MISSING_IN_NEW, params))
