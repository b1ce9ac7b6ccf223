"""Figures that higher rooms show beside a person in the org chart: open deals, attainment …"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from cadre.kernel.access import Actor


@dataclass(frozen=True, kw_only=True)
class PersonFigure:
    """A whole number per person. `values(actor, employee_ids, on)` asks once for all of them and keeps to what the actor may see:
    who is missing from the answer has no figure, which is not the same as nought. `empty` is the word for nought."""

    key: str
    label: str | Promise
    values: Callable[[Actor, Collection[int], dt.date], dict[int, int]]
    empty: str | Promise = "0"
    position: int = 50


_figures: dict[str, PersonFigure] = {}


def register(figure: PersonFigure) -> None:
    """Add a figure. ValueError when its key is taken."""
    if _figures.setdefault(figure.key, figure) is not figure:
        raise ValueError(f"figure {figure.key} is registered twice")


def figures() -> list[PersonFigure]:
    """All figures, the default one first."""
    return sorted(_figures.values(), key=lambda figure: (figure.position, figure.key))


def figure_named(key: str | None) -> PersonFigure | None:
    """The figure with this key, else the default one, else None."""
    return _figures.get(key or "") or next(iter(figures()), None)
