"""Accounts."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.crm import queries, services
from cadre.crm.api.account_schemas import AccountAnswer, AccountChange, AccountQuery, Archive, NewAccount
from cadre.crm.api.routing import router
from cadre.crm.api.timeline_schemas import TimelineAnswer, TimelineQuery
from cadre.kernel.rest import FieldNames, Id, Page, SortKey, actor_of_request, expected_version, page_of, versioned
from cadre.kernel.search import matching

SORTS = {"name": SortKey("name"), "updated_at": SortKey("updated_at")}


@router.reads("/accounts", "crm.account.list", Page[AccountAnswer])
def list_accounts(request: HttpRequest, query: Query[AccountQuery]) -> Any:
    """The accounts you may see, by name."""
    rows = query.narrow(queries.accounts(actor_of_request(request), archived=query.archived))
    if query.q and (found := matching("crm.account", query.q)) is not None:
        rows = rows.filter(pk__in=found)
    return page_of(rows, query, AccountAnswer.of, sorts=SORTS, default="name")


@router.creates("/accounts", "crm.account.create", AccountAnswer)
def create_account(request: HttpRequest, payload: NewAccount) -> Any:
    """A new account."""
    return _told(request, services.create_account(actor=actor_of_request(request), **payload.sent()))


@router.reads("/accounts/{int:account_id}", "crm.account.get", AccountAnswer)
def get_account(request: HttpRequest, account_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One account."""
    account = queries.account_record(actor_of_request(request), account_id)
    versioned(request, account.version)
    return AccountAnswer.of(account)


@router.changes("/accounts/{int:account_id}", "crm.account.change", AccountAnswer)
def change_account(request: HttpRequest, account_id: Id, payload: AccountChange) -> Any:
    """Change fields of an account that you have read."""
    account = services.change_account(
        actor=actor_of_request(request),
        account_id=account_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, account)


@router.acts("/accounts/{int:account_id}/archive", "crm.account.archive", AccountAnswer)
def archive_account(request: HttpRequest, account_id: Id, payload: Archive | None = None) -> Any:
    """Take an account out of lists and choices; its history stays."""
    version = expected_version(request, payload.expected_version if payload else None)
    account = services.archive_account(actor=actor_of_request(request), account_id=account_id, expected_version=version)
    return _told(request, account)


@router.reads("/accounts/{int:account_id}/timeline", "crm.account.timeline", list[TimelineAnswer])
def account_timeline(request: HttpRequest, account_id: Id, query: Query[TimelineQuery]) -> Any:
    """What happened with an account, newest first."""
    actor = actor_of_request(request)
    queries.account_record(actor, account_id)
    entries = queries.account_timeline(actor, account_id, kind=query.kind, limit=query.limit)
    return [TimelineAnswer.of(entry) for entry in entries]


def _told(request: HttpRequest, account: Any) -> AccountAnswer:
    versioned(request, account.version)
    return AccountAnswer.of(queries.account_record(actor_of_request(request), account.pk))
