"""Countries and regions: kept under one English name, whatever name or code was written, and shown in the reader's language."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language

from cadre.imports.similar import squeezed
from cadre.kernel.search.fold import fold

# The short names that companies write, where the registry's are longer or not yet usual
_ENGLISH = {"HK": "Hong Kong", "MO": "Macau", "MM": "Myanmar", "TR": "Turkey"}
_CHINESE = {"zh_Hant": {"HK": "香港", "MO": "澳門"}, "zh_Hans": {"HK": "香港", "MO": "澳门"}}
_LETTERS = 2
_NOT_A_COUNTRY = {"CQ", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_ALSO = {
    "America": "US", "United States of America": "US", "Great Britain": "GB", "Korea": "KR", "Republic of Korea": "KR",
    "韓國": "KR", "韩国": "KR", "Viet Nam": "VN", "Czech Republic": "CZ", "Russian Federation": "RU", "Holland": "NL",
    "Macao": "MO", "Taiwan, R.O.C.": "TW", "Mainland China": "CN", "PRC": "CN", "中國大陸": "CN", "中国大陆": "CN",
    "UAE": "AE", "Burma": "MM", "Ivory Coast": "CI", "臺灣": "TW",
}  # fmt: skip
_LOCALES = {"zh-hant": "zh_Hant", "zh-hans": "zh_Hans"}
_LANGUAGES = ("en", "zh_Hant", "zh_Hant_HK", "zh_Hans")


def country_of(text: str) -> str | None:
    """The English name behind a name in English or Chinese or an ISO code of two or three letters; None for an unknown one."""
    code = _code_of(text)
    return _name(code, "en") if code else None


def country_name(country: str) -> str:
    """A country's name in the reader's language; what is no known one, as it was written."""
    code = _code_of(country)
    return _name(code, _LOCALES.get((get_language() or "en").lower(), "en")) if code else country


def country_names() -> list[str]:
    """All names in the reader's language, in its order."""
    return sorted({country_name(name) for name in english_names()})


@cache
def english_names() -> tuple[str, ...]:
    """Every name that is kept."""
    return tuple(sorted({_name(code, "en") for code in set(_codes().values())}))


def kept_country(text: str) -> str:
    """What is kept of what somebody wrote: the English name of a known country, else the text itself."""
    return country_of(text) or text.strip()


def names_of_country(country: str) -> tuple[str, ...]:
    """What a country is found by: its English and its Chinese name."""
    code = _code_of(country)
    return (country, _name(code, "zh_Hant")) if code else (country,)


def _code_of(text: str) -> str | None:
    form = squeezed(text)
    code = _codes().get(form) if form else None
    # “<b>…</b>” squeezes to a code, but is none
    is_code = form.isascii() and len(form) <= _LETTERS + 1
    return None if is_code and fold(text).replace(".", "").strip() != form else code


@cache
def _territories(locale: str) -> Mapping[str, str]:
    from babel import Locale  # seldom needed, and slow to load

    found = Locale.parse(locale).territories
    named = {code: str(name) for code, name in found.items()}
    return {code: name for code, name in named.items() if len(code) == _LETTERS and code not in _NOT_A_COUNTRY}


def _name(code: str, locale: str) -> str:
    own = _ENGLISH if locale == "en" else _CHINESE[locale]
    return own.get(code) or _territories(locale)[code]


@cache
def _codes() -> Mapping[str, str]:
    """The code behind every squeezed name and code."""
    from babel.core import get_global

    known = _territories("en")
    codes = {squeezed(word): code for word, code in _ALSO.items()}
    aliases = get_global("territory_aliases")
    codes |= {squeezed(alias): of[0] for alias, of in aliases.items() if len(alias) in {2, 3} and of[0] in known}
    for locale in _LANGUAGES:
        codes |= {squeezed(name): code for code, name in _territories(locale).items()}
    codes |= {squeezed(name): code for names in (_ENGLISH, *_CHINESE.values()) for code, name in names.items()}
    return codes | {squeezed(code): code for code in known}
