"""Which column fills which field, and what to do about single values. Saved for files of the same shape."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

from cadre.imports.kinds import ImportKind
from cadre.imports.problems import BAD_ORDER, BAD_SCALE, TAKEN_TWICE, UNKNOWN_COLUMN, UNKNOWN_FIELD, UNMAPPED
from cadre.imports.reading import Sheet
from cadre.kernel.problems import Problem

Action = Literal["replace", "allow", "skip"]


@dataclass(frozen=True)
class Fix:
    """One decision about one text of a field: replace it, let it pass, or leave its rows out."""

    field: str
    value: str
    action: Action
    to: str = ""


@dataclass
class FileMapping:
    """`columns`: field -> heading. `constants`: field -> a text for every row. `orders`: field -> "dmy" or "mdy" of its dates.

    `scales`: field -> what its numbers are multiplied by ("1000000" for a column in millions).
    """

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    scales: dict[str, str] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FileMapping":
        if not isinstance(data, Mapping):
            raise TypeError("a mapping is an object")
        plain = {name: dict(data.get(name, {})) for name in ("columns", "constants", "orders", "scales")}
        return cls(**plain, fixes=[Fix(**fix) for fix in data.get("fixes", [])])

    def with_fix(self, fix: Fix) -> "FileMapping":
        """This mapping with one more decision; an earlier one about the same text gives way."""
        others = [old for old in self.fixes if (old.field, old.value) != (fix.field, fix.value)]
        return FileMapping(self.columns, self.constants, self.orders, self.scales, [*others, fix])

    def without_fix(self, name: str, value: str) -> "FileMapping":
        kept = [old for old in self.fixes if (old.field, old.value) != (name, value)]
        return FileMapping(self.columns, self.constants, self.orders, self.scales, kept)

    def scale(self, name: str) -> Decimal:
        return Decimal(self.scales.get(name) or 1)

    def fills(self, name: str) -> bool:
        return name in self.columns or bool(self.constants.get(name))

    def problems(self, kind: ImportKind, sheet: Sheet) -> Iterable[Problem]:
        """What stands against using this mapping for this file."""
        known = {one.key for one in kind.fields}
        named = {*self.columns, *self.constants, *self.orders, *self.scales, *(fix.field for fix in self.fixes)}
        for name in sorted(named - known):
            yield UNKNOWN_FIELD(field=name, name=name, fields=", ".join(sorted(known)))
        for name, heading in self.columns.items():
            if heading not in sheet.headings:
                yield UNKNOWN_COLUMN(field=name, column=heading, columns=", ".join(sheet.headings))
        for one in kind.fields:
            if one.required and not one.new_only and not self.fills(one.key):
                yield UNMAPPED(field=one.key, label=one.label)
        yield from self._unreadable()

    def _unreadable(self) -> Iterable[Problem]:
        for name, order in self.orders.items():
            if order not in ("", "dmy", "mdy"):
                yield BAD_ORDER(field=name, name=name, value=order)
        for name, text in self.scales.items():
            if not _is_scale(text):
                yield BAD_SCALE(field=name, name=name, value=text)


def _is_scale(text: str) -> bool:
    try:
        return not text or (Decimal(text).is_finite() and Decimal(text) > 0)
    except (ArithmeticError, ValueError, TypeError):
        return False


def mapping_from_headings(chosen: Mapping[str, str], kind: ImportKind) -> dict[str, str]:
    """Field -> heading, from heading -> field as the page's form gives it. TAKEN_TWICE where one field is chosen for two columns."""
    columns: dict[str, str] = {}
    for heading, name in chosen.items():
        if not name:
            continue
        if name in columns:
            raise TAKEN_TWICE(field=name, label=kind.field(name).label)
        columns[name] = heading
    return columns
