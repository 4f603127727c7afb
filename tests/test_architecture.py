"""The rules of the architecture: which room may import which."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

import search
from tests.support.places import ROOT

# The rooms of `search` and of `web` from the ground up; one imports only from its own level and those below it.
LEVELS = (
    ("arguments", "arrays", "bugs", "errors", "futures", "lazy_pattern", "logs", "named_rows", "recent_values"),
    ("types", "version"),
    ("kernels",),
    ("analysis", "filesystem", "sorted_paths", "stamps"),
    ("credentials", "paths"),
    ("cluster_settings",),
    ("config", "documents", "extract", "query", "rules"),
    ("highlight", "metadata", "partial_matches", "duplicates", "safe_text"),
    ("engines",),
    ("engines.opensearch",),
    ("engines.embedded.storage",),
    ("engines.embedded.segment",),
    ("engines.embedded.searcher",),
    ("engines.embedded.indexer",),
    ("engines.embedded",),
    ("engine_choice",),
    ("compare",),
    ("events",),
    ("indexing", "meaning", "reports", "whoosh_api"),
    ("hits", "original", "page_images", "search_options"),
    ("searcher",),
    ("library",),
    ("export", "watch", "watch_background", "watch_scans", "watch_vectors"),
    ("cli", "__main__"),
)
SITE_LEVELS = (
    ("downloads", "escaping", "params", "proxy", "turns"),
    ("security", "urls"),
    ("context",),
    ("caching", "changes", "connections", "links", "long_requests", "tasks"),
    ("presenters",),
    ("openapi", "render"),
    ("views",),
    ("errors",),
    ("app",),
    ("server", "wsgi"),
)
LEVEL = {f"search.{room}": number for number, rooms in enumerate(LEVELS) for room in rooms}
SITE_LEVEL = {f"web.{room}": number for number, rooms in enumerate(SITE_LEVELS) for room in rooms}
HOMES = {  # outside libraries and the only modules that may import them
    "whoosh": ("search/whoosh_api/", "search/query/function_words.py"),
    "flask": ("web/",),
    "werkzeug": ("web/",),
    "jinja2": ("web/",),
    "waitress": ("web/",),
    "click": ("search/cli/",),
    "Stemmer": ("search/analysis/stemming.py",),
    "zstandard": ("search/engines/embedded/", "search/documents/formats/compression.py"),
    "watchfiles": ("search/watch.py",),
    "pathspec": ("search/documents/ignore.py",),
    "feedparser": ("search/documents/formats/feed.py",),
    "ijson": ("search/documents/formats/",),
    "lxml": ("search/documents/formats/",),
    "pypdfium2": ("search/documents/formats/",),
    "olefile": ("search/documents/formats/",),
    "python_calamine": ("search/documents/formats/spreadsheet.py",),
    "orjson": ("search/engines/opensearch/json_bytes.py",),
    "urllib3": ("search/engines/opensearch/connection.py",),
    "warcio": ("search/documents/formats/warc.py",),
    "trafilatura": ("search/documents/formats/",),
}
NO_PLACE_FOR_NUMPY = ("search/types/", "search/cli/", "web/")

MODULES = {
    path.relative_to(ROOT).as_posix(): path for path in chain(ROOT.glob("search/**/*.py"), ROOT.glob("web/**/*.py"))
}


@cache
def imports(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Each module that a file imports, anywhere in it, with the names that it takes from it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.append((node.module or "", tuple(alias.name for alias in node.names)))
    return found


@cache
def imported(path: Path) -> set[str]:
    """The modules of the project that a file imports; `from search import highlight` counts as one of highlight."""
    found = set()
    for module, names in imports(path):
        inner = [f"{module}.{name}" for name in names if is_module(f"{module}.{name}")]
        found.update(inner or [module])
    return {module for module in found if module.split(".")[0] in ("search", "web")}


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of the project."""
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def room(module: str) -> str:
    """The room of a module: the longest name among the levels that the module's begins with."""
    names = [name for name in (*LEVEL, *SITE_LEVEL) if f"{module}.".startswith(f"{name}.")]
    assert names, f"{module} has no place in the levels yet"
    return max(names, key=len)


def dotted(name: str) -> str:
    """The module that a file is."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def users(library: str) -> list[str]:
    """The modules that import an outside library."""
    return [name for name, path in MODULES.items() if library in {module.split(".")[0] for module, _ in imports(path)}]


IN_ROOMS = [name for name in MODULES if dotted(name) not in ("search", "web")]


@pytest.mark.parametrize("name", IN_ROOMS)
def test_a_room_imports_only_from_lower_levels(name: str) -> None:
    own = room(dotted(name))
    for module in imported(MODULES[name]):
        if module.startswith("web") != own.startswith("web"):
            assert own == "search.cli" or module == "search", f"{name} imports {module}"
        else:
            level = SITE_LEVEL if own.startswith("web") else LEVEL
            assert level[room(module)] <= level[own], f"{name} imports {module}"


def test_every_room_in_the_levels_exists() -> None:
    assert {room(dotted(name)) for name in IN_ROOMS} == {*LEVEL, *SITE_LEVEL}


def test_there_are_no_circular_imports() -> None:
    graph = {
        dotted(name): imported(path) - {dotted(name)} for name, path in MODULES.items() if name != "search/__init__.py"
    }
    assert list(TopologicalSorter(graph).static_order())


def test_articles_and_queries_do_not_import_each_other() -> None:
    for name, path in MODULES.items():
        rooms = {room(module) for module in imported(path) if module.startswith("search.")}
        if name.startswith(("search/documents/", "search/extract/")):
            assert not rooms & {"search.query", "search.engines"}, name
        if name.startswith("search/query/"):
            assert not rooms & {"search.documents", "search.extract", "search.engines"}, name


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("web/")])
def test_the_site_imports_only_public_names(name: str) -> None:
    for module, names in imports(MODULES[name]):
        if module.split(".")[0] == "search":
            assert module == "search", f"{name} imports {module}"
            assert set(names) <= set(search.__all__), name


def test_every_public_name_exists() -> None:
    for name in search.__all__:
        assert getattr(search, name) is not None
    with pytest.raises(AttributeError):
        _ = search.nothing_of_that_name


@pytest.mark.parametrize("library", HOMES)
def test_an_outside_library_is_imported_only_in_its_rooms(library: str) -> None:
    assert [name for name in users(library) if not name.startswith(HOMES[library])] == []


def test_numpy_is_not_imported_by_types_the_command_or_the_site() -> None:
    assert [name for name in users("numpy") if name.startswith(NO_PLACE_FOR_NUMPY)] == []


def test_every_restricted_library_is_used() -> None:
    assert all(users(library) for library in ("whoosh", "flask", "click", "Stemmer"))


def test_pickle_is_imported_nowhere() -> None:
    for name, path in MODULES.items():
        assert not {"pickle", "marshal", "shelve", "dill"} & {module for module, _ in imports(path)}, name
