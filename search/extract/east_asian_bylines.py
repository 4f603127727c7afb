"""Parse bylines in Chinese, Japanese and Korean, which have no spaces between the names and the words around them."""

import re

from search.extract.name_words import may_be_unspaced_name
from search.lazy_pattern import lazy_pattern

_FIRST = "\u2e80"
"""The first code point of these scripts. Other scripts have none behind it."""
_LONGEST = 60
"""Code points of the longest byline."""
_HAN = r"[㐀-鿿々]"
_KANA = r"[ぁ-ゖァ-ヺー]"
_BETWEEN = r"[、,，·・ 　]+"
"""Matches what stands between names."""
_CHINESE, _KOREAN = rf"{_HAN}{{2,4}}", "[가-힣]{2,4}"
_JAPANESE = rf"(?:{_HAN}|{_KANA}){{1,5}}[ 　]?(?:{_HAN}|{_KANA}){{2,4}}"
_REPORT = r"(?:(?:综合|綜合)?(?:报道|報導|報道)|撰文|专稿|專稿|专电|專電)"
_OF_CHINESE = tuple(
    lazy_pattern(expression)
    for expression in (
        rf"(?:{_HAN}{{2,6}}?)?(?:记者|記者)[ 　:：/／|｜]*(?P<names>{_CHINESE}(?:{_BETWEEN}{_CHINESE}){{0,3}})"
        rf"(?:[ 　]*[/／|｜ 　][ 　]*{_HAN}{{0,4}}{_REPORT})?",
        rf"(?P<names>{_CHINESE}(?:{_BETWEEN}{_CHINESE}){{0,3}})[ 　]*[/／][ 　]*{_HAN}{{0,4}}{_REPORT}",
        rf"(?:文|撰文|作者|撰稿|采写|採寫)[ 　]*[/／|｜:：][ 　]*(?P<names>{_CHINESE}(?:{_BETWEEN}{_CHINESE}){{0,3}})",
    )
)
_OF_JAPANESE = tuple(
    lazy_pattern(expression)
    for expression in (
        rf"(?:取材|構成|執筆)?[・、]?(?:文|取材|執筆)[ 　]*[・:：=＝/／][ 　]*(?P<names>{_JAPANESE})"
        rf"(?:[ 　、/／]+(?:写真|撮影)[・:：=＝/／].*)?",
        rf"(?P<names>{_HAN}{{4,5}}|{_HAN}{{1,3}}[ 　]{_HAN}{{1,3}})(?:記者|特派員)",
    )
)
_OF_KOREAN = lazy_pattern(
    r"(?:글(?:[·/]사진)?[ :=]+)?(?:[\[(（][^\[\]()（）]{1,20}[\])）][ 　]*)?"
    rf"(?P<names>{_KOREAN}(?:{_BETWEEN}{_KOREAN}){{0,3}}?)[ 　]*"
    r"(?:선임|수석|전문|객원|인턴)?[ 　]?(?:기자|특파원|논설위원)"
    r"(?:[ 　|/]+[\w.+-]+@[\w.-]+|[ 　](?:입력|승인|등록|작성|수정)|[ 　]외[ 　]?[0-9]+명)?"
)
_CHINESE_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣"
    "蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段漕钱錢汤湯尹黎易常武乔喬贺賀"
    "赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤毕畢聂聶丛焦向柳邢路岳齐齊沿梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜路詹"
    "关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍翁隋植甘景薄单單包司柏宁寧柯阮桂闵解强強柴华華车車冉房边邊辜吉饶饒刁瞿戚丘古米池"
)
_KOREAN_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕"
    "금옥육인맹제모탁국어은편용예봉경"
)
_NO_NAME = lazy_pattern(
    "写真|撮影|構成|取材|編集|執筆|協力|監修|新聞|雑誌|女性|地元|経済|政治|社会|国際|文化|记者|記者|本报|本報|专题|專題|编辑|編輯|协会|協會"
    "|문화|정치|사회|경제|국제|연예|여행|사진|인턴|전문|시민|수습|현장|본지|선임|수석|객원|전국|지방|기획|주간|소속|해당|동료|전직"
)
"""Matches words that stand where a name may stand."""


def east_asian_authors(text: str) -> tuple[str, ...]:
    """The authors that a line in Chinese, Japanese or Korean names; none if it is no byline. Linear."""
    if text.isascii() or len(text) > _LONGEST or max(text) < _FIRST:
        return ()
    text = text.strip()
    if match := _OF_KOREAN.fullmatch(text):
        names = _names(match)
        return names if all(name[0] in _KOREAN_SURNAMES for name in names) else ()
    for expression in _OF_CHINESE:
        if match := expression.fullmatch(text):
            names = _names(match)
            if names and all(name[0] in _CHINESE_SURNAMES for name in names):
                return names
    for expression in _OF_JAPANESE:
        if match := expression.fullmatch(text):
            name = " ".join(match["names"].split())
            return (name,) if _may_be_name(name) else ()
    return ()


def _names(match: re.Match[str]) -> tuple[str, ...]:
    """The names in a match; none if one of them is another word."""
    names = tuple(re.split(_BETWEEN, match["names"].strip()))
    return names if all(map(_may_be_name, names)) else ()


def _may_be_name(name: str) -> bool:
    return may_be_unspaced_name(name) and not _NO_NAME.match(name)
