"""The DHCPv6 daemon, for daemon.py."""

from typing import Final

from lessor.engine.tables6 import Tables6
from lessor.model.network6 import Config6
from lessor.service.api.control6 import control6
from lessor.service.api.reconfiguration import Readers
from lessor.service.logs import messages6
from lessor.service.programs.daemon import Daemon
from lessor.service.programs.lifecycle import Events
from lessor.service.serving6 import Serving6, serve6
from lessor.service.setup6 import read_setup6, receive_setup6

DAEMON: Final[Daemon[Config6, Tables6, Serving6]] = Daemon(
    events=Events(
        starting=messages6.DHCP6_STARTING,
        start_info=messages6.DHCP6_START_INFO,
        checks_disabled=messages6.DHCP6_SECURITY_CHECKS_DISABLED,
        already_running=messages6.DHCP6_ALREADY_RUNNING,
        started=messages6.DHCP6_STARTED,
        init_failed=messages6.DHCP6_INIT_FAIL,
        config_refused=messages6.DHCP6_CONFIG_LOAD_FAIL,
        config_complete=messages6.DHCP6_CONFIG_COMPLETE,
        reload=messages6.DHCP6_DYNAMIC_RECONFIGURATION,
        reload_done=messages6.DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS,
        reload_failed=messages6.DHCP6_DYNAMIC_RECONFIGURATION_FAIL,
        shutdown_request=messages6.DHCP6_SHUTDOWN_REQUEST,
        shutdown=messages6.DHCP6_SHUTDOWN,
        server_failed=messages6.DHCP6_SERVER_FAILED,
        unexpected=messages6.DHCP6_PACKET_PROCESS_STD_EXCEPTION_MAIN,
    ),
    readers=Readers(read_setup6, receive_setup6),
    serve=serve6,
    command=control6,
)
