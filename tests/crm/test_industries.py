"""An industry is chosen by its word in the reader's language and kept by its key."""

import pytest
from django.utils import translation

from cadre.crm.forms.records import IndustryField
from cadre.crm.industries import industry_of


@pytest.mark.parametrize("word", ["科技", "Technology", "technology", " TECHNOLOGY "])
def test_a_word_of_any_language_is_the_industry_it_means(word: str) -> None:
    assert industry_of(word) == "technology"


def test_what_we_have_no_word_for_stays_as_it_was_written() -> None:
    assert industry_of("Shipbuilding") == "Shipbuilding"


def test_the_form_shows_the_word_and_never_the_key() -> None:
    field = IndustryField(required=False)
    with translation.override("zh-hant"):
        assert field.prepare_value("technology") == "科技"
        assert "科技" in field.widget.render("industry", "", {"id": "id_industry"})
    assert field.clean("") == ""
