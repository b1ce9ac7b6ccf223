"""The commands that keep a calculated plan in a file: ``calculate --store`` and ``change``."""

import argparse
import json
from pathlib import Path
from typing import Any

#: So many are printed; ``--json`` has all.
MOST_PROBLEMS = 20


def add_change(
    calculate: argparse.ArgumentParser, commands: Any, tables: tuple[str, ...], languages: tuple[str, ...]
) -> argparse.ArgumentParser:
    """The arguments of ``calculate --store`` and of ``change``."""
    calculate.add_argument("--store", help="keep inputs and result in this file, for `change`")
    parser: argparse.ArgumentParser = commands.add_parser(
        "change", help="change transactions or other inputs of a kept calculation, and see whose pay changes"
    )
    parser.add_argument("--store", required=True, help="the file that calculate --store has written")
    parser.add_argument(
        "--delete", action="append", default=[], metavar="ID", help="take a transaction out; repeatable"
    )
    parser.add_argument(
        "--plan", help="another plan (YAML or JSON) for the same inputs: everything is calculated again"
    )
    for name in tables:
        more = "changed and new rows only" if name == "transactions" else "the whole table anew"
        parser.add_argument(f"--{name}", help=f"{name} as CSV, Parquet or JSON: {more}")
    parser.add_argument("--out", help="lines.parquet, .csv or .json of everything; the other tables beside it")
    parser.add_argument("--json", action="store_true", help="print the differences as JSON")
    parser.add_argument("--language", choices=languages, default="en", help="of what is wrong with the rows")
    return parser


def calculated(plan: str, sources: dict[str, Any], period: str | None, path: str) -> Any:
    """Calculate and keep; returns the result."""
    from cadre.compensation.engine.store_file import StoreFile

    store = StoreFile.create(path, Path(plan).read_text(encoding="utf-8-sig"), sources, period)
    try:
        return store.result()
    finally:
        store.close()


def change(arguments: argparse.Namespace, tables: tuple[str, ...]) -> tuple[str, bool]:
    """Apply a change; returns what to print, and whether rows were left out."""
    from cadre.compensation.engine import amounts, output
    from cadre.compensation.engine.inputs import problem_words
    from cadre.compensation.engine.store_changes import differences
    from cadre.compensation.engine.store_file import StoreFile

    language = arguments.language
    given = {name: getattr(arguments, name) for name in tables if getattr(arguments, name)}
    store = StoreFile.open(arguments.store)
    try:
        before = _pay(store.store)
        plan = Path(arguments.plan).read_text(encoding="utf-8-sig") if arguments.plan else None
        missing = _missing(store, arguments.delete)
        found = store.change(given.pop("transactions", None), arguments.delete, plan=plan, **given)
        changed = differences(before, _pay(store.store))
        kept: Any = store.store
        problems = [*missing, *(found.problems if found is not None else kept.result.problems)]
        content = {
            "recalculated": found is None,
            "differences": [
                {"payee": payee, "period": period, "paid": amounts.decimal_text(value, store.plan.digits)}
                for (payee, period), value in changed.items()
            ],
            "problems": [vars(problem_words.translated(problem, language)) for problem in problems],
            "output": kept.digest(),
        }
        files = output.write(store.result(), arguments.out, language) if arguments.out else {}
    finally:
        store.close()
    left_out = any(problem.severity == "error" for problem in problems)
    if arguments.json:
        return json.dumps(content, ensure_ascii=False, indent=1), left_out
    return _told(content, problems, files, language), left_out


def _told(content: dict[str, Any], problems: list[Any], files: dict[str, Path], language: str) -> str:
    """What a change did, as lines to read."""
    from cadre.compensation.engine.inputs import problem_words

    rows = [f"  {one['payee']}  {one['period']}  {one['paid']}" for one in content["differences"]]
    rows += [f"  {problem_words.said(problem, language)}" for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        rows.append(f"  … {len(problems) - MOST_PROBLEMS} more problems")
    rows += [f"  output {content['output']}", *(f"  wrote {name}: {path}" for name, path in files.items())]
    heading = "calculated again, pay that changed:" if content["recalculated"] else "pay that changed:"
    head = problem_words.stopped(heading if content["differences"] else "no pay changed", language)
    return "\n".join([head, *rows])


def _missing(store: Any, ids: list[str]) -> list[Any]:
    """Warnings of transactions that are to be deleted and are not there: a slip of the pen would go on being paid."""
    from cadre.compensation.engine.inputs.problems import WARNING, Problem

    return [
        Problem(WARNING, "transactions", 0, "id", "no-transaction", f"there is no transaction {one} to delete", one)
        for one in store.missing(ids)
    ]


def _pay(store: Any) -> dict[tuple[str, str], Any]:
    from fractions import Fraction

    result = store.result
    own = result.plan_calendar()
    return {(result.payees[p.payee], own.label(p.period)): Fraction(p.paid, result.plan.scale) for p in result.payouts}
