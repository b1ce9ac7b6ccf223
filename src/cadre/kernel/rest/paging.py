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
from django.db.models import Q, QuerySet
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


@dataclass(frozen=True)
class Start:
    """The row that a page begins after: its value in the sorted column, and its id."""

    value: Any
    pk: int


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
    start = _opened(rows, key, asked, query.cursor) if query.cursor else None
    found = _found(rows, key, start, query.limit + 1, falling=falling)
    shown, more = found[: query.limit], len(found) > query.limit
    return Page(items=[into(row) for row in shown], next_cursor=_cursor(shown[-1], key, asked) if more else None)


def _found(rows: QuerySet[Any, Any], key: SortKey, start: Start | None, most: int, *, falling: bool) -> list[Any]:
    """The first rows after the start. Ids first: where no index serves the order, not every row with what is joined is sorted."""
    sign = "-" if falling else ""
    if key is ID:
        if start is not None:
            rows = rows.filter(**{f"pk__{'lt' if falling else 'gt'}": start.pk})
        return list(rows.order_by(f"{sign}pk")[:most])
    ids: list[int] = []
    for with_value in (True, False) if key.nullable else (True,):
        beyond = _beyond(key, start, with_value=with_value, falling=falling)
        if beyond is not None and len(ids) < most:
            order = [f"{sign}{key.column}"] if with_value else []
            part = rows.filter(beyond).order_by(*order, f"{sign}pk")
            ids += part.values_list("pk", flat=True)[: most - len(ids)]
    by_id = {row.pk: row for row in rows.order_by().filter(pk__in=ids)}
    return [by_id[pk] for pk in ids if pk in by_id]


def one_of(rows: QuerySet[Any, Any], pk: int) -> Any:
    """The row with this id. NOT_FOUND if it is not among `rows`."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NOT_FOUND()
    return found


def _cursor(row: Any, key: SortKey, asked: str) -> str:
    value = getattr(row, key.column)
    plain = value if isinstance(value, int | str | None) else value.isoformat()
    return (
        base64.urlsafe_b64encode(json.dumps([asked, plain, row.pk], separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


def _beyond(key: SortKey, start: Start | None, *, with_value: bool, falling: bool) -> Q | None:
    """The condition for the rows of one part after the start; None when that part lies wholly before it.

    Rows with and without a value are asked for apart: an index hands out each part in order, both at once it cannot.
    """
    part = Q(**{f"{key.column}__isnull": not with_value}) if key.nullable else Q()
    if start is None or (start.value is not None and not with_value):
        return part
    op = "lt" if falling else "gt"
    if start.value is None:
        return None if with_value else part & Q(**{f"pk__{op}": start.pk})
    # One range of the index, then the ties at its beginning: databases read this best
    at_least = Q(**{f"{key.column}__{op}e": start.value})
    return at_least & (Q(**{f"{key.column}__{op}": start.value}) | Q(**{f"pk__{op}": start.pk}))


def _opened(rows: QuerySet[Any, Any], key: SortKey, asked: str, cursor: str) -> Start:
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
    return Start(opened, pk)


def _is_storable(value: object) -> bool:
    """Whether a database can compare with it: a cursor may have been written by somebody else."""
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return not (isinstance(value, str) and UNSTORABLE.search(value))
