"""Personal data that must not be public: identity numbers, telephones of citizens, bank cards. Suspicions, no verdicts.

An identity number (公民身份号码) must have a known province, a birth date that could be and the check digit of
GB 11643-1999; of 200,000 random numbers of 18 digits 3 pass. Numbers that are masked already are as they should be.
No number leaves this file whole: samples keep the first digits, by which a clerk finds the row, and the last two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from infra.records import Suspicion, SuspicionKind
from spiders.reading.files.gathering import Piece

#: Suspicions told of one file; each stands for all numbers of a kind in one place.
MAX_SUSPICIONS = 20
#: Rows with a name and a mobile number that make a list of citizens out of a table of contacts.
LISTED = 5
#: Empty lines that pieces of one sheet may lie apart and still be one table.
_MAX_GAP = 1_000

_WHY = {
    SuspicionKind.ID_CARD: "an identity number (公民身份号码) that a person can have, its check digit right (GB 11643)",
    SuspicionKind.MOBILE: "mobile numbers beside names, in what looks like a list of citizens",
    SuspicionKind.BANK_CARD: "a bank card's number, its check digit right, where the text speaks of accounts",
}

_DIGIT_BEFORE, _DIGIT_AFTER = r"(?<![0-9A-Za-z*])", r"(?![0-9A-Za-z*])"
_IDENTITY = re.compile(
    rf"{_DIGIT_BEFORE}[1-9]\d{{5}}[ -]?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?"
    rf"\d{{3}}[\dXx]{_DIGIT_AFTER}"
)
#: One that a narrow column of a PDF broke into two or three lines; it is looked for at every place it may begin.
_WRAPPED = re.compile(rf"{_DIGIT_BEFORE}(?=([1-9](?:\n?\d){{16}}\n?[\dXx]){_DIGIT_AFTER})")
_FIRST_LINE, _MAX_BREAKS = 4, 2
_MOBILE = re.compile(rf"{_DIGIT_BEFORE}(?<!\d-)1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{_DIGIT_AFTER}")
_CARD = re.compile(rf"{_DIGIT_BEFORE}(?:62\d{{2}}|[45]\d{{3}}) ?\d{{4}} ?\d{{4}} ?\d{{4}}(?: ?\d{{3}})?{_DIGIT_AFTER}")

#: Digits in a row without which a page's text is not looked at any closer.
_LONG, _ELEVEN = re.compile(r"\d{16}"), re.compile(r"1[3-9]\d{9}")

#: GB 11643-1999: the first two digits are a province (81 to 83: residents of Hong Kong, Macao and Taiwan).
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST = 120

#: GB 32100-2015: the code of an organisation (统一社会信用代码), its alphabet, weights and first two characters.
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_KINDS = re.compile(r"1[1239]|2[19]|3[1-59]|4[19]|5[1-39]|6[129]|7[129]|8[19]|9[123]")
_CREDIT_WORDS = re.compile(r"信用代码|机构代码|组织代码")
_BEFORE = 24

_CITIZENS = re.compile(r"名单|低保|公示|救助|补贴|补助|特困|五保|困难|残疾|拟录|录取|花名册|享受|领取")
_OFFICES = re.compile(
    r"联系人|经办|负责人|责任人|咨询|热线|投诉|举报|值班|办公室|科长|局长|主任|书记|网格员|[河林路]长|包保|通讯录|法人|企业"
)
_CARD_WORDS = re.compile(r"卡号|账号|帐号|银行卡|一卡通|社保卡|开户")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂"
    "全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕"
    "楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈"
)
_NAME = re.compile(
    rf"(?<![\u4e00-\u9fa5])(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|[{_SURNAMES}])[\u4e00-\u9fa5]{{1,2}}(?![\u4e00-\u9fa5])"
)


def suspicions(pieces: Sequence[Piece], as_of: date) -> list[Suspicion]:
    """Suspect what stands in the pieces of one file, strongest kinds first, at most ``MAX_SUSPICIONS``."""
    texts = list(_joined(pieces))
    context = " ".join(piece.text[:5000] for piece in texts[:50])
    found = [*_identities(texts, as_of), *_mobiles(texts, context), *_cards(texts)]
    return found[:MAX_SUSPICIONS]


def in_page(text: str, as_of: date) -> tuple[Suspicion, ...]:
    """Suspect what stands in a page's text. Most have no number to suspect, which costs 0.01 ms to see."""
    if not _LONG.search(text) and len(_ELEVEN.findall(text)) < LISTED:
        return ()
    return tuple(suspicions([Piece("body", text)], as_of))


def masked(text: str) -> str:
    """Mask every number in a text that has the shape of a personal one, for texts that only may hold some."""
    for pattern in (_IDENTITY, _CARD, _MOBILE):
        text = pattern.sub(lambda match: mask(match[0]), text)
    return text


def mask(number: str) -> str:
    """Hide a number but for its first digits (3 of a telephone, else 4) and its last two."""
    digits = re.sub(r"[ -]", "", number)
    head = 3 if len(digits) == 11 else 4
    return digits[:head] + "*" * (len(digits) - head - 2) + digits[-2:]


def is_identity(number: str, as_of: date) -> bool:
    """Whether 18 characters are an identity number that somebody can have at ``as_of``."""
    number = number.upper()
    if int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if born > as_of or as_of.year - born.year > _OLDEST:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17]


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are the code of an organisation: kind, region and check character of GB 32100-2015."""
    number = number.upper()
    if not _CREDIT_KINDS.match(number) or not number[2:4].isdecimal() or int(number[2:4]) not in _PROVINCES:
        return False
    values = [_CREDIT_DIGITS.find(character) for character in number]
    if min(values) < 0:
        return False
    total = sum(weight * value for weight, value in zip(_CREDIT_WEIGHTS, values[:17], strict=True))
    return (31 - total % 31) % 31 == values[17]


def passes_luhn(number: str) -> bool:
    """Whether a card number's last digit checks the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Put the pieces of one place together again, in one width of digits, so that each number is told once."""
    for where, group in groupby(pieces, key=lambda piece: piece.where):
        text, first, line = "", 1, 1
        for piece in group:
            part = unicodedata.normalize("NFKC", piece.text)
            gap = piece.first_line - line if text and piece.first_line > 1 else 0
            if not text or not 0 <= gap <= _MAX_GAP:
                if text:
                    yield Piece(where, text, first)
                text, first, gap = "", piece.first_line, 0
                line = first
            text += "\n" * gap + part
            line += gap + part.count("\n")
        yield Piece(where, text, first)


def _identities(texts: Iterable[Piece], as_of: date) -> Iterator[Suspicion]:
    for piece in texts:
        found: dict[str, int] = {}
        for number, at in _candidates(piece.text):
            before = piece.text[max(0, at - _BEFORE) : at]
            if is_identity(number, as_of) and not is_credit_code(number) and not _CREDIT_WORDS.search(before):
                found.setdefault(number.upper(), at)
        yield from _told(SuspicionKind.ID_CARD, piece, found)


def _candidates(text: str) -> Iterator[tuple[str, int]]:
    """Give what has the shape of an identity number, without what parts its digits, and where it begins."""
    for match in _IDENTITY.finditer(text):
        yield re.sub(r"[ -]", "", match[0]), match.start()
    for match in _WRAPPED.finditer(text):
        breaks = match[1].count("\n")
        if 0 < breaks <= _MAX_BREAKS and match[1].index("\n") >= _FIRST_LINE:
            yield match[1].replace("\n", ""), match.start()


def _mobiles(texts: Sequence[Piece], context: str) -> Iterator[Suspicion]:
    """Telephones of a list of citizens: enough rows with a name beside a mobile number, none of them an office's."""
    if not _CITIZENS.search(context):
        return
    for piece in texts:
        found: dict[str, int] = {}
        at = 0
        for line in piece.text.splitlines(keepends=True):
            match = _MOBILE.search(line)
            if match is not None and _NAME.search(line) and not _OFFICES.search(line):
                found.setdefault(match[0], at + match.start())
            at += len(line)
        if len(found) >= LISTED and not _heads_offices(piece.text, min(found.values())):
            yield from _told(SuspicionKind.MOBILE, piece, found)


def _heads_offices(text: str, first: int) -> bool:
    """Whether the table's head, in the lines before its first row, names contacts instead of people."""
    return bool(_OFFICES.search(" ".join(text[:first].splitlines()[-4:])))


def _cards(texts: Iterable[Piece]) -> Iterator[Suspicion]:
    for piece in texts:
        if not _CARD_WORDS.search(piece.text):
            continue
        found: dict[str, int] = {}
        for match in _CARD.finditer(piece.text):
            number = match[0].replace(" ", "")
            if passes_luhn(number):
                found.setdefault(number, match.start())
        yield from _told(SuspicionKind.BANK_CARD, piece, found)


def _told(kind: SuspicionKind, piece: Piece, found: dict[str, int]) -> Iterator[Suspicion]:
    """Tell of the different numbers of one place: how many, and one of them masked."""
    if found:
        number, at = next(iter(found.items()))
        line = piece.first_line + piece.text.count("\n", 0, at)
        where = f"{masked(piece.where)}, line {line}" if piece.where else f"line {line}"
        yield Suspicion(kind=kind, sample=mask(number), where=where, why=_WHY[kind], count=len(found))
