"""A deal from its first day to the win and back, in Chinese, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from cadre.crm.models import Activity, Opportunity
from tests.support.cast import Cast
from tests.support.deals import account, deal, product, stage

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


def tick_all(drawer: Locator) -> None:
    expect(drawer.get_by_role("checkbox").first).to_be_visible()
    for box in drawer.get_by_role("checkbox").all():
        box.check()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_rep_creates_a_deal_in_the_drawer(cast: Cast, window, width: int) -> None:
    product(), account(cast.rep_lin, "台北銷售")
    lin = window(cast.rep_lin, width=width)
    page = lin.open("crm:opportunity-list")
    lin.rest()
    page.get_by_role("link", name="新增商機").first.click()
    drawer = page.locator("#drawer")
    drawer.get_by_role("combobox", name="客戶").press_sequentially("台北")
    drawer.get_by_role("option", name="台北銷售").click()
    drawer.get_by_label("產品").select_option(label="GTX Pro")
    drawer.get_by_label("金額").fill("很多")
    lin.rest()
    drawer.locator("button[type=submit]").first.click()
    expect(drawer.get_by_role("alert")).to_contain_text("金額")
    expect(drawer.get_by_role("combobox", name="客戶")).to_have_value("台北銷售")
    lin.rest()
    drawer.get_by_label("金額").fill("12,500")
    drawer.locator("button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("台北銷售")
    lin.rest()
    made = Opportunity.objects.get()
    assert (made.amount_minor, made.owner) == (1_250_000, Cast.employee(cast.rep_lin))


def test_a_card_is_moved_by_keys_refused_mended_won_and_taken_back(cast: Cast, window) -> None:
    made = deal(cast.rep_lin, where=account(cast.rep_lin, "台北銷售"))
    lin = window(cast.rep_lin)
    page = lin.open("crm:opportunity-board")
    lin.rest()
    card = page.locator(f"[data-card='{made.pk}']")
    card.focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    lane = page.locator(f"[data-lane='{stage('needs').pk}']")
    expect(lane.locator(f"[data-card='{made.pk}']")).to_be_focused()
    expect(page.locator("#toasts")).to_contain_text("已移到")
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    refused = page.locator(".c-refused")
    expect(refused).to_be_visible()
    lin.rest()
    refused.get_by_role("link").click()
    drawer = page.locator("#drawer")
    tick_all(drawer)
    lin.rest()
    drawer.locator("button[type=submit]").first.click()
    expect(page.locator(f"[data-lane='{stage('proposal').pk}'] [data-card='{made.pk}']")).to_be_visible()
    expect(page.locator(".c-refused")).to_have_count(0)
    lin.open("crm:opportunity-record", made.pk)
    page.get_by_role("link", name="成交").first.click()
    tick_all(drawer)
    drawer.locator("button[type=submit]").first.click()
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("恭喜")
    lin.rest()
    assert Opportunity.objects.get().state == "won"
    toast.get_by_role("button", name="復原").last.click()
    expect(page.get_by_role("link", name="成交").first).to_be_visible()
    assert (Opportunity.objects.get().state, Opportunity.objects.get().stage) == ("open", stage("proposal"))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_composer_says_what_is_missing_and_keeps_the_words(cast: Cast, window, width: int) -> None:
    made = deal(cast.rep_lin)
    lin = window(cast.rep_lin, width=width)
    page = lin.open("crm:opportunity-record", made.pk)
    composer = page.locator(".c-comp")
    composer.locator("[name=next_step]").fill("寄報價")
    composer.locator("button[type=submit]").click()
    expect(composer.get_by_role("alert")).to_be_visible()
    expect(composer.locator("[name=next_step]")).to_have_value("寄報價")
    lin.rest()
    composer.get_by_role("alert").get_by_role("link").first.click()
    expect(composer.locator("textarea")).to_be_focused()
    composer.locator("textarea").fill("客戶要看價格")
    composer.locator("button[type=submit]").dblclick()
    expect(page.locator("#timeline")).to_contain_text("客戶要看價格")
    expect(page.locator(".c-comp textarea")).to_have_value("")
    lin.rest()
    assert Activity.objects.count() == 1
    assert Opportunity.objects.get().next_step == "寄報價"


def test_two_who_edit_one_deal_see_both_values_and_lose_nothing(cast: Cast, window) -> None:
    made = deal(cast.rep_lin)
    chen, lin = window(cast.manager_chen), window(cast.rep_lin)
    for seller in (chen, lin):
        seller.open("crm:opportunity-record", made.pk).get_by_role("link", name="編輯").first.click()
        expect(seller.page.locator("#drawer").get_by_label("下一步", exact=False).first).to_be_visible()
    for seller, words in ((chen, "經理的下一步"), (lin, "我的下一步")):
        drawer = seller.page.locator("#drawer")
        drawer.locator("[name=next_step]").fill(words)
        drawer.locator("button[type=submit]").first.click()
        if seller is chen:
            expect(drawer).to_be_hidden()
    drawer = lin.page.locator("#drawer")
    expect(drawer).to_contain_text("Chen Manager")
    expect(drawer).to_contain_text("經理的下一步")
    expect(drawer.locator("[name=next_step]")).to_have_value("我的下一步")
    lin.rest()
    drawer.locator("button[type=submit]").first.click()
    expect(drawer).to_be_hidden()
    assert Opportunity.objects.get().next_step == "我的下一步"


def test_language_and_theme_are_switched_and_kept(cast: Cast, window) -> None:
    deal(cast.rep_lin)
    lin = window(cast.rep_lin)
    page = lin.open("crm:opportunity-list")
    lin.rest()
    for language, word in (("en", "Opportunities"), ("zh-hans", "商机"), ("zh-hant", "商機")):
        page.locator(f".c-lang button[value='{language}']").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(word)
    page.locator("details", has=page.locator("[data-theme-form]")).locator("summary").click()
    page.locator("[data-theme-form] button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    lin.rest()
    lin.open("crm:account-list")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    lin.rest()
    cast.rep_lin.refresh_from_db()
    assert (cast.rep_lin.language, cast.rep_lin.theme) == ("zh-hant", "dark")
