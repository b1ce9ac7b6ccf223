"""What the published deals leave out and a living pipeline has: the days in each stage, what comes next, why deals were lost.

Made up, always in the same way, as further columns of the file that is imported. `cadre demo --as-is` does without.
"""

import csv
import datetime as dt
import io
import random

from django.utils.translation import pgettext_lazy

from cadre.crm.rules.history import OPEN_STAGES, entered
from cadre.demo.tongue import written
from cadre.kernel import clock

Deal = dict[str, str]
COLUMNS = (
    *(entered(key) for key in OPEN_STAGES),
    "expected_close_on",
    "forecast",
    "next_step",
    "next_step_on",
    "loss_reason",
    "competitors",
)
NEXT_STEPS = {
    "Prospecting": [
        pgettext_lazy("demo next step", "First call with IT"),
        pgettext_lazy("demo next step", "Find out who owns the budget"),
        pgettext_lazy("demo next step", "Send the company profile"),
        pgettext_lazy("demo next step", "Ask for a meeting"),
    ],
    "Engaging": [
        pgettext_lazy("demo next step", "Workshop on requirements"),
        pgettext_lazy("demo next step", "Collect workload figures"),
        pgettext_lazy("demo next step", "Meet the head of operations"),
        pgettext_lazy("demo next step", "Confirm the budget year"),
    ],
    "Proposal": [
        pgettext_lazy("demo next step", "Present the solution to the CIO"),
        pgettext_lazy("demo next step", "Send the revised quote"),
        pgettext_lazy("demo next step", "Visit a reference customer"),
        pgettext_lazy("demo next step", "Demo for the users"),
    ],
    "Negotiation": [
        pgettext_lazy("demo next step", "Agree on payment terms"),
        pgettext_lazy("demo next step", "Price call with purchasing"),
        pgettext_lazy("demo next step", "Legal review of the contract"),
        pgettext_lazy("demo next step", "Get the signature date"),
    ],
}
RIVALS = ["Dell", "HPE", "Lenovo", "Supermicro", "local integrator"]
_LEFT_AT = [("lead", 20), ("needs", 35), ("proposal", 30), ("negotiation", 15)]
_REASONS = [
    ("Price", 30),
    ("Competitor", 24),
    ("No decision", 18),
    ("No budget", 14),
    ("Timing", 9),
    ("Product does not fit", 5),
]


def told(content: bytes) -> bytes:
    """The file of deals with the story's columns. Expects its dates moved already."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*rows[0], *COLUMNS], restval="")
    writer.writeheader()
    for row in rows:
        chance = random.Random(row["opportunity_id"])  # noqa: S311 - a deal's story depends on nothing but its number
        writer.writerow(row | (_closed(row, chance) if row["close_date"] else _open(row, chance)))
    return out.getvalue().encode()


def _closed(row: Deal, chance: random.Random) -> Deal:
    """The way of a won deal led through every stage; a lost one left it somewhere."""
    began, closed = (dt.date.fromisoformat(row[name]) for name in ("engage_date", "close_date"))
    last = OPEN_STAGES[-1] if row["deal_stage"] == "Won" else _drawn(chance, _LEFT_AT)
    passed = OPEN_STAGES[: OPEN_STAGES.index(last) + 1]
    story = _days(passed, began, closed, chance)
    if row["deal_stage"] == "Lost":
        story["loss_reason"] = _drawn(chance, _REASONS)
        if story["loss_reason"] == "Competitor":
            story["competitors"] = chance.choice(RIVALS)
    return story


def _open(row: Deal, chance: random.Random) -> Deal:
    """An open deal is where the file says; those that are “Engaging” have got to different stages by now."""
    today = clock.today()
    if row["deal_stage"] == "Prospecting":
        stage, passed, came = "Prospecting", OPEN_STAGES[:1], today - dt.timedelta(days=chance.randint(1, 60))
        began = came
    else:
        stage = _drawn(chance, [("Engaging", 45), ("Proposal", 35), ("Negotiation", 20)])
        passed = OPEN_STAGES[: {"Engaging": 2, "Proposal": 3, "Negotiation": 4}[stage]]
        began = dt.date.fromisoformat(row["engage_date"])
        came = max(began, today - dt.timedelta(days=chance.randint(1, 75)))
    close = today + dt.timedelta(days=_days_to_close(stage, chance))
    story = _days(passed, began, came, chance) | {
        entered(passed[-1]): came.isoformat(),
        "deal_stage": stage,
        "expected_close_on": close.isoformat(),
        "forecast": _forecast(stage, close, chance),
    }
    if chance.random() < 0.6:
        on = today + dt.timedelta(days=chance.choice([-6, -2, -1, 0, 0, *range(1, 22)]))
        story |= {"next_step": written(chance.choice(NEXT_STEPS[stage])), "next_step_on": on.isoformat()}
    if chance.random() < 0.25:
        story["competitors"] = chance.choice(RIVALS)
    return story


def _days(passed: tuple[str, ...], began: dt.date, until: dt.date, chance: random.Random) -> Deal:
    """A day for each stage between two days, the first stage on the first day."""
    room = max(0, (until - began).days)
    gaps = sorted(chance.randint(0, room) for _stage in passed[1:])
    days = [began, *(began + dt.timedelta(days=gap) for gap in gaps)]
    return {entered(stage): day.isoformat() for stage, day in zip(passed, days, strict=True)}


def _days_to_close(stage: str, chance: random.Random) -> int:
    """The nearer to the contract the sooner; about one in ten has passed its date."""
    if chance.random() < 0.1:
        return -chance.randint(1, 20)
    soonest, latest = {"Prospecting": (45, 180), "Engaging": (30, 150), "Proposal": (12, 100), "Negotiation": (3, 50)}[
        stage
    ]
    return chance.randint(soonest, latest)


def _forecast(stage: str, close: dt.date, chance: random.Random) -> str:
    if stage == "Negotiation":
        return "Commit" if chance.random() < 0.6 and close >= clock.today() else "Best case"
    return "Best case" if stage == "Proposal" and chance.random() < 0.4 else "Pipeline"


def _drawn(chance: random.Random, weighted: list[tuple[str, int]]) -> str:
    return chance.choices([value for value, _weight in weighted], [weight for _value, weight in weighted])[0]
