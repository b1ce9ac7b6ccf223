"""What a reader may do to several rows of a list at once: the verbs that are open to him."""

from collections.abc import Mapping

from cadre.kernel.access import Actor
from cadre.kernel.verbs import may
from cadre.ui.lists import Bulk


def allowed_acts(acts: Mapping[str, Bulk], actor: Actor) -> list[Bulk]:
    """The actions whose verb the actor may call."""
    return [bulk for verb, bulk in acts.items() if may(actor, verb)]
