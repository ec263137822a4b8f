"""Stories of configurations with plug-ins: which callouts are met, and what they change."""

import json
from pathlib import Path

import pytest

from lessor.model.json import Json
from lessor.service.programs.places import find_places
from lessor.service.why.explanation import Explanation, HookStory
from lessor.service.why.hookstory import NOT_CALLED, WAITS
from lessor.service.why.inquiry import Inquiry, answer

NOW = 1_700_000_000
SUBNET4: Json = {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.10-192.0.2.20"}], "interface": "eth0"}
SUBNET6: Json = {
    "id": 1,
    "subnet": "2001:db8:1::/64",
    "pools": [{"pool": "2001:db8:1::10-2001:db8:1::20"}],
    "interface": "eth0",
}

CHANGER = """
import asyncio
from lessor.hooks.api import *

def setup(server, parameters):
    def receive(event):
        event.query.classes.add("SEEN")
        event.query.options["host-name"] = "renamed"

    def select(event):
        event.lease.valid_lifetime = 77

    def choose(event):
        event.subnet = event.subnets()[2]

    def send(event):
        event.response.options["domain-name"] = "example.org"
        event.response.siaddr = "192.0.2.77"

    async def wait(event):
        await asyncio.sleep(3600)

    def fail(event):
        raise RuntimeError("broken")

    def drop(event):
        return DROP

    def park(event):
        event.park()
        return PARK

    named = dict(receive=receive, select=select, choose=choose, send=send, wait=wait, fail=fail, drop=drop, park=park)
    return Hook({point: named[name] for point, name in parameters["at"].items()}, rehearses=parameters["rehearses"])
"""


class Site:
    """A directory with a configuration and a plug-in."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        hooks = directory / "hooks"
        hooks.mkdir(mode=0o755)
        file = hooks / "changer.py"
        file.write_text(CHANGER)
        file.chmod(0o644)

    def told(self, *libraries: Json, family: int = 4, message: str = "", hostname: str = "") -> Explanation:
        """The story of a client of this server."""
        daemon: dict[str, Json] = {"interfaces-config": {"interfaces": ["eth0"]}, "hooks-libraries": [*libraries]}
        if family == 4:
            daemon["subnet4"] = [SUBNET4, {"id": 2, "subnet": "198.51.100.0/24"}]
        else:
            daemon["subnet6"] = [SUBNET6]
        file = self.directory / "kea.conf"
        file.write_text(json.dumps({f"Dhcp{family}": daemon}))
        on = "192.0.2.1" if family == 4 else "2001:db8:1::1"
        inquiry = Inquiry(str(file), family, local=on, message=message, hostname=hostname)
        return answer(inquiry, find_places({"KEA_HOOKS_PATH": str(self.directory / "hooks")}, str(self.directory)), NOW)

    def changed(self, rehearses: bool = True, **at: str) -> Explanation:
        return self.told(changer(at, rehearses))


def changer(at: dict[str, str], rehearses: bool = True) -> Json:
    return {"library": "changer.py", "parameters": {"at": {**at}, "rehearses": rehearses}}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def step(told: Explanation) -> HookStory:
    (one,) = told.hooks
    assert one.plugin == "changer.py"
    return one


def test_without_plugins_there_is_no_story_of_any(site: Site) -> None:
    assert site.told().hooks == []


def test_classes_and_options_of_the_client(site: Site) -> None:
    told = site.changed(pkt4_receive="receive")
    assert step(told).changes == ("class SEEN added", "the client's option host-name added: renamed")
    assert (step(told).point, step(told).callout) == ("pkt4_receive", "setup.<locals>.receive")
    assert told.message is not None
    assert any(line.text == "renamed" for line in told.message.lines)


def test_the_lease_time(site: Site) -> None:
    told = site.changed(lease4_select="select")
    assert step(told).changes == ("the lease time: 77, was 7200",)
    assert told.outcome.endswith("for 77 seconds")


def test_the_subnet(site: Site) -> None:
    told = site.changed(subnet4_select="choose")
    assert step(told).changes == ("the subnet: <subnet 2, 198.51.100.0/24>, was <subnet 1, 192.0.2.0/24>",)
    assert told.answer is None


def test_the_answer_says_what_a_plugin_put_there(site: Site) -> None:
    told = site.changed(pkt4_send="send")
    assert step(told).changes == ("option domain-name added: example.org", "siaddr: 192.0.2.77, was 0.0.0.0")
    assert told.answer is not None
    (line,) = [line for line in told.answer.lines if line.name == "domain-name"]
    assert (line.text, line.because) == ("example.org", "the plug-in changer.py")


def test_a_message_that_is_dropped(site: Site) -> None:
    told = site.changed(pkt4_receive="drop")
    assert step(told).said == "DROP: the message is dropped"
    assert told.answer is None
    assert told.log[0].startswith("DHCP4_HOOK_PACKET_RCVD_SKIP")


def test_a_callout_that_fails(site: Site) -> None:
    told = site.changed(pkt4_receive="fail")
    assert step(told).said == "failed: RuntimeError: broken"
    assert told.answer is not None


@pytest.mark.parametrize("point", ["pkt4_receive", "lease4_offer"])
def test_who_waits_is_not_waited_for(site: Site, point: str) -> None:
    told = site.told(changer({point: "wait"}))
    assert step(told).said == WAITS
    assert told.answer is not None
    told = site.told(changer({point: "park"}))
    assert step(told).said.startswith("PARK: ")
    assert told.answer is not None


def test_what_might_have_effects_is_not_called(site: Site) -> None:
    told = site.changed(rehearses=False, pkt4_receive="drop")
    assert step(told) == HookStory("pkt4_receive", "changer.py", "setup.<locals>.drop", (), NOT_CALLED)
    assert told.answer is not None


def test_a_plugin_that_cannot_be_loaded_here_is_left_out(site: Site) -> None:
    told = site.told({"library": "absent.py"})
    assert told.hooks == []
    assert told.answer is not None
    assert [text for text in told.assumptions if "no plug-ins" in text and "absent.py" in text]


def test_an_acknowledgement_goes_on_when_its_lease_is_kept(site: Site) -> None:
    told = site.told(changer({"leases4_committed": "park"}), message="request")
    assert step(told).point == "leases4_committed"
    assert told.outcome.startswith("DHCPACK")


def test_plugins_of_kea(site: Site) -> None:
    told = site.told(
        {"library": "libdhcp_bootp.so"},
        {"library": "libdhcp_ping_check.so"},
        {
            "library": "libdhcp_flex_option.so",
            "parameters": {"options": [{"code": 67, "supersede": "'boot-' + option[12].text"}]},
        },
        hostname="kiosk",
    )
    assert [(one.point, one.plugin) for one in told.hooks] == [
        ("buffer4_receive", "libdhcp_bootp.so"),
        ("lease4_select", "libdhcp_bootp.so"),
        ("lease4_offer", "libdhcp_ping_check.so"),
        ("pkt4_send", "libdhcp_bootp.so"),
        ("pkt4_send", "libdhcp_flex_option.so"),
    ]
    assert told.hooks[-1].changes == ("option boot-file-name added: boot-kiosk",)
    assert told.hooks[2].said == NOT_CALLED
    assert json.loads(json.dumps(told.record()))["hooks"][-1]["changes"] == ["option boot-file-name added: boot-kiosk"]


def test_plugins_of_a_dhcpv6_server(site: Site) -> None:
    told = site.told(
        {"library": "libdhcp_flex_id.so", "parameters": {"identifier-expression": "0xabcd", "replace-client-id": True}},
        family=6,
    )
    assert [one.point for one in told.hooks] == ["pkt6_receive", "pkt6_send"]
    assert told.hooks[0].changes[0].startswith("the client's option clientid: ")
    assert told.answer is not None
