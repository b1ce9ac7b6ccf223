"""What search knows of customers and deals."""

from django.utils.translation import pgettext_lazy

from cadre.crm.countries import names_of_country
from cadre.kernel.search import SearchKind, register

KINDS = (
    SearchKind(
        kind="crm.account",
        model="crm.Account",
        label=pgettext_lazy("search", "Accounts"),
        url="crm:account-record",
        text=lambda row: (
            row.name,
            " ".join(
                filter(None, [row.external_id, row.phone, row.website, *names_of_country(row.country), row.address])
            ),
        ),
        only={"archived_at": None},
    ),
    SearchKind(
        kind="crm.contact",
        model="crm.Contact",
        label=pgettext_lazy("search", "Contacts"),
        url="crm:contact-record",
        text=lambda row: (row.name, " ".join(filter(None, [row.account.name, row.title, row.email, row.phone]))),
        owner=lambda row: row.account.owner_id,
        only={"archived_at": None},
        related=("account",),
    ),
    SearchKind(
        kind="crm.opportunity",
        model="crm.Opportunity",
        label=pgettext_lazy("search", "Opportunities"),
        url="crm:opportunity-record",
        text=lambda row: (
            f"{row.account.name if row.account else ''} {row.product.name}".strip(),
            " ".join(filter(None, [row.external_id, row.next_step, row.competitors])),
        ),
        related=("account", "product"),
    ),
    SearchKind(
        kind="crm.product",
        model="crm.Product",
        label=pgettext_lazy("search", "Products"),
        url="crm:product-record",
        text=lambda row: (row.name, " ".join(filter(None, [row.external_id, row.series]))),
        owner=lambda _row: None,
    ),
    SearchKind(
        kind="crm.activity",
        model="crm.Activity",
        label=pgettext_lazy("search", "Activities"),
        url="crm:activity-record",
        text=lambda row: (row.subject, row.body),
        owner=lambda row: row.employee_id,
        long=True,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)
