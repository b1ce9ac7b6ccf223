"""How accounts and contacts travel."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from cadre.crm.countries import kept_country
from cadre.kernel.rest import (
    AmountMinor,
    Answer,
    Body,
    CurrencyCode,
    Id,
    ListQuery,
    Named,
    Versioned,
    WholeNumber,
    major,
    named,
)

if TYPE_CHECKING:
    from cadre.crm.models import Account, Contact

Tier = Literal["A", "B", "C", ""]
BuyingRole = Literal["decider", "influencer", "champion", "user", "buyer", "gatekeeper", "opponent", ""]
Year = Annotated[int, Field(strict=True, ge=1, le=2199)]
ExternalId = Annotated[str, Field(min_length=1, max_length=64)]
Note = Annotated[str, Field(max_length=20000)]


class AccountAnswer(Answer):
    """A customer company, or one that may become one."""

    id: int
    version: int
    external_id: str | None
    name: str
    industry: str
    tier: Tier
    employees: int | None
    revenue_minor: int | None
    currency: str
    revenue: str | None = Field(description="The annual revenue in major units, for people.")
    founded_year: int | None
    country: str
    website: str
    phone: str
    address: str
    note: str
    parent: Named | None
    owner: Named | None
    archived_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: "Account") -> "AccountAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            external_id=row.external_id,
            name=row.name,
            industry=row.industry,
            tier=row.tier,  # type: ignore[arg-type]
            employees=row.employees,
            revenue_minor=row.revenue_minor,
            currency=row.currency,
            revenue=major(row.revenue_minor, row.currency),
            founded_year=row.founded_year,
            country=row.country,
            website=row.website,
            phone=row.phone,
            address=row.address,
            note=row.note,
            parent=Named(id=row.parent_id, name=row.parent_name) if row.parent_name else None,  # type: ignore[attr-defined]
            owner=named(row.owner),
            archived_at=row.archived_at,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class AccountQuery(ListQuery):
    """Filters and order of accounts: sort by id, name or updated_at."""

    lookups: ClassVar = {
        "owner_id": "owner_id__in",
        "parent_id": "parent_id__in",
        "external_id": "external_id__in",
        "industry": "industry__in",
        "tier": "tier__in",
        "country": "country__in",
    }
    owner_id: list[Id] = []
    parent_id: list[Id] = []
    external_id: list[Annotated[str, Field(max_length=64)]] = []
    industry: list[Annotated[str, Field(max_length=60)]] = []
    tier: list[Tier] = []
    country: list[Annotated[str, Field(max_length=60), AfterValidator(kept_country)]] = []
    archived: bool = Field(False, description="Only those taken out of the lists.")
    q: Annotated[str, Field(max_length=200)] = Field("", description="Words, in Chinese or English, as in the search.")


class NewAccount(Body):
    """A new account, owned by you unless another is named."""

    name: Annotated[str, Field(min_length=1, max_length=160)]
    external_id: ExternalId | None = None
    industry: Annotated[str, Field(max_length=60)] = ""
    tier: Tier = ""
    employees: WholeNumber | None = None
    revenue_minor: AmountMinor | None = None
    currency: CurrencyCode = "USD"
    founded_year: Year | None = None
    country: Annotated[str, Field(max_length=60)] = ""
    website: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Annotated[str, Field(max_length=240)] = ""
    note: Note = ""
    parent_id: Id | None = None
    owner_id: Id | None = None


class AccountChange(Versioned):
    """The fields that change."""

    name: Annotated[str, Field(min_length=1, max_length=160)] = "-"
    external_id: ExternalId | None = None
    industry: Annotated[str, Field(max_length=60)] = ""
    tier: Tier = ""
    employees: WholeNumber | None = None
    revenue_minor: AmountMinor | None = None
    currency: CurrencyCode = "USD"
    founded_year: Year | None = None
    country: Annotated[str, Field(max_length=60)] = ""
    website: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    address: Annotated[str, Field(max_length=240)] = ""
    note: Note = ""
    parent_id: Id | None = None
    owner_id: Id | None = None


class Archive(Versioned):
    """The version you read."""


class ContactAnswer(Answer):
    """A person at an account."""

    id: int
    version: int
    external_id: str | None
    account: Named
    name: str
    title: str
    buying_role: BuyingRole
    email: str
    phone: str
    note: str
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: "Contact") -> "ContactAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            external_id=row.external_id,
            account=Named(id=row.account_id, name=row.account.name),
            name=row.name,
            title=row.title,
            buying_role=row.buying_role,  # type: ignore[arg-type]
            email=row.email,
            phone=row.phone,
            note=row.note,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class ContactQuery(ListQuery):
    """Filters and order of contacts: sort by id, name or updated_at."""

    lookups: ClassVar = {
        "account_id": "account_id__in",
        "external_id": "external_id__in",
        "buying_role": "buying_role__in",
        "email": "email__in",
    }
    account_id: list[Id] = []
    external_id: list[Annotated[str, Field(max_length=64)]] = []
    buying_role: list[BuyingRole] = []
    email: list[Annotated[str, Field(max_length=254)]] = []
    q: Annotated[str, Field(max_length=200)] = Field("", description="Words, in Chinese or English, as in the search.")


class NewContact(Body):
    """A new person at an account that you see."""

    account_id: Id
    name: Annotated[str, Field(min_length=1, max_length=120)]
    external_id: ExternalId | None = None
    title: Annotated[str, Field(max_length=80)] = ""
    buying_role: BuyingRole = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    note: Note = ""


class ContactChange(Versioned):
    """The fields that change."""

    account_id: Id = 1
    name: Annotated[str, Field(min_length=1, max_length=120)] = "-"
    external_id: ExternalId | None = None
    title: Annotated[str, Field(max_length=80)] = ""
    buying_role: BuyingRole = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    note: Note = ""
