"""Receipts and partial refunds are compared with what was sold, in the currency it was sold in."""

import pytest

from tests.compensation.test_plan_language import by_period, run

SALE = "id date amount cost currency payee\na 2026-01-05 10000 7000 %s ann"
RATES = "currency date rate\nEUR 2026-01-01 1.1\nEUR 2026-02-01 1.2"
PROFIT = "columns: {profit: amount - cost}"
ON_CASH = "  - {id: c, measure: %s, pays: {rate: %s}, pay: [{share: 100%%, receipts: true}]}"
COUNTED = [
    ("amount", "10%", "USD", 250, 750),
    ("amount", "10%", "EUR", 275, 825),
    ("{value: profit, unit: money}", "20%", "USD", 150, 450),
    ("{value: profit, unit: money}", "20%", "EUR", 165, 495),
    ("count", "300", "USD", 75, 225),
]


@pytest.mark.parametrize(("measure", "rate", "currency", "first", "second"), COUNTED)
def test_a_quarter_received_pays_a_quarter_whatever_is_counted(
    measure: str, rate: str, currency: str, first: float, second: float
) -> None:
    receipts = "transaction date amount\na 2026-02-03 2500\na 2026-03-03 7500"
    result = run(ON_CASH % (measure, rate), SALE % currency, head=PROFIT, receipts=receipts, rates=RATES)
    found = by_period(result)
    assert (found["ann", "2026-02"], found["ann", "2026-03"]) == (first, second)


@pytest.mark.parametrize(("measure", "rate", "currency", "first", "second"), COUNTED)
def test_a_quarter_refunded_takes_back_a_quarter_whatever_is_counted(
    measure: str, rate: str, currency: str, first: float, second: float
) -> None:
    events = "transaction kind date amount\na refund 2026-02-10 2500"
    head = f"{PROFIT}\nnegative: owe\nclawback: [{{on: refund}}]"
    component = f"  - {{id: c, measure: {measure}, pays: {{rate: {rate}}}}}"
    found = by_period(run(component, SALE % currency, head=head, events=events, rates=RATES))
    assert found == {("ann", "2026-01"): first + second, ("ann", "2026-02"): -first}


def test_money_may_arrive_with_more_decimals_than_the_plan_pays() -> None:
    receipts = "transaction date amount\na 2026-02-03 0.505\na 2026-03-03 1.515"
    rows = "id date amount currency payee\na 2026-01-05 2.020 KWD ann"
    result = run(
        ON_CASH % ("amount", "100%"),
        rows,
        receipts=receipts,
        rates="currency date rate\nKWD 2026-01-01 100",
    )
    found = by_period(result)
    assert (found["ann", "2026-02"], found["ann", "2026-03"]) == (50.5, 151.5)


def test_two_equal_receipts_of_one_month_are_both_taken_back() -> None:
    receipts = "transaction date amount\na 2026-02-03 5000\na 2026-02-17 5000"
    events = "transaction kind date\na return 2026-03-10"
    head = f"{PROFIT}\nnegative: owe\nclawback: [{{on: return}}]"
    result = run(ON_CASH % ("amount", "10%"), SALE % "USD", head=head, receipts=receipts, events=events)
    assert by_period(result) == {("ann", "2026-02"): 1000, ("ann", "2026-03"): -1000}
