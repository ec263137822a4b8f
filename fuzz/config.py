"""Feed damaged configurations to the reader: `python fuzz/config.py SECONDS [SEED]`.

Whatever an administrator writes must be accepted or refused with ConfigError; anything else is a defect, and stops the
run with the text that caused it. Half of the texts are damaged as text, half as trees, to get past the parser.
"""

import json
import random
import re
import sys
import time
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Final

from lessor.config.check import check4, check6
from lessor.config.errors import ConfigError
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.read4 import read4
from lessor.config.read6 import read6
from lessor.config.syntax import parse, parse_file, plain

_TESTS: Final = Path(__file__).parent.parent / "tests" / "config"
SAMPLES: Final = tuple(sorted(_TESTS.glob("samples*/*.json")))
BROKEN: Final = tuple(sorted(_TESTS.glob("broken*/*.json")))

TEXTS: Final = tuple(path.read_text() for path in (*SAMPLES, *BROKEN))
TREES: Final = tuple(plain(parse_file(str(path))) for path in SAMPLES)
TOKENS: Final = tuple(
    {
        *re.findall(r'"[^"\n]*"|[-\w.]+|/\*|\*/|//|#|[{}\[\],:]', "\n".join(TEXTS)),
        *("\\", '"\\u', "\\ud800", "\0", "\ufeff", "\udcff", "<?include", '<?include "."?>', "'", "1e999", "9" * 5000),
    }
)
KEYS: Final = tuple(sorted({name for scopes in (SCOPES4, SCOPES6) for scope in scopes.values() for name in scope.keys}))
VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, -1, 1, 255, 256, 2**32 - 1, 2**32, 2**64, 10**400, 0.0, 0.5, 1.0, -1.5, 1e300),
    *("", " ", "0", "x", "*", "true", "é", "\u0660", "\n", "'", ",", "/", "-", "0x", "01:02", "a" * 300),
    *("::", "2001:db8::/32", "2001:db8::/129", "2001:db8::1 - 2001:db8::9", "ff02::1", "2001:db8::/56", "eth0/::"),
    *("0.0.0.0", "255.255.255.255", "192.0.2.0/24", "192.0.2.0/33", "0.0.0.0/0", "10.0.0.1 - 10.0.0.9", "::1", "eth0/"),
    *("record", "uint8, string", "dhcp4", "vendor-4491", "vendor-99999999999", "auto", "memfile", "random", "[^a"),
    *([], [None], [[]], [{}], {}, {"": ""}),
)


def one(text: str) -> None:
    """Read a text as far as it goes. Raise whatever is not ConfigError."""
    with suppress(ConfigError):
        root = parse(text, str(_TESTS / "fuzz"))
        for check, read in ((check4, read4), (check6, read6)):
            checked = check(root)
            for problem in (*checked.problems, *checked.no_effect):
                assert str(problem).isprintable(), "a problem is told on one line"
            with suppress(ConfigError):
                read(root)


def mutated(chance: random.Random) -> str:
    """Return a damaged configuration."""
    if chance.random() < 0.5:
        return _damaged_text(chance)
    tree = json.loads(json.dumps(chance.choice(TREES)))
    for _ in range(chance.randrange(1, 5)):
        _damage(chance, tree)
    return json.dumps(tree, ensure_ascii=chance.random() < 0.5)


def _damaged_text(chance: random.Random) -> str:
    text = chance.choice(TEXTS)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        end = at + chance.randrange(1, 30)
        change = chance.randrange(4)
        if change == 0:
            text = text[:at] + chance.choice(TOKENS) + text[at:]
        elif change == 1:
            text = text[:at] + text[end:]
        elif change == 2:
            text = text[:at] + text[at:end] * chance.choice((2, 3, 200)) + text[end:]
        else:
            text = text[:at] + chr(chance.choice((chance.randrange(128), chance.randrange(0x11000)))) + text[at + 1 :]
    return text


def _damage(chance: random.Random, node: object) -> None:
    """Walk down to some place of a tree and change what is there."""
    while True:
        inner = [*node.values()] if isinstance(node, dict) else list(node) if isinstance(node, list) else []
        inner = [member for member in inner if isinstance(member, dict | list)]
        if not inner or chance.random() < 0.3:
            break
        node = chance.choice(inner)
    if isinstance(node, dict):
        _damage_map(chance, node)
    elif isinstance(node, list) and node:
        node[chance.randrange(len(node))] = deepcopy(chance.choice((*VALUES, *node)))
        if chance.random() < 0.3:
            node.append(deepcopy(chance.choice(node)))


def _damage_map(chance: random.Random, node: dict[str, object]) -> None:
    key = chance.choice([*node, chance.choice(KEYS)])
    change = chance.randrange(3)
    if change == 0 and key in node:
        del node[key]
    elif change == 1 and key in node:
        node[chance.choice(KEYS)] = deepcopy(node[key])
    else:
        node[key] = deepcopy(chance.choice(VALUES))


def main(seconds: float, seed: int) -> None:
    """Go on for some seconds; say the seed, so that a run can be repeated."""
    chance = random.Random(seed)
    print(f"seed {seed}")
    runs = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = mutated(chance)
        try:
            one(text)
        except Exception:
            print(f"failed on {text!r}")
            raise
        runs += 1
    print(f"{runs} runs")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
