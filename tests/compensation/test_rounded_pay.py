"""What is paid may be rounded to a multiple, last of all, and the line says by how much."""

import pytest

from cadre.compensation.engine.line_columns import lines_table
from tests.compensation.test_plan_language import C, paid, rows, run


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("round_to: 10", 430),
        ("round_to: 1", 432),
        ("round_to: 10\nround: up", 440),
        ("round_to: 1\nround: down", 432),
        ("round_to: 100\nguarantee: {amount: 450}", 500),
    ],
)
def test_pay_is_rounded_after_everything_else(head: str, expected: int) -> None:
    assert paid(run(C % "{rate: 3.5%}", rows(12_345), head=head)) == {"ann": expected}


def test_below_zero_is_the_mirror_image() -> None:
    result = run(C % "{rate: 3.5%}", rows(-12_345), head="round_to: 10\nround: down\nnegative: owe")
    assert paid(result) == {"ann": -430}


def test_what_rounding_takes_off_is_a_line_of_its_own() -> None:
    lines = lines_table(run(C % "{rate: 3.5%}", rows(12_345), head="round_to: 10")).to_pylist()
    assert [(line["kind"], str(line["amount"])) for line in lines] == [("earned", "432.08"), ("rounded", "-2.08")]
