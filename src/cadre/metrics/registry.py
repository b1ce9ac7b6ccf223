"""Where declarations are kept, by key. An unknown key is answered with the nearest ones."""

from difflib import get_close_matches
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from cadre.kernel.problems import ProblemKind
from cadre.metrics.declarations import DeclarationError, Dimension, Fact, Join, Metric, Part, require
from cadre.metrics.problems import UNKNOWN_DIMENSION, UNKNOWN_METRIC

Declared = TypeVar("Declared", Fact, Part, Metric, Dimension)


def near(key: str, known: list[str], *, show_all: bool = True) -> str:
    """What the asker may have meant, or what there is."""
    meant = (
        get_close_matches(key, known, n=3, cutoff=0.6)
        or [other for other in known if key and (key in other or other in key)][:3]
    )
    if meant:
        return _("Did you mean %(keys)s?") % {"keys": ", ".join(meant)}
    if not show_all:
        return _("Nothing is spelled like it.")
    return _("Known are: %(keys)s.") % {"keys": ", ".join(sorted(known))}


class Registry(Generic[Declared]):
    def __init__(self, noun: str, problem: ProblemKind | None = None) -> None:
        self.noun, self.problem = noun, problem
        self._known: dict[str, Declared] = {}

    def add(self, declared: Declared) -> None:
        require(
            self._known.setdefault(declared.key, declared) is declared, f"{self.noun} {declared.key} is declared twice"
        )

    def remove(self, key: str) -> None:
        """For tests that declare something of their own."""
        self._known.pop(key, None)

    def __getitem__(self, key: str) -> Declared:
        """The declaration. An unknown key is a problem of the asker for metrics and dimensions, of the developer for the rest."""
        if key in self._known:
            return self._known[key]
        hint = near(str(key), list(self._known))
        if self.problem is None:
            raise DeclarationError(f"no {self.noun} {key!r}. {hint}")
        raise self.problem(field=self.noun, key=key, hint=hint)

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def all(self) -> list[Declared]:
        return [self._known[key] for key in sorted(self._known)]


facts: Registry[Fact] = Registry("fact")
parts: Registry[Part] = Registry("part")
metrics: Registry[Metric] = Registry("metric", UNKNOWN_METRIC)
dimensions: Registry[Dimension] = Registry("dimension", UNKNOWN_DIMENSION)
_joins: dict[str, Join] = {}


def register(*declared: Fact | Part | Metric | Dimension) -> None:
    """Take declarations in, each after what it refers to. DeclarationError for anything that could give a wrong number."""
    for one in declared:
        if isinstance(one, Fact):
            facts.add(one)
        elif isinstance(one, Part):
            _check_part(one)
            parts.add(one)
        elif isinstance(one, Metric):
            for key in one.parts:
                parts[key]
            metrics.add(one)
        else:
            _check_joins(one)
            dimensions.add(one)


def facts_of(metric: Metric) -> list[Fact]:
    """The facts a metric is computed from, each once, in the order of its parts."""
    return [facts[key] for key in dict.fromkeys(parts[part].fact for part in metric.parts)]


def dimensions_of(metric: Metric) -> list[Dimension]:
    """What the metric can be broken down by: whatever fits every one of its facts."""
    sources = facts_of(metric)
    return [dimension for dimension in dimensions.all() if all(dimension.fits(fact) for fact in sources)]


def _check_part(part: Part) -> None:
    columns = facts[part.fact].columns
    for name in filter(None, (part.column, *(column for column, _value in part.where))):
        require(name in columns, f"part {part.key}: fact {part.fact} has no column {name}")
    if part.aggregate in {"sum", "min", "max"}:
        require(
            columns[part.column] is int,
            f"part {part.key}: {part.aggregate} takes an integer column, {part.column} is not one",
        )
    for name, value in part.where:
        require(type(value) is columns[name], f"part {part.key}: {name} is never {value!r}")


def _check_joins(dimension: Dimension) -> None:
    for join in dimension.joins:
        require(
            _joins.setdefault(join.alias, join) == join,
            f"dimension {dimension.key}: another join has the alias {join.alias}",
        )
