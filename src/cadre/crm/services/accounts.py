"""Accounts and their contacts."""

from typing import Any

from cadre.crm import policies
from cadre.crm.countries import kept_country
from cadre.crm.events import AccountCreated
from cadre.crm.models import Account, Contact
from cadre.crm.problems import CIRCLE
from cadre.crm.services.references import owner_for, usable
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.kernel.events import publish
from cadre.kernel.verbs import verb


@verb("crm.account.create", roles=policies.SELLERS)
def create_account(
    *, actor: Actor, owner_id: int | None = None, parent_id: int | None = None, **fields: Any
) -> Account:
    """A new account, owned by its maker unless another is named. Fields by their model names; amounts in minor units."""
    owner = owner_for(actor, owner_id) if owner_id or actor.employee_id else None
    parent = usable(Account, parent_id, actor=actor, field="parent") if parent_id else None
    account = write.create(Account, owner=owner, parent=parent, **{"currency": base_currency()} | _kept(fields))
    search.put("crm.account", account.pk)
    publish(AccountCreated(account_id=account.pk))
    return account


@verb("crm.account.change", roles=policies.SELLERS)
def change_account(*, actor: Actor, account_id: int, expected_version: int, **fields: Any) -> Account:
    """Change fields of an account. CHANGED_MEANWHILE if another was faster, CIRCLE if it would stand below itself."""
    account = write.for_change(Account.objects.changeable_by(actor), account_id, expected_version)
    if fields.get("owner_id") not in (None, account.owner_id):
        owner_for(actor, fields["owner_id"])
    if fields.get("parent_id") not in (None, account.parent_id):
        _refuse_circle(account, usable(Account, fields["parent_id"], actor=actor, field="parent"))
    write.change(account, **_kept(fields))
    search.put("crm.account", account.pk)
    return account


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with one name for each country, whatever name or code was given."""
    return fields | {"country": kept_country(fields["country"])} if fields.get("country") else fields


@verb("crm.account.archive", roles=policies.MANAGERS)
def archive_account(*, actor: Actor, account_id: int, expected_version: int) -> Account:
    """Take an account out of lists and choices; its history stays."""
    account = write.for_change(Account.objects.changeable_by(actor), account_id, expected_version)
    write.change(account, archived_at=clock.now())
    search.drop("crm.account", account.pk)
    return account


@verb("crm.contact.create", roles=policies.SELLERS)
def create_contact(*, actor: Actor, account_id: int, **fields: Any) -> Contact:
    """A new person at an account that the actor sees."""
    contact = write.create(Contact, account=usable(Account, account_id, actor=actor, field="account"), **fields)
    search.put("crm.contact", contact.pk)
    return contact


@verb("crm.contact.change", roles=policies.SELLERS)
def change_contact(*, actor: Actor, contact_id: int, expected_version: int, **fields: Any) -> Contact:
    """Change fields of a contact."""
    contact = write.for_change(Contact.objects.changeable_by(actor), contact_id, expected_version)
    if fields.get("account_id") not in (None, contact.account_id):
        usable(Account, fields["account_id"], actor=actor, field="account")
    write.change(contact, **fields)
    search.put("crm.contact", contact.pk)
    return contact


@verb("crm.contact.remove", roles=policies.SELLERS)
def remove_contact(*, actor: Actor, contact_id: int) -> None:
    """Delete a contact; the activities with him stay."""
    contact = write.for_change(Contact.objects.changeable_by(actor), contact_id)
    search.drop("crm.contact", contact.pk)
    write.remove(contact)


def _refuse_circle(account: Account, parent: Account) -> None:
    above: Account | None = parent
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == account.pk:
            raise CIRCLE(field="parent", account=parent.name)
        seen.add(above.pk)
        above = above.parent
