"""Products and the stages of the sales process."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field, StrictBool

from cadre.crm import queries, services
from cadre.crm.api.routing import router
from cadre.kernel.rest import (
    AmountMinor,
    Answer,
    Body,
    CurrencyCode,
    FieldNames,
    Id,
    ListQuery,
    Page,
    SortKey,
    Versioned,
    actor_of_request,
    expected_version,
    major,
    one_of,
    page_of,
    versioned,
)

if TYPE_CHECKING:
    from cadre.crm.models import Product


class ProductAnswer(Answer):
    """Something on sale, or that was."""

    id: int
    version: int
    external_id: str | None
    name: str
    series: str
    list_price_minor: int | None
    currency: str
    list_price: str | None
    is_active: bool
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, row: "Product") -> "ProductAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            external_id=row.external_id,
            name=row.name,
            series=row.series,
            list_price_minor=row.list_price_minor,
            currency=row.currency,
            list_price=major(row.list_price_minor, row.currency),
            is_active=row.is_active,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class ProductQuery(ListQuery):
    """Filters and order of products: sort by id, name or updated_at."""

    lookups: ClassVar = {"is_active": "is_active", "external_id": "external_id__in", "series": "series__in"}
    is_active: bool | None = None
    external_id: list[Annotated[str, Field(max_length=64)]] = []
    series: list[Annotated[str, Field(max_length=60)]] = []


class NewProduct(Body):
    """A new product; its name is unique."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    external_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    series: Annotated[str, Field(max_length=60)] = ""
    list_price_minor: AmountMinor | None = None
    currency: CurrencyCode = "USD"
    is_active: StrictBool = True


class ProductChange(Versioned):
    """The fields that change. Opportunities keep the amounts they have."""

    name: Annotated[str, Field(min_length=1, max_length=120)] = "-"
    external_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    series: Annotated[str, Field(max_length=60)] = ""
    list_price_minor: AmountMinor | None = None
    currency: CurrencyCode = "USD"
    is_active: StrictBool = True


class CriterionOfStage(Answer):
    """What must be true before a deal leaves the stage forwards."""

    id: int
    key: str
    label: str
    is_required: bool


class StageAnswer(Answer):
    """A step of the sales process."""

    id: int
    key: str
    name: str
    position: int
    probability_percent: int
    kind: Literal["open", "won", "lost"]
    criteria: list[CriterionOfStage]


@router.reads("/products", "crm.product.list", Page[ProductAnswer])
def list_products(request: HttpRequest, query: Query[ProductQuery]) -> Any:
    """The catalogue."""
    rows = query.narrow(queries.products(actor_of_request(request)))
    sorts = {"name": SortKey("name"), "updated_at": SortKey("updated_at")}
    return page_of(rows, query, ProductAnswer.of, sorts=sorts, default="name")


@router.creates("/products", "crm.product.create", ProductAnswer)
def create_product(request: HttpRequest, payload: NewProduct) -> Any:
    """A new product."""
    return _told(request, services.create_product(actor=actor_of_request(request), **payload.sent()))


@router.reads("/products/{int:product_id}", "crm.product.get", ProductAnswer)
def get_product(request: HttpRequest, product_id: Id, fields: FieldNames | None = None) -> Any:  # noqa: ARG001 - the guard's
    """One product."""
    return _told(request, one_of(queries.products(actor_of_request(request)), product_id))


@router.changes("/products/{int:product_id}", "crm.product.change", ProductAnswer)
def change_product(request: HttpRequest, product_id: Id, payload: ProductChange) -> Any:
    """Change a product that you have read."""
    product = services.change_product(
        actor=actor_of_request(request),
        product_id=product_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, product)


@router.reads("/stages", "crm.stage.list", list[StageAnswer])
def list_stages(request: HttpRequest) -> Any:
    """The stages of the sales process in order, with their exit criteria."""
    return [
        StageAnswer(
            id=stage.pk,
            key=stage.key,
            name=stage.name,
            position=stage.position,
            probability_percent=stage.probability_percent,
            kind=stage.kind,  # type: ignore[arg-type]
            criteria=[
                CriterionOfStage(id=one.pk, key=one.key, label=one.label, is_required=one.is_required)
                for one in stage.criteria.all()
            ],
        )
        for stage in queries.stages_with_criteria()
    ]


def _told(request: HttpRequest, product: Any) -> ProductAnswer:
    versioned(request, product.version)
    return ProductAnswer.of(product)
