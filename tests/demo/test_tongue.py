"""The demo's people write in one language, whatever language the page is in."""

from django.utils import translation

from cadre.demo.everyday import SAID
from cadre.demo.story import NEXT_STEPS
from cadre.demo.tongue import speaking, written


def test_notes_are_written_in_the_language_of_the_demo() -> None:
    with translation.override("zh-hans"):
        assert written(SAID["mail"][0]) == "Sent the quote"
        with speaking("zh-hant"):
            assert written(SAID["mail"][0]) == "已寄出報價"
            assert written(NEXT_STEPS["Proposal"][1]) == "寄送修訂後的報價"
