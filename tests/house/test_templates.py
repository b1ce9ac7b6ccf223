"""Templates hold what the content security policy lets through: no script, style or handler inside the page."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import files, name_of

FORBIDDEN = {
    "an inline style; use a class, <progress> or an SVG attribute": re.compile(r"\sstyle\s*="),
    "an inline handler; listen in a file of src/frontend": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "hx-on; listen in a file of src/frontend": re.compile(r"\shx-on[:\s=]"),
    "a hx-vals or hx-trigger that needs eval": re.compile(r"hx-(?:vals|headers)\s*=\s*[\"']js:"),
    "an inline script": re.compile(r"<script(?![^>]*(?:\ssrc\s*=|application/json|\snonce\s*=))"),
    "an inline style sheet": re.compile(r"<style(?![^>]*\snonce\s*=)"),
    "something loaded from another host": re.compile(r"(?:src|href)\s*=\s*[\"']https?://(?!\{)"),
}
# Comments and what a component's contract says about its attributes are no markup
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize("path", files(".html", under="src"), ids=name_of)
def test_a_template_keeps_to_the_content_security_policy(path) -> None:  # type: ignore[no-untyped-def]
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [reason for reason, pattern in FORBIDDEN.items() if pattern.search(text)] == []
