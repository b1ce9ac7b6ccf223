"""What a target may be only for: a product, a series, a segment (industry, size, country), a territory.

A slice is a dimension of the metrics layer and one of its keys, so that what was attained is the metric filtered by it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from cadre.crm import queries as crm
from cadre.crm.queries import choices as crm_choices
from cadre.kernel.access import SYSTEM, Actor
from cadre.metrics.declarations import KeyValue
from cadre.metrics.registry import dimensions, dimensions_of
from cadre.people import queries as people
from cadre.targets.models import Target
from cadre.targets.problems import NO_SUCH_SLICE, SLICE_DOES_NOT_FIT
from cadre.targets.queries.measures import Measure

TERRITORY = "territory"
KEYS = ("product", "series", "industry", "size", "country", TERRITORY)
MOST = 300
DIGITS = 18


@dataclass(frozen=True)
class Slice:
    """One key of a dimension; without one, everything."""

    dimension: str = ""
    chosen: str = ""

    @property
    def key(self) -> KeyValue:
        return int(self.chosen) if dimensions[self.dimension].kind is int else self.chosen

    @property
    def where(self) -> dict[str, KeyValue]:
        """The filter of a question to the metrics layer."""
        return {self.dimension: self.key} if self.dimension else {}

    @property
    def value(self) -> str:
        """How forms and addresses name it."""
        return f"{self.dimension}:{self.chosen}" if self.dimension else ""


EVERYTHING = Slice()


def slice_of(row: Any) -> Slice:
    """That of a plan or a target."""
    return Slice(row.dimension, row.chosen)


def slice_named(value: str) -> Slice:
    """From what a form or an address sends. NO_SUCH_SLICE for anything that is none."""
    dimension, _sep, chosen = value.partition(":")
    return checked(dimension, chosen)


def checked(dimension: str, chosen: str, wanted: Measure | None = None) -> Slice:
    """A slice that there is. NO_SUCH_SLICE, or SLICE_DOES_NOT_FIT where the metric cannot be broken down this way."""
    if not dimension and not chosen:
        return EVERYTHING
    if dimension not in KEYS or not chosen or "\0" in chosen:
        raise NO_SUCH_SLICE(field="slice", slice=f"{dimension}:{chosen}"[:60])
    if dimensions[dimension].kind is int and not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= DIGITS):
        raise NO_SUCH_SLICE(field="slice", slice=f"{dimension}:{chosen}"[:60])
    found = Slice(dimension, chosen)
    if found not in labels_of([found]):
        raise NO_SUCH_SLICE(field="slice", slice=f"{dimension}:{chosen}"[:60])
    if wanted is not None and dimensions[dimension] not in dimensions_of(wanted.metric):
        raise SLICE_DOES_NOT_FIT(field="slice", metric=wanted.title, dimension=dimensions[dimension].title)
    return found


def labels_of(slices: Iterable[Slice]) -> dict[Slice, str]:
    """What slices are called: “Product: GTX Pro”. One statement per dimension that names its keys."""
    by_dimension: dict[str, list[Slice]] = {}
    for one in slices:
        if one.dimension in dimensions:
            by_dimension.setdefault(one.dimension, []).append(one)
    found: dict[Slice, str] = {}
    for key, ones in by_dimension.items():
        declared = dimensions[key]
        names = declared.labels([one.key for one in ones]) if declared.labels else {one.key: one.chosen for one in ones}
        found |= {
            one: pgettext("slice", "%(dimension)s: %(key)s") % {"dimension": declared.title, "key": names[one.key]}
            for one in ones
            if one.key in names
        }
    return found


def slice_choices() -> list[Any]:
    """Everything, then products, series, industries, sizes, countries and territories, in groups for a form. Six statements."""
    accounts = crm.accounts(SYSTEM).order_by()
    countries = accounts.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    sizes = dimensions["size"].labels
    series = crm.products(SYSTEM).exclude(series="").order_by("series").values_list("series", flat=True)
    given: dict[str, Collection[tuple[str, str]]] = {
        "product": crm_choices.products(SYSTEM),
        "series": [(name, name) for name in dict.fromkeys(series)],
        "industry": crm_choices.industries(SYSTEM),
        "size": [(str(key), name) for key, name in (sizes(SIZES) if sizes else {}).items()],
        "country": [(name, name) for name in countries],
        TERRITORY: [(str(pk), name) for pk, name in people.territories(SYSTEM).values_list("pk", "name")],
    }
    groups = [
        (str(dimensions[key].title), [(f"{key}:{value}", name) for value, name in list(found)[:MOST]])
        for key, found in given.items()
        if found
    ]
    return [("", pgettext("slice", "Everything")), *groups]


def slices_in_use(actor: Actor) -> list[tuple[str, str]]:
    """The slices for which the reader sees targets in force, as a form offers them; one statement, and one per dimension."""
    rows = Target.objects.visible_to(actor).in_force().exclude(dimension="").order_by()
    found = [Slice(*pair) for pair in rows.values_list("dimension", "chosen").distinct()[:MOST]]
    return sorted(((one.value, name) for one, name in labels_of(found).items()), key=lambda pair: pair[1])


SIZES = (1, 100, 1000, 5000)


def owners_between(one: Slice, start: Any, end: Any) -> set[int] | None:
    """Who owns the territory on a day of [start, end); None for every other slice: anybody may sell it."""
    if one.dimension != TERRITORY:
        return None
    rows = people.owners_of(int(one.chosen)).filter(valid_from__lt=end)
    return {row.employee_id for row in rows if row.valid_to is None or row.valid_to > start}
