"""The home of a director and an executive: the company's quarter, its teams, its funnel, what needs an eye."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.kernel.money import minor_digits
from cadre.metrics.cells import Cells
from cadre.metrics.periods import Period
from cadre.metrics.queries import run_many
from cadre.metrics.questions import Question, question
from cadre.ui.charts import Chart, Series
from cadre.ui.formatting import short_amount, short_money
from cadre.ui.pictures import strength
from cadre.web.home.attention import attention_of
from cadre.web.home.quarter import Quarter, rows_url, this_quarter
from cadre.web.home.running import running_of
from cadre.web.home.teams import figure, manager_rows

FIGURES = ["bookings.amount", "win_rate", "bookings.average", "sales_cycle_days", "bookings.count"]


@dataclass(frozen=True)
class FunnelRow:
    label: str
    count: int
    amount: str
    left: str
    width: str
    tone: str
    url: str


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: list[dict[str, str]]


def company_home(actor: Actor) -> dict[str, Any]:
    quarter = this_quarter()
    figures, weekly, daily, daily_before, managers, aims, stages, products, heat, weighted = run_many(
        _questions(quarter),
        actor=actor,
    )
    currency = base_currency()
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": currency,
        "figures": figures.total,
        "sparks": {key: [cell.values[key] or 0 for cell in weekly] for key in weekly.question.metrics},
        "why": {key: rows_url(key, quarter.so_far) for key in FIGURES},
        "weighted": weighted.total,
        "running": running_of(actor, daily, daily_before, quarter, currency),
        "managers": manager_rows(managers, aims, weighted, quarter),
        "managers_total": managers.total,
        "aims": aims.total,
        "funnel": _funnel(stages, currency),
        "funnel_total": stages.total,
        "products": _products(products, currency),
        "heat_heads": [names[1] for names in _weeks(heat)],
        "heat": _heat(heat, quarter, currency),
        "attention": attention_of(actor, quarter, currency),
    }


def _questions(quarter: Quarter) -> list[Question]:
    """What the page asks the metrics layer, in the order in which it takes the answers."""
    whole = Period(quarter.before.start, quarter.before.end)
    return [
        question(FIGURES, period=quarter.so_far, compare=quarter.compared),
        question(["bookings.amount", "win_rate", "bookings.average"], "week", quarter.so_far),
        question("bookings.amount", "day", quarter.so_far),
        question("bookings.amount", "day", whole),
        question(
            ["bookings.amount", "bookings.count", "win_rate"],
            "manager",
            quarter.so_far,
            compare=quarter.compared,
            order="-bookings.amount",
        ),
        question(["target.amount", "quota_attainment"], "manager", Period(quarter.whole.start, quarter.whole.end)),
        question(["pipeline.count", "pipeline.amount"], "stage"),
        question("bookings.amount", "product", quarter.so_far, compare=quarter.compared, order="-bookings.amount"),
        question("bookings.amount", ["manager", "week"], quarter.so_far),
        question(["pipeline.weighted", "pipeline.amount"], "manager"),
    ]


def _funnel(stages: Cells, currency: str) -> list[FunnelRow]:
    cells = {cell.key[0]: cell for cell in stages}
    shown = [(stage, cells[stage.pk]) for stage in crm.open_stages() if stage.pk in cells]
    most = max((int(cell.values["pipeline.count"] or 0) for _stage, cell in shown), default=0) or 1
    rows = []
    for place, (stage, cell) in enumerate(shown, 1):
        count = int(cell.values["pipeline.count"] or 0)
        width = 100 * count / most
        rows.append(
            FunnelRow(
                label=stage.name,
                count=count,
                amount=short_money(figure(cell, "pipeline.amount"), currency, get_language() or "en"),
                left=f"{(100 - width) / 2:.1f}%",
                width=f"{width:.1f}%",
                tone=f"f{min(place, 4)}",
                url=f"{reverse('crm:opportunity-list')}?stage={stage.pk}",
            )
        )
    return rows


def _products(products: Cells, currency: str) -> Chart:
    scale = 10 ** minor_digits(currency)
    now = [int((cell.values["bookings.amount"] or 0) / scale) for cell in products]
    then = [int(((cell.before or {}).get("bookings.amount") or 0) / scale) for cell in products]
    return Chart(
        "bar",
        [products.names(cell)[0] for cell in products],
        [Series(_("This quarter"), now), Series(_("Last quarter, same days"), then, role="compare")],
        unit=currency,
        links=[rows_url("bookings.amount", products.period, product=cell.key[0]) for cell in products],
        label_head=pgettext("label", "Product"),
    )


def _weeks(heat: Cells) -> list[tuple[str, str]]:
    seen: dict[str, tuple[str, str]] = {}
    for cell in heat:
        name = heat.names(cell)[1]
        seen.setdefault(name, (name, name.split("-")[-1]))
    return list(seen.values())


def _heat(heat: Cells, quarter: Quarter, currency: str) -> list[HeatRow]:
    """Managers down, weeks across, won amount in each cell."""
    most = max((int(cell.values["bookings.amount"] or 0) for cell in heat), default=0)
    language = get_language() or "en"
    rows: dict[object, HeatRow] = {}
    urls: dict[object, str] = {}
    for cell in heat:
        manager, week = cell.key
        if manager not in rows:
            rows[manager] = HeatRow(heat.names(cell)[0], [])
            urls[manager] = rows_url("bookings.amount", quarter.so_far, manager=manager or "")
        minor = int(cell.values["bookings.amount"] or 0)
        rows[manager].cells.append(
            {
                "text": short_amount(minor, currency, language) if minor else "",
                "tone": strength(minor, most),
                "url": f"{urls[manager]}&week={week}",
            }
        )
    return list(rows.values())
