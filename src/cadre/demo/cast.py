"""Who signs in to the demo. Sales people have the names of the data; everybody else is plainly made up."""

import re
from dataclasses import dataclass

from cadre.kernel.access import Role

PASSWORD = "cadre-demo"  # noqa: S105 - printed at every start, for a company that does not exist
DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the head office. Without a `position` he is not on the payroll of the demo company."""

    name: str
    roles: tuple[Role, ...]
    address: str
    position: str = ""
    is_employee: bool = True

    @property
    def email(self) -> str:
        return f"{self.address}@{DOMAIN}"


DIRECTOR = DemoPerson("Diana Demo", (Role.DIRECTOR,), "director", "sales-director")
OPERATIONS = DemoPerson("Oscar Demo", (Role.OPERATIONS,), "operations")
ADMINISTRATOR = DemoPerson("Ada Demo", (Role.ADMINISTRATOR,), "administrator", is_employee=False)
HEAD_OFFICE = (
    DemoPerson("Hana Demo", (Role.HR,), "hr"),
    OPERATIONS,
    DemoPerson("Mila Demo", (Role.MARKETING,), "marketing"),
    DemoPerson("Sven Demo", (Role.SERVICE,), "service"),
    DemoPerson("Erik Demo", (Role.EXECUTIVE,), "executive"),
)
REP, MANAGER = "Moses Frase", "Dustin Brinkmann"


def address_of(name: str) -> str:
    """The demo address of a person of the data: Mei-Mei Johns is mei-mei.johns@demo.example."""
    return f"{re.sub(r'[^a-z-]+', '.', name.lower()).strip('.')}@{DOMAIN}"


def sign_ins() -> list[tuple[Role, str]]:
    """One address per role, as the start prints them."""
    rest = [(person.roles[0], person.email) for person in (DIRECTOR, *HEAD_OFFICE, ADMINISTRATOR)]
    return [(Role.REP, address_of(REP)), (Role.MANAGER, address_of(MANAGER)), *rest]
