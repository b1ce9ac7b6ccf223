"""How the company approves targets."""

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.models import CompanyProfile
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import ApprovalRule


@verb("targets.approval.set", roles=policies.APPROVAL_RULERS)
def set_approval_rule(*, actor: Actor, needs_second: bool) -> ApprovalRule:
    """Say whether somebody else approves a version than who handed it in. By default somebody else does."""
    # The first to say so makes the row: two at once would both make it
    CompanyProfile.objects.select_for_update().first()
    row = ApprovalRule.objects.changeable_by(actor).first()
    if row is None:
        return write.create(ApprovalRule, id=1, needs_second=needs_second)
    row = write.for_change(ApprovalRule.objects.changeable_by(actor), row.pk)
    return write.change(row, needs_second=needs_second)
