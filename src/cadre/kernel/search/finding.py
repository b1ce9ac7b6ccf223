"""Ask the index. Visibility is part of the question, before every limit, never a filter after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cadre.kernel.access import Actor
from cadre.kernel.search.engine import folded_title
from cadre.kernel.search.highlight import Piece, highlight, snippet
from cadre.kernel.search.kinds import KINDS, Owners, SearchKind
from cadre.kernel.search.tokens import LONGEST_QUERY, Term, terms_of
from cadre.kernel.visibility import Employees

LAST_CHARACTER = "\U0010ffff"
NEWEST = 200
"""Of the records that hold a word anywhere, this many of the newest are ranked. A page says so when `capped`."""

WALKED = 5_000
"""PostgreSQL looks through so many of the newest texts before it asks the index."""


@dataclass(frozen=True)
class Hit:
    """One found record, with its text as the record now has it and marks where it was found."""

    kind: SearchKind
    ref_id: int
    title: str
    url: str
    title_pieces: list[Piece]
    rest_pieces: list[Piece]


@dataclass(frozen=True)
class Found:
    """The answer: hits in order, and whether older ones were left aside."""

    hits: list[Hit]
    capped: bool = False


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters."""

    sql: str
    params: list[Any]


def find(actor: Actor, query: str, kinds: Iterable[str] | None = None, limit: int = 20) -> Found:
    """Find what the actor may see: exact titles, then beginnings, then whole words, then anywhere; texts newest first.

    An empty query, or one without a letter or digit, finds nothing.
    """
    # Neither database takes these; no letter is lost with them
    query = query.replace("\0", " ").encode(errors="ignore").decode()
    terms = terms_of(query)
    if not terms:
        return Found([])
    wanted = [KINDS[name] for name in kinds] if kinds is not None else list(KINDS.values())
    names = [kind for kind in wanted if not kind.long]
    texts = [kind for kind in wanted if kind.long]
    places: list[tuple[str, int, int]] = []
    if names and (visible := _visible(actor, names)):
        places += _ranked(folded_title(query[:LONGEST_QUERY]), terms, visible, limit)
    if texts and len(places) < limit and (visible := _visible(actor, texts)):
        places += _newest(terms, visible, limit - len(places))
    return Found(_hits(actor, query, places), capped=any(place[2] >= NEWEST for place in places))


def matching(kind: str, query: str) -> RawSQL | None:
    """The ids of a kind's records that hold the query, as a subquery for a list: `rows.filter(pk__in=matching(…))`.

    None when the query holds no letter or digit, so that a list can leave the filter out. Visibility is the list's own.
    """
    terms = terms_of(query)
    if not terms:
        return None
    table = _table(long=KINDS[kind].long)
    match = _match(table, terms)
    return RawSQL(f"SELECT e.ref_id FROM {match.sql} AND e.kind = %s", [*match.params, kind])  # noqa: S611 - parts are ours


def _ranked(query: str, terms: list[Term], visible: Condition, limit: int) -> list[tuple[str, int, int]]:
    table = _table(long=False)
    match = _match(table, terms)
    inside = f"SELECT e.id FROM {match.sql} AND {visible.sql}"
    if connection.vendor == "postgresql":
        # The fence keeps the planner from walking the primary key when it misjudges how common a word is
        inside = f"SELECT id FROM ({inside} OFFSET 0) e"
    position = "strpos" if connection.vendor == "postgresql" else "instr"
    sql = f"""
        WITH inside AS (SELECT id FROM ({inside} ORDER BY {_newest_first()} LIMIT {NEWEST}) newest),
        c AS (
          SELECT id FROM (SELECT e.id FROM {table} e WHERE e.fold >= %s AND e.fold < %s AND {visible.sql}
                          ORDER BY e.fold, e.id DESC LIMIT %s) beginning
          UNION SELECT id FROM inside)
        SELECT e.kind, e.ref_id, (SELECT count(*) FROM inside),
          CASE WHEN e.fold = %s THEN 0 WHEN substr(e.fold, 1, %s) = %s THEN 1
               WHEN {position}(' ' || e.fold || ' ', %s) > 0 THEN 2 ELSE 3 END AS place
        FROM {table} e JOIN c ON c.id = e.id ORDER BY place, length(e.fold), e.id DESC LIMIT %s"""
    params = [*match.params, *visible.params, query, query + LAST_CHARACTER, *visible.params, limit]
    params += [query, len(query), query, f" {query} ", limit]
    return [(kind, ref_id, count) for kind, ref_id, count, _ in _rows(sql, params)]


def _newest(terms: list[Term], visible: Condition, limit: int) -> list[tuple[str, int, int]]:
    """The newest texts that hold all terms.

    PostgreSQL cannot know how common the beginning of a word is, and would walk a million texts backwards for a rare one. So
    it walks the newest alone, where a common word fills the page; for the rest it reads the index, fenced from walking.
    """
    table = _table(long=True)
    match = _match(table, terms)
    columns, holds = "e.kind, e.ref_id, 0", f"{match.sql} AND {visible.sql}"
    params = [*match.params, *visible.params]
    if connection.vendor != "postgresql":
        return _rows(f"SELECT {columns} FROM {holds} ORDER BY {_newest_first()} LIMIT %s", [*params, limit])
    window = f"(SELECT * FROM {table} ORDER BY id DESC LIMIT {WALKED} OFFSET 0)"
    walked = f"SELECT {columns} FROM {holds.replace(table, window, 1)} ORDER BY {_newest_first()} LIMIT %s"
    found = _rows(walked, [*params, limit])
    if len(found) == limit:
        return found
    fenced = f"SELECT {columns} FROM (SELECT e.id, e.kind, e.ref_id FROM {holds} OFFSET 0) e ORDER BY {_newest_first()} LIMIT %s"
    return _rows(fenced, [*params, limit])


def _newest_first() -> str:
    """FTS5 hands out its rows in this order by itself, so that the limit ends the search."""
    return "e.id DESC" if connection.vendor == "postgresql" else "f.rowid DESC"


def _match(table: str, terms: list[Term]) -> Condition:
    """`FROM` list and `WHERE` with the match. Tokens hold letters and digits only, so quoting them is safe."""
    if connection.vendor == "postgresql":
        parts = [
            "(" + " <-> ".join(f"'{t}'" for t in term.tokens) + ")" if term.phrase else f"'{term.tokens[0]}':*"
            for term in terms
        ]
        return Condition(f"{table} e WHERE e.tokens @@ %s::tsquery", [" & ".join(parts)])
    parts = ['"' + " ".join(term.tokens) + '"' + ("" if term.phrase else "*") for term in terms]
    fts = f"{table}_fts"
    return Condition(f"{fts} f CROSS JOIN {table} e ON e.id = f.rowid WHERE {fts} MATCH %s", [" AND ".join(parts)])


def _visible(actor: Actor, kinds: list[SearchKind]) -> Condition | None:
    """Which rows of the kinds the actor may see; None when there are none. Kinds under one rule share one subquery."""
    # `+` keeps SQLite from reading by owner or kind, which is far slower than reading by what was asked
    plus = "" if connection.vendor == "postgresql" else "+"
    groups: dict[tuple[str, tuple[Any, ...]], list[str]] = {}
    for kind in kinds:
        rule = _reached(kind, kind.owners(actor), plus)
        if rule is not None:
            groups.setdefault((rule.sql, tuple(rule.params)), []).append(kind.kind)
    if not groups:
        return None
    parts, params = [], []
    for (sql, values), names in groups.items():
        parts.append(f"({plus}e.kind IN ({', '.join(['%s'] * len(names))}){sql})")
        params += [*names, *values]
    return Condition(f"({' OR '.join(parts)})", params)


def _reached(kind: SearchKind, owners: Owners, plus: str) -> Condition | None:
    if owners is None:
        return Condition("", [])
    ids = kind.ids_through(owners)
    inner = _listed(owners if ids is None else ids)
    column = "owner_id" if ids is None else "ref_id"
    return inner and Condition(f" AND {plus}e.{column} IN ({inner.sql})", inner.params)


def _listed(values: Employees) -> Condition | None:
    """What stands between the brackets of IN; None where there is nothing."""
    if isinstance(values, QuerySet):
        try:
            sql, params = values.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None
        return Condition(sql, list(params))
    return Condition(", ".join(["%s"] * len(values)), list(values)) if values else None


def _hits(actor: Actor, query: str, places: list[tuple[str, int, int]]) -> list[Hit]:
    ids: dict[str, list[int]] = {}
    for kind, ref_id, _ in places:
        ids.setdefault(kind, []).append(ref_id)
    records = {kind: KINDS[kind].records_visible_to(actor, wanted) for kind, wanted in ids.items()}
    return [_hit(KINDS[kind], records[kind][ref_id], query) for kind, ref_id, _ in places if ref_id in records[kind]]


def _hit(kind: SearchKind, record: Any, query: str) -> Hit:
    title, rest = kind.text(record)
    rest_pieces = snippet(rest, query) if rest else []
    return Hit(kind, record.pk, title, kind.address(record.pk), highlight(title, query), rest_pieces)


def _table(*, long: bool) -> str:
    return "kernel_searchbody" if long else "kernel_searchname"


def _rows(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[Any] = cursor.fetchall()
    return rows
