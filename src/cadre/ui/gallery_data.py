"""What the gallery shows in its components: made-up figures in the shapes that the components take."""

from fractions import Fraction
from types import SimpleNamespace as Row
from typing import Any

from cadre.ui.charts import Chart, Series

MONTHS = ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def context() -> dict[str, Any]:
    """Everything the gallery template needs."""
    return {
        "steps": _steps(),
        "tabs": [
            Row(label="Activity", url="#", current=True, count=12),
            Row(label="Quotes", url="#", current=False, count=2),
            Row(label="History", url="#", current=False, count=None),
        ],
        "line": Chart(
            "line",
            MONTHS,
            [
                Series("2017", [120000, 240000, 390000, 560000, 720000, None]),
                Series("2016", [100000, 260000, 410000, 600000, 800000, 990000], "compare"),
                Series("Plan", [150000, 300000, 450000, 600000, 750000, 900000], "plan"),
            ],
            unit="US$",
            label_head="Month",
        ),
        "bars": Chart(
            "bar",
            ["GTX Pro", "GTX Plus Pro", "MG Advanced"],
            [Series("Q4", [581486, 463028, 380076]), Series("Q3", [610000, 430000, 350000], "compare")],
            unit="US$",
            label_head="Product",
            height=200,
        ),
        "stacked": Chart(
            "stacked",
            MONTHS,
            [
                Series("West", [12, 14, 9, 17, 20, 11]),
                Series("Central", [10, 11, 12, 9, 8, 7]),
                Series("East", [8, 9, 7, 6, 9, 12]),
            ],
            label_head="Month",
            height=200,
        ),
        "waterfall": Chart(
            "waterfall",
            ["Start", "New", "Won", "Lost", "End"],
            [Series("Pipeline", [6200000, 900000, -700000, -300000, 6100000])],
            unit="US$",
            label_head="Step",
            height=200,
        ),
        "funnel": _funnel(),
        "heat_heads": ["10/6", "10/13", "10/20"],
        "heat_rows": [
            Row(label=name, cells=[Row(text=text, tone=tone, url="") for text, tone in cells])
            for name, cells in (
                ("Summer Sewald", [("3.7", "k6"), ("2.0", "k2"), ("7.2", "k10")]),
                ("Cara Losch", [("1.7", "k1"), ("2.4", "k4"), ("0", "k0")]),
            )
        ],
        "org": [
            _node(
                "Grace Shen",
                "Sales director",
                [_node("Celia Rouche", "West", [], _people()), _node("Melvin Marxen", "Central", [], _people()[:2])],
            )
        ],
        "spark": [3, 4, 2, 6, 5, 8, 7],
        "two_thirds": Fraction(2, 3),
        "half": Fraction(1, 2),
        "low": Fraction(3, 10),
        "kinds": [
            ("note", "Note", "note"),
            ("call", "Call", "phone"),
            ("visit", "Visit", "map-pin"),
            ("mail", "E-mail", "mail"),
            ("meeting", "Meeting", "calendar-event"),
        ],
        "conflict_rows": [Row(label="Amount", theirs="26,768", yours="29,220")],
        "parts": [("b", 23376), ("a", 5844)],
    }


def _steps() -> list[Row]:
    states = (
        ("Lead", "done", "2 d"),
        ("Needs", "done", "4 d"),
        ("Proposal", "now", "day 3"),
        ("Negotiation", "", ""),
        ("Won", "", ""),
    )
    return [Row(label=label, state=state, note=note, move="", url="") for label, state, note in states]


def _funnel() -> list[Row]:
    counts = (
        ("Lead", 500, "107.4 萬"),
        ("Needs", 1162, "289.9 萬"),
        ("Proposal", 759, "171.5 萬"),
        ("Negotiation", 198, "48.0 萬"),
    )
    return [
        Row(
            label=label,
            count=count,
            amount=amount,
            tone=f"f{i}",
            left=f"{(1162 - count) / 23.24:.1f}%",
            width=f"{count / 11.62:.1f}%",
            url="",
        )
        for i, (label, count, amount) in enumerate(counts, start=1)
    ]


def _people() -> list[Row]:
    return [
        Row(name=name, note=note, tone=tone, url="#")
        for name, note, tone in (
            ("Vicki Laflamme", "83%", "ink2"),
            ("Markita Hansen", "29%", "bad m"),
            ("Carol Thompson", "no deals", "warn"),
        )
    ]


def _node(name: str, title: str, children: list[Row], people: list[Row] | None = None) -> Row:
    share = Fraction(61, 100) if people else None
    return Row(
        name=name,
        title=title,
        url="#",
        note="6 people" if people else "",
        share=share,
        mark=Fraction(2, 3),
        tone="",
        soon=False,
        people=people or [],
        children=children,
    )
