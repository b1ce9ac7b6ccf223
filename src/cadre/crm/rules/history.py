"""The path of a deal through the stages, from the days on which it came into each."""

import datetime as dt
from collections.abc import Mapping, Sequence

OPEN_STAGES: tuple[str, ...] = ("lead", "needs", "proposal", "negotiation")


def entered(key: str) -> str:
    """The name under which an imported row keeps the day a deal came into a stage: "entered_needs_on"."""
    return f"entered_{key}_on"


def path_of(
    row: Mapping[str, object], stages: Sequence[tuple[str, int]], end: tuple[str, int], since: dt.date
) -> list[tuple[int, dt.date]]:
    """The stages a deal came through, each with its day, the one it is in last.

    `stages` are the open ones in order as (key, id); `end` is where it is now, `since` when it came there. A deal of which
    only the beginning and the end are known came in at the first stage; days that run backwards are left out.
    """
    began = row.get("engaged_on")
    known = [(pk, row.get(entered(key))) for key, pk in stages if pk != end[1]]
    path = [(pk, on) for pk, on in known if isinstance(on, dt.date) and on <= since]
    if not path and isinstance(began, dt.date) and end[1] not in {pk for _key, pk in stages}:
        path = [(stages[0][1], began)]
    rising = [step for place, step in enumerate(path) if all(before[1] <= step[1] for before in path[:place])]
    return [*rising, (end[1], since)]
