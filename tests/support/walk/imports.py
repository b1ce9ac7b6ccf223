"""The walk through imports: operations and administrators import everything, HR people only."""

from tests.support.walk import ADMINISTRATOR, HR, OPERATIONS, Address

IMPORTERS = OPERATIONS | ADMINISTRATOR | HR
CURATORS = OPERATIONS | ADMINISTRATOR
PRODUCTS, RUN = {"kind": "import_kind"}, {"run_id": "import"}

ADDRESSES = [
    Address("imports:import-list", get=IMPORTERS),
    Address("imports:import-start", get=CURATORS, post=CURATORS, keys=PRODUCTS),
    Address("imports:template-download", get=CURATORS, keys=PRODUCTS),
    Address("imports:import-record", get=CURATORS, keys=RUN, leads_on=True),
    Address("imports:import-map", get=CURATORS, post=CURATORS, keys=RUN),
    Address("imports:import-check", get=CURATORS, keys=RUN),
    Address("imports:faulty-download", get=CURATORS, keys=RUN),
    Address("imports:import-progress", get=CURATORS, keys=RUN, leads_on=True),
    Address("imports:import-read-as", post=CURATORS, keys=RUN),
    Address(
        "imports:import-fix",
        post=CURATORS,
        keys=RUN,
        body={"field": "name", "value": "Widget", "action": "replace", "to": "Gadget"},
    ),
    *[Address(f"imports:import-{verb}", post=CURATORS, keys=RUN) for verb in ("run", "undo", "discard")],
]
