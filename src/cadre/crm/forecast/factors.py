"""Why a deal has its chance: what each thing known about it adds or takes, against the average deal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cadre.crm.forecast.chances import odds_of, win_chances
from cadre.crm.forecast.learned import FEATURES, UNKNOWN, Model

if TYPE_CHECKING:
    from cadre.crm.forecast.deals import Column, Deals, Season, Window


@dataclass(frozen=True)
class Factor:
    """One thing known about a deal, and by how much the chance would differ if it were average (a ratio of 1)."""

    feature: str
    effect: float


def factors(model: Model, deal: Deals, stage: Column, season: Season, window: Window) -> tuple[float, list[Factor]]:
    """The chance of a win within the window, and the factors from the strongest on; what the model does not know is left out."""
    chance = _chance(model, deal, stage, season, window)
    found = []
    for feature in FEATURES:
        if set(model.effects[feature]) <= {UNKNOWN}:
            continue
        average = replace(model, effects={**model.effects, feature: {}})
        found.append(Factor(feature, chance - _chance(average, deal, stage, season, window)))
    return chance, sorted(found, key=lambda factor: -abs(factor.effect))


def _chance(model: Model, deal: Deals, stage: Column, season: Season, window: Window) -> float:
    odds = odds_of(model, deal, stage)
    days = window.last - window.day
    return float(win_chances(model, odds, window.day - deal.began, season, window.day, days)[0])
