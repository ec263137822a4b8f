import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.control.limits import Limits
from lessor.model.control import HTTP, HTTPS, UNIX, Authentication, Client, ControlSocket, Tls
from lessor.service.api.channels import ChannelError, Channels
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import find_places
from tests.control.sockets import JSON, Certificates, Echo, free_port, make_certificates, post, run, say
from tests.control.test_http import basic


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def make(tmp_path: Path, log: Path) -> Callable[[], Channels]:
    """Return what makes channels that write to the log; names of sockets are of this directory."""

    def made() -> Channels:
        environment = {"KEA_CONTROL_SOCKET_DIR": str(tmp_path)}
        loggers = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": str(log)})
        places = find_places(environment, str(tmp_path))
        return Channels(Echo().execute, loggers, asyncio.get_running_loop(), places, Limits(receive=2))

    return made


def http(port: int = 0, **more: object) -> ControlSocket:
    return replace(ControlSocket(HTTP, address="127.0.0.1", port=port or free_port()), **more)  # type: ignore[arg-type]


UNIX_SOCKET = ControlSocket(UNIX, "s4")


async def open_sockets(channels: Channels, *sockets: ControlSocket) -> list[bool]:
    """Tell of each of these sockets whether it answers."""
    found = []
    for socket in sockets:
        try:
            if socket.type == UNIX:
                found.append(bool(await say(channels.places.control_socket(socket.name), b"{}")))
            else:
                found.append((await post(socket.port)).status == 200)
        except OSError:
            found.append(False)
    return found


Made = Callable[[], Channels]


def test_several_at_once(make: Made, tmp_path: Path, log: Path) -> None:
    sockets = (UNIX_SOCKET, http(), http())

    async def main() -> None:
        channels = make()
        await channels.open(sockets)
        assert await open_sockets(channels, *sockets) == [True] * 3
        await channels.close()
        assert await open_sockets(channels, *sockets) == [False] * 3
        channels.loggers.close()

    run(main)
    text = log.read_text()
    assert f"COMMAND_ACCEPTOR_START taking commands on the UNIX socket {tmp_path / 's4'}" in text
    assert text.count("HTTP_COMMAND_MGR_SERVICE_STARTED") == text.count("HTTP_COMMAND_MGR_SERVICE_STOPPING") == 2


def test_a_change_leaves_what_stays(make: Made) -> None:
    stays, goes, comes = http(), http(), http()

    async def main() -> None:
        channels = make()
        await channels.open((stays, goes, UNIX_SOCKET))
        _, writer = await asyncio.open_connection("127.0.0.1", stays.port)
        await channels.reconfigure((comes, stays))
        assert await open_sockets(channels, stays, goes, comes, UNIX_SOCKET) == [True, False, True, False]
        assert not writer.is_closing()
        writer.transport.abort()
        await channels.close()

    run(main)


def test_a_change_at_the_same_place(make: Made) -> None:
    before = http()
    after = replace(before, authentication=Authentication("r", (Client("a", "b"),)))

    async def main() -> None:
        channels = make()
        await channels.open((before,))
        await channels.reconfigure((after,))
        assert [(await post(before.port, headers=headers)).status for headers in (JSON, basic("a:b"))] == [401, 200]
        await channels.close()

    run(main)


def broken(kind: str, tmp_path: Path, taken: int) -> ControlSocket:
    return {
        "directory": ControlSocket(UNIX, str(tmp_path / "none" / "s")),
        "port": http(taken),
        "address": replace(http(), address="192.0.2.1"),
        "certificate": replace(http(), type=HTTPS, tls=Tls("/none", "/none", "/none")),
        "password": http(authentication=Authentication("r", (Client("a", password_file="/none"),))),
    }[kind]


@pytest.mark.parametrize("kind", ["directory", "port", "address", "certificate", "password"])
def test_what_cannot_be_opened_changes_nothing(make: Made, tmp_path: Path, kind: str) -> None:
    before, new = http(), http()
    changed = replace(before, headers=(("X", "y"),))

    async def main() -> None:
        taken = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        channels = make()
        wrong = broken(kind, tmp_path, taken.sockets[0].getsockname()[1])
        with pytest.raises(ChannelError):
            await channels.open((new, wrong))
        assert await open_sockets(channels, new) == [False]
        await channels.open((before, UNIX_SOCKET))
        with pytest.raises(ChannelError, match=wrong.name or f"{wrong.address}, port {wrong.port}"):
            await channels.reconfigure((changed, new, wrong))
        assert await open_sockets(channels, before, new, UNIX_SOCKET) == [True, False, True]
        assert "X" not in (await post(before.port)).headers
        await channels.close()
        taken.close()

    run(main)


def test_passwords_are_read_again_when_their_file_has_changed(make: Made, tmp_path: Path) -> None:
    file = tmp_path / "word"
    file.write_text("old\n")
    socket = http(authentication=Authentication("r", (Client("a", password_file=str(file)),)))

    async def statuses() -> list[int]:
        return [(await post(socket.port, headers=basic(f"a:{word}"))).status for word in ("old", "brand-new")]

    async def main() -> None:
        channels = make()
        await channels.open((socket,))
        assert await statuses() == [200, 401]
        file.write_text("brand-new\n")
        assert await statuses() == [200, 401]
        await channels.reconfigure((socket,))
        assert await statuses() == [401, 200]
        file.unlink()
        with pytest.raises(ChannelError):
            await channels.reconfigure((socket,))
        assert await statuses() == [401, 200]
        await channels.close()

    run(main)


def test_certificates_are_read_again_when_they_have_changed(
    make: Made, tmp_path: Path, certificates: Certificates
) -> None:
    for name in ("authority.crt", "server.crt", "server.key"):
        shutil.copy(certificates.file(name), tmp_path / name)
    files = [str(tmp_path / name) for name in ("authority.crt", "server.crt", "server.key")]
    socket = replace(http(), type=HTTPS, tls=Tls(files[0], files[1], files[2], False))

    async def main() -> None:
        channels = make()
        await channels.open((socket,))
        assert (await post(socket.port, context=certificates.context())).status == 200
        # one that no client of this authority trusts
        shutil.copy(certificates.file("stranger.crt"), tmp_path / "server.crt")
        shutil.copy(certificates.file("stranger.key"), tmp_path / "server.key")
        await channels.reconfigure((socket,))
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            await post(socket.port, context=certificates.context())
        await channels.close()

    run(main)


def test_what_is_open_to_too_many_is_told(make: Made, tmp_path: Path, log: Path) -> None:
    public = tmp_path / "public"
    public.mkdir()
    public.chmod(0o777)
    everywhere = replace(http(), address="0.0.0.0")
    locked = replace(everywhere, port=free_port(), authentication=Authentication("r", (Client("a", "b"),)))

    async def main() -> None:
        channels = make()
        await channels.open((ControlSocket(UNIX, str(public / "s")), UNIX_SOCKET, everywhere, locked, http()))
        await channels.close()
        channels.loggers.close()

    run(main)
    warnings = [line for line in log.read_text().splitlines() if "WARN" in line]
    assert len(warnings) == 2
    assert (
        "COMMAND_UNIX_SOCKET_PERMISSIONS_SECURITY_WARNING the directory of a socket for commands is open" in warnings[0]
    )
    assert f"commands are taken from everybody who reaches 0.0.0.0, port {everywhere.port}" in warnings[1]
