"""The walk through voice: what customers say."""

from tests.support.walk import LINS, LINS_TO_SEE, MARKETING, SERVICE, Address

CUSTOMERS = LINS_TO_SEE | MARKETING | SERVICE
ACCOUNT, RATING = {"account_id": "account"}, {"rating_id": "rating"}
GIVEN = {"score": "4", "on": "2026-01-02", "channel": "visit"}

ADDRESSES = [
    Address("voice:account-ratings", get=CUSTOMERS, keys=ACCOUNT, shows=("rating",)),
    Address("voice:opportunity-ratings", get=LINS_TO_SEE, keys={"opportunity_id": "opportunity"}, shows=("rating",)),
    Address("voice:activity-ratings", get=LINS_TO_SEE, keys={"activity_id": "activity"}, shows=("rating",)),
    Address("voice:rating-record", get=LINS | SERVICE, post=LINS | SERVICE, keys=ACCOUNT, body=GIVEN),
    Address("voice:rating-withdraw", post=(LINS - {"rep_lin"}) | SERVICE, keys=RATING),
]
