"""Every page of customers and deals, as everybody, in Chinese and in English."""

import re

import pytest

from tests.support.cast import Cast
from tests.support.pages import Reader, text_of
from tests.support.walk.customers import ADDRESSES
from tests.support.walk.visits import World

PEOPLE = (
    "rep_lin",
    "stranger_wang",
    "manager_chen",
    "manager_wu",
    "director_shen",
    "executive_qiu",
    "ops_tsai",
    "admin_root",
    "marketing_yu",
    "service_bao",
    "hr_fang",
)
LISTS = ("opportunity", "account", "contact", "product", "activity")
RECORDS = ("opportunity", "account", "contact", "product")
TO_CHANGE = re.compile(rb'href="[^"]+/(?:edit|new|win|lose|reopen|plan)/[^"]*"|/archive/|/remove/|/note/|data-bulk="')

pytestmark = pytest.mark.sqlite


def changes_offered(response) -> list[str]:
    """Buttons and forms of the page's own part; the frame's quick create has its own test."""
    main = response.content.split(b"<main", 1)[-1].split(b"</main>", 1)[0]
    return [found.decode() for found in TO_CHANGE.findall(main)]


@pytest.mark.parametrize(("language", "word"), [("zh-hant", "商機"), ("zh-hans", "商机"), ("en", "Opportunities")])
def test_every_page_is_in_the_readers_language(cast: Cast, language: str, word: str) -> None:
    world = World(cast)
    reader = Reader(cast.rep_lin, language)
    for address in ADDRESSES:
        if "rep_lin" not in (address.get or ()) or address.name.endswith("options"):
            continue
        page = reader.get(address.name, *world.keys(address.keys).values(), query=world.filled(address.query))
        assert page.status_code == 200, address.name
        assert f'lang="{language}"'.lower() in page.content.decode().lower(), address.name
        assert word in text_of(page), address.name


@pytest.mark.parametrize("person", PEOPLE)
def test_a_page_offers_only_what_its_reader_may_do(cast: Cast, person: str) -> None:
    world = World(cast)
    reader = Reader(getattr(cast, person), "zh-hant")
    for kind in (*LISTS, *RECORDS):
        name = f"crm:{kind}-record" if kind in RECORDS else f"crm:{kind}-list"
        for page in (f"crm:{kind}-list", name):
            keys = [world.records[kind]] if page.endswith("record") else []
            answer = reader.get(page, *keys)
            if answer.status_code != 200:
                assert answer.status_code == 404
                continue
            for offer in changes_offered(answer):
                address = re.search(r'"?(/[^"?]+)', offer)
                opened = reader.client.get(address[1]) if address and offer.startswith("href") else None
                assert opened is None or opened.status_code == 200, f"{page} offers {offer}"


@pytest.mark.parametrize("person", ["executive_qiu", "marketing_yu", "service_bao", "hr_fang"])
def test_who_may_change_nothing_sees_no_button_that_changes(cast: Cast, person: str) -> None:
    world = World(cast)
    reader = Reader(getattr(cast, person))
    for kind in LISTS:
        assert changes_offered(reader.get(f"crm:{kind}-list")) == [], kind
    for kind in RECORDS:
        answer = reader.get(f"crm:{kind}-record", world.records[kind])
        assert answer.status_code == 404 or changes_offered(answer) == [], kind


@pytest.mark.parametrize(
    ("person", "is_told"), [("marketing_yu", False), ("service_bao", False), ("executive_qiu", True)]
)
def test_who_may_not_see_deals_is_not_told_that_a_customer_has_none(cast: Cast, person: str, is_told: bool) -> None:
    world = World(cast)
    reader = Reader(getattr(cast, person))
    record = reader.get("crm:account-record", world.records["account"]).content.decode()
    listed = reader.get("crm:account-list").content.decode()
    for words, page in (("Won so far", record), ("Won so far", listed), ("Open deals", listed)):
        assert (words in page) is is_told, words
    assert is_told or "No deal yet" not in record
    assert "Annual revenue" in record
    assert "Annual revenue" in listed


@pytest.mark.parametrize("person", ["stranger_wang", "manager_wu"])
def test_a_seller_of_another_team_is_told_that_there_is_nothing(cast: Cast, person: str) -> None:
    world = World(cast)
    reader = Reader(getattr(cast, person))
    for kind in ("opportunity", "account", "contact", "activity"):
        assert reader.get(f"crm:{kind}-record", world.records[kind]).status_code == 404
    assert (
        reader.send("crm:opportunity-drop", card=world.records["opportunity"], to=world.records["stage"]).status_code
        == 404
    )
    for verb in ("edit", "win", "lose", "note"):
        assert (
            reader.send(f"crm:opportunity-{verb}", world.records["opportunity"], body="x", kind="call").status_code
            == 404
        )


@pytest.mark.parametrize("person", ["executive_qiu", "marketing_yu", "hr_fang"])
def test_a_role_without_the_right_is_refused_whatever_it_sends(cast: Cast, person: str) -> None:
    world = World(cast)
    reader = Reader(getattr(cast, person))
    for verb in ("edit", "win", "lose", "note"):
        assert reader.send(f"crm:opportunity-{verb}", world.records["opportunity"]).status_code == 403
    assert reader.send("crm:account-create", name="Mine").status_code == 403
    assert reader.drawer("crm:account-create").status_code == 403
