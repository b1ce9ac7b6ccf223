"""Money: whole minor units, one rounding, parts that sum to the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.kernel.money import CurrencyMismatchError, Money, allocate, convert, round_half_away, to_major, to_minor

amounts = st.integers(-(10**15), 10**15)


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_allocated_parts_sum_to_the_whole_and_stay_within_one_unit(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(amounts, st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_a_whole_refund_is_the_negative_of_what_was_split(total: int, weights: list[int]) -> None:
    assert allocate(-total, weights) == [-part for part in allocate(total, weights)]


@pytest.mark.parametrize(
    ("value", "rounded"), [("2.5", 3), ("-2.5", -3), ("2.4999", 2), ("-0.5", -1), ("0.5", 1), ("3", 3)]
)
def test_a_half_goes_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_away(Fraction(value)) == rounded


@given(st.fractions(max_denominator=1000))
def test_rounding_is_symmetric(value: Fraction) -> None:
    assert round_half_away(-value) == -round_half_away(value)


@given(amounts, st.sampled_from(["USD", "TWD", "JPY", "KWD"]))
def test_minor_and_major_are_the_same_amount(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    assert to_minor("10.50", "USD") == 1050
    for amount, currency in [("10.505", "USD"), ("10.5", "TWD")]:
        with pytest.raises(ValueError, match="decimals"):
            to_minor(amount, currency)


def test_conversion_minds_the_minor_units_of_both_currencies() -> None:
    assert convert(100_000, "TWD", Decimal("0.031"), "USD") == 310_000
    assert convert(310_000, "USD", Decimal("32.25"), "TWD") == 99_975


def test_two_currencies_never_meet_in_a_sum() -> None:
    with pytest.raises(CurrencyMismatchError):
        Money(1, "USD") + Money(1, "EUR")


def test_no_positive_weight_is_refused() -> None:
    for weights in ([0, 0], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            allocate(10, weights)
