"""In which languages tesseract reads the scans of a folder."""

from collections.abc import Mapping, Sequence

from search.errors import OcrError

_MOST = 3
"""Languages at once, unless the setting names more. Each makes reading slower."""
_COMMON = 0.02
"""The part of the articles from which on a language counts, as for word forms."""
_NAMES = dict(
    pair.split(":")
    for line in (
        "af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng",
        "eo:epo es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye",
        "id:ind is:isl it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor ky:kir lo:lao lt:lit lv:lav mi:mri mk:mkd",
        "ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya ne:nep nl:nld no:nor or:ori pa:pan pl:pol ps:pus pt:por ro:ron",
        "ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp+srp_latn sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir",
        "tl:fil tr:tur uk:ukr ur:urd uz:uzb vi:vie yo:yor zh:chi_sim+chi_tra",
    )
    for pair in line.split()
)
"""What tesseract calls the languages of `extract/languages.py`."""


def choose_languages(setting: str, installed: Sequence[str], articles: Mapping[str, int]) -> tuple[str, ...]:
    """The languages to read scans in, as tesseract names them.

    They are those of the setting, such as "eng+deu"; if it is empty, those of the languages of most articles that are
    installed, at most three. If no articles tell, they are all that are installed if these are at most three, and
    otherwise English. `articles` counts the articles in each language. Raises OcrError if one is not installed.
    """
    if setting:
        languages = tuple(setting.split("+"))
        if missing := [name for name in languages if name not in installed]:
            has = f"It has {', '.join(installed)}" if installed else "It has none"
            raise OcrError(f"tesseract has no language “{missing[0]}”, which ocr_languages names. {has}.")
        return languages
    least = _COMMON * sum(articles.values())
    codes = sorted((code for code in articles if articles[code] >= least), key=articles.__getitem__, reverse=True)
    found = [name for code in codes for name in _NAMES.get(code, "").split("+") if name in installed]
    languages = tuple(found[:_MOST] or (installed if len(installed) <= _MOST else ["eng"]))
    if not installed:
        raise OcrError("tesseract has no languages. Install one.")
    if languages[0] not in installed:
        raise OcrError(f"Name the languages of your scans in ocr_languages. tesseract has {', '.join(installed)}.")
    return languages
