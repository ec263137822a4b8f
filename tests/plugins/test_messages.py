"""Rules of the messages that plug-ins bring along."""

from importlib import import_module
from pathlib import Path

import pytest

from lessor import plugins
from lessor.hooks.api import Message
from lessor.service.logs.messages import BY_ID

FOLDER = Path(plugins.__path__[0])
FILES = sorted(FOLDER.glob("*/messages.py"))


def rows(file: Path) -> dict[str, Message]:
    module = import_module(f"lessor.plugins.{file.parent.name}.messages")
    return {name: value for name, value in vars(module).items() if isinstance(value, Message)}


def test_ids_are_names_and_nobody_elses() -> None:
    seen = set(BY_ID)
    for file in FILES:
        for name, message in rows(file).items():
            assert message.id == name
            assert name not in seen
            seen.add(name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_message_is_written_somewhere_and_explained(file: Path) -> None:
    source = "".join(path.read_text() for path in file.parent.glob("*.py") if path != file)
    for name, message in rows(file).items():
        assert f"messages.{name}" in source
        assert len(message.explanation) > 20
        assert message.explanation.endswith(".")
        assert message.logger.endswith("-hooks")
