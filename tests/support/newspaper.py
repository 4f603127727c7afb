"""Pages of a newspaper as PDFs, in several languages and layouts, with the sentences that stand on each."""

import random
from dataclasses import dataclass, field

from tests.support.pdf_builder import A4, PdfBuilder, PdfPage, Text, text_width

TEMPLATES = {
    "de": (
        "Am {n}. Mai zählte der Hafenmeister von {city} mehr Schiffe als in jedem Monat zuvor.",
        "Die Feuerwehr in {city} suchte {n} Stunden lang nach einer Ursache für den Brand in der Lagerhalle.",
        "Nach Angaben der Genossenschaft fehlen {n} Fachkräfte im Hafenbetrieb von {city}.",
        "„Wir warten seit {n} Wochen auf eine Antwort“, sagte die Sprecherin der Bürgerinitiative {city}.",
        "Im Rathaus von {city} lag der Haushaltsplan {n} Tage lang zur Einsicht aus.",
        "Straßenbahnen fuhren in {city} nur alle {n} Minuten, weil Oberleitungen vereist waren.",
        "Der Nord- und der Südkai von {city} bleiben bis zum {n}. Juni für Lastwagen gesperrt.",
    ),
    "en": (
        "Harbour pilots in {city} turned back {n} vessels before the storm had passed.",
        "The council of {city} will vote on {n} amendments to its housing plan next week.",
        "A well-known baker from {city} has given away {n} loaves since the flood.",
        "Engineers found {n} cracks in the bridge at {city}, none of them dangerous.",
        "Visitors to the museum in {city} waited {n} minutes for a guided tour.",
        "Prices in {city} rose by {n} per cent, according to figures that the statistics office published.",
    ),
    "fr": (
        "La mairie de {city} a reçu {n} lettres de riverains opposés au nouveau stationnement.",
        "Selon la préfecture, {n} pêcheurs de {city} ont quitté le port malgré l'avertissement.",
        "Les bibliothécaires de {city} ont retrouvé {n} manuscrits derrière une étagère.",
        "À {city}, le marché couvert fermera ses portes pendant {n} semaines de travaux.",
        "Le tribunal de {city} rendra sa décision dans {n} jours, a indiqué son président.",
    ),
    "es": (
        "El ayuntamiento de {city} plantará {n} árboles junto a la carretera del aeropuerto.",
        "Unos {n} trabajadores de {city} votaron a favor de continuar la huelga.",
        "La exposición fotográfica de {city} recibió {n} visitantes durante el fin de semana.",
        "En {city}, los agricultores esperan lluvia desde hace {n} días.",
        "Las ambulancias de {city} tardaron {n} minutos en llegar al accidente.",
    ),
    "pl": (
        "Rada miasta {city} przyjęła {n} poprawek do budżetu na przyszły rok.",
        "Strażacy z {city} przez {n} godzin wypompowywali wodę z piwnic.",
        "Mieszkańcy miejscowości {city} zebrali {n} podpisów przeciwko budowie autostrady.",
        "W porcie {city} zacumowało {n} żaglowców z całego świata.",
        "Nauczyciele z {city} zapowiedzieli {n} dni przerwy w zajęciach.",
    ),
    "ru": (
        "Порт города {city} принял {n} судов за одну неделю.",
        "Жители города {city} ждали {n} дней, пока отремонтируют водопровод.",
        "Библиотека города {city} получила {n} книг от бывших выпускников.",
        "Пожарные города {city} спасли {n} человек из затопленных домов.",
        "Учёные нашли возле города {city} следы поселения, которому {n} столетий.",
    ),
}
CITIES = ("Norddorf", "Weststadt", "Altbrück", "Seeheim", "Kirchwald", "Lindenau", "Marktberg", "Rosenfurt")
HEADLINES = {
    "de": "Hafenarbeiter legen die Arbeit nieder",
    "en": "Dockers walk out over new shift plans",
    "fr": "Les dockers cessent le travail",
    "es": "Los estibadores paran el puerto",
    "pl": "Dokerzy przerywają pracę w porcie",
    "ru": "Докеры прекращают работу в порту",
}
LAYOUTS = ("one story", "two stories", "side by side", "caption", "three columns", "ragged")
_BODY, _LEADING = 9.0, 11.0
_LEFT, _RIGHT, _GUTTER = 45.0, 550.0, 14.0
_BOTTOM = 800.0


@dataclass
class NewspaperPage:
    """A page that is being set: what is drawn, and the sentences that should stay whole."""

    language: str
    random: random.Random
    texts: list[Text] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    is_ragged: bool = False
    by_word: bool = False

    @property
    def is_western(self) -> bool:
        """Whether Helvetica has all letters."""
        return self.language not in ("pl", "ru")

    def width(self, text: str, size: float = _BODY) -> float:
        """The width of a text in the page's font."""
        return text_width(text, size, is_western=self.is_western)

    def draw(self, left: float, top: float, text: str, size: float = _BODY) -> None:
        """Put a text on the page."""
        self.texts.append(Text(left, top, text, size, is_western=self.is_western))

    def story(self, sentences: int) -> list[list[str]]:
        """Paragraphs of sentences, none of which comes twice."""
        paragraphs: list[list[str]] = []
        while sentences > 0:
            count = min(sentences, self.random.randint(2, 4))
            sentences -= count
            paragraphs.append([self._sentence() for _ in range(count)])
        return paragraphs

    def _sentence(self) -> str:
        while True:
            template = self.random.choice(TEMPLATES[self.language])
            sentence = template.format(n=self.random.randint(2, 97), city=self.random.choice(CITIES))
            if sentence not in self.sentences:
                self.sentences.append(sentence)
                return sentence

    def headline(self, left: float, right: float, top: float, size: float = 20) -> float:
        """A headline, centred if there is room, else in lines. Returns where the text below it may begin."""
        lines = self._wrap(HEADLINES[self.language].split(), right - left, size)
        for number, line in enumerate(lines):
            shift = (right - left - self.width(line, size)) / 2
            self.draw(left + shift, top + size + number * size * 1.15, line, size)
        return top + len(lines) * size * 1.15 + 14

    def columns(
        self, paragraphs: list[list[str]], columns: list[tuple[float, float]], top: float, bottom: float
    ) -> None:
        """Paragraphs that flow through columns, which are as long as each other."""
        lines = self._lines(paragraphs, columns[0][1] - columns[0][0])
        rows = -(-len(lines) // len(columns))
        assert top + rows * _LEADING <= bottom, "the page is full"
        for number, (words, indent, is_last) in enumerate(lines):
            left, right = columns[number // rows]
            self._line(words, left + indent, right, top + _BODY + number % rows * _LEADING, is_last=is_last)

    def column(self, paragraphs: list[list[str]], left: float, right: float, top: float) -> float:
        """Paragraphs in one column. Returns its end."""
        lines = self._lines(paragraphs, right - left)
        for number, (words, indent, is_last) in enumerate(lines):
            self._line(words, left + indent, right, top + _BODY + number * _LEADING, is_last=is_last)
        return top + len(lines) * _LEADING

    def small(self, left: float, right: float, top: float) -> float:
        """A caption of one sentence in small type. Returns its end."""
        lines = self._wrap(self._sentence().split(), right - left, 7)
        for number, line in enumerate(lines):
            self.draw(left, top + 7 + number * 8.5, line, 7)
        return top + len(lines) * 8.5

    def _wrap(self, words: list[str], width: float, size: float, indent: float = 0) -> list[str]:
        """Lines of words. A long word is broken at the end of a line."""
        lines, line, room = [], "", width - indent
        for whole in words:
            word = whole
            while line and self.width(f"{line} {word}", size) > room:
                cut = len(word) // 2
                if len(word) > 10 and word.isalpha() and self.width(f"{line} {word[:cut]}-", size) <= room:
                    line, word = f"{line} {word[:cut]}-", word[cut:]
                lines.append(line)
                line, room = "", width
            line = f"{line} {word}" if line else word
        return [*lines, line]

    def _lines(self, paragraphs: list[list[str]], width: float) -> list[tuple[list[str], float, bool]]:
        lines: list[tuple[list[str], float, bool]] = []
        for paragraph in paragraphs:
            wrapped = self._wrap(" ".join(paragraph).split(), width, _BODY, indent=9)
            for number, line in enumerate(wrapped):
                lines.append((line.split(), 0 if number else 9, number == len(wrapped) - 1))
        return lines

    def _line(self, words: list[str], left: float, right: float, top: float, *, is_last: bool) -> None:
        """A line of body type, justified unless it is the last of its paragraph, or the page is ragged."""
        space = self.width(" ")
        if not is_last and not self.is_ragged and len(words) > 1:
            space = (right - left - sum(self.width(word) for word in words)) / (len(words) - 1)
        if not self.by_word and (is_last or self.is_ragged):
            self.draw(left, top, " ".join(words))
            return
        for word in words:
            self.draw(left, top, word)
            left += self.width(word) + space


def newspaper_page(seed: int) -> tuple[bytes, list[str]]:
    """A page of a newspaper and its sentences. Pages of odd seeds draw their text in no order."""
    chance = random.Random(seed)
    language = list(TEMPLATES)[seed // 2 % len(TEMPLATES)]
    layout = LAYOUTS[(seed // 2 + seed // 12) % len(LAYOUTS)]
    page = NewspaperPage(language, chance, is_ragged=layout == "ragged", by_word=seed % 8 > 3)
    middle = (_LEFT + _RIGHT) / 2
    two = [(_LEFT, middle - _GUTTER / 2), (middle + _GUTTER / 2, _RIGHT)]
    if layout == "two stories":
        top = page.headline(_LEFT, _RIGHT, 50)
        page.columns(page.story(14), two, top, 400)
        top = page.headline(_LEFT, _RIGHT, 420, size=16)
        page.columns(page.story(14), two, top, _BOTTOM)
    elif layout == "side by side":
        for left, right in two:
            page.column(page.story(12), left, right, page.headline(left, right, 50, size=16))
    elif layout == "caption":
        top = page.headline(_LEFT, _RIGHT, 50)
        left_end = page.column(page.story(8), *two[0], top)
        page.small(*two[0], left_end + 150)
        right_end = page.small(*two[1], top + 120)
        page.column(page.story(8), *two[1], right_end + 12)
    elif layout == "three columns":
        width = (_RIGHT - _LEFT - 2 * _GUTTER) / 3
        three = [(_LEFT + at * (width + _GUTTER), _LEFT + at * (width + _GUTTER) + width) for at in range(3)]
        top = page.headline(three[0][0], three[1][1], 50)
        page.columns(page.story(16), three[:2], top, _BOTTOM)
        page.column(page.story(10), *three[2], 50)
    else:
        top = page.headline(_LEFT, _RIGHT, 50)
        page.columns(page.story(24), two, top, _BOTTOM)
    texts = page.texts
    if seed % 2:
        chance.shuffle(texts)
    return PdfBuilder([PdfPage(texts, A4)]).build(), page.sentences
