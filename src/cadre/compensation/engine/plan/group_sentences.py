"""Sentences of contests, pools, rates by row, and what caps and draws add."""

from fractions import Fraction
from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Component, RollUp
from cadre.compensation.engine.plan.conditions import COMBINED, Draw, Gate, Guarantee, Lookup, Reading, gate_text
from cadre.compensation.engine.plan.deals import where_text
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.plan.payouts import Pool
from cadre.compensation.engine.plan.values import title_in
from cadre.compensation.engine.words import say


def money(value: Any) -> str:
    """An amount with grouped thousands."""
    if value is None:
        return ""
    whole, dot, rest = amounts.trimmed(Fraction(value)).partition(".")
    return f"{int(whole):,}{dot}{rest}"


def reading_name(plan: Plan, component: Component, reading: Reading, language: str) -> str:
    """How a reading is called."""
    if reading.title is not None:
        return title_in(reading.title, language, reading.source)
    content = getattr(reading, reading.source)
    name = content.column if isinstance(content, Lookup) else str(content)
    if reading.source in COMBINED:
        name = say(language, "comma").join(reading_name(plan, component, one, language) for one in content)
    elif reading.component is not None:
        found = component if name == "self" else next((c for c in plan.components if c.id == name), None)
        name = title_in(found.title, language, found.id) if found else name
    elif reading.measure is not None and reading.measure in plan.measures:
        name = title_in(plan.declared(reading.measure).title, language, name)
    what = say(language, f"reading.{reading.source}", name=name)
    what = what if reading.of == "payee" else say(language, f"of.{reading.of}", what=what)
    what = say(language, "reading.ago", what=what, count=reading.ago) if reading.ago else what
    what = say(language, "reading.partial", what=what) if reading.partial == "allowed" else what
    if reading.over is not None:
        what = say(language, "reading.over", what=what, base=reading_name(plan, component, reading.over, language))
    if reading.round_to is not None:
        what = say(language, f"reading.round.{reading.round}", what=what, to=_multiple(reading))
    if reading.times is not None:
        what = say(language, "reading.times", what=what, times=amounts.percent_text(reading.times))
    return what


def _multiple(reading: Reading) -> str:
    """What a reading is rounded to: a share in percent, anything else as a number."""
    to = reading.round_to or Fraction(1)
    return amounts.trimmed(to) if to >= 1 else amounts.percent_text(to)


def rows_text(rows: list[Any], language: str) -> str:
    """Rows of rates or factors in a list."""
    said = []
    for row in rows:
        where = where_text(row.where) if row.where else say(language, "row.else")
        value = str(row.rate) if hasattr(row, "rate") else f"×{amounts.percent_text(row.value)}"
        said.append(say(language, "row", where=where, value=value))
    return say(language, "join").join(said)


def contest_sentences(plan: Plan, component: Component, language: str) -> list[str]:
    """What a contest or a pool says besides its prizes."""
    rule = component.pays.contest
    said = []
    if rule is not None:
        base = reading_name(plan, component, rule.baseline, language) if rule.baseline is not None else ""
        if isinstance(rule.rank_by, Reading):
            name = reading_name(plan, component, rule.rank_by, language)
        else:
            name = say(language, f"rank.{rule.rank_by}", base=base)
        said.append(say(language, "contest.rank", name=name, among=_among(rule.among, language)))
        if rule.best is not None:
            said.append(say(language, "contest.best", share=amounts.percent_text(rule.best)))
        if rule.between == "teams":
            said.append(say(language, "contest.teams", members=say(language, f"members.{rule.members}")))
    both = rule or component.pays.pool
    if both is None:
        return said
    if both.minimum is not None:
        said.append(say(language, "contest.minimum", level=both.minimum))
    return said + [_qualify(plan, component, gate, language) for gate in both.qualify]


def _qualify(plan: Plan, component: Component, gate: Gate, language: str) -> str:
    return say(language, "qualify", name=reading_name(plan, component, gate, language), test=gate_text(gate))


def _among(among: str, language: str) -> str:
    return "" if among == "everyone" else say(language, "among", name=among)


def pool_sentence(plan: Plan, component: Component, rule: Pool, language: str, period: str) -> str:
    """What is shared out, and how."""
    if rule.amount is not None:
        amount = say(language, "pool.amount", amount=money(rule.amount), period=period)
    elif rule.reading is None:
        amount = say(language, "pool.rate", rate=rule.rate)
    else:
        amount = say(language, "pool.reading", name=reading_name(plan, component, rule.reading, language))
    by = f"by.{rule.by}" if isinstance(rule.by, str) else "by.reading"
    name = "" if isinstance(rule.by, str) else reading_name(plan, component, rule.by, language)
    return say(
        language, "pays.pool", amount=amount, by=say(language, by, name=name), among=_among(rule.among, language)
    )


def levels_text(rule: RollUp, language: str) -> str:
    """Which levels above are credited."""
    if rule.from_level > 1:
        if rule.levels == "all":
            return say(language, "levels.from.all", first=rule.from_level)
        return say(language, "levels.from", first=rule.from_level, last=rule.levels)
    return say(language, "levels.all") if rule.levels == "all" else say(language, "levels", count=rule.levels)


def floor_texts(rule: Draw | Guarantee, language: str, period: str) -> dict[str, str]:
    """Amount and duration of a draw or guarantee."""
    if isinstance(rule.amount, list):
        listed = " / ".join(money(one) for one in rule.amount)
        amount = say(language, "guarantee.list", list=listed, period=period)
    else:
        amount = say(language, "input") if rule.amount == "input" else money(rule.amount)
    first = say(language, "first", count=rule.first_periods) if rule.first_periods else ""
    return {"amount": amount, "first": first}


def draw_sentences(draw: Draw, language: str) -> list[str]:
    """How a draw is recovered and forgiven."""
    said = []
    if draw.recoverable and draw.recover_at_most != 1:
        said.append(say(language, "draw.at_most", share=amounts.percent_text(draw.recover_at_most)))
    if draw.recover_from > 1:
        said.append(say(language, "draw.from", count=draw.recover_from))
    if draw.owed_at_most is not None:
        said.append(say(language, "draw.limit", amount=money(draw.owed_at_most)))
    if draw.forgiven_on is not None:
        said.append(say(language, "draw.forgiven_on", day=draw.forgiven_on))
    if draw.forgiven_after is not None:
        said.append(say(language, "draw.forgiven_after", count=draw.forgiven_after))
    return said


def prorated(how: str, language: str) -> list[str]:
    """How part of a period counts."""
    return [] if how == "none" else [say(language, "prorate", how=say(language, f"how.{how}"))]


def payment_sentences(plan: Plan, language: str, period: str) -> list[str]:
    """How pay is rounded, and the smallest that is paid out."""
    said = []
    if plan.round_to is not None:
        said.append(say(language, f"round.{plan.round}", amount=money(plan.round_to), period=period))
    if plan.pay_from is not None:
        said.append(say(language, "pay_from", amount=money(plan.pay_from), period=period))
    return said


def _follows(plan: Plan, language: str) -> list[str]:
    """That what is reckoned on pay is taken back with it."""
    if not plan.clawback and plan.unpaid is None:
        return []
    names = [
        title_in(component.title, language, component.id) for component in plan.components if component.reckoned_on
    ]
    return [say(language, "clawback.follows", components=say(language, "join").join(names))] if names else []


def afterwards(plan: Plan, language: str, period: str) -> list[str]:
    """What else is taken back with a sale, and what becomes of a period below zero."""
    kind = "carry_slowly" if plan.negative == "carry" and plan.recover_at_most < 1 else plan.negative
    share = amounts.percent_text(plan.recover_at_most)
    return [*_follows(plan, language), say(language, f"negative.{kind}", period=period, share=share)]
