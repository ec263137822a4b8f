"""The DHCPv4 daemon, for daemon.py."""

from typing import Final

from lessor.engine.tables import Tables
from lessor.model.network import Config4
from lessor.service.api.control4 import control4
from lessor.service.api.reconfiguration import Readers
from lessor.service.logs import messages
from lessor.service.programs.daemon import Daemon
from lessor.service.programs.lifecycle import Events
from lessor.service.serving4 import Serving4, serve4
from lessor.service.setup4 import read_setup4, receive_setup4

DAEMON: Final[Daemon[Config4, Tables, Serving4]] = Daemon(
    events=Events(
        starting=messages.DHCP4_STARTING,
        start_info=messages.DHCP4_START_INFO,
        checks_disabled=messages.DHCP4_SECURITY_CHECKS_DISABLED,
        already_running=messages.DHCP4_ALREADY_RUNNING,
        started=messages.DHCP4_STARTED,
        init_failed=messages.DHCP4_INIT_FAIL,
        config_refused=messages.DHCP4_CONFIG_LOAD_FAIL,
        config_complete=messages.DHCP4_CONFIG_COMPLETE,
        reload=messages.DHCP4_DYNAMIC_RECONFIGURATION,
        reload_done=messages.DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS,
        reload_failed=messages.DHCP4_DYNAMIC_RECONFIGURATION_FAIL,
        shutdown_request=messages.DHCP4_SHUTDOWN_REQUEST,
        shutdown=messages.DHCP4_SHUTDOWN,
        server_failed=messages.DHCP4_SERVER_FAILED,
        unexpected=messages.DHCP4_PACKET_PROCESS_STD_EXCEPTION_MAIN,
    ),
    readers=Readers(read_setup4, receive_setup4),
    serve=serve4,
    command=control4,
)
