"""Find the lines of a mail that repeat another mail, and its signature."""

import re
from itertools import groupby

from search.types.article import Zone, ZoneKind

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreibt|a écrit|écrivait|escribió|ha scritto|scrive|escreveu|schreef|napisał|napisała"
    r"|napisał\(a\)|пишет|писал|писала|написал|написала|skrev|kirjoitti|írta|yazdı|napsal|έγραψε|كتب|כתב)\b"
    r"|写道|寫道|のメール|さんが書きました|님이 작성",
    re.IGNORECASE,
)
_LABELS = (
    "from|von|de|da|van|от|från|fra|od|feladó|lähettäjä|kimden|από|من|מאת|差出人|送信者|发件人|發件人|寄件者|보낸 사람",
    "sent|date|gesendet|datum|envoyé|enviado|enviada|fecha|data|inviato|verzonden|отправлено|дата|skickat|sendt|wysłano"
    "|lähetetty|gönderilen|elküldve|送信日時|日時|发送时间|發送時間|寄件日期|日期|보낸 날짜|날짜",
    "to|an|à|para|a|aan|кому|till|til|do|címzett|vastaanottaja|kime|προς|إلى|אל|宛先|收件人|收件者|받는 사람",
    "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|тема|ämne|emne|temat|tárgy|aihe|konu|θέμα|الموضوع|נושא"
    "|件名|主题|主題|主旨|제목",
)
_LABEL = re.compile(
    r"[ \t*]*(?:" + "|".join(f"(?P<l{n}>{names})" for n, names in enumerate(_LABELS)) + r")[ \t]?\*?[:：]",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\s*[-_]{2,} ?(?:original message|ursprüngliche nachricht|message d['’]origine|mensaje original"
    r"|messaggio originale"
    r"|mensagem original|oorspronkelijk bericht|исходное сообщение|ursprungligt meddelande|oprindelig meddelelse"
    r"|wiadomość oryginalna|元のメッセージ|原始邮件|原始郵件|원본 메시지) ?[-_]{2,}\s*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[-\s]*(?:begin )?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato"
    r"|mensagem encaminhada|doorgestuurd bericht|пересылаемое сообщение|vidarebefordrat meddelande|转发邮件|轉寄郵件)"
    r"|[-\s]*anfang der weitergeleiteten|[-\s]*début du message",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|enc|doorst|vs|vb|пер|转发|轉寄)\s*[:：]", re.IGNORECASE)
_LINES_OF_HEADER = 6
"""Lines below "From:" in which the other lines of a header are looked for."""
_LONGEST_ATTRIBUTION = 250


def mail_zones(text: str, subject: str = "") -> list[Zone]:
    """The quoted lines of a mail, its signature, and its body, in order. What a mail forwards is not quoted. Linear."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    is_forward = bool(_FORWARD_SUBJECT.match(subject))
    kinds: list[ZoneKind | None] = [None] * len(lines)
    inside: ZoneKind | None = None
    for number, line in enumerate(lines):
        is_forward |= bool(_FORWARDED.match(line))
        if line.startswith(">"):
            kinds[number] = "quoted"
            inside = None if inside == "signature" else inside
            continue
        if line.rstrip() == "--" or line == "-- ":
            inside = inside or "signature"
        elif not is_forward and inside != "quoted" and _begins_original(lines, number):
            inside = "quoted"
        elif size := _attribution(lines, number):
            for at in range(number, number + size):
                kinds[at] = "quoted"
            is_quoted_by_signs = _next_line(lines, number + size).startswith(">")
            inside = inside if is_quoted_by_signs or is_forward else "quoted"
        kinds[number] = kinds[number] or inside
    return _joined(kinds, lines, starts)


def _begins_original(lines: list[str], number: int) -> bool:
    """Whether a line begins the header that Outlook puts above the mail that is answered."""
    if _ORIGINAL.fullmatch(lines[number]):
        return True
    first = _LABEL.match(lines[number])
    if not first or first.lastgroup != "l0":
        return False
    below = [
        match.lastgroup for line in lines[number + 1 : number + 1 + _LINES_OF_HEADER] if (match := _LABEL.match(line))
    ]
    return len({"l1", "l2", "l3"}.intersection(below)) >= 2


def _attribution(lines: list[str], number: int) -> int:
    """How many lines from a line on say who wrote what follows: "On 4 March 2031, Ann Roe wrote:"; 0 if none do."""
    for size in (1, 2):
        text = " ".join(lines[number : number + size]).rstrip()
        is_said = text.endswith((":", "：")) and len(text) <= _LONGEST_ATTRIBUTION and _WROTE.search(text)
        if is_said and (re.search(r"\d\d", text) or "@" in text or _next_line(lines, number + size).startswith(">")):
            return size
        if not lines[number].strip() or not lines[number : number + 2][-1].strip():
            return 0
    return 0


def _next_line(lines: list[str], number: int) -> str:
    """The first line from a line on that is not empty, if it is one of the next three."""
    return next((line for line in lines[number : number + 3] if line.strip()), "")


def _joined(kinds: list[ZoneKind | None], lines: list[str], starts: list[int]) -> list[Zone]:
    """A zone for each run of lines of a kind, without the empty lines around it."""
    zones = []
    for kind, run in groupby(range(len(lines)), key=kinds.__getitem__):
        numbers = [number for number in run if lines[number].strip()]
        if numbers:
            first, last = lines[numbers[0]], lines[numbers[-1]]
            start = starts[numbers[0]] + len(first) - len(first.lstrip())
            zones.append(Zone(kind or "body", start, starts[numbers[-1]] + len(last.rstrip())))
    return zones
