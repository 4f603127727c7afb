"""What a request works on: the library, and what runs in the background."""

from flask import current_app

from search import IndexActivity, Library, Watch


def library() -> Library:
    """The library that this application serves."""
    served: Library = current_app.config["LIBRARY"]
    return served


def activity() -> IndexActivity:
    """The state of the index, the running update, and the last problem."""
    watch: Watch = current_app.config["WATCH"]
    return watch.live
