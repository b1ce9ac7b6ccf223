"""What search finds of customers."""

import pytest

from cadre.crm import services
from cadre.kernel import search
from cadre.kernel.access import SYSTEM
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal

pytestmark = pytest.mark.django_db


def titles(user, words: str) -> list[str]:
    return [hit.title for hit in search.find(actor(user), words).hits]


def test_an_archived_account_is_not_found_again_when_the_index_is_built_anew(cast: Cast) -> None:
    made = account(cast.rep_lin, "Formosa Gears")
    services.archive_account(actor=SYSTEM, account_id=made.pk, expected_version=made.version)
    search.rebuild(["crm.account"])
    assert titles(cast.director_shen, "Formosa") == []
    assert all(drift.clean for drift in search.check(["crm.account"]))


def test_a_seller_finds_by_the_same_words_what_the_director_finds_of_his(cast: Cast) -> None:
    """A reader of few rows is answered from his rows, another from the index: two ways, one answer."""
    mine = account(cast.rep_lin, "台灣電力 GTX-Pro 8 cranes")
    deal(cast.rep_lin, where=mine)
    for words in ("台灣電", "力", "gtx", "Pro", "8", "cran", "GTX-Pro", "8 c", "灣電力 8"):
        assert set(titles(cast.rep_lin, words)) == set(titles(cast.director_shen, words)) != set(), words
