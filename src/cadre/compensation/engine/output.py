"""Results as files: lines, totals, payouts, balances and problems in Parquet, CSV or JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import KINDS
from cadre.compensation.engine.cell_rows import totals_rows
from cadre.compensation.engine.inputs import problem_words
from cadre.compensation.engine.inputs.problems import Problem
from cadre.compensation.engine.line_columns import lines_table
from cadre.compensation.engine.plan.values import title_in
from cadre.compensation.engine.result import Result

HEADINGS = {
    "totals": [
        "payee", "component", "period", "credit", "credit_before", "transactions", "quota", "attainment", "reading",
        "target", "factor", "conditions", "edges", "rates", "exact_rates", "uncapped", "cap_reduction", "paid_before",
        "amount", "title",
    ],
    "payouts": [
        "payee", "period", "earned", "paid", "draw_balance", "negative_balance", "credit", "quota", "attainment",
        "effective_rate",
    ],
    "balances": ["payee", "kind", "amount"],
    "problems": [column.name for column in fields(Problem)],
}  # fmt: skip
"""The columns of each table of rows: what a file without a row still says."""


def payouts_rows(result: Result, most: int | None = None) -> list[dict[str, Any]]:
    """What each payee is paid per plan period; all of it, or the first so many rows."""
    own, digits = result.plan_calendar(), result.plan.digits

    def money(value: int) -> str:
        return amounts.minor_text(value, digits)

    rows = []
    figures = _plan_figures(result)
    for payout in result.payouts[:most]:
        credit, quota, attained = figures.get((payout.payee, payout.period), (0, 0, 0))
        rows.append(
            {
                "payee": result.payees[payout.payee],
                "period": own.label(payout.period),
                "earned": money(payout.earned),
                "paid": money(payout.paid),
                "draw_balance": money(payout.draw_balance),
                "negative_balance": money(payout.negative_balance),
                "credit": money(credit),
                "quota": money(quota) if quota else None,
                "attainment": amounts.percent_text(Fraction(attained, quota)) if quota else None,
                "effective_rate": amounts.percent_text(Fraction(payout.earned, credit)) if credit else None,
            }
        )
    return rows


def _plan_figures(result: Result) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Credit in money over components that pay, quota and credit of those that have one."""
    own = result.plan_calendar()
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    for component in result.plan.components:
        if not component.measured.is_money or not component.measured.is_transactions:
            continue
        periods = result.ledger.calendar(component)
        for cell in result.ledger.cells.get(component.id, {}).values():
            key = cell.payee, own.of(periods.end(cell.period) - 1)
            credit, quota, attained = found.get(key, (0, 0, 0))
            with_quota = cell.credit if cell.quota else 0
            found[key] = credit + cell.credit, quota + (cell.quota or 0), attained + with_quota
    return found


def balances_rows(result: Result) -> list[dict[str, Any]]:
    """Balances to carry into the next run."""
    plan = result.plan
    return [
        {
            "payee": result.payees[payee],
            "kind": kind,
            "amount": amounts.minor_text(amount, plan.digits),
        }
        for (payee, kind), amount in sorted(result.balances.items())
    ]


def problems_rows(result: Result, language: str = "en") -> list[dict[str, Any]]:
    """Everything that was left out or doubtful; the messages in a language, the codes as they are."""
    return [vars(problem_words.translated(problem, language)) for problem in result.problems]


def about(result: Result) -> dict[str, Any]:
    """What a reader of the files must know: plan, titles, currency, digests."""
    plan = result.plan
    titles = {
        c.id: {language: title_in(c.title, language, c.id) for language in ("en", "zh-Hant", "zh-Hans")}
        for c in plan.components
    }
    return {
        "plan": plan.plan,
        "version": plan.version,
        "currency": plan.currency,
        "titles": titles,
        "kinds": list(KINDS),
        "digests": result.digests(),
        "paid": {name: amounts.minor_text(amount, plan.digits) for name, amount in sorted(result.paid().items())},
    }


def write(result: Result, path: str | Path, language: str = "en") -> dict[str, Path]:
    """Write the lines to ``path`` and the other tables beside it; returns the files by table."""
    path = Path(path)
    suffix = path.suffix
    if suffix not in (".csv", ".parquet", ".json"):
        raise ValueError(f"{path.name}: write .csv, .parquet or .json")
    path.parent.mkdir(parents=True, exist_ok=True)
    files = {"lines": path}
    write_table(lines_table(result), path)
    tables = {
        "totals": totals_rows(result),
        "payouts": payouts_rows(result),
        "balances": balances_rows(result),
        "problems": problems_rows(result, language),
    }
    for name, rows in tables.items():
        files[name] = path.with_name(f"{path.stem}.{name}{suffix}")
        write_rows(rows, files[name], HEADINGS[name])
    files["run"] = path.with_name(f"{path.stem}.run.json")
    files["run"].write_text(json.dumps(about(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return files


def write_table(table: pa.Table, path: Path) -> None:
    """An Arrow table as a file of its kind."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, path)
    elif path.suffix == ".csv":
        from pyarrow import csv

        csv.write_csv(table, path, csv.WriteOptions(quoting_style="needed"))
    else:
        write_rows(table.to_pylist(), path)


def write_rows(rows: list[dict[str, Any]], path: Path, headings: Sequence[str] = ()) -> None:
    """A few rows as a file of its kind; nested values are JSON in CSV and Parquet. Without rows the headings stand."""
    if path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        return
    names = list(rows[0]) if rows else list(headings)
    nested = _nested()
    flat = [
        [nested(value) if isinstance(value, (list, dict)) else value for value in (row[name] for name in names)]
        for row in rows
    ]
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        columns = list(zip(*flat, strict=True)) or [()] * len(names)
        kind = None if flat else pa.string()
        pq.write_table(pa.table({n: pa.array(c, kind) for n, c in zip(names, columns, strict=True)}), path)
        return
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(flat)


def _nested() -> Callable[[Any], str]:
    """Writes nested values as JSON; rows that share one share its text."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    known: dict[int, str] = {}

    def text(value: Any) -> str:
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = encode(value)
        return found

    return text
