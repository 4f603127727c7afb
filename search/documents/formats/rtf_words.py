"""The words of RTF: signs, and what the destinations hold."""

SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "column": "\n",
    "nestcell": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
CODE_PAGES = {"mac": 10000, "pc": 437, "pca": 850}
LEFT_OUT = frozenset(
    (  # noqa: SIM905
        "colortbl stylesheet pict listtable listoverridetable revtbl rsidtbl generator nonshppict shprslt fldinst xe "
        "tc tcn bkmkstart bkmkend ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn filetbl objdata objclass objname "
        "objalias template private sp mmathPict nonesttables atnid atnref atntime atndate atnparent atnicn formfield "
        "operator"
    ).split()
)
"""Destinations without text, and those that repeat a text for old programs."""
ASIDES = frozenset({"footnote", "annotation", "shptxt", "dptxbxtext"})
PAGE_EDGES = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
PROPERTIES = {
    "title": "title",
    "author": "creator",
    "subject": "subject",
    "keywords": "keywords",
    "doccomm": "description",
    "creatim": "created",
    "revtim": "modified",
    "atnauthor": "comment by",
}
KEPT = frozenset({"shpinst", "do", "ud", "moMath", "moMathPara", "nesttableprops", *ASIDES, *PROPERTIES})
"""Destinations that a program may skip if it does not know them (`\\*`), and that hold text."""
