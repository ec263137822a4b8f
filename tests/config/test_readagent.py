import pytest

from lessor.config.errors import ConfigError
from lessor.config.load import load_tree_agent
from lessor.model.agent import AgentConfig
from lessor.model.control import HTTP, HTTPS, Authentication, Client, ControlSocket, Tls
from lessor.model.json import Json


def read(**members: Json) -> AgentConfig:
    return load_tree_agent({"Control-agent": {name.replace("_", "-"): value for name, value in members.items()}}).config


def test_the_usual() -> None:
    assert read() == AgentConfig(ControlSocket(HTTP, address="127.0.0.1", port=8000))


def test_everything() -> None:
    config = read(
        http_host="::1",
        http_port=8001,
        trust_anchor="/ca",
        cert_file="/crt",
        key_file="/key",
        authentication={"type": "basic", "realm": "r", "clients": [{"user": "a", "password": "b"}]},
        control_sockets={"d2": {"socket-name": "sd"}, "dhcp4": {"socket-type": "unix", "socket-name": "/s4"}},
    )
    assert config == AgentConfig(
        ControlSocket(
            HTTPS,
            address="::1",
            port=8001,
            authentication=Authentication("r", (Client("a", "b"),)),
            tls=Tls("/ca", "/crt", "/key"),
        ),
        (("dhcp4", "/s4"), ("d2", "sd")),
    )


@pytest.mark.parametrize(
    ("members", "wrong"),
    [
        ({"http-host": "nonsense"}, "'nonsense' is no IP address"),
        ({"http-port": 70000}, "70000 is out of range"),
        ({"bogus": 1}, 'got unexpected keyword "bogus" in Control-agent map'),
        ({"control-sockets": {"dhcp5": {}}}, 'got unexpected keyword "dhcp5" in servers map'),
        ({"control-sockets": {"dhcp4": {"socket-type": "unix"}}}, "missing parameter 'socket-name' in server map"),
        ({"cert-file": "x"}, "key-file parameter is missing or empty: all or none of TLS parameters must be set"),
        ({"authentication": {"type": "digest"}}, 'the string "digest" is not a value it can have'),
    ],
)
def test_mistakes(members: dict[str, Json], wrong: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_tree_agent({"Control-agent": members})
    assert wrong in [problem.wrong for problem in caught.value.problems]


def test_a_file_of_another_daemon() -> None:
    with pytest.raises(ConfigError, match="Control-agent"):
        load_tree_agent({"Dhcp4": {}})


def test_plug_ins_have_no_effect() -> None:
    loaded = load_tree_agent({"Control-agent": {"hooks-libraries": [{"library": "x.so"}]}})
    assert [problem.key for problem in loaded.unsupported] == ["hooks-libraries"]
