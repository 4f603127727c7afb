"""The languages that the extraction can find."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its ISO 639-1 code.

    `script` is a set of characters, for a regular expression, that shows the language. It is empty if common words show
    it; these are in `extract/patterns.toml`.
    """

    code: str
    name: str
    script: str = ""


LANGUAGES = (
    Language("ja", "Japanese", "[\u3040-\u30ff]"),  # before Chinese, because Japanese has its characters too
    Language("ko", "Korean", "[\uac00-\ud7af]"),
    Language("zh", "Chinese", "[\u4e00-\u9fff]"),
    Language("hi", "Hindi", "[\u0900-\u097f]"),
    Language("bn", "Bengali", "[\u0980-\u09ff]"),
    Language("ar", "Arabic", "[\u0600-\u06ff]"),
    Language("he", "Hebrew", "[\u0590-\u05ff]"),
    Language("el", "Greek", "[\u0370-\u03ff]"),
    Language("th", "Thai", "[\u0e00-\u0e7f]"),
    Language("da", "Danish"),
    Language("de", "German"),
    Language("en", "English"),
    Language("es", "Spanish"),
    Language("fr", "French"),
    Language("id", "Indonesian"),
    Language("it", "Italian"),
    Language("nl", "Dutch"),
    Language("pl", "Polish"),
    Language("pt", "Portuguese"),
    Language("ru", "Russian"),
    Language("sv", "Swedish"),
    Language("tr", "Turkish"),
    Language("uk", "Ukrainian"),
)
NAMES = {language.code: language.name for language in LANGUAGES}
