"""The command: ``cadre compensation validate | calculate | explain | simulate | schema``. Needs no database."""

import argparse
import atexit
import gc
import json
import sys
from pathlib import Path
from typing import Any

from cadre.compensation.engine import store_command

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
#: What else people call them, in small letters and with hyphens.
SPELLINGS = {name.lower(): name for name in LANGUAGES} | {
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
}  # fmt: skip
TABLES = (
    "transactions",
    "participants",
    "splits",
    "assignments",
    "tree",
    "quotas",
    "measures",
    "leave",
    "rates",
    "events",
    "receipts",
    "history",
    "balances",
)
OK, REFUSED, LEFT_OUT = 0, 2, 3


def main(argv: list[str] | None = None) -> int:
    """Run the command. Exit codes: 0 done, 2 refused, 3 done but some rows were left out."""
    arguments = _parser().parse_args(_spelled(sys.argv[1:] if argv is None else argv))
    _without_pandas()
    collecting = gc.isenabled()
    gc.disable()  # classes of plans are many and live long: looking for circles among them costs a tenth of a short run
    atexit.register(gc.freeze)  # nor at the end of the process, which takes all of it away at once
    try:
        return int(arguments.run(arguments))
    except (OSError, ValueError) as error:
        print("\n".join(_told(error, arguments)), file=sys.stderr)
        return REFUSED
    finally:
        if collecting:
            gc.enable()


def _spelled(argv: list[str]) -> list[str]:
    """The arguments with the language as it is written here: zh-hant and zh_TW are zh-Hant."""
    found = []
    for place, one in enumerate(argv):
        name, sign, value = one.partition("=")
        if name == "--language" and sign:
            found.append(f"{name}={_language(value)}")
        else:
            found.append(_language(one) if place and argv[place - 1] == "--language" else one)
    return found


def _language(text: str) -> str:
    return SPELLINGS.get(text.lower().replace("_", "-"), text)


def _told(error: Exception, arguments: argparse.Namespace) -> list[str]:
    """What was wrong, in the language asked for: a file that is not there, or each finding of the plan."""
    language = getattr(arguments, "language", "en")
    if isinstance(error, OSError) and error.filename is not None:
        from cadre.compensation.engine import words

        missing = isinstance(error, FileNotFoundError)
        return [words.say(language, "file.missing" if missing else "file.unreadable", name=error.filename)]
    findings = getattr(error, "findings", None)
    if findings:
        return [f"{getattr(arguments, 'plan', '')}: {one.said(language)}" for one in findings]
    from cadre.compensation.engine.inputs import problem_words

    return [problem_words.refused(error, language)]


class _NoPandas:
    """Answers the import of pandas with ImportError, as where it is not installed."""

    @staticmethod
    def find_spec(name: str, *_place: object) -> None:
        """Refuse pandas and leave every other module to the finders after this one."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _without_pandas() -> None:
    """Arrow loads pandas at its first array, where it is installed; a command that reads files has no use for it."""
    if "pyarrow" not in sys.modules and "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)  # type: ignore[arg-type]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cadre compensation", description="Compensation plans, calculated exactly.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    calculate = commands.add_parser("calculate", help="calculate a plan from input files")
    _inputs(calculate)
    calculate.add_argument("--out", help="lines.parquet, .csv or .json; the other tables are written beside it")
    calculate.add_argument("--closed-through", help="this period and those before were paid; differences are corrected")
    calculate.add_argument("--engine", default="duckdb", help="duckdb (default), spark or spark://host:port")
    calculate.add_argument("--json", action="store_true", help="print payouts, balances, problems and digests as JSON")
    calculate.add_argument("--language", choices=LANGUAGES, default="en", help="of what is wrong with plan and rows")
    calculate.set_defaults(run=_calculate)
    store_command.add_change(calculate, commands, TABLES, LANGUAGES).set_defaults(run=_change)
    explain = commands.add_parser("explain", help="explain a line or a total from the files of a run")
    explain.add_argument("line", help="line number, or payee/period, or payee/component/period")
    explain.add_argument("--lines", default="lines.csv", help="the lines file of the run")
    explain.add_argument("--language", choices=LANGUAGES, default="en")
    explain.add_argument("--json", action="store_true")
    explain.set_defaults(run=_explain)
    validate = commands.add_parser("validate", help="check a plan and read it as sentences")
    validate.add_argument("plan")
    validate.add_argument("--language", choices=LANGUAGES, default="en")
    validate.add_argument("--json", action="store_true", help="findings, sentences and curve points as JSON")
    validate.set_defaults(run=_validate)
    _add_simulate(commands)
    commands.add_parser("schema", help="print the JSON Schema of the plan language").set_defaults(run=_schema)
    return parser


def _add_simulate(commands: Any) -> None:
    simulate = commands.add_parser("simulate", help="what a plan would cost: backtest and Monte Carlo")
    _inputs(simulate)
    simulate.add_argument("--against", help="another plan to compare with")
    simulate.add_argument("--scenarios", type=int, default=10_000)
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--distribution", help="normal:mean,sd · lognormal:mean,sd · uniform:low,high of attainment")
    simulate.add_argument("--horizon", type=int, default=12, help="periods per scenario")
    simulate.add_argument("--out", help="write the report as JSON")
    simulate.add_argument("--language", choices=LANGUAGES, default="en", help="of what is wrong with plan and rows")
    simulate.set_defaults(run=_simulate)


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", help="the plan file (YAML or JSON)")
    parser.add_argument("--inputs", help="a folder with transactions.csv, quotas.csv …; single files override it")
    for name in TABLES:
        parser.add_argument(f"--{name}", help=f"{name} as CSV, Parquet or JSON")
    parser.add_argument("--period", help="the period to pay: 2026-Q3, 2026-03, 2026")


def _read_plan(path: str, language: str) -> Any:
    from cadre.compensation.engine.plan.loading import read_plan

    plan, findings = read_plan(path)
    for finding in findings:
        print(f"{path}: {finding.said(language)}", file=sys.stderr)
    return plan


def _sources(arguments: argparse.Namespace) -> dict[str, Any]:
    from cadre.compensation.engine.inputs.loading import sources_in

    if arguments.inputs and not Path(arguments.inputs).is_dir():
        raise ValueError(f"there is no folder {arguments.inputs}")
    found: dict[str, Any] = dict(sources_in(arguments.inputs)) if arguments.inputs else {}
    found.update({name: getattr(arguments, name) for name in TABLES if getattr(arguments, name)})
    return found


def _calculate(arguments: argparse.Namespace) -> int:
    from cadre.compensation.engine import cell_rows, output
    from cadre.compensation.engine.run import calculate

    plan = _read_plan(arguments.plan, arguments.language)
    if arguments.store:
        if arguments.closed_through or arguments.engine != "duckdb":
            raise ValueError("--store goes with neither --closed-through nor another engine")
        result = store_command.calculated(arguments.plan, _sources(arguments), arguments.period, arguments.store)
    else:
        result = calculate(
            plan,
            _sources(arguments),
            period=arguments.period,
            closed_through=arguments.closed_through,
            engine=arguments.engine,
        )
    files = output.write(result, arguments.out, arguments.language) if arguments.out else {}
    if arguments.json:
        content = {
            **output.about(result),
            "payouts": output.payouts_rows(result),
            "totals": cell_rows.totals_rows(result),
            "balances": output.balances_rows(result),
            "problems": output.problems_rows(result, arguments.language),
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _print_result(result, files, arguments.language)
    return LEFT_OUT if any(problem.severity == "error" for problem in result.problems) else OK


def _change(arguments: argparse.Namespace) -> int:
    text, left_out = store_command.change(arguments, TABLES)
    print(text)
    return LEFT_OUT if left_out else OK


def _print_result(result: Any, files: dict[str, Path], language: str) -> None:
    from cadre.compensation.engine import output
    from cadre.compensation.engine.inputs import problem_words

    print(f"{result.plan.plan} v{result.plan.version}, {result.plan.currency}")
    shown = output.payouts_rows(result, 40)
    width = max([len(row["payee"]) for row in shown] or [5])
    for row in shown:
        extra = "".join(f"  {name.replace('_', ' ')} {row[name]}" for name in ("attainment",) if row[name])
        print(
            f"  {row['payee']:<{width}}  {row['period']:<8}  earned {row['earned']:>14}  paid {row['paid']:>14}{extra}"
        )
    if len(result.payouts) > len(shown):
        print(f"  … {len(result.payouts) - len(shown)} more in the payouts file")
    for row in output.balances_rows(result)[:20]:
        print(f"  balance {row['payee']}: {row['kind']} {row['amount']}")
    for problem in result.problems[:20]:
        print(f"  {problem_words.said(problem, language)}", file=sys.stderr)
    if len(result.problems) > 20:
        print(f"  … {len(result.problems) - 20} more problems", file=sys.stderr)
    for name, digest in result.digests().items():
        print(f"  {name} {digest}")
    for name, path in files.items():
        print(f"  wrote {name}: {path}")


def _validate(arguments: argparse.Namespace) -> int:
    from cadre.compensation.engine.plan import points, sentences
    from cadre.compensation.engine.plan.loading import PlanRefused, read_plan

    try:
        plan, findings = read_plan(arguments.plan)
    except PlanRefused as refused:
        if not arguments.json:
            raise
        content = {"valid": False, "findings": [f.in_language(arguments.language) for f in refused.findings]}
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return REFUSED
    said = sentences.plan_sentences(plan, arguments.language)
    if arguments.json:
        content = {
            "valid": True,
            "findings": [finding.in_language(arguments.language) for finding in findings],
            "sentences": said,
            "curves": points.curve_points(plan),
        }
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return OK
    for finding in findings:
        print(f"{arguments.plan}: {finding.said(arguments.language)}", file=sys.stderr)
    print("\n".join(said))
    return OK


def _explain(arguments: argparse.Namespace) -> int:
    from cadre.compensation.engine.explain.files import explain_from_files

    found = explain_from_files(Path(arguments.lines), arguments.line, arguments.language)
    print(json.dumps(found, ensure_ascii=False, indent=1) if arguments.json else found["text"])
    return OK


def _simulate(arguments: argparse.Namespace) -> int:
    from cadre.compensation.engine.simulate.report import simulate

    plan = _read_plan(arguments.plan, arguments.language)
    other = _read_plan(arguments.against, arguments.language) if arguments.against else None
    report = simulate(
        plan,
        _sources(arguments),
        against=other,
        scenarios=arguments.scenarios,
        seed=arguments.seed,
        distribution=arguments.distribution,
        horizon=arguments.horizon,
        period=arguments.period,
        language=arguments.language,
    )
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if arguments.out:
        Path(arguments.out).write_text(text + "\n", encoding="utf-8")
    print(text)
    return OK


def _schema(_: argparse.Namespace) -> int:
    from cadre.compensation.engine.plan.loading import json_schema

    print(json.dumps(json_schema(), indent=1))
    return OK


if __name__ == "__main__":
    sys.exit(main())
