"""Rules about tiers, points and steps: in order, without gaps, without overlaps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadre.compensation.engine.plan.findings import Found
from cadre.compensation.engine.plan.values import Level, Rate

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from cadre.compensation.engine.plan.payouts import Tier


@dataclass(frozen=True)
class Band:
    """A tier written out: both ends known (``top`` None: open above)."""

    bottom: Level
    top: Level | None
    tier: Tier


def bands(tiers: list[Tier]) -> list[Band]:
    """The tiers with their missing ends filled from their neighbours."""
    result: list[Band] = []
    relative = any(level is not None and level.relative for tier in tiers for level in (tier.from_, tier.to))
    previous: Level | None = Level(Level.parse("0").value, relative)
    for number, tier in enumerate(tiers):
        following = tiers[number + 1].from_ if number + 1 < len(tiers) else None
        bottom = tier.from_ if tier.from_ is not None else previous or Level.parse("0")
        top = tier.to if tier.to is not None else following
        result.append(Band(bottom, top, tier))
        previous = top
    return result


def check_curve(component: Component, here: tuple[Any, ...]) -> list[Found]:
    """Everything wrong with the component's curve."""
    pays = component.pays
    place = (*here, "pays", pays.form)
    found = _tiers(pays.tiers, place) if pays.tiers else []
    rows: list[tuple[Any, Level]] = []
    rows += [(i, point.at) for i, point in enumerate(pays.interpolate or [])]
    rows += [(i, step.from_) for i, step in enumerate(pays.steps or [])]
    rows += [(i, milestone.at) for i, milestone in enumerate(pays.milestones or [])]
    found += _ascending(rows, place)
    if pays.matrix is not None:
        for side in ("rows", "columns"):
            found += _ascending(list(enumerate(getattr(pays.matrix, side).from_)), (*place, side))
    return [*found, *_relative_needs_quota(component, place), *_units(component, place)]


def _found(path: tuple[Any, ...], message: str, advice: str, severity: str = "error") -> Found:
    return Found(severity, path, message, advice)


def _tiers(tiers: list[Tier], place: tuple[Any, ...]) -> list[Found]:  # noqa: C901 - one branch per rule of the language
    found, written = [], bands(tiers)
    first = written[0].bottom
    if first.value != 0:
        advice = f"Begin the first tier at 0, or add a tier 'to: {first}' with 'rate: 0%'."
        found.append(_found((*place, 0), f"nothing is said below {first}", advice))
    for number, (here, after) in enumerate(itertools.pairwise(written), 1):
        if here.top is None:
            found.append(_found((*place, number - 1), "only the last tier may be open above", "Give it 'to:'."))
        elif here.top.relative != after.bottom.relative:
            found.append(_found((*place, number), "percentages and numbers are mixed", "Use one of them throughout."))
        elif after.bottom.value < here.top.value:
            message = f"tiers {number} and {number + 1} overlap between {after.bottom} and {here.top}"
            found.append(_found((*place, number), message, f"Begin this tier at {here.top}."))
        elif after.bottom.value > here.top.value:
            message = f"nothing is said between {here.top} and {after.bottom}"
            found.append(_found((*place, number), message, f"Begin this tier at {here.top}, or add a tier."))
    for number, band in enumerate(written):
        if band.top is not None and band.top.value <= band.bottom.value:
            message = f"the tier ends at {band.top}, not above its beginning {band.bottom}"
            found.append(_found((*place, number), message, "Put the tiers in rising order."))
        if band.tier.amount is not None and band.top is None:
            found.append(_found((*place, number), "an amount for an open tier", "Give the tier a 'to' or a rate."))
    if written[-1].top is not None:
        message = f"what lies above {written[-1].top} is paid nothing more"
        found.append(
            _found((*place, len(tiers) - 1), message, "Leave out 'to' of the last tier to keep it open.", "warning")
        )
    return found


def _ascending(rows: list[tuple[Any, Level]], place: tuple[Any, ...]) -> list[Found]:
    found = []
    for (_, before), (number, level) in itertools.pairwise(rows):
        if level.relative != before.relative and level.value != 0 and before.value != 0:
            found.append(_found((*place, number), "percentages and numbers are mixed", "Use one of them throughout."))
        elif level.value <= before.value:
            found.append(_found((*place, number), f"{level} comes after {before}", "Put the rows in rising order."))
    return found


def _relative_needs_quota(component: Component, place: tuple[Any, ...]) -> list[Found]:
    """A percentage of quota needs a quota; a score is its own percentage."""
    if component.quota is not None or not component.measured.is_transactions:
        return []
    pays = component.pays
    levels = [level for tier in pays.tiers for level in (tier.from_, tier.to)]
    levels += [point.at for point in pays.interpolate or []] + [milestone.at for milestone in pays.milestones or []]
    levels += [row.from_ for row in pays.steps or []]
    if any(level is not None and level.relative and level.value for level in levels):
        return [_found(place, "percentages of quota without a quota", "Add 'quota:' to the component.")]
    return []


def _units(component: Component, place: tuple[Any, ...]) -> list[Found]:
    """Money per unit needs a measure in units; a percentage needs money or a target."""
    pays, found = component.pays, []
    rates: list[tuple[Any, Rate]] = [] if pays.rate is None else [("", pays.rate)]
    rates += [(i, tier.rate) for i, tier in enumerate(pays.tiers) if tier.rate is not None]
    rates += [(i, row.rate) for i, row in enumerate(pays.rates or [])]
    rates += [(i, point.rate) for i, point in enumerate(pays.interpolate or [])]
    for number, rate in rates:
        path = place if number == "" else (*place, number)
        if rate.per_unit and rate.value and (pays.of == "target" or component.measured.is_money):
            advice = f"Write '{rate}%', or '{Rate(rate.value, False)}' if {rate} was meant as a fraction."
            found.append(_found(path, f"the rate {rate} has no percent sign", advice))
        units = component.measured.is_transactions and not component.measured.is_money
        if not rate.per_unit and rate.value and pays.of == "credit" and units:
            advice = "Write the money per unit, for instance 'rate: 71.43', or 'unit: money' in the measure."
            found.append(_found(path, f"{rate} of something that is not money", advice))
    return found
