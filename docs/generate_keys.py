"""Write the pages of configuration keys, one a family, from their tables: `python docs/generate_keys.py`."""

from pathlib import Path
from typing import Final

from lessor.config.keys import UINT32, Key, Kind, Scope, Scopes
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.keysagent import SCOPES_AGENT
from lessor.config.schema import describe

REFERENCE: Final = Path(__file__).parent / "reference"
FAMILIES: Final[dict[int, Scopes]] = {4: SCOPES4, 6: SCOPES6}

HEAD: Final = """\
# Configuration keys of the DHCPv{family} server

<!-- Made by docs/generate_keys.py from keys{family}.py, scopes.py and groups.py of src/lessor/config; change those. -->

A configuration file is JSON that also may hold comments (`#`, `//`, `/* */`), `<?include "file"?>` and commas after the
last member. Every key of every release of Kea since 1.0 is known; `lessor check FILE` tells what is wrong with a file,
`lessor schema dhcp{family}` prints all this as a JSON schema.

Column **Effect**: *yes*, the key does what it says. *Not yet*: it is accepted and checked, and a warning at start says
that it has no effect yet. *Only* with values: the same, but these values ask for nothing that is missing. Defaults and
empty values never lead to a warning.

Column **Kea**: the releases that have the key; nothing means all since 1.0. Keys that Kea has dropped work on.

Inherited keys that are not written take their value from the nearest of the scopes named.
"""

AGENT_HEAD: Final = """\
# Configuration keys of the control agent

<!-- Made by docs/generate_keys.py from keysagent.py, scopes.py and groups.py of src/lessor/config; change those. -->

`kea-ctrl-agent -t FILE` tells what is wrong with a file; [the guide](../guide/control-api.md) has examples. The columns
are those of [the keys of the DHCPv4 server](keys4.md).
"""

TABLE: Final = """
| Key | Value | Default | Inherited from | Kea | Effect | Meaning |
|---|---|---|---|---|---|---|
"""


def pages() -> dict[Path, str]:
    """Return the text of each page."""
    servers = {f"keys{family}.md": _page(HEAD.format(family=family), scopes) for family, scopes in FAMILIES.items()}
    found = {**servers, "keys-agent.md": _page(AGENT_HEAD, SCOPES_AGENT)}
    return {REFERENCE / name: text for name, text in found.items()}


def _page(head: str, scopes: Scopes) -> str:
    return head + "".join(_section(scopes, name, scope) for name, scope in scopes.items())


def _section(scopes: Scopes, name: str, scope: Scope) -> str:
    rows = "".join(_row(key_name, key) for key_name, key in scope.keys.items())
    return f"\n## {name}\n\n{scope.text}{_places(scopes, name)}\n{TABLE}{rows}{_exclusive(scope)}"


def _places(scopes: Scopes, name: str) -> str:
    found = [
        f"`{key_name}` of [{parent}](#{_anchor(parent)})"
        for parent, scope in scopes.items()
        for key_name, key in scope.keys.items()
        if key.scope == name
    ]
    return f"\n\nFound under {', '.join(found)}." if found else ""


def _row(name: str, key: Key) -> str:
    parents = ", ".join(f"[{parent}](#{_anchor(parent)})" for parent in key.inherits)
    cells = (f"`{name}`", _value(key), _default(key), parents, _releases(key), _effect(key), _meaning(key))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _value(key: Key) -> str:
    if key.scope:
        return f"{key.kind} [{key.scope}](#{_anchor(key.scope)})"
    if key.values:
        choice = ", ".join(f"`{value}`" for value in key.values)
        return f"list of: {choice}" if key.kind is Kind.STRINGS else choice
    if key.kind in (Kind.INTEGER, Kind.REAL):
        return key.kind + _range(key)
    return key.kind


def _range(key: Key) -> str:
    if (key.minimum, key.maximum) == (0, UINT32):
        return ""
    below = "<" if key.below_maximum else ""
    return f" {'>' if key.above_minimum else ''}{key.minimum} to {below}{key.maximum}"


def _default(key: Key) -> str:
    if key.inherits:
        return ""
    match key.default:
        case None:
            return "required" if key.required else ""
        case bool(value):
            return str(value).lower()
        case tuple(values):
            return ", ".join(f"`{value}`" for value in values) or "empty"
        case str(value):
            return f"`{value}`" if value else "empty"
        case value:
            return str(value)


def _releases(key: Key) -> str:
    if key.own:
        return "lessor only"
    parts = [f"since {key.since}" if key.since else "", f"up to {key.until}" if key.until else ""]
    return ", ".join(part for part in parts if part)


def _effect(key: Key) -> str:
    if key.effect:
        return "yes"
    return "only " + ", ".join(f"`{value}`" for value in key.quiet) if key.values and key.quiet else "not yet"


def _meaning(key: Key) -> str:
    return describe(key) + (" (deprecated)" if key.deprecated else "")


def _exclusive(scope: Scope) -> str:
    if not scope.exclusive:
        return ""
    pairs = ", ".join(f"`{one}` and `{other}`" for one, other in scope.exclusive)
    return f"\nNot together: {pairs}.\n"


def _anchor(name: str) -> str:
    return name.lower()


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
