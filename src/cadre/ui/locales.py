"""How each language writes figures, money and time. Data, not prose: whole sentences belong in the catalogues."""

from dataclasses import dataclass

Step = tuple[int, int, str]


@dataclass(frozen=True)
class Locale:
    """The written form of figures and dates in one language.

    `steps` are the short forms, largest first: (from, decimals below ten steps, unit). `dates` and `ago` are patterns.
    """

    steps: tuple[Step, ...]
    step_gap: str
    symbols: dict[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    day_year: str
    long_day: str
    long_day_year: str
    long_weekday: str
    days_near: dict[int, str]
    now: str
    past: dict[str, tuple[str, str]]
    future: dict[str, tuple[str, str]]
    comma: str
    semicolon: str
    colon: str


_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = tuple(str(month) for month in range(1, 13))
_SYMBOLS = {
    "USD": "$",
    "TWD": "NT$",
    "CNY": "CN¥",
    "HKD": "HK$",
    "JPY": "JP¥",
    "EUR": "€",
    "GBP": "£",
    "KRW": "₩",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "CA$",
    "INR": "₹",
    "THB": "฿",
    "VND": "₫",
}

ENGLISH = Locale(
    steps=((10**9, 2, "B"), (10**6, 2, "M"), (10**3, 1, "K")),
    step_gap="",
    symbols=_SYMBOLS,
    months=_EN_MONTHS,
    weekdays=_EN_DAYS,
    day="{month} {d}",
    day_year="{month} {d}, {y}",
    long_day="{month} {d}",
    long_day_year="{month} {d}, {y}",
    long_weekday="{weekday}, {month} {d}",
    days_near={-1: "Yesterday", 0: "Today", 1: "Tomorrow"},
    now="just now",
    past={
        "m": ("{n} minute ago", "{n} minutes ago"),
        "h": ("{n} hour ago", "{n} hours ago"),
        "d": ("{n} day ago", "{n} days ago"),
    },
    future={
        "m": ("in {n} minute", "in {n} minutes"),
        "h": ("in {n} hour", "in {n} hours"),
        "d": ("in {n} day", "in {n} days"),
    },
    comma=", ",
    semicolon="; ",
    colon=": ",
)


def _chinese(  # noqa: PLR0913 - the words of one script, all named
    *,
    hundred_million: str,
    ten_thousand: str,
    week: str,
    before: str,
    after: str,
    minute: str,
    hour: str,
    now: str,
    yen: str,
) -> Locale:
    days = tuple(week + day for day in "一二三四五六日")
    units = {"m": minute, "h": hour, "d": "天"}
    return Locale(
        steps=((10**8, 2, hundred_million), (10**4, 2, ten_thousand)),
        step_gap=" ",
        symbols={**_SYMBOLS, "USD": "US$", "CNY": yen},
        months=_NUMBERS,
        weekdays=days,
        day="{month}/{d}",
        day_year="{y}/{month}/{d}",
        long_day="{month} 月 {d} 日",
        long_day_year="{y} 年 {month} 月 {d} 日",
        long_weekday="{month} 月 {d} 日 {weekday}",
        days_near={-1: "昨天", 0: "今天", 1: "明天"},
        now=now,
        past={key: (f"{{n}} {unit}{before}",) * 2 for key, unit in units.items()},
        future={key: (f"{{n}} {unit}{after}",) * 2 for key, unit in units.items()},
        comma="、",
        semicolon="；",
        colon="：",
    )


TRADITIONAL = _chinese(
    hundred_million="億",
    ten_thousand="萬",
    week="週",
    before="前",
    after="後",
    minute="分鐘",
    hour="小時",
    now="剛剛",
    yen="CN¥",
)
SIMPLIFIED = _chinese(
    hundred_million="亿",
    ten_thousand="万",
    week="周",
    before="前",
    after="后",
    minute="分钟",
    hour="小时",
    now="刚刚",
    yen="¥",
)
_BY_CODE = {"en": ENGLISH, "zh-hant": TRADITIONAL, "zh-hans": SIMPLIFIED}


def locale_of(language: str) -> Locale:
    """The locale of a language code; English for one we do not write."""
    return _BY_CODE.get(language.lower(), ENGLISH)
