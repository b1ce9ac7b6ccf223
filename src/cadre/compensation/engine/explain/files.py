"""Explains lines and totals from the files of a run."""

import csv
import json
from pathlib import Path
from typing import Any

from cadre.compensation.engine.explain.lines import explain_line, explain_total, number
from cadre.compensation.engine.words import say


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV, JSON or Parquet file."""
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(path).to_pylist()  # type: ignore[no-any-return]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def explain_from_files(lines: Path, which: str, language: str) -> dict[str, Any]:
    """A line by number, ``payee/period`` (a statement) or ``payee/component/period`` (a total). Raises ``ValueError``."""
    if not lines.exists():
        raise ValueError(f"there is no file {lines}: give --lines, the file written by calculate --out")
    run = lines.with_name(f"{lines.stem}.run.json")
    titles = json.loads(run.read_text(encoding="utf-8"))["titles"] if run.exists() else {}
    if which.isdigit():
        for row in _line(lines, int(which)):
            return explain_line(row, language, titles)
        raise ValueError(f"there is no line {which} in {lines}")
    parts = which.split("/")
    if len(parts) == 3:
        return _total(lines, parts, language, titles)
    if len(parts) == 2:
        return _statement(lines, parts, language, titles)
    raise ValueError("name a line by its number, a statement by payee/period, a total by payee/component/period")


def _line(lines: Path, which: int) -> list[dict[str, Any]]:
    if lines.suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(lines, filters=[("line", "==", which)]).to_pylist()  # type: ignore[no-any-return]
    return [row for row in read_rows(lines) if int(row["line"]) == which]


def _beside(lines: Path, name: str) -> Path:
    return lines.with_name(f"{lines.stem}.{name}{lines.suffix}")


def _total(lines: Path, parts: list[str], language: str, titles: dict[str, Any]) -> dict[str, Any]:
    payee, component, period = parts
    wanted = {"payee": payee, "component": component, "period": period}
    for row in read_rows(_beside(lines, "totals")):
        if all(row[name] == value for name, value in wanted.items()):
            found = [r for r in read_rows(lines) if all(r[n] == v for n, v in wanted.items())]
            return explain_total(row, language, len(found), titles)
    raise ValueError(f"there is no total {'/'.join(parts)} in {lines}")


def _statement(lines: Path, parts: list[str], language: str, titles: dict[str, Any]) -> dict[str, Any]:
    payee, period = parts
    for row in read_rows(_beside(lines, "payouts")):
        if (row["payee"], row["period"]) == (payee, period):
            break
    else:
        raise ValueError(f"there is no payout {payee}/{period} in {lines}")
    head = say(
        language, "statement", payee=payee, period=period, earned=number(row["earned"]), paid=number(row["paid"])
    )
    found = [r for r in read_rows(lines) if r["payee"] == payee and r["paid_in"] == period]
    rows = [explain_line(r, language, titles) for r in found]
    said = [head, *(f"{r['line']}. {r['text']}" for r in rows)]
    return {"sentences": said, "text": "\n".join(said), "lines": rows, "steps": []}
