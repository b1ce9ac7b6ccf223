"""Contacts."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.crm import queries, services
from cadre.crm.api.account_schemas import ContactAnswer, ContactChange, ContactQuery, NewContact
from cadre.crm.api.routing import router
from cadre.kernel.rest import (
    FieldNames,
    Id,
    Page,
    SortKey,
    actor_of_request,
    expected_version,
    one_of,
    page_of,
    versioned,
)
from cadre.kernel.search import matching

SORTS = {"name": SortKey("name"), "updated_at": SortKey("updated_at")}


@router.reads("/contacts", "crm.contact.list", Page[ContactAnswer])
def list_contacts(request: HttpRequest, query: Query[ContactQuery]) -> Any:
    """The contacts you may see, by name."""
    rows = query.narrow(queries.contacts(actor_of_request(request)))
    if query.q and (found := matching("crm.contact", query.q)) is not None:
        rows = rows.filter(pk__in=found)
    return page_of(rows, query, ContactAnswer.of, sorts=SORTS, default="name")


@router.creates("/contacts", "crm.contact.create", ContactAnswer)
def create_contact(request: HttpRequest, payload: NewContact) -> Any:
    """A new contact."""
    return _told(request, services.create_contact(actor=actor_of_request(request), **payload.sent()))


@router.reads("/contacts/{int:contact_id}", "crm.contact.get", ContactAnswer)
def get_contact(request: HttpRequest, contact_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One contact."""
    return _told(request, one_of(queries.contacts(actor_of_request(request)), contact_id))


@router.changes("/contacts/{int:contact_id}", "crm.contact.change", ContactAnswer)
def change_contact(request: HttpRequest, contact_id: Id, payload: ContactChange) -> Any:
    """Change fields of a contact that you have read."""
    contact = services.change_contact(
        actor=actor_of_request(request),
        contact_id=contact_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, contact)


@router.removes("/contacts/{int:contact_id}", "crm.contact.remove")
def remove_contact(request: HttpRequest, contact_id: Id) -> None:
    """Delete a contact; the activities with him stay."""
    services.remove_contact(actor=actor_of_request(request), contact_id=contact_id)


def _told(request: HttpRequest, contact: Any) -> ContactAnswer:
    versioned(request, contact.version)
    return ContactAnswer.of(contact)
