"""Industries that come with a word in every language; any other is shown as it was written."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext_lazy

SHIPPED = {
    "technology": pgettext_lazy("industry", "Technology"),
    "medical": pgettext_lazy("industry", "Medical"),
    "retail": pgettext_lazy("industry", "Retail"),
    "software": pgettext_lazy("industry", "Software"),
    "entertainment": pgettext_lazy("industry", "Entertainment"),
    "marketing": pgettext_lazy("industry", "Marketing services"),
    "finance": pgettext_lazy("industry", "Finance"),
    "telecommunications": pgettext_lazy("industry", "Telecommunications"),
    "services": pgettext_lazy("industry", "Business services"),
    "employment": pgettext_lazy("industry", "Human resources"),
    "manufacturing": pgettext_lazy("industry", "Manufacturing"),
    "logistics": pgettext_lazy("industry", "Logistics"),
    "education": pgettext_lazy("industry", "Education"),
    "energy": pgettext_lazy("industry", "Energy"),
    "public": pgettext_lazy("industry", "Public sector"),
}


def industry_name(industry: str) -> str:
    """The industry's word in the reader's language."""
    return str(SHIPPED.get(industry, industry))


def industry_of(text: str) -> str:
    """The industry behind a word in any of our languages; any other text is an industry of the company's own."""
    wanted = text.strip()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for industry, word in SHIPPED.items():
                if wanted.casefold() in {industry, str(word).casefold()}:
                    return industry
    return wanted
