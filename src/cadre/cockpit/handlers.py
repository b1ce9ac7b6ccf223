"""What other rooms tell that may be worth an alert at once."""

from cadre.cockpit import services
from cadre.crm.events import OpportunityChanged
from cadre.kernel.access import SYSTEM
from cadre.kernel.events import handles


@handles(OpportunityChanged)
def look_at_the_deal(event: OpportunityChanged) -> None:
    """A closing date may have moved again."""
    for rule in services.active_rules("slipped"):
        services.raise_alerts(actor=SYSTEM, rule_id=rule.pk, opportunity_id=event.opportunity_id)
