"""The company's reasons for losses."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field, StrictBool

from cadre.crm import queries, services
from cadre.crm.api.routing import router
from cadre.kernel.rest import Answer, Body, Id, Versioned, actor_of_request, expected_version, versioned

Name = Annotated[str, Field(max_length=60)]


class LossReasonAnswer(Answer):
    """Why a deal was lost: its key is what opportunities carry, its name is in the caller's language."""

    id: int
    version: int
    key: str
    name: str
    name_en: str
    name_zh_hant: str
    name_zh_hans: str
    position: int
    is_active: bool

    @classmethod
    def of(cls, row: Any) -> "LossReasonAnswer":
        return cls(
            id=row.pk,
            version=row.version,
            key=row.key,
            name=row.name,
            name_en=row.name_en,
            name_zh_hant=row.name_zh_hant,
            name_zh_hans=row.name_zh_hans,
            position=row.position,
            is_active=row.is_active,
        )


class NewLossReason(Body):
    """A further reason, with a name in at least one language."""

    name_en: Name = ""
    name_zh_hant: Name = ""
    name_zh_hans: Name = ""


class LossReasonChange(Versioned):
    """The fields that change. Opportunities keep the reason they have, whether it is offered or not."""

    name_en: Name = ""
    name_zh_hant: Name = ""
    name_zh_hans: Name = ""
    is_active: StrictBool = True
    place: Annotated[int, Field(ge=1, le=1000, description="Its place in the list; 1 is the first.")] = 1


@router.reads("/loss-reasons", "crm.loss_reason.list", list[LossReasonAnswer])
def list_loss_reasons(request: HttpRequest) -> Any:
    """All reasons in the company's order, those too that are no longer offered."""
    return [LossReasonAnswer.of(row) for row in queries.loss_reasons()]


@router.creates("/loss-reasons", "crm.loss_reason.create", LossReasonAnswer)
def create_loss_reason(request: HttpRequest, payload: NewLossReason) -> Any:
    """A further reason, offered as the last."""
    return _told(request, services.create_loss_reason(actor=actor_of_request(request), **payload.sent()))


@router.changes("/loss-reasons/{int:reason_id}", "crm.loss_reason.change", LossReasonAnswer)
def change_loss_reason(request: HttpRequest, reason_id: Id, payload: LossReasonChange) -> Any:
    """Rename a reason, offer it or not, or move it in the list."""
    changed = services.change_loss_reason(
        actor=actor_of_request(request),
        reason_id=reason_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, changed)


def _told(request: HttpRequest, reason: Any) -> LossReasonAnswer:
    versioned(request, reason.version)
    return LossReasonAnswer.of(reason)
