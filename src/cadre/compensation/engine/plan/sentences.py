"""A plan read aloud: one sentence per rule, in three languages; and the points of its payout curves."""

from fractions import Fraction
from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import Multiplier, gate_text
from cadre.compensation.engine.plan.deals import where_text
from cadre.compensation.engine.plan.group_sentences import (
    afterwards,
    contest_sentences,
    draw_sentences,
    floor_texts,
    levels_text,
    money,
    payment_sentences,
    pool_sentence,
    prorated,
    reading_name,
    rows_text,
)
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.plan.payouts import Fixed
from cadre.compensation.engine.plan.tiers import bands
from cadre.compensation.engine.plan.values import Duration, title_in
from cadre.compensation.engine.words import say

__all__ = ["component_sentences", "plan_sentences", "reading_name"]


def plan_sentences(plan: Plan, language: str) -> list[str]:
    """The whole plan, one sentence per line."""
    period = say(language, f"period.{plan.period}")
    title = title_in(plan.title, language, plan.plan)
    said = [say(language, "plan", title=title, version=plan.version, currency=plan.currency, period=period)]
    if plan.from_:
        said.append(say(language, "plan.from", day=plan.from_))
    if plan.to:
        said.append(say(language, "plan.to", day=plan.to))
    said += [say(language, "columns", name=name, formula=text) for name, text in plan.columns.items()]
    if plan.rates_on != "date":
        said.append(say(language, "rates_on", name=plan.rates_on))
    for component in plan.components:
        said += component_sentences(plan, component, language)
    return said + _plan_rules(plan, language, period)


def _plan_rules(plan: Plan, language: str, period: str) -> list[str]:
    said = []
    cap = plan.cap_terms
    if cap is not None:
        per = period if cap.per == "period" else say(language, f"period.{cap.per}")
        said.append(say(language, "plan.cap.per", amount=money(cap.amount), period=per))
        said += [say(language, "plan.cap.carry")] if cap.carry else []
    if plan.guarantee is not None:
        said.append(say(language, "guarantee", period=period, **floor_texts(plan.guarantee, language, period)))
        said += prorated(plan.guarantee.prorate, language)
    if plan.draw is not None:
        kind = "draw.recoverable" if plan.draw.recoverable else "draw.not_recoverable"
        said.append(say(language, kind, period=period, **floor_texts(plan.draw, language, period)))
        said += [*draw_sentences(plan.draw, language), *prorated(plan.draw.prorate, language)]
    said += payment_sentences(plan, language, period)
    for rule in plan.clawback:
        within = say(language, "within", time=_time(rule.within, language)) if rule.within else ""
        if rule.prorate_over is not None:
            said.append(
                say(language, "clawback.term", event=rule.on, within=within, term=_time(rule.prorate_over, language))
            )
        else:
            share = amounts.percent_text(rule.share) if rule.share is not None else say(language, "clawback.event")
            said.append(say(language, "clawback", event=rule.on, within=within, share=share))
    if plan.unpaid is not None:
        share = amounts.percent_text(plan.unpaid.share)
        said.append(say(language, "unpaid", time=_time(plan.unpaid.after, language), share=share))
    return [*said, *afterwards(plan, language, period)]


def _time(length: Duration, language: str) -> str:
    return say(language, f"time.{length.unit}", count=length.count)


def component_sentences(plan: Plan, component: Component, language: str) -> list[str]:
    """One component, one sentence per rule."""
    period = component.period if component.period not in (None, "period") else plan.period
    said = [_counts(plan, component, language)]
    said += _credit(component, language)
    said += _goals(component, language, str(period))
    if component.accumulate == "transaction":
        said.append(say(language, "accumulate.transaction"))
    elif component.accumulate in ("ever", "service_year"):
        said.append(say(language, f"accumulate.{component.accumulate}"))
    elif component.accumulate != "period":
        said.append(say(language, "accumulate", period=say(language, f"period.{component.accumulate}")))
    counted = component.informational and component.pays.rate is not None and not component.pays.rate.value
    said += [] if counted else [_curve(plan, component, language, str(period))]
    said += contest_sentences(plan, component, language)
    said += [say(language, "factors", list=rows_text(factor.rows, language)) for factor in component.factors]
    if component.pays.boundary == "lower":
        said.append(say(language, "boundary.lower"))
    return said + _conditions(plan, component, language) + _limits(component, language, str(period))


def _counts(plan: Plan, component: Component, language: str) -> str:
    measure = component.measured
    if measure.reading is not None:
        what = reading_name(plan, component, measure.reading, language)
    elif measure.scores is not None:
        listed = say(language, "comma").join(f"{name} {amounts.percent_text(w)}" for name, w in measure.scores.items())
        what = say(language, "measure.scores", list=listed)
    elif measure.value in ("amount", "count"):
        what = say(language, f"measure.{measure.value}")
    else:
        what = say(language, "measure.column", name=measure.value)
    where = say(language, "where", list=where_text(measure.where)) if measure.where else ""
    date = say(language, "date", name=measure.date) if measure.date != "date" else ""
    title = title_in(component.title, language, component.id)
    return say(language, "component", title=title, measure=what, where=where, date=date)


def _credit(component: Component, language: str) -> list[str]:
    credit, said, by = component.credit, [], "credit.overlay" if component.credit.overlay else "credit.by"
    if component.by_columns:
        said.append(say(language, by, list=say(language, "comma").join(component.by_columns)))
    if credit.roles:
        said.append(say(language, "credit.roles", list=say(language, "comma").join(credit.roles)))
    if credit.shares:
        listed = say(language, "comma").join(
            f"{role} {amounts.percent_text(share)}" for role, share in credit.shares.items()
        )
        said.append(say(language, "credit.shares", list=listed))
    if credit.roll_up is not None:
        share = amounts.percent_text(credit.roll_up.share)
        said.append(say(language, "credit.roll_up", share=share, levels=levels_text(credit.roll_up, language)))
    if credit.team:
        said.append(say(language, "credit.team"))
    if credit.share != 1:
        said.append(say(language, "credit.share", share=amounts.percent_text(credit.share)))
    return said


def _goals(component: Component, language: str, period: str) -> list[str]:
    said = []
    quota, target = component.quota_terms, component.target_terms
    if quota is not None:
        per = say(language, f"period.{period if quota.per == 'period' else quota.per}")
        more = say(language, "quota.weights", list=_shares(quota.weights)) if quota.weights else ""
        more += say(language, f"quota.{quota.prorate}") if quota.prorate != "none" else ""
        more += say(language, "quota.ramp", list=_shares(quota.ramp)) if quota.ramp else ""
        if quota.amount == "input":
            said.append(say(language, "quota.input", more=more))
        else:
            said.append(say(language, "quota", amount=money(quota.amount), period=per, more=more))
    if target is not None:
        per = say(language, f"period.{period if target.per == 'period' else target.per}")
        share = amounts.percent_text(target.share)
        if target.column is not None:
            said.append(say(language, "target.column", share=share, name=target.column, period=per))
        elif target.amount == "input":
            said.append(say(language, "target.input"))
        else:
            said.append(say(language, "target", amount=money(target.amount), period=per))
        said += [say(language, "target.weights", list=_shares(target.weights))] if target.weights else []
        said += prorated(target.prorate, language)
        said += [say(language, "target.leave")] if target.leave else []
    if component.weight is not None:
        said.append(say(language, "weight", share=amounts.percent_text(component.weight)))
    return said


def _shares(shares: list[Fraction]) -> str:
    return " / ".join(amounts.percent_text(share) for share in shares)


def _curve(plan: Plan, component: Component, language: str, period: str) -> str:  # noqa: C901, PLR0911 - one branch per form
    pays = component.pays
    unit = say(language, f"period.{period}")
    if pays.rate is not None:
        if not component.measured.is_money and component.measured.is_transactions and pays.of == "credit":
            return say(language, "pays.unit", rate=pays.rate)
        return say(language, "pays.rate", rate=pays.rate, base=say(language, f"base.{pays.of}"))
    if pays.rates:
        return say(language, "pays.rates", list=rows_text(pays.rates, language))
    if pays.pool is not None:
        return pool_sentence(plan, component, pays.pool, language, unit)
    if pays.tiers:
        return say(language, f"pays.{pays.form}", list=say(language, "join").join(_tiers(component, language)))
    if pays.interpolate:
        listed = say(language, "join").join(say(language, "at", level=p.at, value=p.rate) for p in pays.interpolate)
        return say(language, "pays.interpolate", list=listed)
    if pays.amount is not None:
        fixed = pays.amount if isinstance(pays.amount, Fixed) else Fixed(amount=pays.amount)
        unit = unit if fixed.per == "period" else say(language, f"period.{fixed.per}")
        return say(
            language,
            "pays.amount",
            amount=money(fixed.amount) if fixed.amount is not None else fixed.column,
            period=unit,
        )
    if pays.matrix is not None:
        rows, columns = (
            reading_name(plan, component, axis, language) for axis in (pays.matrix.rows, pays.matrix.columns)
        )
        return say(language, "pays.matrix", rows=rows, columns=columns)
    if pays.contest is not None:
        listed = " / ".join(money(prize) for prize in pays.contest.prizes)
        return say(language, "pays.contest", list=listed, ties=say(language, f"ties.{pays.contest.ties}"))
    return say(language, f"pays.{pays.form}", list=say(language, "join").join(_rows(component, language)))


def _tiers(component: Component, language: str) -> list[str]:
    said = []
    for band in bands(component.pays.tiers):
        tier = band.tier
        rate = str(tier.rate) if tier.rate is not None else say(language, "tier.amount", amount=money(tier.amount))
        if band.top is None:
            said.append(say(language, "tier.open", low=band.bottom, rate=rate))
        else:
            said.append(say(language, "tier", low=band.bottom, high=band.top, rate=rate))
    return said


def _rows(component: Component, language: str) -> list[str]:
    pays = component.pays
    rows = [(step.from_, step.amount, step.pays) for step in pays.steps or []]
    rows += [(milestone.at, milestone.amount, milestone.pays) for milestone in pays.milestones or []]
    said = []
    for level, amount, share in rows:
        value = money(amount)
        if share is not None:
            value = say(language, "of_target", share=amounts.percent_text(share))
        said.append(say(language, "at", level=level, value=value))
    service = [(step.from_, step.amount, step.title) for step in pays.tenure or []]
    service += [(award.at, award.amount, award.title) for award in pays.anniversaries or []]
    for length, amount, title in service:
        value = money(amount) + (f" ({title})" if title else "")
        said.append(say(language, "at", level=_time(length, language), value=value))
    return said


def _conditions(plan: Plan, component: Component, language: str) -> list[str]:
    said = []
    if component.threshold is not None:
        said.append(say(language, "threshold", level=component.threshold))
    for gate in component.gates:
        name, share = reading_name(plan, component, gate, language), amounts.percent_text(gate.otherwise)
        said.append(say(language, "gate", name=name, test=gate_text(gate), share=share))
    for multiplier in component.multipliers:
        name = reading_name(plan, component, multiplier, language)
        said.append(say(language, "multiplier", name=name, table=_table(multiplier)))
    return said


def _table(multiplier: Multiplier) -> str:
    rows = [(s.from_, s.value) for s in multiplier.steps or []]
    rows += [(p.at, p.value) for p in multiplier.interpolate or []]
    if not rows:
        return ""
    return " (" + "; ".join(f"{amounts.trimmed(a)}: ×{amounts.trimmed(b)}" for a, b in rows) + ")"


def _limits(component: Component, language: str, period: str) -> list[str]:  # noqa: C901 - one branch per rule of the language
    cap, said, unit = component.cap, [], say(language, f"period.{period}")
    if cap.payout is not None:
        per = unit if cap.per == "run" else say(language, f"period.{cap.per}")
        said.append(say(language, "cap.payout", amount=money(cap.payout), period=per))
    if cap.budget is not None:
        said.append(say(language, "cap.budget", amount=money(cap.budget)))
    if cap.per_transaction is not None:
        said.append(say(language, "cap.each", amount=money(cap.per_transaction)))
    if cap.rate is not None:
        said.append(say(language, "cap.rate", rate=cap.rate))
    if cap.attainment is not None:
        said.append(say(language, "cap.attainment", level=cap.attainment))
    if cap.of_target is not None:
        said.append(say(language, "cap.of_target", share=amounts.percent_text(cap.of_target)))
    if component.minimum is not None:
        said.append(say(language, "minimum", amount=money(component.minimum)))
    if component.minimum_per_transaction is not None:
        said.append(say(language, "minimum.each", amount=money(component.minimum_per_transaction)))
    if component.deduct:
        said.append(say(language, "deduct"))
    if component.pay:
        said.append(
            say(language, "pay", list=say(language, "comma").join(_part(part, language) for part in component.pay))
        )
    if component.informational:
        said.append(say(language, "informational"))
    return said


def _part(part: Any, language: str) -> str:
    share = amounts.percent_text(part.share)
    kind = "on" if part.on else "after" if part.after else "receipts" if part.receipts else "now"
    kind = "at_end_of" if part.at_end_of else kind
    span = say(language, f"period.{part.at_end_of}") if part.at_end_of else ""
    time = _time(part.after, language) if part.after else ""
    text = say(language, f"pay.{kind}", share=share, name=part.on, time=time, period=span)
    text += say(language, "pay.while_in_plan") if part.while_in_plan else ""
    return text + (say(language, "pay.instalments", count=part.instalments) if part.instalments > 1 else "")
