"""Lists by cursor: the next page begins after the last row seen, whatever was added or removed meanwhile, and costs the same
at the end of a long list as at its beginning."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel.problems import NOT_FOUND, ProblemKind
from cadre.kernel.rest.fields import FieldNames
from cadre.kernel.rest.schemas import Answer

BAD_CURSOR = ProblemKind(
    "api.bad_cursor",
    _("This cursor does not belong to this list. Begin again without one, and keep sort and filters."),
    422,
)
UNKNOWN_SORT = ProblemKind("api.unknown_sort", _("Cannot sort by “%(key)s”. Sort by one of: %(known)s."), 422)
LONGEST = 200
# U+0000 cannot be stored in PostgreSQL; a lone surrogate is no character and cannot be written in UTF-8
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Item = TypeVar("Item")


class Page(Answer, Generic[Item]):
    """Some rows of a list, and the cursor of those after them; null at the end."""

    items: list[Item]
    next_cursor: str | None = Field(None, description="Send it as `cursor` to go on; null at the end of the list.")


class ListQuery(BaseModel):
    """What every list understands. `lookups` maps a filter to the database's lookup; filters that are not sent do nothing."""

    model_config = ConfigDict(extra="forbid")
    lookups: ClassVar[Mapping[str, str]] = {}

    limit: Annotated[int, Field(ge=1, le=LONGEST)] = Field(50, description="Rows in a page.")
    cursor: Annotated[str, Field(max_length=500)] | None = Field(None, description="`next_cursor` of the page before.")
    sort: Annotated[str, Field(max_length=40)] = Field("", description="A key, with a minus for the largest first.")
    fields: FieldNames | None = None

    def narrow(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows that pass the filters sent."""
        wanted = {lookup: getattr(self, name) for name, lookup in self.lookups.items()}
        return rows.filter(**{lookup: value for lookup, value in wanted.items() if value not in (None, [], "")})


@dataclass(frozen=True)
class SortKey:
    """A column that a list can be sorted by; rows without a value come last in either direction."""

    column: str
    nullable: bool = False


ID = SortKey("pk")


def page_of(
    rows: QuerySet[Any, Any],
    query: ListQuery,
    into: Callable[[Any], Item],
    *,
    sorts: Mapping[str, SortKey],
    default: str = "-id",
) -> Page[Item]:
    """One page of `rows` in the order asked for; ties go by id. Raises BAD_CURSOR or UNKNOWN_SORT."""
    asked = query.sort or default
    name, falling = asked.removeprefix("-"), asked.startswith("-")
    known = {"id": ID, **sorts}
    if name not in known:
        raise UNKNOWN_SORT(field="sort", key=asked, known=", ".join(known))
    key = known[name]
    if query.cursor:
        rows = rows.filter(_after(rows, key, asked, query.cursor, falling=falling))
    found = _found(rows, _order(key, falling=falling), query.limit + 1)
    shown, more = found[: query.limit], len(found) > query.limit
    return Page(items=[into(row) for row in shown], next_cursor=_cursor(shown[-1], key, asked) if more else None)


def _found(rows: QuerySet[Any, Any], order: list[Any], most: int) -> list[Any]:
    """The first rows. Where no index may serve the order, the database sorts ids alone, not rows with all that is joined to them."""
    if order in (["pk"], ["-pk"]):
        return list(rows.order_by(*order)[:most])
    ids = list(rows.order_by(*order).values_list("pk", flat=True)[:most])
    by_id = {row.pk: row for row in rows.order_by().filter(pk__in=ids)}
    return [by_id[pk] for pk in ids if pk in by_id]


def one_of(rows: QuerySet[Any, Any], pk: int) -> Any:
    """The row with this id. NOT_FOUND if it is not among `rows`."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NOT_FOUND()
    return found


def _order(key: SortKey, *, falling: bool) -> list[Any]:
    pk = "-pk" if falling else "pk"
    if key is ID:
        return [pk]
    if key.nullable:
        column = F(key.column)
        return [column.desc(nulls_last=True) if falling else column.asc(nulls_last=True), pk]
    return [f"-{key.column}" if falling else key.column, pk]


def _cursor(row: Any, key: SortKey, asked: str) -> str:
    value = getattr(row, key.column)
    plain = value if isinstance(value, int | str | None) else value.isoformat()
    return (
        base64.urlsafe_b64encode(json.dumps([asked, plain, row.pk], separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


def _after(rows: QuerySet[Any, Any], key: SortKey, asked: str, cursor: str, *, falling: bool) -> Q:
    value, pk = _opened(rows, key, asked, cursor)
    beyond = "lt" if falling else "gt"
    if key is ID:
        return Q(**{f"pk__{beyond}": pk})
    if value is None:
        return Q(**{f"{key.column}__isnull": True, f"pk__{beyond}": pk})
    # One range of the index, then the ties at its beginning: databases read this best
    within = Q(**{f"{key.column}__{beyond}e": value}) & (
        Q(**{f"{key.column}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk})
    )
    return within | Q(**{f"{key.column}__isnull": True}) if key.nullable else within


def _opened(rows: QuerySet[Any, Any], key: SortKey, asked: str, cursor: str) -> tuple[Any, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said, value, pk = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        column = rows.model._meta.pk if key is ID else rows.model._meta.get_field(key.column)
        opened = None if value is None else column.to_python(value)
    except (ValueError, TypeError, RecursionError, binascii.Error, ValidationError) as error:
        raise BAD_CURSOR(field="cursor") from error
    fits = said == asked and type(pk) is int and _is_storable(pk) and isinstance(value, int | str | None)
    if not fits or (value is None and not key.nullable and key is not ID) or not _is_storable(opened):
        raise BAD_CURSOR(field="cursor")
    return opened, pk


def _is_storable(value: object) -> bool:
    """Whether a database can compare with it: a cursor may have been written by somebody else."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return not (isinstance(value, str) and UNSTORABLE.search(value))
