"""The digests of a store: a leaf per payee, component and period, kept up to date slice by slice."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.digest import block_leaves, payee_digest

Key = tuple[str, int]


@dataclass
class Leaves:
    """Leaves by payee, and each payee's digest."""

    names: list[str]
    by_payee: dict[str, dict[Key, bytes]] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)

    def root(self) -> str:
        """The output digest; equal to that of a full run."""
        found = hashlib.sha256()
        for payee in sorted(self.digests):
            found.update(self.digests[payee])
        return found.hexdigest()

    def copy(self) -> "Leaves":
        """What can be restored later."""
        return Leaves(self.names, {name: dict(found) for name, found in self.by_payee.items()}, dict(self.digests))

    def add(self, block: Block) -> None:
        """The leaves of a block's lines."""
        for (name, period), leaf in block_leaves(block, self.names).items():
            self.by_payee.setdefault(name, {})[block.component, period] = leaf

    def of(self, payee: int) -> dict[Key, bytes]:
        """A payee's leaves."""
        return self.by_payee.setdefault(self.names[payee], {})

    def drop(self, payee: int, gone: set[Key]) -> None:
        """Remove some of a payee's leaves."""
        leaves = self.of(payee)
        for key in gone:
            del leaves[key]

    def close(self, payees: Iterable[int]) -> None:
        """Work out the digests of these payees again."""
        for payee in payees:
            name = self.names[payee]
            self.digests.pop(name, None)
            leaves = self.by_payee.get(name)
            if leaves:
                self.digests[name] = payee_digest(name, leaves)

    def rebuild(self, blocks: list[Block]) -> None:
        """All leaves from all lines."""
        self.by_payee.clear()
        self.digests.clear()
        for block in blocks:
            self.add(block)
        self.close(range(len(self.names)))
