"""Navigation, quick create and panels: a role sees what it may use."""

import pytest

from cadre.kernel.access import Actor, Role
from cadre.ui import navigation, panels
from cadre.ui.navigation import CreateAction, NavItem
from cadre.ui.panels import Panel

REP = Actor(user_id=1, employee_id=1, roles=frozenset({Role.REP}))


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_actions", {})
    monkeypatch.setattr(panels, "_panels", {})


def labels(entries):
    return {entry.section.key: [item.key for item, _ in entry.pages] for entry in entries}


def test_sections_follow_the_loop_and_hide_what_a_role_may_not_use(registry):
    navigation.register(
        NavItem("sell", "late", "Late", "web:home", position=90),
        NavItem("sell", "early", "Early", "web:search", position=10),
        NavItem("settings", "company", "Company", "web:home", roles={Role.ADMINISTRATOR}),
        NavItem("home", "home", "Home", "web:home"),
    )
    assert labels(navigation.entries(REP.roles)) == {"home": ["home"], "sell": ["early", "late"]}
    assert "settings" in labels(navigation.entries({Role.ADMINISTRATOR}))


def test_the_current_page_is_the_longest_address_that_fits(registry):
    navigation.register(NavItem("home", "home", "Home", "web:home"), NavItem("sell", "search", "Search", "web:search"))
    current = {entry.section.key: entry.current for entry in navigation.entries(REP.roles, "/search/more/")}
    assert current == {"home": "", "sell": "search"}


def test_a_page_of_an_absent_room_is_left_out(registry):
    navigation.register(NavItem("sell", "gone", "Gone", "nowhere:page"))
    navigation.register_create(CreateAction("gone", "Gone", "nowhere:page"))
    assert navigation.entries(REP.roles) == []
    assert navigation.create_actions(REP.roles) == []


def test_mistakes_of_a_room_show_at_start(registry):
    with pytest.raises(ValueError, match="no section"):
        navigation.register(NavItem("nowhere", "x", "X", "web:home"))
    navigation.register(NavItem("sell", "x", "X", "web:home"))
    with pytest.raises(ValueError, match="used twice"):
        navigation.register(NavItem("sell", "x", "Other", "web:home"))


def test_a_panel_is_absent_for_those_who_may_not_see_it(registry):
    panels.register(Panel("deal.side", "pay", "Pay", url=lambda deal: f"/pay/{deal}/", roles={Role.REP}, position=20))
    panels.register(
        Panel("deal.side", "files", "Files", url=lambda deal: f"/files/{deal}/", shown=lambda actor, deal: deal == 7)
    )
    assert [panel.key for panel in panels.panels_in("deal.side", 7, REP)] == ["pay", "files"]
    assert [panel.key for panel in panels.panels_in("deal.side", 8, REP)] == ["pay"]
    assert panels.panels_in("deal.side", 7, None) == []
    assert 'hx-get="/pay/8/"' in panels.render("deal.side", 8, REP)
    with pytest.raises(ValueError, match="has a panel"):
        panels.register(Panel("deal.side", "pay", "Pay", url=str))


@pytest.mark.django_db
def test_the_frame_names_its_language_and_theme(cast, client, settings):
    settings.CADRE_GALLERY = True
    cast.rep_lin.language, cast.rep_lin.theme = "zh-hans", "dark"
    cast.rep_lin.save()
    client.force_login(cast.rep_lin)
    text = client.get("/gallery/").text
    assert '<html lang="zh-Hans" data-theme="dark" data-bs-theme="dark">' in text
    assert 'style="' not in text
    assert "<c-" not in text


@pytest.mark.django_db
def test_the_gallery_is_for_administrators(cast, client):
    client.force_login(cast.rep_lin)
    assert client.get("/gallery/").status_code == 404
    client.force_login(cast.admin_root)
    assert client.get("/gallery/").status_code == 200


@pytest.mark.parametrize("template", ["403.html", "404.html", "500.html", "offline.html"])
def test_error_pages_need_no_context(template):
    from django.template.loader import get_template

    text = get_template(template).render()
    assert "<h1>" in text
    assert "<c-" not in text
