"""Which encoding a text file is in. UTF-8 and byte-order marks are certain; between the others the more readable text wins."""

import codecs
import unicodedata
from collections import Counter

from cadre.imports.problems import UNREADABLE_TEXT

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
CHOICES = ["utf-8", "gb18030", "big5", "utf-16", "cp1252"]
GUESSED = {"gb18030", "big5", "cp1252"}  # nothing in the file says that it is one of these
_CODECS = {"big5": "cp950"}  # with the signs that Windows in Taiwan writes
SAMPLE = 200_000
# Frequent in any list of customers and deals, in both scripts; a wrong guess turns them into rare characters
_COMMON = frozenset(
    "的一是不在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于著着下自之年過过發发後后作裡里用道行所"
    "然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实日軍军者意無无力"
    "它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业外將将兩两高間间由問问很最重並并物手應应戰战向頭头文體体政美相見见被利什二等"
    "產产或新己制身果加西斯月話话合回特代內内信表化老給给世位次度門门任常先海通教兒儿原東东聲声提立及比員员解水名真論论處处走義义各入幾几口認认"
    "條条平系氣气題题活爾尔更別别打女變变四神總总何電电數数安少報报才結结反受目太量再感建務务做接必場场件計计管期市直德資资命山金指克許许統统區区保"
    "至隊队形社便空決决治展馬马科司五基眼書书非則则聽听白卻却界達达光放強强即像難难且權权思王象完設设式色路記记南品住告類类求據据程北邊边死張张該该"
    "交規规萬万取拉格望覺觉術术領领共確确傳传師师觀观清今切院讓让識识候帶带導导爭争運运客戶户銷销售額额名稱称姓郵邮箱箱編编號号聯联絡络負负責责"
    "階阶段商機日結案預预訂订單单價价錢钱幣币備备註注職职稱务部門經理業務電話手機地址網网站類別来源狀状態态贏赢輸输線线索合同付款發票臺台灣湾北京上海深圳廣广州限股份企業"
)


def decode(content: bytes, encoding: str = "") -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is only a guess. A chosen encoding is taken at its word, or UNREADABLE_TEXT."""
    if encoding:
        try:
            return content.decode(_CODECS.get(encoding, encoding)).removeprefix("\ufeff"), encoding, False
        except (ValueError, LookupError) as error:
            raise UNREADABLE_TEXT(encoding=encoding.upper()) from error
    for mark, name in BOMS:
        if content.startswith(mark):
            return decode(content, name)
    if name := _wide(content):
        return decode(content, name)
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        return _most_readable(content)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: its ASCII signs have a zero byte each, always on the same side. No other text holds zero bytes."""
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    # A single zero in a short text, or a few in a long one, are rubbish in it rather than half of its signs
    if max(even, odd) < max(2, len(head) // 64) or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _most_readable(content: bytes) -> tuple[str, str, bool]:
    texts = {}
    for name in ("gb18030", "big5"):
        try:
            texts[name] = content.decode(_CODECS.get(name, name))
        except UnicodeDecodeError:
            continue
    texts["cp1252"] = content.decode("cp1252", errors="replace")
    best = max(texts, key=lambda name: _readable(texts[name][:SAMPLE]))
    return texts[best], best, True


def _readable(text: str) -> float:
    """How much the signs beyond ASCII look like words: the mean of their marks."""
    marks = total = 0
    signs = Counter(zip(text, text[1:] + " ", strict=True))
    for (sign, following), times in signs.items():
        if sign < "\x80":
            continue
        total += times
        marks += times * _mark(sign, following)
    return marks / total if total else 0.0


def _mark(sign: str, following: str) -> int:
    if sign in _COMMON:
        return 4
    if "\u4e00" <= sign <= "\u9fff":
        return 1
    kind = unicodedata.category(sign)
    if sign <= "\u024f":  # an accented letter stands among letters, and rarely beside another one
        return 2 if kind[0] == "L" and following < "\x80" else -2 if kind[0] == "L" else -1
    return 1 if "\u3000" <= sign <= "\u303f" or "\uff00" <= sign <= "\uffef" else -4
