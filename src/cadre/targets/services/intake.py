"""Cells from what people type, paste or import: understood as a whole, or refused with every faulty cell named."""

from collections.abc import Collection, Mapping, Sequence

from cadre.kernel.problems import Problem, refuse_if
from cadre.targets.problems import NEGATIVE, NO_RATE, NO_TEAM, NOT_A_NUMBER, OUT_OF_GRID, TOO_LARGE, UNKNOWN_ROW
from cadre.targets.queries.measures import Measure
from cadre.targets.queries.periods import TargetPeriod
from cadre.targets.queries.tree import Subject
from cadre.targets.rules.reading import NegativeError, NoRateError, NotANumberError, TooLargeError, read
from cadre.targets.services.cells import Cell

KINDS = {NotANumberError: NOT_A_NUMBER, NoRateError: NO_RATE, NegativeError: NEGATIVE, TooLargeError: TOO_LARGE}


def cells_from_texts(
    measure: Measure,
    tree: Subject,
    parts: Sequence[TargetPeriod],
    texts: Mapping[str, str],
    opened: Mapping[str, str] | None = None,
) -> list[Cell]:
    """Typed texts by place (kind-id-period) as cells. A Problem's field is the place, its sentence names person and period.

    `opened` are the texts that stood there when the page was opened.
    """
    subjects = {f"{one.kind}-{one.id}": one for one in tree.walk()}
    names = {part.name for part in parts}
    cells: list[Cell] = []
    problems: list[Problem] = []
    for place, text in texts.items():
        kind, _sep, rest = place.partition("-")
        ident, _sep, period = rest.partition("-")
        subject = subjects.get(f"{kind}-{ident}")
        if subject is None or period not in names:
            problems.append(OUT_OF_GRID(field=place, cell=place))
            continue
        title = f"{subject.name} · {period}"
        found = _understood(measure, text, title, place, problems)
        was = _understood(measure, opened[place], title, place, problems) if opened and place in opened else ...
        if found is not _FAULTY and was is not _FAULTY:
            cells.append(Cell(subject.kind, subject.id, period, found, name=place, title=title, opened=was))  # type: ignore[arg-type]
    refuse_if(problems)
    return cells


def cells_from_table(
    measure: Measure,
    tree: Subject,
    parts: Sequence[TargetPeriod],
    rows: Sequence[Sequence[str]],
    without_team: Collection[str] = (),
) -> list[Cell]:
    """A pasted or imported table as cells: names in the first column, periods in the others.

    With a heading row the columns are found by the names of the periods, and others (sums) are passed over; without one they
    are the periods in order. Faulty cells are named as a spreadsheet does: B7. `without_team` are the names of those who are
    in no team, so that they are not called unknown.
    """
    has_heading, columns = _columns(rows, [part.name for part in parts])
    by_name: dict[str, list[Subject]] = {}
    for one in tree.walk():
        by_name.setdefault(one.name.casefold(), []).append(one)
    cells: list[Cell] = []
    problems: list[Problem] = []
    filled = [(line, row) for line, row in enumerate(rows, 1) if any(text.strip() for text in row)]
    for line, row in filled[1:] if has_heading else filled:
        found = by_name.get(row[0].strip().casefold(), [])
        if len(found) != 1:
            problems.append(_not_in_plan(row[0].strip(), line, without_team))
            continue
        for n, text in enumerate(row[1:], 1):
            where = f"{_letters(n)}{line}"
            period = columns.get(n)
            if period is None:
                if not has_heading and text.strip():
                    problems.append(OUT_OF_GRID(field=where, cell=where))
                continue
            value = _understood(measure, text, where, where, problems)
            if value is not _FAULTY:
                cells.append(Cell(found[0].kind, found[0].id, period, value, name=where))  # type: ignore[arg-type]
    refuse_if(problems)
    return cells


def _not_in_plan(name: str, line: int, without_team: Collection[str]) -> Problem:
    field = f"A{line}"
    if name.casefold() in {one.casefold() for one in without_team}:
        return NO_TEAM(field=field, cell=field, person=name)
    return UNKNOWN_ROW(field=field, row=line, name=name)


def _columns(rows: Sequence[Sequence[str]], names: Sequence[str]) -> tuple[bool, dict[int, str]]:
    """Whether the first row is a heading, and which column holds which period."""
    first = [text.strip() for text in rows[0]] if rows else []
    if any(text in names for text in first[1:]):
        return True, {n: text for n, text in enumerate(first) if n and text in names}
    return False, dict(enumerate(names, 1))


_FAULTY = object()


def _understood(measure: Measure, text: str, cell: str, field: str, problems: list[Problem]) -> object:
    try:
        return read(text, measure.units, is_ratio=measure.is_ratio)
    except (NotANumberError, NegativeError, TooLargeError) as error:
        problems.append(KINDS[type(error)](field=field, cell=cell, text=text.strip()))
        return _FAULTY


def _letters(number: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
