"""What the rooms write their REST operations with: types of fields, bodies, pages of lists, and a router that names scopes.

Rooms declare; `cadre.api` mounts the routers, asks who calls, and answers in problem documents.
"""

from cadre.kernel.rest.fields import AmountMinor, CurrencyCode, Day, FieldNames, Id, Moment, WholeNumber
from cadre.kernel.rest.paging import ListQuery, Page, SortKey, one_of, page_of
from cadre.kernel.rest.reading import VERSION_NEEDED, actor_of_request, expected_version, given
from cadre.kernel.rest.router import ApiRouter
from cadre.kernel.rest.schemas import Answer, Body, Changed, Named, Versioned, major, named, versioned

__all__ = [
    "VERSION_NEEDED",
    "AmountMinor",
    "Answer",
    "ApiRouter",
    "Body",
    "Changed",
    "CurrencyCode",
    "Day",
    "FieldNames",
    "Id",
    "ListQuery",
    "Moment",
    "Named",
    "Page",
    "SortKey",
    "Versioned",
    "WholeNumber",
    "actor_of_request",
    "expected_version",
    "given",
    "major",
    "named",
    "one_of",
    "page_of",
    "versioned",
]
