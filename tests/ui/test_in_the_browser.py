"""What only a browser shows: drafts, drags, drawings, and that nothing breaks the content policy. Keys: test_keys_in_the_browser."""

import re

import pytest
from playwright.sync_api import expect

from cadre.ui.models import FormReceipt
from tests.support.browser import accessibility_faults
from tests.ui.conftest import open_form

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages")]


def test_a_refused_drawer_form_keeps_what_was_typed_and_focuses_the_summary(at):
    page = at("/gallery/")
    open_form(page)
    page.fill("#drawer #id_title", "Kept")
    page.fill("#drawer #id_amount", "many")
    page.keyboard.press("Control+Enter")
    summary = page.locator("#drawer [role=alert]")
    expect(summary).to_be_focused()
    assert page.input_value("#drawer #id_title") == "Kept"
    summary.get_by_role("link", name="Amount").click()
    expect(page.locator("#drawer #id_amount")).to_be_focused()


def test_what_was_saved_does_not_come_back_as_a_draft(at):
    page = at("/gallery/")
    open_form(page)
    page.fill("#drawer #id_amount", "5")
    page.fill("#drawer #id_close_on", "2030-01-02")
    # Typed last and saved at once: the draft's timer would end after the answer
    page.evaluate("""() => {
        const title = document.querySelector("#drawer #id_title");
        title.value = "Saved";
        title.dispatchEvent(new Event("input", {bubbles: true}));
        document.body.dispatchEvent(new Event("drawer-done"));
    }""")
    expect(page.locator("#drawer")).to_be_hidden()
    page.wait_for_function("started => performance.now() > started + 500", arg=page.evaluate("performance.now()"))
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []


def test_a_double_click_saves_once_and_says_so(at):
    page = at("/gallery/")
    open_form(page)
    page.fill("#drawer #id_title", "GTX")
    page.fill("#drawer #id_amount", "5")
    page.fill("#drawer #id_close_on", "2030-01-02")
    page.locator("#drawer").get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    expect(page.locator("#drawer")).to_be_hidden()
    assert FormReceipt.objects.count() == 1


def test_a_confirmation_asks_before_it_acts_and_no_means_no(at):
    page = at("/gallery/")
    sent = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.get_by_role("button", name="Close period").click()
    dialog = page.get_by_role("dialog", name="Close the period?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert sent == []


def test_every_chart_has_a_table_view(at):
    page = at("/gallery/")
    card = page.locator("[data-chart-card]", has_text="Won, cumulative")
    card.scroll_into_view_if_needed()
    expect(card.locator("[data-chart] svg").first).to_be_visible()
    card.get_by_role("button", name="Table").click()
    expect(card.get_by_role("table")).to_contain_text("720,000")


def test_a_number_explains_itself(at):
    page = at("/gallery/")
    page.get_by_role("link", name="75%").click()
    expect(page.get_by_role("dialog")).to_contain_text("23,376 × 5%")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_gallery_has_no_serious_accessibility_fault(at, cast, theme, language, width):
    cast.rep_lin.theme, cast.rep_lin.language = theme, language
    cast.rep_lin.save()
    page = at("/gallery/")
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_open_drawer_has_no_serious_accessibility_fault(at):
    page = at("/gallery/")
    open_form(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#drawer [role=alert]")).to_be_visible()
    assert accessibility_faults(page) == []


def test_a_form_is_wired_the_moment_it_appears(at):
    page = at("/gallery/")
    page.evaluate("""() => new MutationObserver((_, observer) => {
        const form = document.querySelector("#drawer form");
        if (form) { observer.disconnect(); form.requestSubmit(); }
    }).observe(document.body, {childList: true, subtree: true})""")
    open_form(page)
    expect(page.locator("#drawer [role=alert]")).to_be_visible()


def test_sorting_and_filtering_change_the_address_and_are_said_aloud(at, deals):
    page = at("/deals/")
    page.get_by_role("link", name="Amount").click()
    expect(page.locator("th[aria-sort=ascending]")).to_be_visible()
    assert "sort=amount" in page.url
    page.get_by_text("Filter", exact=True).click()
    page.locator("details.c-acc > summary", has_text="Amount").click()
    page.get_by_label("Amount from").fill("2000")
    page.get_by_role("button", name="Apply").last.click()
    expect(page.locator("#live-region")).to_have_text("2 rows")
    assert "amount_from=2000" in page.url
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(3)


def test_tabs_wider_than_the_page_fade_until_their_end_is_seen(at, deals):
    page = at("/deals/")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_load_state("networkidle")  # the counts come later and make the tabs wider
    tabs = page.locator(".nav-tabs")
    tabs.evaluate("tabs => { tabs.firstElementChild.style.minWidth = '40rem'; tabs.scrollLeft = 0; }")
    expect(tabs).to_have_class(re.compile(r"\bmore\b"))
    tabs.evaluate("tabs => { tabs.scrollLeft = tabs.scrollWidth; }")
    expect(tabs).not_to_have_class(re.compile(r"\bmore\b"))


def test_selected_rows_bring_the_bar_and_go_to_the_action(at, deals):
    page = at("/deals/")
    page.locator("input[name=pick]").first.check()
    page.locator("input[name=pick]").nth(2).click(modifiers=["Shift"])
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("3 selected")
    with page.expect_request(lambda request: "/bulk/" in request.url) as asked:
        bar.get_by_role("button", name="Change owner").click()
    ids = asked.value.url.split("ids=")[1].split("%2C")
    assert len(ids) == 3


def test_hidden_columns_stay_hidden(at, deals):
    page = at("/deals/")
    page.get_by_label("Columns and density").click()
    page.get_by_label("Industry").uncheck()
    expect(page.get_by_role("columnheader", name="Industry")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("columnheader", name="Stage")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Industry")).to_be_hidden()


def test_a_refused_card_shows_why_and_goes_back(at, deals):
    page = at("/board/?refuse=1")
    card = page.locator("[data-card]").first
    number = card.get_attribute("data-card")
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    note = page.locator(".c-refused")
    expect(note).to_contain_text("Decision-maker")
    note.get_by_role("button", name="Put back").click()
    first_lane = page.locator("[data-lane]").first
    expect(first_lane.locator(f"[data-card='{number}']")).to_be_focused()


def test_a_card_is_dragged_by_mouse(at, deals):
    page = at("/board/")
    card = page.locator("[data-card]").first
    target = page.locator("[data-lane] [data-cards]").nth(1)
    start, end = card.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + 40, end["y"] + 20, steps=10)
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("Moved.")


def test_the_phone_menu_opens_and_closes(at):
    page = at("/gallery/")
    page.set_viewport_size({"width": 390, "height": 800})
    navigation = page.get_by_role("navigation", name="Main navigation")
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(navigation).to_be_visible()
    page.mouse.click(380, 300)
    expect(navigation).to_be_hidden()


def test_the_buttons_of_a_long_form_stay_in_sight(at):
    page = at("/gallery/")
    page.set_viewport_size({"width": 1440, "height": 500})
    open_form(page)
    expect(page.locator("#drawer").get_by_role("button", name="Save", exact=True)).to_be_in_viewport(ratio=1)
