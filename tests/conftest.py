"""Fixtures that every test may use, and what a test run refuses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.support.spark import missing_part

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, max_examples=30)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright starts our Chromium; a machine that can have none skips the test and says what to install."""
    from playwright.sync_api import expect

    from tests.support.browser import NoBrowserError, launch_options

    expect.set_options(timeout=30_000)  # as long as actions wait: only what fails takes that long

    # Playwright keeps an event loop running in the test's thread, which Django takes for asynchronous code
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        return {**browser_type_launch_args, **launch_options()}
    except NoBrowserError as missing:
        pytest.skip(f"missing part: {missing}")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk of 1440 × 900 that keeps still."""
    viewport = {"width": 1440, "height": 900}
    return {**browser_context_args, "viewport": viewport, "reduced_motion": "reduce", "locale": "en-GB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a page is a browser test, marked or not. Spark is left out, by name, where it cannot run."""
    without_spark = missing_part() if any(item.get_closest_marker("spark") for item in items) else ""
    for item in items:
        if without_spark and item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.skip(reason=f"missing part: {without_spark}"))
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Under CI nothing may be left out without notice: a skipped test is a failed run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") and skipped:
        terminalreporter.section("skipped, which CI does not accept")
        for report in skipped:
            terminalreporter.write_line(f"{report.nodeid}: {report.longrepr[-1] if report.longrepr else ''}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English: a request leaves the language of who asked active in its thread."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Any:
    """The named people of tests/support/cast.py."""
    from tests.support.cast import assemble

    return assemble()


def seeded_rows() -> str:
    """All rows of the product's tables. Content types and permissions Django makes anew by itself, under other keys."""
    from django.apps import apps
    from django.core import serializers
    from django.db import connection

    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.app_label not in {"contenttypes", "auth"}]
    managers = [model._base_manager for model in models if model._meta.db_table in there and not model._meta.proxy]
    return serializers.serialize("json", [row for manager in managers for row in manager.order_by("pk")])


_RESTORE: pytest.StashKey[Any] = pytest.StashKey()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Besides making the tables: keep what the migrations put into them, for tests that empty them."""
    from django.db import connection

    with django_db_blocker.unblock():
        kept = seeded_rows()

    def restore() -> None:
        with django_db_blocker.unblock():
            connection.creation.deserialize_db_from_string(kept)

    request.config.stash[_RESTORE] = restore


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """A test with real transactions leaves empty tables behind: put back what was in them."""
    result = yield
    marker = item.get_closest_marker("django_db")
    transactional = "transactional_db" in getattr(item, "fixturenames", ())
    transactional |= bool(marker and (marker.kwargs.get("transaction") or True in marker.args[:1]))
    if transactional and nextitem is not None:
        item.config.stash.get(_RESTORE, lambda: None)()
    return result
