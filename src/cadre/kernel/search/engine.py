"""Keep the index: services call `put` and `drop` in their own transaction, so that search never runs behind."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from cadre.kernel.models.search import SearchBody, SearchName
from cadre.kernel.search.fold import fold
from cadre.kernel.search.install import optimise
from cadre.kernel.search.kinds import KINDS, SearchKind
from cadre.kernel.search.tokens import TOKENISER_VERSION, tokens_of

BATCH = 2000
LONGEST_FOLD = 200
COLUMNS = ["kind", "ref_id", "owner_id", "fold", "tokens", "digest", "tokeniser_version"]
REPLACED = ["owner_id", "fold", "tokens", "digest", "tokeniser_version"]

Row = SearchName | SearchBody


@dataclass(frozen=True)
class Drift:
    """How far the index of one kind differs from its records."""

    kind: str
    missing: int
    stale: int
    orphaned: int

    @property
    def clean(self) -> bool:
        return not (self.missing or self.stale or self.orphaned)


def put(kind: str, ref_id: int) -> None:
    """Index one record as it now is; a record that is gone leaves the index."""
    put_many(kind, [ref_id])


def put_as(model: type[Any], ref_ids: Iterable[int]) -> None:
    """Index records under every kind that is made of their model (undo, which knows no kinds)."""
    ids = list(ref_ids)
    for kind in KINDS.values():
        if kind.table is model:
            put_many(kind.kind, ids)


def put_many(kind: str, ref_ids: Iterable[int]) -> None:
    """Index many records (imports), a few statements per thousand."""
    searched = KINDS[kind]
    ids = list(ref_ids)
    for start in range(0, len(ids), BATCH):
        wanted = ids[start : start + BATCH]
        records = list(searched.records().filter(pk__in=wanted))
        _write(searched, [row_of(searched, record) for record in records])
        gone = set(wanted) - {record.pk for record in records}
        if gone:
            _model(searched)._default_manager.filter(kind=kind, ref_id__in=gone).delete()


def put_new(kind: str, records: Sequence[Any]) -> None:
    """Index records that were just inserted and are at hand (imports): twice as fast as `put_many`, which may replace.

    IntegrityError when one of them is indexed already.
    """
    searched = KINDS[kind]
    table = _model(searched)._meta.db_table
    rows = (_values(searched, record) for record in records)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({places})", list(rows))


def drop(kind: str, ref_id: int) -> None:
    """Take a record out of the index."""
    _model(KINDS[kind])._default_manager.filter(kind=kind, ref_id=ref_id).delete()


def rebuild(kinds: Iterable[str] | None = None) -> int:
    """Index all records of the kinds (default: all kinds) anew, in one transaction each. Returns how many."""
    written = 0
    for name in KINDS if kinds is None else kinds:
        searched = KINDS[name]
        with transaction.atomic():
            _model(searched)._default_manager.filter(kind=name).delete()
            batch: list[Row] = []
            for record in searched.records().order_by("pk").iterator(chunk_size=BATCH):
                batch.append(row_of(searched, record))
                if len(batch) == BATCH:
                    written += _write(searched, batch)
                    batch = []
            written += _write(searched, batch)
    optimise(connection)
    return written


def check(kinds: Iterable[str] | None = None) -> list[Drift]:
    """Compare the index with the records, one `Drift` per kind."""
    found = []
    for name in KINDS if kinds is None else kinds:
        searched = KINDS[name]
        rows = _model(searched)._default_manager.filter(kind=name)
        indexed = {
            ref_id: (digest, owner_id, version)
            for ref_id, digest, owner_id, version in rows.values_list(
                "ref_id", "digest", "owner_id", "tokeniser_version"
            )
        }
        missing = stale = 0
        for record in searched.records().order_by("pk").iterator(chunk_size=BATCH):
            entry = indexed.pop(record.pk, None)
            if entry is None:
                missing += 1
            elif entry != (digest_of(searched.text(record)), searched.owner(record), TOKENISER_VERSION):
                stale += 1
        found.append(Drift(name, missing, stale, orphaned=len(indexed)))
    return found


def row_of(searched: SearchKind, record: Any) -> Row:
    """The index row of a record, not yet written."""
    text = searched.text(record)
    title = folded_title(text[0])
    return _model(searched)(
        kind=searched.kind,
        ref_id=record.pk,
        owner_id=searched.owner(record),
        fold=title[:LONGEST_FOLD],
        # A line break keeps the title's last word and the rest's first one apart
        tokens=tokens_of(f"{title}\n{fold(text[1])}"),
        digest=digest_of(text),
        tokeniser_version=TOKENISER_VERSION,
    )


def _values(searched: SearchKind, record: Any) -> list[Any]:
    """The row as the database takes it, without the way through the ORM."""
    row = row_of(searched, record)
    field = row._meta.get_field("tokens")
    tokens = field.get_db_prep_value(row.tokens, connection)
    return [row.kind, row.ref_id, row.owner_id, row.fold, tokens, row.digest, row.tokeniser_version]


def folded_title(text: str) -> str:
    """A title or query as it is compared from its beginning: folded, single spaces."""
    return " ".join(fold(text).split())


def digest_of(text: tuple[str, str]) -> str:
    return hashlib.blake2b("\0".join(text).encode(), digest_size=16).hexdigest()


def _model(searched: SearchKind) -> type[SearchName] | type[SearchBody]:
    return SearchBody if searched.long else SearchName


def _write(searched: SearchKind, rows: Sequence[Row]) -> int:
    if rows:
        _model(searched)._default_manager.bulk_create(
            rows,  # type: ignore[arg-type]
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["kind", "ref_id"],
            update_fields=REPLACED,
        )
    return len(rows)
