"""The chance of reaching a target, judged on the published year of real deals (MavenTech, 2017): what was said and what came."""

import csv
import datetime as dt
import io
from collections import defaultdict

import pytest

from cadre.demo.files import content_of
from cadre.targets.rules.backtest import bands, statements
from cadre.targets.rules.chance import drawn, outlook

FIRST_MONDAY, WEEKS = dt.date(2017, 2, 27), 44  # the first deal was won on March 1, the last on December 31


def rows(kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content_of(kind, dt.timedelta(0)).decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def stated() -> list[tuple[int, bool]]:
    """(stated percent, whether it was reached) for 1,200 targets."""
    numbers = {name: n for n, name in enumerate(sorted({row["sales_agent"] for row in rows("people")}))}
    weeks: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for row in rows("opportunities"):
        if row["deal_stage"] == "Won":
            week = (dt.date.fromisoformat(row["close_date"]) - FIRST_MONDAY).days // 7
            weeks[numbers[row["sales_agent"]]][week] += int(float(row["close_value"])) * 100
    teams: dict[str, list[int]] = defaultdict(list)
    for row in rows("people"):
        teams[row["manager"]].append(numbers[row["sales_agent"]])
    mates = {one: [other for other in team if other != one] for team in teams.values() for one in team}
    return statements(weeks, mates)


def test_of_the_targets_given_seventy_percent_sixty_to_eighty_were_reached(stated) -> None:
    about = [reached for percent, reached in stated if 60 <= percent < 80]
    assert len(about) > 100
    assert 0.60 <= sum(about) / len(about) <= 0.80


def test_every_band_holds_within_ten_points(stated) -> None:
    assert [
        (band.low, round(band.stated), round(band.reached))
        for band in bands(stated)
        if abs(band.stated - band.reached) > 10
    ] == []


def test_the_chances_say_more_than_the_average_would(stated) -> None:
    usual = sum(reached for _percent, reached in stated) / len(stated)
    error = sum((percent / 100 - reached) ** 2 for percent, reached in stated)
    assert error < 0.7 * sum((usual - reached) ** 2 for _percent, reached in stated)


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (drawn([1, 5, 9], [2, 4], 6.5, seed=7, day=3) for _ in range(2))
    assert (first == second).all()


def test_a_higher_target_never_has_a_better_chance() -> None:
    rest = drawn([100, 300, 0, 250], [200, 150], 10, seed=1)
    percents = [outlook(500, target, rest).percent for target in range(0, 6000, 250)]
    assert percents == sorted(percents, reverse=True)
    assert percents[0] == 100


def test_nothing_known_is_no_certainty_of_anything() -> None:
    found = outlook(0, 100, drawn([], [], 5, seed=1))
    assert (found.low, found.high, found.percent) == (0, 0, 0)
