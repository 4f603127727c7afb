"""What a request works on: one state of the index, and what runs in the background."""

from flask import Flask, current_app, g

from search import EngineUnavailable, IndexActivity, Library, Searcher, SeedsearchError, Watch


def register(app: Flask) -> None:
    """Let go of a request's state of the index when its answer is made. Answers that are streamed keep it by
    themselves."""

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        drop_searcher()


def library() -> Library:
    """The library that this application serves."""
    served: Library = current_app.config["LIBRARY"]
    return served


def searcher() -> Searcher:
    """The state of the index that this whole request is answered from, opened when it is first needed. Raises
    IndexMissing."""
    if "searcher" not in g:
        g.searcher = library().searcher()
    opened: Searcher = g.searcher
    return opened


def drop_searcher() -> bool:
    """Close the searcher of this request, so that the next one is of another state; whether there was one."""
    opened: Searcher | None = g.pop("searcher", None)
    if opened:
        opened.close()
    return opened is not None


def activity() -> IndexActivity:
    """The state of the index that this request is answered from, the running update, and the last problem."""
    if "unavailable" in g:  # it would only be waited for once more
        return _watch().unavailable(g.unavailable)
    return _watch().activity(searcher().generation) if "searcher" in g else _watch().live


def give_up_index(error: EngineUnavailable) -> None:
    """Ask no more for the index in this request."""
    drop_searcher()
    g.unavailable = error


def is_on_cluster() -> bool:
    """Whether the index is on a cluster, and not on this machine."""
    return library().index_folder is None


def _watch() -> Watch:
    watch: Watch = current_app.config["WATCH"]
    return watch


def offers_meaning() -> bool:
    """Whether pages offer to search by meaning: it is switched on, and the index is prepared for it."""
    if not library().config.meaning:
        return False
    try:
        return searcher().offers_meaning
    except SeedsearchError:
        return False
