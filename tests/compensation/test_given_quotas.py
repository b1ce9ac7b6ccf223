"""Which of several quotas that are given for a payee counts."""

import pytest

from tests.compensation.test_plan_language import paid, rows, run


@pytest.mark.parametrize("own", ["2026-01 c 1000.50", "all c 1000.50", "2026-01 c 1001"])
def test_a_quota_for_the_component_goes_before_one_for_any_component(own: str) -> None:
    plan = "  - {id: c, quota: input, pays: {retroactive: [{to: 100%, rate: 10%}, {rate: 20%}]}}"
    quotas = f"payee period component quota\nann {own}\nann 2026-01 - 500"
    assert paid(run(plan, rows(1000), quotas=quotas)) == {"ann": 100}


def test_a_quota_for_any_component_counts_in_periods_for_which_the_component_has_none() -> None:
    plan = "  - {id: c, quota: input, pays: {retroactive: [{to: 100%, rate: 10%}, {rate: 20%}]}}"
    quotas = "payee period component quota\nann 2026-02 c 2000\nann 2026-01 - 500"
    assert paid(run(plan, rows(1000), quotas=quotas)) == {"ann": 200}
