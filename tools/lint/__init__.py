"""Rules of this house that no general tool knows, read from the syntax tree: `python -m tools.lint`.

A line may be excused where it stands: `# allow: RULE - reason`, on the line itself or the one above.
How many excuses there are may only fall (tests/house/ratchet.json).
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "cadre"
EXCUSE = re.compile(r"#\s*allow:\s*(\w+)\s+[-–—]\s+\S")
BARE_EXCUSE = re.compile(r"#\s*allow:\s*(\w+)")


@dataclass(frozen=True)
class Module:
    """One Python file of the product: where it stands and what it says."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def place(self) -> tuple[str, ...]:
        """The path inside src/cadre without suffix: ("crm", "views", "accounts")."""
        return self.path.relative_to(SOURCE).with_suffix("").parts

    def excused(self, line: int) -> set[str]:
        lines = self.text.splitlines()[max(line - 2, 0) : line]
        return {rule for text in lines for rule in EXCUSE.findall(text)}


@dataclass(frozen=True)
class Fault:
    path: Path
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.rule}: {self.message}"


def modules() -> Iterator[Module]:
    """Every Python file of the product but migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield Module(path, path.read_text(encoding="utf-8"))


def faults_in(module: Module) -> Iterator[Fault]:
    """What breaks a rule in one file, excused lines left out."""
    from tools.lint.rules import RULES

    for name, rule in RULES.items():
        for node, message in rule(module):
            line: int = getattr(node, "lineno", 1)
            if name not in module.excused(line):
                yield Fault(module.path, line, name, message)
    for number, text in enumerate(module.text.splitlines(), 1):
        if (excuse := BARE_EXCUSE.search(text)) and (excuse[1] not in RULES or not EXCUSE.search(text)):
            message = f"an excuse names a rule ({', '.join(RULES)}) and a reason: # allow: write - why"
            yield Fault(module.path, number, "excuse", message)


def excuses() -> int:
    """How many lines of the product are excused."""
    return sum(len(EXCUSE.findall(module.text)) for module in modules())
