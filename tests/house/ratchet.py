"""What is not as it should be yet, by number: it may get better, never worse.

After an improvement write the new, lower numbers with CADRE_RATCHET=write.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = Path(__file__).with_name("ratchet.json")


def compare(topic: str, found: dict[str, int]) -> list[str]:
    """Sentences about what is new or has grown since ratchet.json was written, and what could be lowered there."""
    known: dict[str, dict[str, int]] = json.loads(FILE.read_text()) if FILE.exists() else {}
    if os.environ.get("CADRE_RATCHET") == "write":
        known[topic] = dict(sorted(found.items()))
        FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
        return []
    allowed = known.get(topic, {})
    worse = [
        f"{name}: {size}, was {allowed.get(name, 0)}" for name, size in found.items() if size > allowed.get(name, 0)
    ]
    better = [name for name, size in allowed.items() if found.get(name, 0) < size]
    return worse + [f"{name} is better now: write it down with CADRE_RATCHET=write" for name in better]
