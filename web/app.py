"""The site: pages and an API over a `search.Library`, rendered here, for one person's browser."""

from flask import Flask

from search import VERSION, Watch
from web import caching, errors
from web.security import Guard, Hosts
from web.views import api, pages, suggestions


def create_app(watch: Watch, hosts: Hosts) -> Flask:
    """The WSGI application over a library that is watched, or that nothing is done to where `watch` was not started.
    It answers requests that name one of `hosts`, and refuses all others before routing."""
    app = Flask(__name__)
    app.config.update(LIBRARY=watch.library, WATCH=watch, VERSION=VERSION)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(suggestions.blueprint)
    errors.register(app)
    caching.register(app)
    app.wsgi_app = Guard(app.wsgi_app, hosts)  # type: ignore[method-assign]
    return app
