"""Ask the index. Visibility is part of the question, before every limit, never a filter after it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from cadre.kernel.access import Actor
from cadre.kernel.search.engine import folded_title
from cadre.kernel.search.highlight import Piece, highlight, snippet
from cadre.kernel.search.kinds import KINDS, SearchKind
from cadre.kernel.search.reach import Condition, Group, groups_of, own_rows, visible_in
from cadre.kernel.search.tokens import LONGEST_QUERY, Term, terms_of

LAST_CHARACTER = "\U0010ffff"
NEWEST = 200
"""Of the records that hold a word anywhere, this many of the newest are ranked. A page says so when `capped`."""

WALKED = 5_000
"""PostgreSQL looks through so many of the newest texts before it asks the index."""

LOOKED_AT = 1_000
"""And through so many of the newest names of a kind, for words of at most SHORT characters."""

SHORT = 2


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
    if names and (groups := groups_of(actor, names)):
        places += _ranked(folded_title(query[:LONGEST_QUERY]), terms, groups, limit)
    if texts and len(places) < limit and (groups := groups_of(actor, texts)):
        visible = visible_in(groups)
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


@dataclass(frozen=True)
class Names:
    """Where names are looked for: a table for the CTE list, the rows that hold the words, and those that begin with them."""

    beside: Condition
    holding: Condition
    beginning: Condition  # FROM and WHERE without the range
    newest: str


def _names(terms: list[Term], groups: list[Group]) -> Names:
    table = _table(long=False)
    if own := own_rows(table, groups):
        holding = _holding(terms)
        mine = Condition(f"own AS MATERIALIZED (SELECT id, fold, tokens FROM {table} e WHERE {own.sql}),", own.params)
        holds = Condition(f"SELECT e.id FROM own e WHERE {holding.sql}", holding.params)
        return Names(mine, holds, Condition("own e WHERE true"), "e.id DESC")
    match, visible = _match(table, terms), visible_in(groups)
    inside = f"SELECT e.id FROM {match.sql} AND {visible.sql}"
    if connection.vendor == "postgresql":
        # The fence keeps the planner from walking the primary key when it misjudges how common a word is
        inside = f"SELECT e.id FROM ({inside} OFFSET 0) e"
    holds = Condition(inside, [*match.params, *visible.params])
    return Names(Condition(), holds, Condition(f"{table} e WHERE {visible.sql}", visible.params), _newest_first())


def _ranked(query: str, terms: list[Term], groups: list[Group], limit: int) -> list[tuple[str, int, int]]:
    names = _names(terms, groups)
    newest = _newest_names(terms, groups, names)
    if newest and (found := _placed(query, newest, limit)) and found[0][2] >= NEWEST:
        return found
    return _placed(query, names, limit)


def _newest_names(terms: list[Term], groups: list[Group], names: Names) -> Names | None:
    """The same among the newest of each kind alone; None where that could not be enough, or saves nothing.

    Words of one or two characters begin in every fifth name, and PostgreSQL would fetch them all to keep the newest.
    """
    is_common = all(not term.phrase and len(term.tokens[0]) <= SHORT for term in terms)
    if connection.vendor != "postgresql" or not is_common or any(group.column for group in groups):
        return None
    holding, kinds = _holding(terms), [kind for group in groups for kind in group.kinds]
    window = f"SELECT * FROM {_table(long=False)} WHERE kind = k ORDER BY ref_id DESC LIMIT {LOOKED_AT} OFFSET 0"
    sql = f"SELECT e.id FROM unnest(%s::text[]) k, LATERAL ({window}) e WHERE {holding.sql}"
    return replace(names, holding=Condition(sql, [kinds, *holding.params]))


def _placed(query: str, names: Names, limit: int) -> list[tuple[str, int, int]]:
    position = "strpos" if connection.vendor == "postgresql" else "instr"
    sql = f"""
        WITH {names.beside.sql}
        inside AS (SELECT id FROM ({names.holding.sql} ORDER BY {names.newest} LIMIT {NEWEST}) newest),
        c AS (
          SELECT id FROM (SELECT e.id FROM {names.beginning.sql} AND e.fold >= %s AND e.fold < %s
                          ORDER BY e.fold, e.id DESC LIMIT %s) beginning
          UNION SELECT id FROM inside)
        SELECT e.kind, e.ref_id, (SELECT count(*) FROM inside),
          CASE WHEN e.fold = %s THEN 0 WHEN substr(e.fold, 1, %s) = %s THEN 1
               WHEN {position}(' ' || e.fold || ' ', %s) > 0 THEN 2 ELSE 3 END AS place
        FROM {_table(long=False)} e JOIN c ON c.id = e.id ORDER BY place, length(e.fold), e.id DESC LIMIT %s"""
    params = [
        *names.beside.params,
        *names.holding.params,
        *names.beginning.params,
        query,
        query + LAST_CHARACTER,
        limit,
    ]
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


def _holding(terms: list[Term]) -> Condition:
    """The same of rows that are at hand: every term in their tokens, without the index."""
    if connection.vendor == "postgresql":
        return Condition("e.tokens @@ %s::tsquery", [_tsquery(terms)])
    # SQLite keeps the tokens as text, one space between; a term that is no phrase may go on
    texts = [f" {' '.join(term.tokens)}{' ' if term.phrase else ''}" for term in terms]
    return Condition(" AND ".join(["instr(' ' || e.tokens || ' ', %s) > 0"] * len(texts)), texts)


def _tsquery(terms: list[Term]) -> str:
    parts = [
        "(" + " <-> ".join(f"'{t}'" for t in term.tokens) + ")" if term.phrase else f"'{term.tokens[0]}':*"
        for term in terms
    ]
    return " & ".join(parts)


def _match(table: str, terms: list[Term]) -> Condition:
    """`FROM` list and `WHERE` with the match. Tokens hold letters and digits only, so quoting them is safe."""
    if connection.vendor == "postgresql":
        return Condition(f"{table} e WHERE e.tokens @@ %s::tsquery", [_tsquery(terms)])
    parts = ['"' + " ".join(term.tokens) + '"' + ("" if term.phrase else "*") for term in terms]
    fts = f"{table}_fts"
    return Condition(f"{fts} f CROSS JOIN {table} e ON e.id = f.rowid WHERE {fts} MATCH %s", [" AND ".join(parts)])


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
