"""Who must be calculated again when others changed: through gates, readings, teams and contests."""

from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.plan.component import Component


def dependents(ledger: Ledger, component: Component, affected: dict[str, set[int]]) -> set[int]:
    """Payees of ``component`` that read something of the affected payees of other components."""
    found: set[int] = set()
    everybody = set(range(len(ledger.inputs.payees)))
    for reading in component.readings:
        if reading.component is None:
            continue
        names = affected if reading.component == "plan" else [reading.component]
        changed = {payee for name in names if name != component.id for payee in affected.get(name, set())}
        changed |= affected.get(component.id, set())
        if not changed:
            continue
        if reading.of == "payee":
            found |= changed
        else:
            found |= everybody if reading.of == "company" else _reached(ledger, changed, reading.of)
    return found


def _above(ledger: Ledger, payee: int, passed: set[int]) -> set[int]:
    for _, _, manager in ledger.managers.get(payee, []):
        if manager not in passed:
            passed.add(manager)
            _above(ledger, manager, passed)
    return passed


def _reached(ledger: Ledger, changed: set[int], of: str) -> set[int]:
    """Payees who ever shared a team with, or ever had as manager, one of the changed."""
    if of == "reports":
        return {manager for payee in changed for manager in _above(ledger, payee, set())}
    if of == "manager":
        return {payee for payee, spans in ledger.managers.items() if any(manager in changed for _, _, manager in spans)}
    teams = {member.team for payee in changed for member in ledger.spans.get(payee, [])}
    return {payee for payee, spans in ledger.spans.items() if any(member.team in teams for member in spans)} | changed
