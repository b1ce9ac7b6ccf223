"""What stands in the navigation and under "create": each room adds its own in AppConfig.ready(); a role sees what it may use."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from cadre.ui import addresses

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """One step of the loop in the left navigation."""

    key: str
    label: Text
    icon: str


SECTIONS = (
    Section("home", pgettext_lazy("navigation", "Home"), icon="layout-dashboard"),
    Section("build", pgettext_lazy("navigation", "Build"), icon="users-group"),
    Section("grow", pgettext_lazy("navigation", "Grow"), icon="school"),
    Section("sell", pgettext_lazy("navigation", "Sell"), icon="briefcase"),
    Section("market", pgettext_lazy("navigation", "Market"), icon="chart-donut-3"),
    Section("voice", pgettext_lazy("navigation", "Voice"), icon="message-2-heart"),
    Section("measure", pgettext_lazy("navigation", "Measure"), icon="target-arrow"),
    Section("reward", pgettext_lazy("navigation", "Reward"), icon="coins"),
    Section("team", pgettext_lazy("navigation", "Team work"), icon="messages"),
    Section("settings", pgettext_lazy("navigation", "Settings"), icon="settings"),
)
_KEYS = frozenset(section.key for section in SECTIONS)


@dataclass(frozen=True)
class NavItem:
    """A page in the navigation. `roles` empty means everyone.

    `phone` 1-3 puts it into the bar under the thumb, lowest first. `go` is the letter that opens it after `g`.
    """

    section: str
    key: str
    label: Text
    url_name: str
    icon: str = ""
    roles: Collection[str] = ()
    position: int = 50
    phone: int = 0
    go: str = ""


@dataclass(frozen=True)
class CreateAction:
    """Something that can be created from anywhere with `c`; opens in the drawer."""

    key: str
    label: Text
    url_name: str
    icon: str = "plus"
    roles: Collection[str] = ()
    position: int = 50


@dataclass(frozen=True)
class Entry:
    """A section with the pages a reader may open."""

    section: Section
    pages: tuple[tuple[NavItem, str], ...]
    current: str = ""

    @property
    def url(self) -> str:
        return self.pages[0][1]

    @property
    def is_current(self) -> bool:
        return bool(self.current)


_items: dict[str, NavItem] = {}
_actions: dict[str, CreateAction] = {}


def register(*items: NavItem) -> None:
    """Add pages to the navigation. ValueError for an unknown section or a key used twice."""
    for item in items:
        if item.section not in _KEYS:
            raise ValueError(f"{item.key}: there is no section {item.section}")
        if _items.setdefault(item.key, item) != item:
            raise ValueError(f"navigation key {item.key} is used twice")


def register_create(*actions: CreateAction) -> None:
    """Add quick-create actions. ValueError for a key used twice."""
    for action in actions:
        if _actions.setdefault(action.key, action) != action:
            raise ValueError(f"create key {action.key} is used twice")


def _open_to(thing: NavItem | CreateAction, roles: Collection[str]) -> bool:
    return not thing.roles or not frozenset(thing.roles).isdisjoint(roles)


def _url(name: str) -> str | None:
    try:
        return addresses.page(name)
    except NoReverseMatch:
        return None


def entries(roles: Collection[str], path: str = "") -> list[Entry]:
    """The navigation of a reader with these roles, in the order of the loop; sections without pages are absent.

    The page whose address is the longest beginning of `path` is the current one.
    """
    found: dict[str, list[tuple[NavItem, str]]] = {section.key: [] for section in SECTIONS}
    for item in sorted(_items.values(), key=lambda item: (item.position, item.key)):
        url = _url(item.url_name)
        if url is not None and _open_to(item, roles):
            found[item.section].append((item, url))
    current = _current([pair for pages in found.values() for pair in pages], path)
    return [
        Entry(
            section,
            tuple(found[section.key]),
            current if any(item.key == current for item, _ in found[section.key]) else "",
        )
        for section in SECTIONS
        if found[section.key]
    ]


def _current(pages: list[tuple[NavItem, str]], path: str) -> str:
    matches = [(len(url), item.key) for item, url in pages if path == url or (url != "/" and path.startswith(url))]
    return max(matches)[1] if matches else ""


def phone_places(roles: Collection[str]) -> list[tuple[NavItem, str]]:
    """Up to three pages for the phone's bottom bar."""
    items = sorted((i for i in _items.values() if i.phone and _open_to(i, roles)), key=lambda item: item.phone)
    places = ((item, _url(item.url_name)) for item in items)
    return [(item, url) for item, url in places if url][:3]


def create_actions(roles: Collection[str]) -> list[tuple[CreateAction, str]]:
    """What a reader with these roles may create, with the address of its form."""
    open_ones = sorted(
        (a for a in _actions.values() if _open_to(a, roles)), key=lambda action: (action.position, action.key)
    )
    found = ((action, _url(action.url_name)) for action in open_ones)
    return [(action, url) for action, url in found if url]
