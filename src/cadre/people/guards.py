"""What rests on the company's base currency. Each room that keeps amounts says so here; then the currency stays."""

from collections.abc import Callable

_keepers: dict[str, Callable[[], bool]] = {}


def register_amounts(key: str, exist: Callable[[], bool]) -> None:
    """Let `exist` tell whether the room keeps amounts in base currency. ValueError when the key is taken."""
    if _keepers.setdefault(key, exist) is not exist:
        raise ValueError(f"keeper of amounts {key} is registered twice")


def amounts_exist() -> bool:
    """Whether any room keeps amounts in base currency."""
    return any(exist() for exist in _keepers.values())
