"""Tests of setup.py: what is compiled where that is asked for, and that nothing marked [hot] is forgotten."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from lessor.cli.build import is_compiled, packet_path

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src/lessor"
SLICE = re.compile(r"\bslice\(")


def table() -> ModuleType:
    spec = spec_from_file_location("setup", ROOT / "setup.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compiled() -> set[str]:
    return {f"{package}/{name}" for package, names in table().COMPILED.items() for name in names.split()}


def test_every_module_of_the_table_is_there() -> None:
    assert [path for path in table().modules() if not (ROOT / path).is_file()] == []


def test_each_package_has_its_modules_once_and_in_order() -> None:
    for package, names in table().COMPILED.items():
        assert names.split() == sorted(set(names.split())), package


def test_what_is_marked_hot_is_compiled_or_there_is_a_reason() -> None:
    hot = {
        str(path.relative_to(SOURCES).with_suffix("")) for path in SOURCES.rglob("*.py") if "[hot]" in path.read_text()
    }
    left_plain = table().LEFT_PLAIN
    assert hot - compiled() == left_plain.keys()
    assert all(left_plain.values())


@pytest.mark.parametrize("name", sorted(compiled()))
def test_compiled_modules_have_no_dataclasses(name: str) -> None:
    # those with slots cannot be compiled, and the others gain nothing
    assert "@dataclass" not in (SOURCES / f"{name}.py").read_text()


@pytest.mark.parametrize("name", sorted(compiled()))
def test_compiled_modules_cut_octets_by_two_numbers(name: str) -> None:
    # by a slice in a name, compiled code fails with a TypeError
    assert not SLICE.search((SOURCES / f"{name}.py").read_text())


def test_the_build_is_told() -> None:
    assert packet_path() == ("compiled" if is_compiled() else "interpreted")
