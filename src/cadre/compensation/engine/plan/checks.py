"""What the types alone cannot tell: tiers that overlap, weights that do not sum up, gates on nothing."""

from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan import deal_checks
from cadre.compensation.engine.plan import tiers as tier_rules
from cadre.compensation.engine.plan.component import Component, Quota, Target
from cadre.compensation.engine.plan.conditions import Reading, flat, relative
from cadre.compensation.engine.plan.findings import Found
from cadre.compensation.engine.plan.model import Plan


def check(plan: Plan) -> list[Found]:
    """Everything wrong (error) or doubtful (warning) in a plan, in the order of the plan."""
    found = [*_plan_itself(plan), *deal_checks.check_columns(plan)]
    for number, component in enumerate(plan.components):
        here = ("components", number)
        found += tier_rules.check_curve(component, here)
        found += _component(plan, component, here)
        found += _readings(plan, component, here)
        found += deal_checks.check_deals(plan, component, here)
    return [*found, *_weights(plan), *_circles(plan), *_money_digits(plan)]


def _error(path: tuple[Any, ...], message: str, advice: str) -> Found:
    return Found("error", path, message, advice)


def _plan_itself(plan: Plan) -> list[Found]:
    found = []
    if not amounts.is_currency(plan.currency):
        found.append(_error(("currency",), f"{plan.currency!r} is no currency in use", "Write an ISO 4217 code: TWD."))
    if plan.from_ and plan.to and plan.from_ >= plan.to:
        found.append(_error(("to",), "the plan ends before it begins", "'to' is the day after the last day."))
    seen: set[str] = set()
    for number, component in enumerate(plan.components):
        if component.id in seen:
            found.append(_error(("components", number, "id"), f"'{component.id}' is used twice", "Rename one."))
        seen.add(component.id)
    cap = plan.cap_terms
    for name, floor in (("guarantee", plan.guarantee), ("draw", plan.draw)):
        if cap is None or cap.per != "period" or floor is None or floor.amount == "input":
            continue
        least = max(floor.amount) if isinstance(floor.amount, list) else floor.amount
        if cap.amount < least:
            message = f"the cap of {amounts.trimmed(cap.amount)} is below the {name} of {amounts.trimmed(least)}"
            found.append(_error(("cap",), message, f"Raise the cap or lower the {name}."))
    return [*found, *_recovered(plan), *_clawback_order(plan)]


def _recovered(plan: Plan) -> list[Found]:
    if plan.negative == "carry" or plan.recover_at_most == 1:
        return []
    message, advice = "nothing below zero is carried that could be recovered", "Write 'negative: carry'."
    return [_error(("recover_at_most",), message, advice)]


def _clawback_order(plan: Plan) -> list[Found]:
    found = []
    for number, rule in enumerate(plan.clawback):
        earlier = [r for r in plan.clawback[:number] if r.on == rule.on]
        if any(r.within is None for r in earlier):
            advice = f"Put the rule on '{rule.on}' without 'within' last: the first that fits counts."
            found.append(_error(("clawback", number), "this rule is never reached", advice))
        if rule.share is not None and rule.share > 1:
            found.append(_error(("clawback", number, "share"), "more than 100% is taken back", "Write at most 100%."))
    return found


def _component(plan: Plan, component: Component, here: tuple[Any, ...]) -> list[Found]:  # noqa: C901 - one branch per rule of the language
    found = []
    of_quota = component.measured.is_transactions and component.quota is None
    if component.threshold is not None and relative(component.threshold) and of_quota:
        found.append(_error((*here, "threshold"), "a share of quota without a quota", "Add 'quota:'."))
    forms = ("rate", "rates", "marginal", "retroactive")
    if component.accumulate == "transaction" and component.pays.form not in forms:
        advice = "Per transaction works with rate, rates, marginal and retroactive."
        found.append(_error((*here, "accumulate"), f"'{component.pays.form}' is paid per period", advice))
    if component.accumulate == "service_year" and plan.period == "once" and component.period in (None, "period"):
        advice = "Write 'period: month', 'quarter' or 'year'."
        found.append(_error((*here, "accumulate"), "all time as one period has no years of service", advice))
    if component.pay and sum(part.share for part in component.pay) != 1:
        total = amounts.percent_text(sum((part.share for part in component.pay), Fraction(0)))
        found.append(_error((*here, "pay"), f"the parts sum to {total}", "Make the shares sum to 100%."))
    for number, part in enumerate(component.pay):
        if sum((part.on is not None, part.after is not None, part.receipts, part.at_end_of is not None)) > 1:
            advice = "Give one of on, after, at_end_of, receipts."
            found.append(_error((*here, "pay", number), "several times at once", advice))
    if _needs_target(component) and component.target is None:
        advice = "Add 'target: 10000' (the incentive at 100%) or 'target: input'."
        found.append(_error((*here, "pays"), "a share of the target is paid but there is no target", advice))
    if component.pays.of == "target" and component.line_form and component.quota is None:
        advice = "Add 'quota:' so that attainment is defined."
        found.append(_error((*here, "pays"), "a target is paid by attainment but there is no quota", advice))
    if component.measured.scores is not None and sum(component.measured.scores.values()) != 1:
        total = amounts.percent_text(sum(component.measured.scores.values(), Fraction(0)))
        found.append(_error((*here, "measure", "scores"), f"the weights sum to {total}", "Make them sum to 100%."))
    return [
        *found,
        *_quota(plan, component, here),
        *_target(plan, component, here),
        *_caps(component, here),
        *_credit(component, here),
    ]


def _needs_target(component: Component) -> bool:
    pays = component.pays
    if pays.of == "target" or component.cap.of_target is not None:
        return True
    if pays.matrix is not None and pays.matrix.gives == "target":
        return True
    return any(row.pays is not None for row in pays.steps or []) or any(
        row.pays is not None for row in pays.milestones or []
    )


def _quota(plan: Plan, component: Component, here: tuple[Any, ...]) -> list[Found]:
    quota = component.quota_terms
    if quota is None:
        return []
    found = []
    if quota.amount != "input" and quota.amount == 0:
        found.append(_error((*here, "quota"), "the quota is zero", "Attainment of zero is undefined: give a quota."))
    return found + _shared_out(plan, component, quota, (*here, "quota"))


def _target(plan: Plan, component: Component, here: tuple[Any, ...]) -> list[Found]:
    target = component.target_terms
    return [] if target is None else _shared_out(plan, component, target, (*here, "target"))


def _shared_out(plan: Plan, component: Component, terms: Quota | Target, here: tuple[Any, ...]) -> list[Found]:
    """Weights share out a year, one for each of its periods, and sum to 100 %."""
    if terms.weights is None:
        return []
    found = []
    total = sum(terms.weights, Fraction(0))
    kind = plan.period if component.period in (None, "period") else component.period
    per_year = {"month": 12, "quarter": 4, "half": 2, "year": 1}.get(str(kind))
    if total != 1:
        text = amounts.percent_text(total)
        found.append(_error((*here, "weights"), f"the weights sum to {text}", "Make them sum to 100%."))
    if per_year is None:
        advice = "Let the component pay per month, quarter, half or year."
        found.append(_error((*here, "weights"), "weights need periods that fill a year", advice))
    elif per_year != len(terms.weights):
        advice = f"Give {per_year} weights, one per period of the year."
        found.append(_error((*here, "weights"), f"{len(terms.weights)} weights", advice))
    if terms.per != "year":
        found.append(_error((*here, "per"), "weights share out a year", "Write 'per: year'."))
    return found


def _caps(component: Component, here: tuple[Any, ...]) -> list[Found]:
    cap, found = component.cap, []
    if cap.payout is not None and component.minimum is not None and cap.payout < component.minimum:
        found.append(_error((*here, "cap"), "the cap is below the minimum", "Raise the cap or lower the minimum."))
    if cap.attainment is not None and component.threshold is not None:
        same = cap.attainment.relative == component.threshold.relative
        if same and cap.attainment.value <= component.threshold.value:
            found.append(_error((*here, "cap", "attainment"), "the cap is not above the threshold", "Raise it."))
    if relative(cap.attainment) and component.quota is None:
        found.append(_error((*here, "cap", "attainment"), "a share of quota without a quota", "Add 'quota:'."))
    if cap.per_transaction is not None and not component.line_form:
        advice = "Use 'cap: {payout: …}' here."
        found.append(_error((*here, "cap"), "this form pays per period, not per transaction", advice))
    return found


def _credit(component: Component, here: tuple[Any, ...]) -> list[Found]:
    credit, found = component.credit, []
    if credit.shares is not None and credit.total != "any" and sum(credit.shares.values()) != credit.total:
        total = amounts.percent_text(sum(credit.shares.values(), Fraction(0)))
        advice = "Make them sum to 100%, or write 'total: any' for a deliberate overlay."
        found.append(_error((*here, "credit", "shares"), f"the shares by role sum to {total}", advice))
    if credit.overlay and not component.by_columns:
        found.append(_error((*here, "credit", "overlay"), "an overlay without assignments", "Add 'by: region'."))
    if credit.team and credit.roll_up is not None:
        found.append(_error((*here, "credit"), "team and roll_up together", "Make two components."))
    return found


def _readings(plan: Plan, component: Component, here: tuple[Any, ...]) -> list[Found]:
    found = []
    for path, reading in _placed(component, here):
        if reading.measure is not None and reading.measure not in plan.measures:
            known = ", ".join(plan.measures) or "none yet"
            advice = f"Declare it: 'measures: {{{reading.measure}: percent}}'. Declared: {known}."
            found.append(_error(path, f"the plan has no measure '{reading.measure}'", advice))
        name = reading.component
        names = {c.id for c in plan.components}
        if name not in (None, "self", "plan") and name not in names:
            advice = f"Components: {', '.join(sorted(names))}."
            found.append(_error(path, f"the plan has no component '{name}'", advice))
        if reading.attainment not in (None, "plan"):
            read = component if reading.attainment == "self" else _or_none(plan, reading.attainment)
            if read is not None and read.quota is None and read.measured.is_transactions:
                found.append(_error(path, f"attainment of '{read.id}', which has no quota", "Give it a quota."))
    for name in component.measured.scores or {}:
        if name not in plan.measures:
            advice = f"Declare it: 'measures: {{{name}: percent}}'."
            found.append(_error((*here, "measure", "scores", name), f"the plan has no measure '{name}'", advice))
    return found


def _or_none(plan: Plan, name: str | None) -> Component | None:
    return next((component for component in plan.components if component.id == name), None)


def _placed(component: Component, here: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], Reading]]:
    placed: list[tuple[tuple[Any, ...], Reading]] = []
    placed += [((*here, "gates", i), gate) for i, gate in enumerate(component.gates)]
    placed += [((*here, "multipliers", i), factor) for i, factor in enumerate(component.multipliers)]
    if component.measured.reading is not None:
        placed.append(((*here, "measure", "reading"), component.measured.reading))
    placed += [((*here, "pays", component.pays.form), reading) for reading in component.pays.readings]
    return [(path, one) for path, reading in placed for one in flat(reading)]


def _weights(plan: Plan) -> list[Found]:
    weighted = [(component.id, component.weight) for component in plan.components if component.weight is not None]
    total = sum((weight for _, weight in weighted), Fraction(0))
    if not weighted or total == 1:
        return []
    parts = " + ".join(f"{name} {amounts.percent_text(weight)}" for name, weight in weighted)
    message = f"the weights sum to {amounts.percent_text(total)}, not 100% ({parts})"
    return [_error(("components",), message, "Correct a weight, or add the missing component.")]


def order(plan: Plan) -> list[Component] | None:
    """Components so that each comes after what it reads; ``None`` if they read each other in a circle."""
    done: dict[str, Component] = {}
    waiting = list(plan.components)
    while waiting:
        ready = [c for c in waiting if all(name in done for name in needs(plan, c))]
        if not ready:
            return None
        done.update((component.id, component) for component in ready)
        waiting = [component for component in waiting if component.id not in done]
    return list(done.values())


def needs(plan: Plan, component: Component) -> set[str]:
    """Ids of the components that must be calculated first."""
    found = set()
    for reading in component.readings:
        if reading.attainment == "plan":
            found |= {c.id for c in plan.components if c.quota is not None and c.id != component.id}
        elif reading.component not in (None, "self", component.id, "plan"):
            found.add(str(reading.component))
    return found


def _circles(plan: Plan) -> list[Found]:
    names = {component.id for component in plan.components}
    for number, component in enumerate(plan.components):
        if not needs(plan, component) <= names:
            return []
        if any(r.payout in ("self", component.id) for r in component.readings if r.payout):
            advice = "Read another component's payout."
            return [_error(("components", number), f"'{component.id}' reads its own payout", advice)]
    if order(plan) is None:
        return [_error(("components",), "components read each other in a circle", "Break the circle of readings.")]
    return []


_MONEY = (
    "amount", "payout", "cap", "minimum", "per_transaction", "minimum_per_transaction", "budget", "pay_from",
    "owed_at_most",
)  # fmt: skip


def _money_digits(plan: Plan) -> list[Found]:
    """Amounts with more decimals than the currency has."""
    if not amounts.is_currency(plan.currency):
        return []
    found = []
    for path, value in _amounts_in(plan):
        money = isinstance(value, Fraction) and path[-1] in _MONEY
        if money and (value * plan.scale).denominator != 1:
            text = amounts.trimmed(value)
            found.append(_error(path, f"{text} has more decimals than {plan.currency}", "Round it."))
    return found


def _amounts_in(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(content, BaseModel):
        fields = type(content).model_fields.items()
        named = {field.alias or name: getattr(content, name) for name, field in fields}
        return [found for key, value in named.items() for found in _amounts_in(value, (*path, key))]
    if isinstance(content, dict):
        return [found for key, value in content.items() for found in _amounts_in(value, (*path, key))]
    if isinstance(content, list):
        return [found for i, value in enumerate(content) for found in _amounts_in(value, (*path, i))]
    return [(path, content)]
