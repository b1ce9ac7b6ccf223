"""The keyboard does everything: what opens shuts with Escape, and the focus goes back to where it was."""

import pytest
from playwright.sync_api import expect

from cadre.crm.models import PipelineStage
from tests.ui.conftest import open_form

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages")]


def test_escape_closes_the_drawer_keeps_the_draft_and_gives_the_focus_back(at):
    page = at("/gallery/")
    open_form(page)
    page.locator("#drawer #id_title").press_sequentially("Half typed")
    expect(page.locator("#drawer [data-draft-said]")).to_contain_text("Draft kept")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.get_by_role("link", name="New")).to_be_focused()
    open_form(page)
    expect(page.locator("#drawer #id_title")).to_have_value("Half typed")


def test_a_menu_is_walked_with_the_keyboard(at):
    page = at("/gallery/")
    page.get_by_label("More", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Duplicate")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Duplicate")).to_be_hidden()
    expect(page.get_by_label("More", exact=True)).to_be_focused()


def test_a_menu_shuts_when_the_focus_leaves_it(at):
    page = at("/gallery/")
    page.get_by_label("More", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Duplicate")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Duplicate")).to_be_hidden()


def test_what_a_menu_opened_gives_the_focus_back_to_its_button(at):
    page = at("/gallery/")
    menu = page.locator("details.c-menu", has=page.locator("[data-ask=keys]"))
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    menu.locator("[data-ask=keys]").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_focus_stays_on_what_a_list_drew_anew(at, deals):
    page = at("/deals/")
    head = page.get_by_role("link", name="Amount")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    expect(head).to_be_focused()


def test_a_card_is_moved_by_keyboard_and_the_sums_follow(at, deals):
    second = PipelineStage.objects.order_by("position")[1]
    page = at("/board/")
    card = page.locator("[data-card]").first
    number = card.get_attribute("data-card")
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#toasts")).to_contain_text("Moved.")
    moved = page.locator(f"[data-lane='{second.pk}'] [data-card='{number}']")
    expect(moved).to_be_focused()


def test_a_card_that_is_left_while_picked_up_goes_back(at, deals):
    page = at("/board/")
    card = page.locator("[data-card]").first
    number = card.get_attribute("data-card")
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.locator("[data-lane]").first.locator(f"[data-card='{number}']")).to_be_visible()
    expect(page.locator("[data-card].held")).to_have_count(0)


def test_the_phone_menu_takes_the_focus_and_gives_it_back(at):
    page = at("/gallery/")
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    navigation = page.get_by_role("navigation", name="Main navigation")
    expect(navigation.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(navigation).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_the_search_gives_the_focus_back_to_where_it_was_called(at):
    page = at("/gallery/")
    page.get_by_label("More", exact=True).focus()
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("More", exact=True)).to_be_focused()


def test_the_list_of_keys_names_every_letter_that_opens_a_page(at):
    page = at("/gallery/")
    letters = page.locator("#navigation [data-go]").evaluate_all("links => links.map((link) => link.dataset.go)")
    keys = page.locator("#ask-keys dt").all_text_contents()
    assert letters
    assert [f"G {letter.upper()}" for letter in letters] == [key for key in keys if key.startswith("G")]


def test_keys_open_search_create_and_the_list_of_keys(at):
    page = at("/gallery/")
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).not_to_have_url("/gallery/")
