"""The walk through imports: operations and administrators import everything, HR people only."""

from tests.support.api import Upload
from tests.support.files import upload
from tests.support.walk import ADMINISTRATOR, EVERYONE, HR, OPERATIONS, Address, Operation

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

IMPORT = {"import_id": "import"}
FILE = Upload(kind="products", file=upload("product,sales_price\nGadget,1.50\n"))
OPERATIONS_OF_IMPORTS = [
    Operation("imports.kind.list", EVERYONE),
    Operation("imports.import.list", EVERYONE),
    Operation("imports.import.start", CURATORS, body=FILE),
    *[Operation(f"imports.import.{noun}", CURATORS, IMPORT) for noun in ("get", "mapping", "check")],
    Operation("imports.import.map", CURATORS, IMPORT, body={"constants": {"series": "GTX"}}),
    Operation(
        "imports.import.fix", CURATORS, IMPORT, body={"field": "name", "value": "Widget", "action": "skip", "to": ""}
    ),
    Operation("imports.import.withdraw_fix", CURATORS, IMPORT, body={"field": "name", "value": "Widget"}),
    *[Operation(f"imports.import.{verb}", CURATORS, IMPORT) for verb in ("begin", "undo", "discard")],
]
