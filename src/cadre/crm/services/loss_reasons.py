"""The company's own list of reasons for which deals are lost."""

from typing import Any

from django.utils.text import slugify

from cadre.crm import policies
from cadre.crm.models import LossReason
from cadre.crm.models.loss_reason import NAMES, SHIPPED_REASONS
from cadre.crm.problems import LAST_REASON, REASON_NAME_NEEDED, REASON_NAME_TAKEN
from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.search.fold import fold
from cadre.kernel.verbs import verb


@verb("crm.loss_reason.create", roles=policies.CURATORS)
def create_loss_reason(*, actor: Actor, **names: str) -> LossReason:
    """Offer a further reason, as the last. `names`: name_en, name_zh_hant, name_zh_hans, at least one.

    REASON_NAME_NEEDED without a name, REASON_NAME_TAKEN when another reason is called so in any language.
    """
    names = {field: name.strip() for field, name in names.items()}
    if not any(names.values()):
        raise REASON_NAME_NEEDED(field=next(iter(NAMES.values())))
    rows = _locked()
    _refuse_taken(rows, names)
    return write.create(LossReason, key=_free_key(rows, names), position=len(rows) + 1, **names)


@verb("crm.loss_reason.change", roles=policies.CURATORS)
def change_loss_reason(
    *, actor: Actor, reason_id: int, expected_version: int | None = None, place: int | None = None, **fields: Any
) -> LossReason:
    """Change its names, whether it `is_active` (offered) and its `place` in the list (1: first). What it explained it still does.

    LAST_REASON if none would be offered any more; REASON_NAME_NEEDED, REASON_NAME_TAKEN. A shipped reason without a name of
    the company's own is called as shipped.
    """
    rows = _locked()
    reason = write.for_change(LossReason.objects.changeable_by(actor), reason_id, expected_version)
    names = {field: fields[field].strip() for field in NAMES.values() if field in fields}
    _refuse_taken([row for row in rows if row.pk != reason.pk], names)
    if reason.key not in SHIPPED_REASONS and not any(
        ({field: getattr(reason, field) for field in NAMES.values()} | names).values()
    ):
        raise REASON_NAME_NEEDED(field=next(iter(NAMES.values())))
    if fields.get("is_active") is False and not any(row.is_active for row in rows if row.pk != reason.pk):
        raise LAST_REASON(field="is_active")
    write.change(reason, **fields | names)
    if place is not None:
        _put(rows, reason, place)
    return reason


def _locked() -> list[LossReason]:
    """All reasons, held. Read once more: who waited for another's new reason would not see it among those that he waited for."""
    list(LossReason.objects.select_for_update())
    return list(LossReason.objects.all())


def _refuse_taken(others: list[LossReason], names: dict[str, str]) -> None:
    """Two reasons of one name could not be told apart, neither in a form nor in a file."""
    taken = {fold(word) for row in others for word in (row.key, *row.names, *row.shipped_names.values()) if word}
    for field, name in names.items():
        if name and fold(name) in taken:
            raise REASON_NAME_TAKEN(field=field, name=name)


def _free_key(rows: list[LossReason], names: dict[str, str]) -> str:
    wanted = slugify(names.get("name_en", ""))[:30].replace("-", "_").strip("_") or "reason"
    taken = {row.key for row in rows}
    free = (f"{wanted}_{number}" if number > 1 else wanted for number in range(1, len(rows) + 2))
    return next(key for key in free if key not in taken)


def _put(rows: list[LossReason], reason: LossReason, place: int) -> None:
    """Number all again with `reason` at its place."""
    others = [row for row in rows if row.pk != reason.pk]
    others.insert(max(0, place - 1), reason)
    for number, row in enumerate(others, start=1):
        write.change(row, position=number)
