import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.ui import formatting as f

TODAY = dt.date(2017, 12, 1)
ZH, SC, EN = "zh-hant", "zh-hans", "en"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (9999, "9,999", "10.0K"),
        (58_500, "5.85 萬", "58.5K"),
        (99_999, "10.0 萬", "100.0K"),
        (1_670_923, "167.1 萬", "1.67M"),
        (-61_300, "−6.13 萬", "−61.3K"),
        (99_999_999, "1.00 億", "100.00M"),
        (7_537_000_000, "75.37 億", "7.54B"),
        (999_999, "100.0 萬", "1.00M"),
    ],
)
def test_short_figures_follow_the_language(value, zh, en):
    assert f.short_number(value, ZH) == zh
    assert f.short_number(value, SC) == zh.replace("萬", "万").replace("億", "亿")
    assert f.short_number(value, EN) == en


def test_money_carries_the_sign_of_the_language():
    assert f.money(2922000, "USD", ZH) == "US$29,220"
    assert f.money(2922000, "USD", EN) == "$29,220"
    assert f.money(163632, "USD", ZH, exact=True) == "US$1,636.32"
    assert f.money(-163632, "USD", EN) == "−$1,636"
    assert f.money(500, "TWD", ZH, exact=True) == "NT$500"
    assert f.money(500, "XYZ", EN) == "XYZ\u00a05"
    assert f.money(None, "USD", EN) == "—"
    assert f.short_money(5850000, "USD", ZH) == "US$5.85 萬"
    assert f.short_money(-5850000, "USD", ZH) == "−US$5.85 萬"
    assert f.short_money(5850000, "USD", EN) == "$58.5K"


@pytest.mark.parametrize("language", [ZH, SC, EN])
@pytest.mark.parametrize("currency", ["USD", "TWD", "CNY", "EUR", "XYZ"])
def test_short_and_whole_money_begin_alike(language, currency):
    """A record shows both: what stands before the first digit is the same in either."""
    whole, short = (show(minor, currency, language) for show in (f.money, f.short_money) for minor in [123_456_700])
    assert whole[: whole.index("1")] == short[: short.index("1")]


def test_the_minus_is_the_typographic_one_and_halves_go_away_from_zero():
    assert f.number(Decimal("-0.5")) == "−1"
    assert f.number(Decimal("2.5")) == "3"
    assert f.percent(Fraction(2, 3), 1) == "66.7%"


def test_a_change_is_coloured_by_good_or_bad_not_by_direction():
    assert f.change(Decimal("0.053")) == f.Change("↑ 5.3%", "ok")
    assert f.change(Decimal("-2.7"), unit=" 天", more_is_better=False) == f.Change("↓ 2.7 天", "ok")
    assert f.change(Decimal("-0.044")).tone == "bad"
    assert f.change(Decimal(0)).tone == ""


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (dt.date(2017, 12, 4), "12/4", "Dec 4"),
        (TODAY, "今天", "Today"),
        (dt.date(2016, 10, 20), "2016/10/20", "Oct 20, 2016"),
        (dt.date(2018, 5, 30), "5/30", "May 30"),
        (dt.date(2018, 5, 31), "2018/5/31", "May 31, 2018"),
    ],
)
def test_a_date_has_its_year_only_when_it_could_be_mistaken(day, zh, en):
    assert f.date(day, ZH, TODAY) == zh
    assert f.date(day, EN, TODAY) == en


def test_long_dates_and_moments():
    assert f.long_date(TODAY, ZH, TODAY, weekday=True) == "12 月 1 日 週五"
    assert f.long_date(TODAY, SC, TODAY, weekday=True) == "12 月 1 日 周五"
    assert f.long_date(TODAY, EN, TODAY, weekday=True) == "Friday, Dec 1"
    at = dt.datetime(2017, 11, 30, 16, 40)
    assert f.moment(at, ZH, TODAY) == "昨天 16:40"
    assert f.moment(dt.datetime(2017, 11, 28, 9, 15), EN, TODAY) == "Nov 28, 09:15"


def test_relative_times_read_both_ways():
    now = dt.datetime(2017, 12, 1, 9, tzinfo=dt.UTC)
    assert f.ago(now - dt.timedelta(days=3), ZH, now) == "3 天前"
    assert f.ago(now + dt.timedelta(hours=1), EN, now) == "in 1 hour"
    assert f.ago(now - dt.timedelta(seconds=5), SC, now) == "刚刚"


def test_initials_of_latin_and_chinese_names():
    assert [f.initials(n) for n in ("Elease Gluck", "Mei-Mei Johns", "陳大文", "cher", "")] == [
        "EG",
        "MJ",
        "大文",
        "CH",
        "?",
    ]


@given(st.integers(-(10**13), 10**13), st.sampled_from([ZH, EN]))
def test_a_short_figure_never_shows_less_than_one_of_its_unit(value, language):
    text = f.short_number(value, language)
    if text[-1] in "萬億KMB":
        assert abs(Decimal(text.replace("−", "-").replace(",", "").rstrip("萬億KMB "))) >= 1


def test_a_label_and_its_clauses_are_joined_by_the_signs_of_the_language() -> None:
    assert f.labelled("Won", f.joined_clauses(["a 1", "b 2"], "en"), "en") == "Won: a 1; b 2"
    assert f.labelled("成交", f.joined_clauses(["甲 1", "乙 2"], "zh-hant"), "zh-hant") == "成交：甲 1；乙 2"
    assert f.labelled("成交", "", "zh-hans") == "成交"
