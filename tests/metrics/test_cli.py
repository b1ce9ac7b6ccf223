"""`cadre metrics`: what scripts read, and one clear line for what cannot be answered."""

import csv
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from cadre.metrics.cli import main
from tests.metrics.conftest import FEB, JAN, Company


def ask(capsys: Any, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return str(capsys.readouterr().out)


def refused(capsys: Any, *arguments: str) -> str:
    try:
        code: Any = main(list(arguments))
    except SystemExit as stopped:
        code = stopped.code
    told = capsys.readouterr()
    assert (code, told.out, told.err.count("\n")) == (2, "", 1)
    return str(told.err)


@pytest.mark.django_db
def test_csv_has_names_major_units_and_a_line_per_group(company: Company, capsys: Any) -> None:
    company.won("rep_lin", amount=1_000_553_400, on=JAN)
    company.won("rep_hsu", amount=5, on=FEB)
    company.lost("rep_hsu", on=FEB)
    company.won("ops_tsai", amount=100, on=FEB)
    text = ask(
        capsys,
        "query",
        "bookings.amount",
        "bookings.count",
        "win_rate",
        "bookings.average",
        "--by",
        "office",
        "--format",
        "csv",
    )
    assert text.splitlines() == [
        "office,bookings.amount,bookings.count,win_rate,bookings.average",
        "North Office,10005534.00,1,1.0000,10005534.00",
        "South Office,0.05,1,0.5000,0.05",
        ",1.00,1,1.0000,1.00",
    ]


@pytest.mark.django_db
def test_without_a_breakdown_there_is_one_line(company: Company, capsys: Any) -> None:
    company.won(amount=100, on=JAN, days=7)
    text = ask(
        capsys, "query", "bookings.amount", "sales_cycle_days", "win_rate", "--to", "2023-12-31", "--format", "csv"
    )
    assert text.splitlines() == ["bookings.amount,sales_cycle_days,win_rate", "0.00,,"]
    assert (
        ask(
            capsys, "query", "sales_cycle_days", "--from", "2024-01-01", "--to", "2024-01-10", "--format", "csv"
        ).splitlines()[1]
        == "7.00"
    )


@pytest.mark.django_db
def test_as_a_user_the_answer_is_what_he_may_see(company: Company, capsys: Any) -> None:
    company.won("rep_lin", amount=100)
    company.won("rep_hsu", amount=2300)
    for who, total in (
        ("rep_lin@test.example", "1.00"),
        ("Wu Manager", "23.00"),
        ("DIRECTOR_SHEN@test.example", "24.00"),
    ):
        assert ask(capsys, "query", "bookings.amount", "--as", who, "--format", "csv").split()[1] == total


@pytest.mark.django_db
def test_months_and_people_come_in_their_order(company: Company, capsys: Any) -> None:
    company.won("rep_lin", amount=100, on=JAN)
    company.won("rep_gao", amount=100, on=FEB)
    rows = list(
        csv.reader(ask(capsys, "query", "bookings.amount", "--by", "month", "employee", "--format", "csv").splitlines())
    )
    assert rows[1:] == [
        ["2024-01", "Gao Rep", "0.00"],
        ["2024-01", "Lin Rep", "1.00"],
        ["2024-02", "Gao Rep", "1.00"],
        ["2024-02", "Lin Rep", "0.00"],
    ]


@pytest.mark.django_db
def test_json_keeps_decimals_as_text_and_counts_as_numbers(company: Company, capsys: Any) -> None:
    company.won(amount=250)
    told = json.loads(
        ask(
            capsys,
            "query",
            "bookings.amount",
            "bookings.count",
            "--by",
            "team",
            "--where",
            "team=north",
            "--format",
            "json",
        )
    )
    assert told["rows"] == [{"team": "North", "bookings.amount": "2.50", "bookings.count": 1}]
    assert told["total"] == {"bookings.amount": "2.50", "bookings.count": 1}
    assert told["currency"] == "USD"


@pytest.mark.django_db
def test_the_table_ends_with_others_and_the_total(company: Company, capsys: Any) -> None:
    company.won("rep_lin", amount=100)
    company.won("rep_gao", amount=900)
    lines = ask(
        capsys, "query", "bookings.amount", "--by", "employee", "--sort=-bookings.amount", "--limit", "1"
    ).splitlines()
    assert [line.split() for line in lines[2:]] == [["Gao", "Rep", "9.00"], ["Others", "1.00"], ["Total", "10.00"]]


def test_the_list_names_every_metric_with_its_dimensions(capsys: Any) -> None:
    told = {row["metric"]: row for row in json.loads(ask(capsys, "list", "--format", "json"))}
    assert told["win_rate"]["unit"] == "ratio"
    assert {"office", "manager", "employee", "team", "product", "account", "month", "quarter"} <= set(
        told["bookings.amount"]["by"]
    )
    assert "bookings.amount" in ask(capsys, "list")
    assert "÷" in ask(capsys, "explain", "win_rate")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("query", "bookings.amout"), "Did you mean bookings.amount"),
        (("query", "bookings.amount", "--by", "ofice"), "Did you mean office"),
        (("query", "bookings.amount", "--as", "nobody@test.example"), "nobody@test.example"),
        (("query", "bookings.amount", "--from", "2024-13-01"), "“2024-13-01” is not a date"),
        (("query", "bookings.amount", "--from", "2024-02-01", "--to", "2024-01-01"), "Swap the two dates"),
        (("query", "bookings.amount", "--where", "office=Nowhere"), "Nowhere"),
        (("query", "bookings.amount", "--format", "xml"), "invalid choice"),
        (("query",), "KEY"),
        ((), "list | query | explain"),
        (("explain", "velocity"), "Did you mean sales_velocity"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(
    arguments: tuple[str, ...], says: str, company: Company, capsys: Any
) -> None:
    assert says in refused(capsys, *arguments)


def test_asking_loads_no_heavy_library() -> None:
    heavy = ("duckdb", "pyarrow", "polars", "numpy", "sqlglot", "ibis")
    script = f"import sys; from cadre.metrics.cli import main; main(['list']); print([m for m in {heavy} if m in sys.modules])"
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "cadre.settings.test"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=settings)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.django_db
@pytest.mark.parametrize("days", [("--from", "0001-01-01", "--to", "9999-12-31"), ("--as-of", "9999-12-31")])
def test_the_last_day_of_all_is_a_day_like_any_other(company: Company, capsys: Any, days: tuple[str, ...]) -> None:
    company.won(amount=700, on=JAN)
    assert ask(capsys, "query", "bookings.amount", *days, "--format", "csv").splitlines()[1] == "7.00"


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5"])
def test_a_limit_that_keeps_no_group_is_refused(company: Company, capsys: Any, limit: str) -> None:
    assert "is not a number from 1 up" in refused(
        capsys, "query", "bookings.amount", "--by", "office", "--limit", limit
    )


@pytest.mark.django_db
def test_names_titles_and_refusals_are_told_in_the_language_asked_for(company: Company, capsys: Any) -> None:
    company.deal(amount=700)
    asked = ("query", "pipeline.amount", "--by", "stage", "--language")
    told = {one: ask(capsys, *asked, one).splitlines() for one in ("en", "zh-hant", "zh-hans")}
    assert [lines[-1].split()[0] for lines in told.values()] == ["Total", "合計", "合计"]
    assert len({lines[2] for lines in told.values()}) == 3
    titles = [ask(capsys, "list", "--format", "json", "--language", one) for one in told]
    assert [json.loads(text)[0]["title"] for text in titles] == ["Calls", "電話數", "电话数"]
    assert "沒有" in refused(capsys, "query", "nothing", "--language", "zh-hant")
    stage = told["zh-hans"][2].split()[0]
    csv_ = ask(
        capsys, "query", "pipeline.amount", "--where", f"stage={stage}", "--language", "zh-hans", "--format", "csv"
    )
    assert csv_.splitlines()[1] == "7.00"


@pytest.mark.django_db
def test_a_value_that_only_the_day_asked_about_had_can_be_chosen(company: Company, capsys: Any) -> None:
    company.won(on=FEB, amount=700, days=60)
    asked = ("query", "pipeline.amount", "--where", "employee=Lin Rep", "--format", "csv")
    assert "has no value" in refused(capsys, *asked)
    assert ask(capsys, *asked, "--as-of", str(JAN)).splitlines()[1] == "7.00"
