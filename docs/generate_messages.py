"""Write docs/reference/messages.md from the tables of log messages: `python docs/generate_messages.py`."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

from lessor import plugins
from lessor.service.logs.message import DEBUG, SEVERITIES, Message
from lessor.service.logs.messages import BY_ID

PAGE: Final = Path(__file__).parent / "reference" / "messages.md"

INTRODUCTION: Final = """\
# Log messages

Every line of the log begins with one of these ids; `%1`, `%2` ... are filled with the case at hand. Ids, severities and
the order of the parameters are those of Kea; ids that start with `LESSOR_` are our own. A message of severity DEBUG
is written when its logger has severity DEBUG and at least the `debuglevel` shown. A logger's full name begins with that
of its daemon: `kea-dhcp4.leases`, `kea-dhcp6.leases`.

This page is generated from the tables in `src/lessor/service/logs`, and from the `messages.py` of each
plug-in, by `docs/generate_messages.py`.
"""


def table() -> list[Message]:
    """Return all messages, those of plug-ins included, ids in order."""
    found = list(BY_ID.values())
    for file in Path(plugins.__path__[0]).glob("*/messages.py"):
        module = import_module(f"{plugins.__name__}.{file.parent.name}.messages")
        found += [value for value in vars(module).values() if isinstance(value, Message)]
    return sorted(found, key=lambda message: message.id)


def page() -> str:
    """Return the text of the page."""
    return "".join([INTRODUCTION, *(line for logger in loggers() for line in section(logger))])


def loggers() -> list[str]:
    """Return the names of all loggers that messages belong to."""
    return sorted({message.logger for message in table()})


def section(logger: str) -> Iterator[str]:
    """Yield the part of the page about one logger, ids in order."""
    yield f"\n## Logger `{logger}`\n"
    for message in table():
        if message.logger == logger:
            yield entry(message)


def entry(message: Message) -> str:
    """Return the lines about one message."""
    level = f" {message.debuglevel}" if message.severity == DEBUG else ""
    severity = f"{SEVERITIES[message.severity]}{level}"
    return f"\n### {message.id}\n\n{severity}: `{message.text}`\n\n{message.explanation}\n"


if __name__ == "__main__":
    PAGE.write_text(page())
