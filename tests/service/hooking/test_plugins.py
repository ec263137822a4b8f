"""Plug-ins in a server: set up, put to use, changed, refused and unloaded."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from lessor.config.errors import ConfigError
from lessor.control.caller import Caller
from lessor.control.registry import Registry
from lessor.model.database import DatabaseSettings
from lessor.model.datagram import Received4
from lessor.model.interface import Interface
from lessor.model.json import Json
from lessor.model.lease import Lease4
from lessor.service.hooking.plugincommands import PluginCommands
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import find_places
from lessor.service.serving import Surroundings
from lessor.service.serving4 import Serving4, serve4
from lessor.service.setup4 import Setup4, receive_setup4
from lessor.store.memory import MemoryStore
from lessor.store.talk import talk
from lessor.wire.packet4 import DISCOVER, MESSAGE_TYPE, REQUEST, Packet4, encode4

LINK = Interface("eth0", 2, b"", (0xC0000201,), (24,))

GREETER = """
from lessor.hooks.api import *

def setup(server, parameters):
    greeting = read_parameters(parameters, {"greeting": Parameter(STRING, "hello")})["greeting"]

    def greet(event):
        server.log.info(f"{greeting} {event.query.hwaddr}")
        server.statistics.count("greetings")

    async def work():
        server.log.info(f"{greeting} at work")

    server.start(work())
    return Hook({"pkt4_receive": greet}, close=lambda: server.log.info(f"{greeting} no more"))
"""

Act = Callable[[Serving4], Awaitable[None]]


class Site:
    """A directory with plug-ins, and a server that loads them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.hooks = directory / "hooks"
        self.hooks.mkdir(mode=0o755)
        self.unrestricted = False
        self.leases: dict[str, object] = {"type": "memfile", "persist": False}

    def write(self, name: str, text: str) -> Path:
        file = self.hooks / name
        file.parent.mkdir(exist_ok=True, mode=0o755)
        file.write_text(text)
        file.chmod(0o644)
        return file

    def setup(self, *libraries: object) -> Setup4:
        entries = [{"library": entry} if isinstance(entry, str) else entry for entry in libraries]
        return receive_setup4(
            {
                "Dhcp4": {
                    "interfaces-config": {"interfaces": [], "re-detect": False},
                    "lease-database": json.loads(json.dumps(self.leases)),
                    "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.10-192.0.2.20"}]}],
                    "hooks-libraries": json.loads(json.dumps(entries)),
                }
            }
        )

    def serve(self, act: Act, *libraries: object) -> str:
        """Have `act` do something with a server, and return its log."""
        log = self.directory / "log"
        loggers = Loggers("kea-dhcp4", self.directory, {"KEA_LOGGER_DESTINATION": str(log)})
        places = find_places({"KEA_HOOKS_PATH": str(self.hooks)}, str(self.directory))

        async def run() -> None:
            loop = asyncio.get_running_loop()
            around = Surroundings(places, loggers, loop, loop.stop, 6767, unrestricted=self.unrestricted)
            serving = serve4(self.setup(*libraries), around)
            try:
                await act(serving)
                await serving.plugins.close()
            finally:
                serving.close()

        try:
            asyncio.run(run())
        finally:
            loggers.close()
        return log.read_text()

    def refused(self, *libraries: object) -> str:
        """Return why a start with these plug-ins is refused."""
        with pytest.raises(ConfigError) as caught:
            self.serve(nothing, *libraries)
        (problem,) = caught.value.problems
        return str(problem)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def nothing(serving: Serving4) -> None:
    await asyncio.sleep(0)


def discover(serving: Serving4) -> None:
    packet = Packet4(chaddr=bytes.fromhex("02000000000a"), options={MESSAGE_TYPE: bytes((DISCOVER,))})
    serving.exchange.run([Received4(encode4(packet), LINK, 0xC0000201, 0, 68)], 1)


def lines(log: str) -> list[str]:
    """The ids and texts of a log that are about plug-ins."""
    texts = [line.partition("] ")[2] for line in log.splitlines()]
    return [text for text in texts if text.startswith(("HOOKS_", "LESSOR_HOOK_"))]


def test_the_life_of_a_plugin(site: Site) -> None:
    site.write("greeter.py", GREETER)

    async def act(serving: Serving4) -> None:
        discover(serving)
        await asyncio.sleep(0)
        assert serving.statistics.value("greetings") == 1

    log = site.serve(act, {"library": "greeter.py", "parameters": {"greeting": "ahoy"}})
    assert lines(log) == [
        "HOOKS_LIBRARY_LOADED plug-in greeter.py is loaded",
        "LESSOR_HOOK_INFO plug-in greeter.py: ahoy 02:00:00:00:00:0a",
        "LESSOR_HOOK_INFO plug-in greeter.py: ahoy at work",
        "HOOKS_LIBRARY_UNLOADED plug-in greeter.py is unloaded",
        "LESSOR_HOOK_INFO plug-in greeter.py: ahoy no more",
        "HOOKS_LIBRARY_CLOSED plug-in greeter.py has closed",
    ]


def test_a_change_loads_the_file_anew(site: Site) -> None:
    site.write("greeter.py", GREETER)

    async def act(serving: Serving4) -> None:
        site.write("greeter.py", GREETER.replace("{greeting} {event", "GOOD DAY {event"))
        serving.change(site.setup("greeter.py"))
        discover(serving)
        await asyncio.sleep(0)
        serving.change(site.setup())
        discover(serving)
        assert serving.statistics.value("greetings") == 1

    log = site.serve(act, "greeter.py")
    assert "GOOD DAY 02:00:00:00:00:0a" in log
    assert log.count("HOOKS_LIBRARY_LOADED") == log.count("HOOKS_LIBRARY_UNLOADED") == 2


def test_a_change_that_is_refused_leaves_the_plugins_at_work(site: Site) -> None:
    site.write("greeter.py", GREETER)

    async def act(serving: Serving4) -> None:
        with pytest.raises(ConfigError):
            serving.change(site.setup("greeter.py", "missing.py"))
        discover(serving)
        assert serving.statistics.value("greetings") == 1
        await asyncio.sleep(0)

    log = site.serve(act, "greeter.py")
    assert log.count("hello at work") == 1, "work of a refused configuration does not begin"
    assert log.count("hello no more") == 2, "but what was set up is closed"


def test_order_is_that_of_the_configuration(site: Site) -> None:
    site.write("a.py", GREETER)
    site.write("b/__init__.py", "from .words import setup\n")
    site.write("b/words.py", GREETER.replace('"hello"', '"package"'))

    async def act(serving: Serving4) -> None:
        discover(serving)

    log = site.serve(act, "b", {"library": str(site.hooks / "a.py")})
    greetings = [line for line in lines(log) if "02:00" in line]
    assert [line.split()[2] for line in greetings] == ["b:", "a.py:"]


def test_built_in_libraries_need_nothing(site: Site) -> None:
    async def act(serving: Serving4) -> None:
        assert not serving.plugins.loaded.has_callouts

    site.serve(act, "/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_lease_cmds.so", "libdhcp_stat_cmds.so")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def setup(server, parameters):\n  raise OSError('no')", "its setup failed: OSError: no ("),
        ("def setup(server, parameters):\n  return 7", "its setup returned int instead of a Hook"),
        ("x = 1", "bad.py has no function setup(server, parameters)"),
        ("import nonsense_nonsense", "cannot be loaded: ModuleNotFoundError"),
        ("def setup(:", "cannot be loaded: invalid syntax ("),
        (
            "from lessor.hooks.api import *\ndef setup(server, parameters):\n  return Hook({'pkt4_recieve': print})",
            "there is no hook point 'pkt4_recieve'",
        ),
        (
            "from lessor.hooks.api import *\ndef setup(server, parameters):\n  return Hook({'pkt6_receive': print})",
            "hook point pkt6_receive is one of the other family's servers",
        ),
        (
            "from lessor.hooks.api import *\nasync def f(e): ...\n"
            "def setup(server, parameters):\n  return Hook({'pkt4_send': f})",
            "the callout of pkt4_send is async, but nothing can wait there",
        ),
        (
            "from lessor.hooks.api import *\ndef agree(event):\n  event.error = 'I want more subnets'\n  return DROP\n"
            "def setup(server, parameters):\n  return Hook({'dhcp4_srv_configured': agree})",
            "I want more subnets",
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_refuses_the_configuration(site: Site, text: str, why: str) -> None:
    site.write("bad.py", text)
    told = site.refused("bad.py")
    assert told.startswith("<wire>") and ": hooks-libraries[0].library: " in told
    assert why in told


def test_a_wrong_parameter_has_its_place(site: Site) -> None:
    site.write("greeter.py", GREETER)
    assert ": hooks-libraries[0].parameters.greeting: a string is expected" in site.refused(
        {"library": "greeter.py", "parameters": {"greeting": 7}}
    )
    assert ": hooks-libraries[0].parameters.greting: unknown parameter; there are greeting" in site.refused(
        {"library": "greeter.py", "parameters": {"greting": "x"}}
    )


@pytest.mark.parametrize(
    ("library", "why"),
    [
        ("nobody", "no plug-in of this name"),
        ("libdhcp_radius.so", "ask an authentication server from a Python hook"),
        ("/opt/mine.so", "a library in C++ cannot be loaded"),
        ("missing.py", "cannot read"),
        ("/etc/passwd.py", "invalid path specified: '/etc', supported path is"),
        ("../log", "invalid path specified"),
    ],
)
def test_a_library_that_is_not_there(site: Site, library: str, why: str) -> None:
    assert why in site.refused(library)


def test_a_file_that_others_may_write_is_refused(site: Site) -> None:
    file = site.write("greeter.py", GREETER)
    file.chmod(0o666)
    assert "may be written by everybody" in site.refused("greeter.py")
    file.chmod(0o644)
    site.hooks.chmod(0o777)
    assert "may be written by everybody" in site.refused("greeter.py")
    site.unrestricted = True
    assert "HOOKS_LIBPATH_SECURITY_WARNING" in site.serve(nothing, "greeter.py")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_user_is_refused(site: Site) -> None:
    os.chown(site.write("greeter.py", GREETER), 12345, 0)
    assert "belongs to another user (number 12345)" in site.refused("greeter.py")


def test_work_that_fails_and_closing_that_fails_are_told(site: Site) -> None:
    site.write(
        "bad.py",
        "from lessor.hooks.api import *\n"
        "def setup(server, parameters):\n"
        "  async def work(): raise ValueError('tired')\n"
        "  async def close(): raise ValueError('stuck')\n"
        "  server.start(work())\n"
        "  return Hook(close=close)\n",
    )

    async def act(serving: Serving4) -> None:
        for _ in range(3):
            await asyncio.sleep(0)

    told = lines(site.serve(act, "bad.py"))
    assert any(line.startswith("LESSOR_HOOK_TASK_FAILED work of plug-in bad.py has ended") for line in told)
    assert "HOOKS_UNLOAD_EXCEPTION plug-in bad.py failed while it was unloaded" in told


def test_leases_can_be_looked_up(site: Site) -> None:
    site.write(
        "look.py",
        "from lessor.hooks.api import *\n"
        "def setup(server, parameters):\n"
        "  async def look():\n"
        "    found = [str(lease.address) async for lease in server.leases4.all()]\n"
        "    one = await server.leases4.at('192.0.2.10')\n"
        "    mine = await server.leases4.of(hwaddr=bytes.fromhex('02000000000a'))\n"
        "    server.log.info(f'{found} {one.state} {len(mine)} {sorted(server.config())}')\n"
        "  return Hook({'leases4_committed': lambda event: server.start(look()) and None})\n",
    )

    async def act(serving: Serving4) -> None:
        options = {MESSAGE_TYPE: b"\3", 50: bytes((192, 0, 2, 10)), 54: bytes((192, 0, 2, 1))}
        packet = Packet4(chaddr=bytes.fromhex("02000000000a"), options=options)
        serving.exchange.run([Received4(encode4(packet), LINK, 0xC0000201, 0, 68)], 1)
        for _ in range(10):
            await asyncio.sleep(0)

    assert "['192.0.2.10'] assigned 1 ['Dhcp4']" in site.serve(act, "look.py")


def test_plugins_hear_of_leases_that_are_over(site: Site) -> None:
    site.write(
        "expire.py",
        "from lessor.hooks.api import *\n"
        "def setup(server, parameters):\n"
        "  return Hook({'lease4_expire': lambda event: server.log.info(f'over: {event.lease.address}')})\n",
    )

    async def act(serving: Serving4) -> None:
        assert isinstance(serving.store, MemoryStore)
        serving.store.commit(((None, Lease4(0xC000020A, b"hwaddr", b"", 1, 1, 1)),))
        await serving.reclaim(keep=False)

    assert "over: 192.0.2.10" in site.serve(act, "expire.py")


def test_commands_of_plugins_are_offered_while_they_are_loaded(site: Site) -> None:
    site.write(
        "words.py",
        "from lessor.hooks.api import *\n"
        "def say(server, arguments): return succeeded(f'{server.program} says {arguments[\"word\"]}')\n"
        "def loud(event): event.response = {**event.response, 'text': event.response['text'].upper()}\n"
        "async def counted(event): event.response['arguments'] = {'counted': event.name}\n"
        "def setup(server, parameters):\n"
        "  return Hook({'command_processed': (loud, counted)}, (Command('say', 'Say a word.', say),))\n",
    )

    async def act(serving: Serving4) -> None:
        registry: Registry[object] = Registry((), object(), Unheard())
        commands = PluginCommands(registry, serving.plugins)
        execute = commands.heard(registry.execute)
        request: Json = {"command": "say", "arguments": {"word": "hello"}}
        answer = {"result": 0, "text": "KEA-DHCP4 SAYS HELLO", "arguments": {"counted": "say"}}
        assert await execute(request, Caller("unix")) == answer
        serving.change(site.setup())
        commands.settle()
        assert await execute(request, Caller("unix")) == {"result": 2, "text": "'say' command not supported."}

    site.serve(act, "words.py")


class Unheard:
    """Hears nothing."""

    def received(self, command: str) -> None: ...
    def refused(self, text: str) -> None: ...
    def failed(self, command: str, error: Exception) -> None: ...


@pytest.mark.parametrize("kind", ["postgresql_leases", "mysql_leases"])
def test_leases_and_their_record_are_in_one_database(site: Site, kind: str, request: pytest.FixtureRequest) -> None:
    settings: DatabaseSettings = request.getfixturevalue(kind)
    site.leases = {
        "type": settings.type,
        "name": settings.name,
        "host": settings.host,
        "port": settings.port,
        "user": settings.user,
        "password": settings.password,
    }
    conversation = talk(settings)
    conversation.change("DELETE FROM logs")

    async def act(serving: Serving4) -> None:
        packet = Packet4(chaddr=bytes.fromhex("02000000000a"), options={MESSAGE_TYPE: bytes((REQUEST,))})
        serving.exchange.run([Received4(encode4(packet), LINK, 0xC0000201, 0, 68)], int(time.time()))
        while not conversation.rows("SELECT address FROM logs"):
            await asyncio.sleep(0.01)

    async def in_time(serving: Serving4) -> None:
        await asyncio.wait_for(act(serving), 30)

    try:
        log = site.serve(in_time, {"library": "libdhcp_legal_log.so", "parameters": site.leases})
        ((address,),) = conversation.rows("SELECT address FROM lease4")
        assert conversation.rows("SELECT address FROM logs") == [(str(IPv4Address(address)),)]
    finally:
        conversation.close()
    assert "LEGAL_LOG_STORE_OPEN" in log
