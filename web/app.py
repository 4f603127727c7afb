"""The Flask application: pages and an API over a `search.Library`, rendered on the server."""

from flask import Flask
from flask.typing import ResponseReturnValue

from search import VERSION, IndexDamaged, Watch, describe_zones, missing_line, modified_line
from web import caching, context, errors, urls
from web.escaping import EscapingEnvironment
from web.presenters.explanation import short_query
from web.presenters.facts import facts
from web.presenters.marked_text import marked_pieces
from web.presenters.numbers import count, thousands
from web.presenters.paging import page_numbers
from web.presenters.results import result_anchor
from web.security import Hosts, guarded
from web.turns import Turns
from web.views import api, article, compare, feed, help, home, original, report, search, stories, suggestions

_VIEWS = (home, search, article, original, compare, stories, report, help, feed, suggestions, api)


class Application(Flask):
    """Every answer is from one state of the index."""

    jinja_environment = EscapingEnvironment

    def dispatch_request(self) -> ResponseReturnValue:
        """The answer of a view. If the view meets damage, it runs again as a whole on an older state of the index."""
        while True:
            try:
                return super().dispatch_request()
            except IndexDamaged as error:
                if not (error.file and context.drop_searcher()):  # no state can be opened
                    raise


def create_app(watch: Watch, hosts: Hosts) -> Flask:
    """The WSGI application for a library. `watch` keeps its index up to date if it was started. Requests that do not
    name one of `hosts` are refused before routing. Raises SeedsearchError for a proxy that cannot be trusted."""
    app = Application(__name__)
    app.config.update(LIBRARY=watch.library, WATCH=watch, VERSION=VERSION)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.jinja_env.globals.update(
        urls=urls,
        marked_pieces=marked_pieces,
        thousands=thousands,
        count=count,
        facts=facts,
        page_numbers=page_numbers,
        result_anchor=result_anchor,
        describe_zones=describe_zones,
        modified_line=modified_line,
        missing_line=missing_line,
        short_query=short_query,
    )
    for view in _VIEWS:
        app.register_blueprint(view.blueprint)
    context.register(app)
    errors.register(app)
    caching.register(app)
    app.wsgi_app = guarded(Turns(app.wsgi_app), hosts, watch.library.config)  # type: ignore[method-assign]
    return app
