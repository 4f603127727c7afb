"""Settings of the engine on a cluster: what is refused, and that no setting, message or value has a password."""

import sys
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from search import Library
from search.cluster_settings import default_prefix
from search.config import Config, load_config
from search.credentials import SECRETS, read_authorization
from search.errors import ConfigError

PASSWORD = "correct horse battery"
NODE = "https://10.0.0.1:9200"


def on_cluster(tmp_path: Path, **settings: Any) -> Config:
    """The settings of an engine on a cluster of one node."""
    return load_config({"engine": "opensearch", "opensearch_hosts": NODE, **settings}, {}, tmp_path)


def refused(tmp_path: Path, environment: Mapping[str, str] | None = None, **settings: Any) -> str:
    """The message of settings that are refused."""
    with pytest.raises(ConfigError) as caught:
        load_config(settings, environment or {}, tmp_path)
    return str(caught.value)


def test_the_embedded_engine_is_the_default() -> None:
    assert (Config().engine, Config().opensearch_shards, Config().opensearch_replicas) == ("embedded", 3, 1)


@pytest.mark.parametrize(
    "hosts",
    [
        "https://a:9200, https://b.example:9200/, https://a:9200",
        "https://a:9200\nhttps://b.example:9200",
        ["https://a:9200", " https://b.example:9200"],
    ],
)
def test_the_nodes_are_a_list_or_a_text_and_each_counts_once(tmp_path: Path, hosts: Any) -> None:
    assert on_cluster(tmp_path, opensearch_hosts=hosts).opensearch_hosts == ("https://a:9200", "https://b.example:9200")


@pytest.mark.parametrize(
    "host", ["http://127.0.0.1:9200", "http://localhost:9200", "http://[::1]:9200", "http://127.3.2.1"]
)
def test_a_node_of_this_machine_needs_no_encryption(tmp_path: Path, host: str) -> None:
    assert on_cluster(tmp_path, opensearch_hosts=host).opensearch_hosts == (host,)


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("10.0.0.1:9200", "“10.0.0.1:9200” does not begin with https://"),
        ("ftp://10.0.0.1", "begins with ftp://"),
        ("https://10.0.0.1:70000", "“https://10.0.0.1:70000” is no address. Name nodes as in: https://10.0.0.1:9200"),
        ("https://10.0.0.1:0", "is no address"),
        ("https://10.0.0.1:port", "is no address"),
        ("https://[::1", "is no address"),
        ("https://", "is no address"),
        ("https://a/?pretty", "is no address"),
        ("http://10.0.0.1:9200", "is not encrypted, and not on this machine. Use https://"),
        ("http://localhost.example:9200", "is not encrypted"),
        (" , ", "opensearch_hosts names no node. Name nodes as in: https://"),
        ("", "opensearch_hosts names no node"),
    ],
)
def test_a_wrong_address_is_refused_with_a_remedy(tmp_path: Path, host: str, message: str) -> None:
    assert message in refused(tmp_path, engine="opensearch", opensearch_hosts=host)


@pytest.mark.parametrize("engine", ["embedded", "opensearch"])
@pytest.mark.parametrize(
    "hosts",
    [
        f"https://reader:{PASSWORD}@10.0.0.1",
        f"https://a:9200, reader:{PASSWORD}@b:9200",
        [f"https://:{PASSWORD}@a"],
        {"node": f"https://reader:{PASSWORD}@a"},
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path, engine: str, hosts: Any) -> None:
    message = refused(tmp_path, engine=engine, opensearch_hosts=hosts)
    assert message.startswith("opensearch_hosts has ")
    assert not [word for word in ("reader", *PASSWORD.split()) if word in message]


@pytest.mark.parametrize("index", ["News", "news room", "-news", "news*", "a,b", "näws", "a" * 201, "_all", "."])
def test_a_name_that_opensearch_would_refuse_is_refused(tmp_path: Path, index: str) -> None:
    assert f"not “{index}”" in refused(tmp_path, opensearch_index=index)
    assert on_cluster(tmp_path, opensearch_index="news-2.old_1").opensearch_index == "news-2.old_1"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"engine": "lucene"}, "engine has to be one of embedded, opensearch, not “lucene”"),
        ({"opensearch_shards": 0}, "opensearch_shards has to be between 1 and 1,024, not 0"),
        ({"opensearch_replicas": "-1"}, "opensearch_replicas has to be between 0 and 100, not -1"),
        ({"opensearch_replicas": "two"}, "opensearch_replicas has to be a whole number"),
        (
            {"engine": "opensearch", "opensearch_hosts": NODE, "meaning": True},
            'There is no search by meaning on a cluster. Leave it out, or set engine = "embedded"',
        ),
    ],
)
def test_other_wrong_settings_are_refused(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    assert message in refused(tmp_path, **settings)


def test_a_password_is_no_setting(tmp_path: Path) -> None:
    environment = dict.fromkeys(SECRETS, PASSWORD) | {"SEEDSEARCH_PORT": "11"}
    config = load_config({}, environment, tmp_path)
    assert config == Config(port=11)
    assert PASSWORD not in repr(config)


@pytest.mark.parametrize("key", ["opensearch_user", "opensearch_password", "opensearch_authorization"])
def test_a_password_in_the_settings_file_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    (tmp_path / "seedsearch.toml").write_text(f'{key} = "{PASSWORD}"\n', encoding="utf-8")
    message = refused(tmp_path)
    assert f"{key} is read from the environment alone. Take it out, and set SEEDSEARCH_{key.upper()}" in message
    assert PASSWORD not in message


def test_name_and_password_become_a_header() -> None:
    kind, _, value = read_authorization({SECRETS[0]: "reader", SECRETS[1]: "pässword: 1"}).partition(" ")
    assert (kind, b64decode(value).decode()) == ("Basic", "reader:pässword: 1")
    assert read_authorization({SECRETS[2]: " Bearer abc.def \n"}) == "Bearer abc.def"
    assert read_authorization({SECRETS[0]: "", "PATH": "/bin"}) == ""


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("reader", "", ""), "PASSWORD is missing"),
        (("", PASSWORD, ""), "USER is missing"),
        (("reader", PASSWORD, "Bearer abc"), "not all of them"),
        (("re:ader", PASSWORD, ""), "has a colon"),
        (("", "", f"Bearer {PASSWORD}\r\nHost: evil"), "characters that no header can have"),
        (("", "", "Bearer ünïcode"), "characters that no header can have"),
    ],
)
def test_a_password_that_cannot_be_sent_is_refused_and_not_repeated(values: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        read_authorization(dict(zip(SECRETS, values, strict=True)))
    assert PASSWORD not in str(caught.value)


def test_each_path_has_indexes_of_its_own(tmp_path: Path) -> None:
    names = [default_prefix(tmp_path / name) for name in ("News Room", "news room", "Nachrichten/News Room", "äöü")]
    assert len({*names}) == 4
    for name in names:
        assert on_cluster(tmp_path, opensearch_index=name).opensearch_index == name
    assert names[0].startswith("seedsearch-news-room-")


def test_an_index_on_a_cluster_has_no_folder(tmp_path: Path) -> None:
    config = on_cluster(tmp_path, opensearch_index="news")
    with pytest.raises(ConfigError, match="The index is on a cluster, and in no folder"):
        Library.open(tmp_path, tmp_path / "index", config)
    library = Library.open(tmp_path, config=config)
    assert library.index_place == f"news on OpenSearch at {NODE}"
    for work in (lambda: library.index, library.whoosh):
        with pytest.raises(ConfigError, match='set engine = "embedded"'):
            work()
    with pytest.raises(ConfigError, match="no search by meaning on a cluster"):
        library.embed()


@pytest.mark.parametrize("package", ["orjson", "urllib3"])
def test_without_the_extra_the_command_to_install_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for name in [name for name in sys.modules if name.startswith("search.engines.opensearch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=r"pip install 'seedsearch\[opensearch\]'"):
        Library.open(tmp_path, config=on_cluster(tmp_path))
