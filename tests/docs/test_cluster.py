"""docs/cluster.md and its files: commands are there, files are there, and what set-up.sh makes is used and valid."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]

from search.cli.main import main
from search.config import load_config
from tests.docs.papers import ROOT, links, quoted, read
from web import wsgi

FOLDER = ROOT / "docs" / "cluster"
PAPER = read("docs/cluster.md")
LINES = [line.strip() for line in re.findall(r"^    (\S.*)$", PAPER, re.MULTILINE)]
COMMANDS = [*LINES, *(piece for piece in quoted(PAPER) if re.match(r"(seedsearch|docker compose|admin|\./)", piece))]
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
SITES = [path for path in sorted(FOLDER.glob("nginx-*.conf")) if "server_name" in path.read_text()]


def options_of(command: click.Command) -> set[str]:
    """The options of a command."""
    return {option for parameter in command.params for option in parameter.opts}


def assert_is_a_command(words: list[str]) -> None:
    """Fail unless these words are a command of seedsearch with options that it has."""
    assert words[0] == "seedsearch"
    command = main.commands[words[1]]
    assert {word for word in words if word.startswith("--")} <= options_of(command)


@pytest.mark.parametrize("line", [line for line in COMMANDS if "seedsearch " in line and "gunicorn" not in line])
def test_commands_of_seedsearch_exist(line: str) -> None:
    words = shlex.split(line)
    if "seedsearch" in words:
        assert_is_a_command(words[words.index("seedsearch") :])


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if "command" in service])
def test_containers_run_commands_that_exist(name: str) -> None:
    program, *arguments = SERVICES[name]["command"]
    if program == "gunicorn":
        factory = re.fullmatch(r"web\.wsgi:(\w+)\(.*\)", arguments[-1])
        assert factory
        assert callable(getattr(wsgi, factory[1]))
    else:
        assert_is_a_command([program, *arguments])


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("docker compose ")])
def test_commands_of_compose_name_services(line: str) -> None:
    words = [word for word in shlex.split(line)[3:] if not word.startswith("-")]
    assert not words or words[0] in SERVICES


@pytest.mark.parametrize("piece", sorted({*re.findall(r"web\.wsgi:(\w+)", PAPER)}))
def test_the_factory_for_wsgi_servers_exists(piece: str) -> None:
    assert callable(getattr(wsgi, piece))


def test_it_takes_five_commands() -> None:
    block = PAPER.partition("## Five commands")[2].partition("\n    ")[2].partition("\n\n")[0]
    assert len(block.splitlines()) == 5


def test_every_file_of_the_cluster_is_named() -> None:
    named = {Path(target).name for target in links(PAPER) if target.startswith("cluster/")}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} - named <= {
        ".env",
        "Dockerfile",
        "Dockerfile.dockerignore",
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder in which set-up.sh has run."""
    for program in ("openssl", "htpasswd"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "articles").mkdir()
    for path in FOLDER.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    command = ["./set-up.sh", "search.example", "articles", "ada"]
    assert "password of ada" in subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    assert subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode == 2
    return folder


def test_all_that_containers_are_given_is_there(made: Path) -> None:
    mounted = [part.partition(":")[0] for service in SERVICES.values() for part in service.get("volumes", ())]
    files = [path for path in mounted if path.startswith("./")] + [each["file"] for each in COMPOSE["configs"].values()]
    assert [file for file in files if not (made / file).is_file()] == []
    for service in SERVICES.values():
        assert {each["source"] for each in service.get("configs", ())} <= set(COMPOSE["configs"])
    assert {path for path in mounted if re.fullmatch(r"\w+", path)} == set(COMPOSE["volumes"])
    variables = set(re.findall(r"\$\{(\w+):\?", (FOLDER / "compose.yaml").read_text()))
    assert variables == set(re.findall(r"(?m)^(\w+)=", (made / ".env").read_text()))


def test_certificates_are_of_our_authority_and_name_all_nodes(made: Path) -> None:
    for name in ("node.pem", "admin.pem", "seedsearch.crt"):
        subprocess.run(
            ["openssl", "verify", "-CAfile", "made/ca.pem", f"made/{name}"], cwd=made, check=True, capture_output=True
        )
    show = ["openssl", "x509", "-in", "made/node.pem", "-noout", "-subject", "-ext", "subjectAltName"]
    shown = subprocess.run(show, cwd=made, check=True, capture_output=True, text=True).stdout
    settings = yaml.safe_load((made / "opensearch.yml").read_text())
    nodes = settings["discovery.seed_hosts"]
    assert all(f"DNS:{node}" in shown for node in nodes)
    assert set(nodes) == {name for name in SERVICES if name.startswith("node")}
    assert [re.sub(r"\s", "", line.removeprefix("subject=")) for line in shown.splitlines() if "subject=" in line] == (
        settings["plugins.security.nodes_dn"]
    )


def test_secrets_are_for_their_owner_alone(made: Path) -> None:
    for name in (".env", "made", "made/ca.key", "made/admin.key", "made/seedsearch.key"):
        assert (made / name).stat().st_mode & 0o077 == 0, name


def test_the_settings_are_valid_and_name_the_nodes(made: Path) -> None:
    config = load_config({}, {}, made / "made")
    assert config.engine == "opensearch"
    assert config.opensearch_hosts == tuple(f"https://node{number}:9200" for number in (1, 2, 3))
    assert (config.trusted_proxy, config.allow_hosts) == ("127.0.0.1", ("search.example",))


def test_the_user_of_the_cluster_has_the_password_and_the_rights(made: Path) -> None:
    users = yaml.safe_load((made / "made" / "internal_users.yml").read_text())
    roles = yaml.safe_load((made / "roles.yml").read_text())
    mapped = yaml.safe_load((made / "roles_mapping.yml").read_text())
    assert mapped["seedsearch"]["users"] == ["seedsearch"]
    assert roles["seedsearch"]["index_permissions"][0]["index_patterns"] == ["seedsearch-*"]
    file = made / "users"
    file.write_text(f"seedsearch:{users['seedsearch']['hash']}\n")
    password = re.findall(r"OPENSEARCH_PASSWORD=(\w+)", (made / ".env").read_text())[0]
    check = ["htpasswd", "-vb", str(file), "seedsearch"]
    assert subprocess.run([*check, password], check=False, capture_output=True).returncode == 0
    assert subprocess.run([*check, "wrong"], check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.stem)
def test_nginx_takes_the_files(site: Path, made: Path) -> None:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        pytest.skip("nginx is not installed")
    shutil.copy(made / "nginx-proxy.conf", made / "made" / "seedsearch-proxy.conf")
    text = site.read_text().replace("/etc/nginx/", f"{made}/made/")
    (made / "site.conf").write_text(re.sub(r"listen (\d+)", rf"listen unix:{made}/\1.socket", text))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {made}/{kind}; " for kind in kinds)
    (made / "nginx.conf").write_text(
        f"pid {made}/pid; events {{}} http {{ access_log off; {folders} include {made}/site.conf; }}\n"
    )
    done = subprocess.run([nginx, "-t", "-c", made / "nginx.conf"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nginx_says_how_each_request_came() -> None:
    proxy = (FOLDER / "nginx-proxy.conf").read_text()
    for header in ("X-Forwarded-Host $host", "X-Forwarded-Proto $scheme", 'Cookie ""', 'Authorization ""'):
        assert f"proxy_set_header {header};" in proxy
    assert len(SITES) == 2
    for site in SITES:
        assert site.read_text().count("include /etc/nginx/seedsearch-proxy.conf;") == 1
