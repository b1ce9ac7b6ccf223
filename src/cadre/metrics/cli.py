"""`cadre metrics`: the same numbers as on the pages, for scripts."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import django

if TYPE_CHECKING:
    from cadre.kernel.access import Actor
    from cadre.metrics.declarations import KeyValue
    from cadre.metrics.periods import Period


LANGUAGES = ("en", "zh-hant", "zh-hans")


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line and how to learn more; exit code 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(2)


def main(argv: Sequence[str]) -> int:
    """Run `cadre metrics …`. 0 done; 2 for an unknown key, dimension, user or date, told in one line."""
    asked = parser().parse_args(argv)
    django.setup()
    from django.utils import translation

    with translation.override(asked.language):
        return answered(asked)


def answered(asked: argparse.Namespace) -> int:
    """Print the answer, or in one line why there is none."""
    from cadre.kernel.problems import Problems

    try:
        print({"list": listed, "explain": explained, "query": queried}[asked.command](asked), end="")
    except Problems as problem:
        sentences = " ".join(one.message for one in problem.problems)
        print(f"cadre metrics {asked.command}: {sentences}", file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    whole = OneLineParser(prog="cadre metrics", description="Every number of the product, by its key.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="list | query | explain")
    listing = commands.add_parser("list", help="all metrics, with unit and what they can be broken down by")
    listing.add_argument("--format", choices=["table", "csv", "json"], default="table")
    explaining = commands.add_parser("explain", help="what a metric means and the SQL it runs")
    explaining.add_argument("key", metavar="KEY")
    query = commands.add_parser("query", help="ask for numbers")
    query.add_argument("keys", nargs="+", metavar="KEY", help="metric, see `cadre metrics list`")
    query.add_argument(
        "--by", nargs="+", action="extend", default=[], metavar="DIMENSION", help="office, manager, employee, month, …"
    )
    query.add_argument("--from", dest="first", metavar="DATE", help="first day, YYYY-MM-DD")
    query.add_argument("--to", dest="last", metavar="DATE", help="last day, included")
    query.add_argument("--as-of", metavar="DATE", help="the answer as it stood at the end of this day")
    query.add_argument(
        "--as", dest="user", metavar="USER", help="e-mail or name of the user who asks; without it, the whole company"
    )
    query.add_argument(
        "--where",
        nargs="+",
        action="extend",
        default=[],
        metavar="DIMENSION=NAME",
        help="only these, e.g. office=Central",
    )
    query.add_argument("--sort", metavar="KEY", help="by a metric; --sort=-KEY for the largest first")
    query.add_argument("--limit", type=positive, metavar="N", help="the first N groups only")
    query.add_argument("--format", choices=["table", "csv", "json"], default="table")
    for command in (listing, explaining, query):
        command.add_argument("--language", choices=LANGUAGES, default="en", help="of names, titles and refusals")
    return whole


def positive(text: str) -> int:
    """A number from one up, as an argument."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def listed(asked: argparse.Namespace) -> str:
    from cadre.metrics.printing import as_csv, as_table
    from cadre.metrics.registry import dimensions_of, metrics

    head = ["metric", "title", "unit", "better", "by", "reads"]
    lines = []
    for one in metrics.all():
        by = " ".join(dimension.key for dimension in dimensions_of(one))
        lines.append([one.key, str(one.title), one.unit.value, one.better.value, by, str(one.reads)])
    if asked.format == "json":
        told = [dict(zip(head, line, strict=True)) | {"by": line[4].split()} for line in lines]
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if asked.format == "csv":
        return as_csv(head, lines)
    return as_table(["metric", "unit", "reads"], [[line[0], line[2], line[5]] for line in lines])


def explained(asked: argparse.Namespace) -> str:
    from cadre.metrics.explanations import explain

    found = explain(asked.key)
    lines = [
        f"{found.metric.key}: {found.metric.title}",
        str(found.metric.reads),
        f"unit: {found.metric.unit.value}; better: {found.metric.better.value}",
        *(f"from {fact.key}: {fact.title}" for fact in found.facts),
        f"by: {', '.join(dimension.key for dimension in found.dimensions)}",
        *(f"\n{sql}" for sql in found.sql),
    ]
    return "\n".join(lines) + "\n"


def queried(asked: argparse.Namespace) -> str:
    from cadre.metrics import printing
    from cadre.metrics.queries import run

    actor, as_of = asking(asked.user), date(asked.as_of, "as-of")
    period = between(date(asked.first, "from"), date(asked.last, "to"), as_of)
    where = chosen(asked, actor, as_of)
    order = asked.sort or "label"
    answer = run(asked.keys, asked.by, period, actor=actor, as_of=as_of, where=where, order=order, limit=asked.limit)
    return {"csv": printing.answer_as_csv, "json": printing.answer_as_json, "table": printing.answer_as_table}[
        asked.format
    ](answer)


def asking(name: str | None) -> "Actor":
    """The user with this e-mail or name; the whole company where nobody is named."""
    from django.db.models import Q

    from cadre.kernel.access import SYSTEM, actor_of
    from cadre.kernel.models import User
    from cadre.metrics.problems import UNKNOWN_USER
    from cadre.metrics.registry import near

    if name is None:
        return SYSTEM
    found = list(User.objects.filter(Q(email__iexact=name) | Q(name__iexact=name))[:2])
    if not found:
        known = [word for pair in User.objects.values_list("email", "name")[:2000] for word in pair]
        raise UNKNOWN_USER(field="as", name=name, hint=near(name, known, show_all=False))
    exact = [user for user in found if user.email.lower() == name.lower()]
    if len(found) > 1 and not exact:
        raise UNKNOWN_USER(field="as", name=name, hint=", ".join(user.email for user in found))
    return actor_of((exact or found)[0])


def date(text: str | None, field: str) -> dt.date | None:
    from cadre.metrics.problems import NOT_A_DATE

    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise NOT_A_DATE(field=field, value=text) from None


def between(first: dt.date | None, last: dt.date | None, as_of: dt.date | None) -> "Period | None":
    """The period; open at the start without --from, and up to the date of the answer without --to."""
    from cadre.kernel import clock
    from cadre.metrics.periods import Period

    if first is None and last is None:
        return None
    return Period.of(first or dt.date.min, last or max(as_of or clock.today(), first or dt.date.min))


def chosen(asked: argparse.Namespace, actor: "Actor", as_of: dt.date | None) -> dict[str, list["KeyValue"]]:
    """`--where dimension=name` as keys: the names are those that the first metric has, by now or on the day it stands on."""
    from cadre.metrics.problems import UNKNOWN_VALUE
    from cadre.metrics.queries import run
    from cadre.metrics.registry import near

    where: dict[str, list[KeyValue]] = {}
    for pair in asked.where:
        key, _, name = pair.partition("=")
        known: dict[KeyValue, str] = {}
        for day in dict.fromkeys((None, as_of)):
            every = run(asked.keys[0], key, actor=actor, as_of=day)
            known |= {cell.key[0]: every.names(cell)[0] for cell in every}
        keys = [value for value, text in known.items() if text.casefold() == name.casefold()]
        if not keys:
            names = list(known.values())
            raise UNKNOWN_VALUE(field=key, key=key, name=name, hint=near(name, names, show_all=len(names) < 20))
        where.setdefault(key, []).extend(keys)
    return where
