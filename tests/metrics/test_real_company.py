"""The published company, loaded through the import with its own dates: every number is a plain sum over its file."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files

import pytest

from cadre.demo.loading import load
from cadre.kernel.access import SYSTEM, actor_of
from cadre.kernel.models import User
from cadre.metrics.queries import run

Line = dict[str, str]


def lines(name: str) -> list[Line]:
    return list(csv.DictReader(files("cadre.demo").joinpath("data", name).read_text("utf-8-sig").splitlines()))


@pytest.mark.django_db
def test_the_numbers_are_those_of_a_plain_sum_over_the_file() -> None:
    load(as_is=True)
    deals, seats = lines("sales_pipeline.csv"), {line["sales_agent"]: line for line in lines("sales_teams.csv")}
    won = [line for line in deals if line["deal_stage"] == "Won"]
    whole = run(
        ["bookings.amount", "bookings.count", "deals.lost", "win_rate", "pipeline.count"], actor=SYSTEM
    ).total.values
    assert whole == {
        "bookings.amount": 1_000_553_400,
        "bookings.count": 4238,
        "deals.lost": 2473,
        "win_rate": Fraction(4238, 4238 + 2473),
        "pipeline.count": 1589 + 500,
    }
    breakdowns: dict[str, Callable[[Line], str]] = {
        "employee": lambda line: line["sales_agent"],
        "manager": lambda line: seats[line["sales_agent"]]["manager"],
        "office": lambda line: seats[line["sales_agent"]]["regional_office"],
        "month": lambda line: line["close_date"][:7],
        "product": lambda line: line["product"].replace("GTXPro", "GTX Pro"),
        "account": lambda line: line["account"] or "(none)",
    }
    for dimension, key_of in breakdowns.items():
        expected: Counter[str] = Counter()
        for line in won:
            expected[key_of(line)] += int(line["close_value"]) * 100
        answer = run("bookings.amount", dimension, actor=SYSTEM)
        assert {answer.names(cell)[0]: cell.values["bookings.amount"] for cell in answer} == expected, dimension
    _each_sees_his_part(won, seats)


def _each_sees_his_part(won: list[Line], seats: dict[str, Line]) -> None:
    for email, sees in (
        ("moses.frase@demo.example", lambda line: line["sales_agent"] == "Moses Frase"),
        ("dustin.brinkmann@demo.example", lambda line: seats[line["sales_agent"]]["manager"] == "Dustin Brinkmann"),
        ("director@demo.example", lambda _line: True),
        ("hr@demo.example", lambda _line: False),
    ):
        expected = sum(int(line["close_value"]) * 100 for line in won if sees(line))
        actor = actor_of(User.objects.get(email=email))
        assert run("bookings.amount", actor=actor).total.values["bookings.amount"] == expected, email
