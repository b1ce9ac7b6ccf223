"""What can be imported: each room declares its kinds in its module `importing`, loaded by who imports."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from cadre.imports.findings import Findings
from cadre.imports.problems import UNKNOWN_KIND
from cadre.imports.readers import Reader, Text
from cadre.kernel.access import Actor, Role
from cadre.kernel.discovery import discover

Row = dict[str, Any]
Progress = Callable[[int], None]
UNTOLD: Progress = lambda _percent: None  # noqa: E731 - nobody watches


@dataclass(frozen=True)
class Written:
    """What a bulk verb did. `created` are the ids of new rows, by model label."""

    created: Mapping[str, Sequence[int]] = field(default_factory=dict)
    made: int = 0
    changed: int = 0
    unchanged: int = 0


class BulkVerb(Protocol):
    def __call__(self, *, actor: Actor, rows: Sequence[Row], progress: Progress) -> Written:
        """Write all rows in the running transaction, telling how many per cent are done."""
        ...


def also(line: str) -> tuple[str, ...]:
    """Headings that mean a field, written in one line with “ · ” between them."""
    return tuple(line.split(" · "))


@dataclass(frozen=True)
class ImportField:
    """A field that a column can fill.

    `aliases` are headings of other systems and languages. `says_when_empty`: an empty cell is allowed, yet worth a warning.
    `new_only`: needed only where a row is new; one that is here already keeps what it has.
    """

    key: str
    label: Promise | str
    reader: Reader = field(default_factory=Text)
    required: bool = False
    new_only: bool = False
    says_when_empty: bool = False
    aliases: tuple[str, ...] = ()
    example: str = ""
    help: Promise | str = ""


@dataclass(frozen=True)
class ImportKind:
    """A kind of rows.

    `identity`: the fields by which a row is found again, in order of trust; the first one that is mapped counts.
    `judge` looks at whole rows after every cell was read: it may note doubts and fill in what follows from other fields.
    `known` tells which identities exist already. `write` is the bulk verb. `remove` takes its new rows back; `restored` is
    told the verb's act and, by model, the rows that became again what they were, to take back what else came of them.
    `label_of_rows` is the model that a row of the file is.
    """

    key: str
    label: Promise | str
    fields: tuple[ImportField, ...]
    write: BulkVerb
    known: Callable[[str, Collection[Any]], Collection[Any]]
    identity: tuple[str, ...]
    roles: frozenset[Role]
    judge: Callable[[Sequence[Row], Findings], None] = lambda _rows, _findings: None
    remove: Callable[[Actor, Mapping[str, list[int]]], None] | None = None
    restored: Callable[[str, Mapping[str, list[int]]], None] | None = None
    label_of_rows: str = ""
    icon: str = "file-import"
    url_name: str = ""
    position: int = 0

    def field(self, key: str) -> ImportField:
        return next(one for one in self.fields if one.key == key)

    def may(self, actor: Actor) -> bool:
        return actor.has(*self.roles)


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Make a kind importable. ValueError when its key is taken by another."""
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"import kind {kind.key} is registered twice")


def known_kinds() -> dict[str, ImportKind]:
    """Every kind by its key."""
    discover("importing")
    return _kinds


def kind_of(key: str) -> ImportKind:
    """The kind of that key, or UNKNOWN_KIND with those there are."""
    kinds = known_kinds()
    if key not in kinds:
        raise UNKNOWN_KIND(kind=key, kinds=", ".join(sorted(kinds)))
    return kinds[key]


def kinds_for(actor: Actor) -> list[ImportKind]:
    """The kinds an actor may import, in the order in which they build on one another."""
    return sorted((kind for kind in known_kinds().values() if kind.may(actor)), key=lambda kind: kind.position)
