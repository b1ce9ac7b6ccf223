"""Our own rules find what they are for, leave alone what is right, and are excused by a line with a reason only."""

from __future__ import annotations

import pytest

from tests.house.ratchet import compare
from tools.lint import SOURCE, Module, excuses, faults_in, modules


def rules_broken(place: str, text: str) -> list[str]:
    return [fault.rule for fault in faults_in(Module(SOURCE / place, text))]


@pytest.mark.parametrize(
    ("place", "text", "broken"),
    [
        ("crm/services.py", "deal.save()", ["write"]),
        ("crm/services.py", "deal.save(update_fields=['stage'])", ["write"]),
        ("crm/services.py", "Deal.objects.filter(pk=1).update(stage=2)", ["write"]),
        ("crm/services.py", "Deal.objects.create(name='x')", ["write"]),
        ("crm/services.py", "write.create(Deal, name='x')\nseen.update({1: 2})\nbook.save(path)", []),
        ("kernel/events.py", "OutboxEvent.objects.bulk_create(rows)", []),
        ("crm/views/deals.py", "Deal.objects.filter(pk=1)", ["visible"]),
        ("crm/views/deals.py", "Deal.objects.visible_to(actor).filter(pk=1)", []),
        ("crm/queries.py", "Deal.objects.filter(pk=1)", []),
        ("crm/api.py", "rows.aggregate(total=Sum('amount_minor'))", ["figure"]),
        ("crm/queries.py", "rows.aggregate(total=Sum('amount_minor'))", []),
        ("metrics/cells.py", "float(total)", ["float"]),
        ("ui/pictures.py", "float(share)", []),
        ("crm/services.py", "f'{_(\"No account\")} · {name}'", ["text"]),
        ("crm/services.py", 'f\'{name or pgettext("field", "Owner")}\'', ["text"]),
        ("crm/services.py", "f'{translation.gettext(\"Owner\")}'", ["text"]),
        ("crm/services.py", "told = _('No account')\nf'{told} {_x} {number(1)}'", []),
        ("crm/services.py", "# allow: write - the import's own log\nlog.save()", []),
        ("crm/services.py", "log.save()  # allow: write", ["write", "excuse"]),
        ("crm/services.py", "log.save()  # allow: whatever - because", ["write", "excuse"]),
    ],
)
def test_a_rule_finds_its_breach_and_nothing_else(place: str, text: str, broken: list[str]) -> None:
    assert rules_broken(place, text) == broken


def test_the_product_keeps_every_rule() -> None:
    found = [str(fault) for module in modules() for fault in faults_in(module)]
    assert found == [], "\n".join(found)


def test_there_are_no_more_excuses_than_before() -> None:
    assert compare("excuses", {"lines": excuses()}) == []
