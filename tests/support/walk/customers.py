"""The walk through crm: customers, deals, products, activities."""

from tests.support.walk import (
    ADMINISTRATOR,
    DIRECTOR,
    EVERYONE,
    EXECUTIVE,
    LINS,
    LINS_TO_SEE,
    MARKETING,
    OPERATIONS,
    REPS,
    SELLERS,
    SERVICE,
    Address,
)

CUSTOMERS = LINS_TO_SEE | MARKETING | SERVICE
CURATORS = OPERATIONS | ADMINISTRATOR
SHARERS = LINS - {"rep_lin"}
# Who gives several deals to other people: whose they are is looked at when the form comes back
GIVERS = SELLERS - REPS
DEAL, WON, ACCOUNT = {"opportunity_id": "opportunity"}, {"opportunity_id": "won"}, {"account_id": "account"}
CONTACT, PRODUCT, ACTIVITY = {"contact_id": "contact"}, {"product_id": "product"}, {"activity_id": "activity"}
REASON = {"reason_id": "loss_reason"}
CHOSEN = {"ids": "@opportunity"}
ABOVE_LIN, LINS_FORECAST = frozenset({"manager_chen"}) | DIRECTOR, {"who": "@lins_forecast"}
NUMBER = {"commit_minor": "100", "note": "a word"}
NOTE = {"kind": "call", "body": "a word"}

ADDRESSES = [
    Address("crm:opportunity-list", get=EVERYONE),
    Address("crm:opportunity-board", get=EVERYONE),
    Address("crm:opportunity-drop", post=LINS, body={"card": "@opportunity", "to": "@stage"}),
    Address("crm:opportunity-options", get=EVERYONE),
    Address("crm:opportunity-create", get=SELLERS, post=SELLERS),
    Address("crm:opportunity-reassign", get=GIVERS, post=GIVERS, query=CHOSEN),
    Address("crm:opportunity-reschedule", get=SELLERS, post=SELLERS, query=CHOSEN),
    Address("crm:opportunity-move-several", get=SELLERS, post=SELLERS, query=CHOSEN),
    Address("crm:opportunity-next-steps", get=SELLERS, post=SELLERS, query=CHOSEN),
    Address("crm:opportunity-record", get=LINS_TO_SEE, keys=DEAL, shows=("opportunity", "activity")),
    Address("crm:opportunity-edit", get=LINS, post=LINS, keys=DEAL),
    Address("crm:opportunity-move", get=LINS, post=LINS, keys=DEAL, query={"to": "@stage"}),
    Address("crm:opportunity-win", get=LINS, post=LINS, keys=DEAL),
    Address("crm:opportunity-lose", get=LINS, post=LINS, keys=DEAL),
    Address("crm:opportunity-reopen", get=SHARERS, post=SHARERS, keys=WON),
    Address("crm:opportunity-note", post=LINS, keys=DEAL, body=NOTE),
    Address("crm:criterion-toggle", post=LINS, keys={**DEAL, "criterion_id": "criterion"}),
    Address("crm:opportunity-chance", get=LINS_TO_SEE, keys=DEAL),
    Address("crm:forecast-page", get=SELLERS | EXECUTIVE),
    Address("crm:forecast-deals", get=SELLERS | EXECUTIVE),
    Address("crm:forecast-call", get=ABOVE_LIN, post=ABOVE_LIN, query=LINS_FORECAST, body=NUMBER),
    Address("crm:forecast-withdraw", post=ABOVE_LIN, query=LINS_FORECAST),
    Address("crm:forecast-keep", post=SELLERS - REPS),
    Address("crm:account-list", get=EVERYONE, shows=("account",)),
    Address("crm:account-options", get=EVERYONE, query={"q": "Works"}, shows=("account",)),
    Address("crm:account-create", get=SELLERS, post=SELLERS),
    Address("crm:account-update-several", get=GIVERS, post=GIVERS, query={"ids": "@account"}),
    Address("crm:account-merge", get=GIVERS, post=GIVERS, query={"ids": "@account"}),
    Address("crm:account-record", get=CUSTOMERS, keys=ACCOUNT, shows=("account", "contact", "activity")),
    Address("crm:account-edit", get=LINS, post=LINS, keys=ACCOUNT),
    Address("crm:account-archive", post=SHARERS, keys=ACCOUNT),
    Address("crm:account-note", post=LINS, keys=ACCOUNT, body=NOTE),
    Address("crm:contact-list", get=EVERYONE, shows=("contact",)),
    Address("crm:contact-create", get=SELLERS, post=SELLERS),
    Address("crm:contact-merge", get=SELLERS, post=SELLERS, query={"ids": "@contact"}),
    Address("crm:contact-record", get=CUSTOMERS, keys=CONTACT, shows=("contact",)),
    Address("crm:contact-edit", get=LINS, post=LINS, keys=CONTACT),
    Address("crm:contact-remove", post=LINS, keys=CONTACT),
    Address("crm:product-list", get=EVERYONE, shows=("product",)),
    Address("crm:product-create", get=CURATORS, post=CURATORS),
    Address("crm:product-record", get=EVERYONE, keys=PRODUCT, shows=("product",)),
    Address("crm:product-edit", get=CURATORS, post=CURATORS, keys=PRODUCT),
    Address("crm:loss-reason-list", get=CURATORS),
    Address("crm:loss-reason-create", get=CURATORS, post=CURATORS),
    Address("crm:loss-reason-edit", get=CURATORS, post=CURATORS, keys=REASON),
    Address("crm:loss-reason-place", post=CURATORS, keys=REASON, query={"to": "down"}),
    Address("crm:activity-list", get=EVERYONE, shows=("activity",)),
    Address("crm:activity-plan", get=SELLERS, post=SELLERS),
    Address("crm:activity-record", get=LINS_TO_SEE, keys=ACTIVITY, shows=("activity",)),
    Address("crm:activity-edit", get=LINS, post=LINS, keys=ACTIVITY),
    Address("crm:activity-complete", post=LINS, keys=ACTIVITY),
]
