"""Every number on a dashboard is the API's and the command line's, and the rows behind it add up to it."""

import csv
import datetime as dt
import io
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

import pytest

from cadre.cockpit.models import Dashboard
from cadre.cockpit.pictures.drawing import Answered
from cadre.cockpit.queries import answers, dashboard_by_id, tile_in_thought
from cadre.cockpit.rules.asking import Chosen
from cadre.metrics.cli import main
from cadre.metrics.drilldown import rows
from cadre.metrics.figures import plain_text
from cadre.metrics.registry import dimensions, dimensions_of, metrics, parts
from cadre.voice.models import Rating
from tests.cockpit.conftest import today
from tests.metrics.conftest import Company
from tests.support.api import Caller

SHIPPED = ("director", "manager", "activity", "pipeline", "products")
READERS = ("rep_lin", "manager_chen", "director_shen")


@pytest.fixture
def busy(company: Company) -> Company:
    """Two quarters of deals and activities of four people, always the same."""
    dice = random.Random(5)
    for n in range(60):
        owner = dice.choice(("rep_lin", "rep_gao", "rep_hsu", "manager_chen"))
        on = today() - dt.timedelta(days=dice.randrange(120))
        place = {"account": dice.randrange(-1, 2), "product": dice.randrange(2)}
        if n % 4 == 0:
            company.deal(owner, amount=dice.randrange(1, 9_999), stage=dice.choice(("lead", "needs")), **place)
        elif n % 4 == 1:
            company.lost(owner, on=on)
        else:
            company.won(owner, amount=dice.randrange(1, 999_999), on=on, **place)
        done = company.activity(owner, on=on)
        if n % 3 == 0:
            Rating.objects.create(
                account=done.account, employee=done.employee, activity=done, on=on, score=dice.randrange(1, 6)
            )
    return company


def answered(company: Company, reader: str, tiles: list[Any]) -> list[Answered]:
    found = answers(company.actor(reader), tiles, Chosen())
    assert all(isinstance(one, Answered) for one in found), found
    return found  # type: ignore[return-value]


def shipped_tiles(company: Company, key: str) -> list[Any]:
    return list(dashboard_by_id(company.actor("admin_root"), Dashboard.objects.get(shipped=key).pk).tiles.all())


def written(shown: Answered, cell: Any) -> list[str | None]:
    currency, of = shown.cells.currency, cell.values
    return [plain_text(of[one.key], one.unit, currency) or None for one in shown.cells.metrics]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("key", SHIPPED)
def test_every_number_of_a_shipped_dashboard_is_that_of_the_api_and_the_command_line(
    busy: Company, key: str, reader: str, capsys: Any
) -> None:
    caller = Caller(getattr(busy.cast, reader))
    for shown in answered(busy, reader, shipped_tiles(busy, key)):
        tile, period = shown.tile, shown.asked.period
        days = {"from": period.start, "to": period.last} if period else {}
        asked = {"metric": tile.metrics, **({"by": tile.by} if tile.by else {}), **days}
        numbers = caller.get(f"metrics/query?{urlencode(asked, doseq=True)}").json()
        there = {
            tuple(row["keys"][one] for one in tile.by): [row["values"][one]["value"] for one in tile.metrics]
            for row in numbers["rows"]
        }
        mine = {_plain(cell.key): written(shown, cell) for cell in shown.cells} if tile.by else {}
        # A group with nothing in this period stands on the tile only beside the compared one
        gone = {group for group in mine if group not in there}
        assert not gone or shown.cells.compared
        assert all(Decimal(value or 0) == 0 for group in gone for value in mine[group])
        assert {group: there[group] for group in mine if group in there} == {
            group: row for group, row in mine.items() if group in there
        }, (tile.kind, tile.metrics, tile.by)
        total = written(shown, shown.cells.total)
        assert [numbers["total"]["values"][one]["value"] for one in tile.metrics] == total
        if not tile.by:
            assert _told(capsys, tile, days, reader) == [[value or "" for value in total]]
        else:
            told = sorted(line[len(tile.by) :] for line in _told(capsys, tile, days, reader))
            assert told == sorted([value or "" for value in row] for row in there.values())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("key", SHIPPED)
def test_what_a_shipped_tile_compares_sums_up_and_draws_small_is_that_of_the_api_too(
    busy: Company, key: str, reader: str
) -> None:
    caller = Caller(getattr(busy.cast, reader))
    for shown in answered(busy, reader, shipped_tiles(busy, key)):
        cells, by = shown.cells, tuple(shown.tile.by)
        if cells.compared:
            then = _asked(caller, shown.tile.metrics, by, cells.compared)
            for cell in [*cells, cells.total]:
                assert _same(shown, cell.before, then.get(_plain(cell.key))), (key, by, cell.key)
        for margin, sums in cells.margins.items():
            there = _asked(caller, shown.tile.metrics, margin, cells.period)
            for group, cell in sums.items():
                assert _same(shown, cell.values, there.get(_plain(group))), (key, margin, group)
        if shown.trend:
            there = _asked(caller, shown.trend.question.metrics, shown.trend.question.by, cells.period)
            assert {_plain(cell.key): written(replace(shown, cells=shown.trend), cell) for cell in shown.trend} == {
                group: values for group, values in there.items() if group
            }


def _asked(caller: Caller, keys: Any, by: tuple[str, ...], period: Any) -> dict[tuple[Any, ...], list[str | None]]:
    """What the API answers for the days of a period: the groups, and the total without a group."""
    days = {"from": period.start, "to": period.last} if period else {}
    asked = {"metric": list(keys), **({"by": list(by)} if by else {}), **days}
    numbers = caller.get(f"metrics/query?{urlencode(asked, doseq=True)}").json()
    rows = {tuple(row["keys"][one] for one in by): row["values"] for row in numbers["rows"] if by}
    return {
        group: [row[one]["value"] for one in keys] for group, row in {**rows, (): numbers["total"]["values"]}.items()
    }


def _same(shown: Answered, values: Any, there: list[str | None] | None) -> bool:
    """Equal to what the API told; a group that it does not tell has nothing."""
    if values is None or there is None:
        return not any((values or {}).values())
    mine = [plain_text(values[one.key], one.unit, shown.cells.currency) or None for one in shown.cells.metrics]
    return mine == there


def _plain(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one.isoformat() if isinstance(one, dt.date) else one for one in key)


def _told(capsys: Any, tile: Any, days: dict[str, dt.date], reader: str) -> list[list[str]]:
    by = [word for one in tile.by for word in ("--by", one)]
    when = [word for name, day in days.items() for word in (f"--{name}", str(day))]
    main(["query", *tile.metrics, *by, *when, "--as", f"{reader}@test.example", "--format", "csv"])
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:]


def of_sums() -> list[str]:
    """Metrics of one part that is a sum or a count, whose rows therefore add up to the number."""
    return [
        one.key
        for one in metrics.all()
        if len(one.parts) == 1 and one.formula.__name__ == "plain" and not one.key.startswith("bookings.largest")
    ]


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_behind_every_number_of_a_dashboard_made_by_chance_add_up_to_it(busy: Company, seed: int) -> None:
    dice = random.Random(seed)
    actor = busy.actor(dice.choice(READERS))
    tiles = []
    for _n in range(6):
        key = dice.choice(of_sums())
        fitting = [one.key for one in dimensions.all() if one in dimensions_of(metrics[key])]
        by = dice.sample(fitting, dice.randrange(1, min(3, len(fitting)) + 1))
        times = [one for one in by if dimensions[one].time]
        by = [one for one in by if one not in times[1:]]
        period = dice.choice(["month", "quarter", "13-week", "6-month", "last-month"])
        tiles.append(tile_in_thought(kind="table", metrics=[key], by=by, period=period, compare="", limit=None))
    for shown in answers(actor, tiles, Chosen()):
        if not isinstance(shown, Answered):  # a snapshot for every day of a half year
            assert shown.problems[0].code == "metrics.too_many_dates"
            continue
        key = shown.tile.metrics[0]
        for cell in [*shown.cells][:8]:
            behind = rows(
                key, dict(zip(shown.tile.by, cell.key, strict=True)), shown.asked.period, actor=actor, limit=500
            )
            part = metrics[key].parts[0]
            adds = [row.adds[part] for page in behind for row in page.rows]
            if _is_distinct(key):
                assert len({one for one in adds if one is not None}) == (cell.values[key] or 0)
            else:
                assert Fraction(sum(one or 0 for one in adds)) == (cell.values[key] or 0), (
                    key,
                    shown.tile.by,
                    cell.key,
                )


def _is_distinct(key: str) -> bool:
    return parts[metrics[key].parts[0]].aggregate == "count_distinct"
