"""Explanations and examples are kept for the next page, and are always of the state that is asked."""

from pathlib import Path

from search import Config, Library


def test_an_explanation_is_kept_for_the_next_searcher_of_the_same_state(small_library: Library) -> None:
    first = small_library.searcher().explain("ferry -strike")
    assert small_library.searcher().explain("ferry -strike") is first


def test_a_newer_state_is_explained_anew(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    library = Library.open(folder, tmp_path / "index")
    queries = []
    for count, word in enumerate(("ferry", "ferry", "harbour", "harbour", "harbour"), 1):
        (folder / f"{count}.txt").write_text(f"The {word} number {count}\n\nThe {word} leaves.\n", encoding="utf-8")
        library.update()
        searcher = library.searcher()
        assert (searcher.explain("leaves").total, searcher.explain("leaves").terms[0].total) == (count, count)
        queries.append(searcher.examples()[0].query)
    assert "ferry" in queries[0] and "harbour" in queries[-1]


def test_libraries_with_other_synonyms_explain_the_same_index_differently(tmp_path: Path) -> None:
    folder, synonyms = tmp_path / "texts", tmp_path / "synonyms.txt"
    folder.mkdir()
    (folder / "a.txt").write_text("A boat\n\nThe boat leaves.\n", encoding="utf-8")
    synonyms.write_text("ship, boat\n", encoding="utf-8")
    plain = Library.open(folder, tmp_path / "index")
    plain.update()
    with_synonyms = Library.open(folder, tmp_path / "index", Config(synonyms=str(synonyms)))
    assert [library.searcher().explain("ship").total for library in (plain, with_synonyms, plain)] == [0, 1, 0]
