"""Every text is there in Traditional and Simplified Chinese, in the right script, with its placeholders and terms."""

from __future__ import annotations

import pytest

from tools.chinese import half_width, other_term, too_polite, wrong_script
from tools.i18n import faults, rooms


@pytest.mark.parametrize("room", rooms())
def test_every_text_of_the_room_is_translated(room: str) -> None:
    found = faults([room])
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("銷售團隊", "zh_Hant", ""),
        ("销售團隊", "zh_Hant", "销"),
        ("销售团隊", "zh_Hans", "隊"),
        ("台北", "zh_Hant", ""),
    ],
)
def test_a_character_of_the_other_script_is_found(text: str, language: str, wrong: str) -> None:
    assert wrong_script(text, language) == wrong


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("請選擇,再試", "擇,"),
        ("請選擇，再試", ""),
        ("共 3 筆 (%(n)s)", ""),
        ("完成.", "成."),
        ("3,000 元", ""),
        ("存檔 CSV, XLSX", ""),
    ],
)
def test_a_half_width_sign_between_chinese_characters_is_found(text: str, sign: str) -> None:
    assert half_width(text) == sign


def test_the_reader_is_not_addressed_with_the_polite_pronoun() -> None:
    assert too_polite("您的密碼")
    assert not too_polite("你的密碼")


def test_a_glossary_term_has_one_of_its_accepted_words() -> None:
    assert other_term("recruiting plan", "招募計畫", "zh_Hant") == []
    assert other_term("Recruiting plan", "人才計畫", "zh_Hant") == ["招募計畫"]
