"""The log messages about commands on classes, reservations and subnets, which Kea has in hook libraries."""

from typing import Final

from lessor.service.logs.message import ERROR, INFO, Message

CLASS_CMDS_INIT_OK: Final = Message(
    "CLASS_CMDS_INIT_OK",
    "class-cmds-hooks",
    INFO,
    0,
    "commands about client classes are known",
    "The configuration names the library of these commands, which are built in.",
)
CLASS_CMDS_DEINIT_OK: Final = Message(
    "CLASS_CMDS_DEINIT_OK",
    "class-cmds-hooks",
    INFO,
    0,
    "commands about client classes are no longer known",
    "The configuration does not name the library of these commands any more.",
)
CLASS_CMDS_CLASS_ADD: Final = Message(
    "CLASS_CMDS_CLASS_ADD",
    "class-cmds-hooks",
    INFO,
    0,
    "client class added: %1",
    "A command has added a client class.",
)
CLASS_CMDS_CLASS_ADD_FAILED: Final = Message(
    "CLASS_CMDS_CLASS_ADD_FAILED",
    "class-cmds-hooks",
    INFO,
    0,
    "client class not added: %1",
    "A command could not add a client class; the text is that of its answer.",
)
CLASS_CMDS_CLASS_UPDATE: Final = Message(
    "CLASS_CMDS_CLASS_UPDATE",
    "class-cmds-hooks",
    INFO,
    0,
    "client class replaced: %1",
    "A command has replaced a client class.",
)
CLASS_CMDS_CLASS_UPDATE_EMPTY: Final = Message(
    "CLASS_CMDS_CLASS_UPDATE_EMPTY",
    "class-cmds-hooks",
    INFO,
    0,
    "client class to be replaced not found: %1",
    "A command was to replace a client class that there is not.",
)
CLASS_CMDS_CLASS_UPDATE_FAILED: Final = Message(
    "CLASS_CMDS_CLASS_UPDATE_FAILED",
    "class-cmds-hooks",
    INFO,
    0,
    "client class not replaced: %1",
    "A command could not replace a client class; the text is that of its answer.",
)
CLASS_CMDS_CLASS_DEL: Final = Message(
    "CLASS_CMDS_CLASS_DEL",
    "class-cmds-hooks",
    INFO,
    0,
    "client class deleted: %1",
    "A command has deleted a client class.",
)
CLASS_CMDS_CLASS_DEL_EMPTY: Final = Message(
    "CLASS_CMDS_CLASS_DEL_EMPTY",
    "class-cmds-hooks",
    INFO,
    0,
    "client class to be deleted not found: %1",
    "A command was to delete a client class that there is not.",
)
CLASS_CMDS_CLASS_DEL_FAILED: Final = Message(
    "CLASS_CMDS_CLASS_DEL_FAILED",
    "class-cmds-hooks",
    INFO,
    0,
    "client class not deleted: %1",
    "A command could not delete a client class; the text is that of its answer.",
)
CLASS_CMDS_CLASS_GET: Final = Message(
    "CLASS_CMDS_CLASS_GET",
    "class-cmds-hooks",
    INFO,
    0,
    "client class shown: %1",
    "A command has asked for a client class.",
)
CLASS_CMDS_CLASS_GET_EMPTY: Final = Message(
    "CLASS_CMDS_CLASS_GET_EMPTY",
    "class-cmds-hooks",
    INFO,
    0,
    "client class to be shown not found: %1",
    "A command has asked for a client class that there is not.",
)
CLASS_CMDS_CLASS_GET_FAILED: Final = Message(
    "CLASS_CMDS_CLASS_GET_FAILED",
    "class-cmds-hooks",
    INFO,
    0,
    "client class not shown: %1",
    "A command asked for a client class in a wrong way; the text is that of its answer.",
)
CLASS_CMDS_CLASS_LIST: Final = Message(
    "CLASS_CMDS_CLASS_LIST",
    "class-cmds-hooks",
    INFO,
    0,
    "client classes listed",
    "A command has asked for the names of all client classes.",
)
CLASS_CMDS_CLASS_LIST_EMPTY: Final = Message(
    "CLASS_CMDS_CLASS_LIST_EMPTY",
    "class-cmds-hooks",
    INFO,
    0,
    "no client classes to list",
    "A command has asked for the names of all client classes, and there are none.",
)
CLASS_CMDS_CLASS_LIST_FAILED: Final = Message(
    "CLASS_CMDS_CLASS_LIST_FAILED",
    "class-cmds-hooks",
    INFO,
    0,
    "client classes not listed: %1",
    "A command asked for client classes in a wrong way; the text is that of its answer.",
)
HOST_CMDS_INIT_OK: Final = Message(
    "HOST_CMDS_INIT_OK",
    "host-cmds-hooks",
    INFO,
    0,
    "commands about reservations are known",
    "The configuration names the library of these commands, which are built in.",
)
HOST_CMDS_DEINIT_OK: Final = Message(
    "HOST_CMDS_DEINIT_OK",
    "host-cmds-hooks",
    INFO,
    0,
    "commands about reservations are no longer known",
    "The configuration does not name the library of these commands any more.",
)
HOST_CMDS_RESERV_ADD: Final = Message(
    "HOST_CMDS_RESERV_ADD",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-add begins (parameters: %1)",
    "A command was to add a reservation; what came of it is told next.",
)
HOST_CMDS_RESERV_ADD_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_ADD_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-add is done (parameters: %1)",
    "A command was to add a reservation, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_ADD_FAILED: Final = Message(
    "HOST_CMDS_RESERV_ADD_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-add failed (parameters: %1, reason: %2)",
    "A command was to add a reservation, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_DEL: Final = Message(
    "HOST_CMDS_RESERV_DEL",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-del begins (parameters: %1)",
    "A command was to delete a reservation; what came of it is told next.",
)
HOST_CMDS_RESERV_DEL_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_DEL_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-del is done (parameters: %1)",
    "A command was to delete a reservation, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_DEL_FAILED: Final = Message(
    "HOST_CMDS_RESERV_DEL_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-del failed (parameters: %1, reason: %2)",
    "A command was to delete a reservation, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET: Final = Message(
    "HOST_CMDS_RESERV_GET",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get begins (parameters: %1)",
    "A command asked for a reservation; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get is done (parameters: %1)",
    "A command asked for a reservation, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get failed (parameters: %1, reason: %2)",
    "A command asked for a reservation, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET_ALL: Final = Message(
    "HOST_CMDS_RESERV_GET_ALL",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-all begins (parameters: %1)",
    "A command asked for all reservations of a subnet; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_ALL_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_ALL_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-all is done (parameters: %1)",
    "A command asked for all reservations of a subnet, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_ALL_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_ALL_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get-all failed (parameters: %1, reason: %2)",
    "A command asked for all reservations of a subnet, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET_PAGE: Final = Message(
    "HOST_CMDS_RESERV_GET_PAGE",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-page begins (parameters: %1)",
    "A command asked for a part of all reservations; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_PAGE_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_PAGE_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-page is done (parameters: %1)",
    "A command asked for a part of all reservations, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_PAGE_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_PAGE_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get-page failed (parameters: %1, reason: %2)",
    "A command asked for a part of all reservations, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET_BY_ADDRESS: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ADDRESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-address begins (parameters: %1)",
    "A command asked for the reservations of an address; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_BY_ADDRESS_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ADDRESS_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-address is done (parameters: %1)",
    "A command asked for the reservations of an address, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_BY_ADDRESS_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ADDRESS_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get-by-address failed (parameters: %1, reason: %2)",
    "A command asked for the reservations of an address, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET_BY_HOSTNAME: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_HOSTNAME",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-hostname begins (parameters: %1)",
    "A command asked for the reservations of a name; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_BY_HOSTNAME_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_HOSTNAME_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-hostname is done (parameters: %1)",
    "A command asked for the reservations of a name, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_BY_HOSTNAME_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_HOSTNAME_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get-by-hostname failed (parameters: %1, reason: %2)",
    "A command asked for the reservations of a name, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_GET_BY_ID: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ID",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-id begins (parameters: %1)",
    "A command asked for the reservations of a client; what came of it is told next.",
)
HOST_CMDS_RESERV_GET_BY_ID_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ID_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-get-by-id is done (parameters: %1)",
    "A command asked for the reservations of a client, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_GET_BY_ID_FAILED: Final = Message(
    "HOST_CMDS_RESERV_GET_BY_ID_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-get-by-id failed (parameters: %1, reason: %2)",
    "A command asked for the reservations of a client, and could not; the reason is that of its answer.",
)
HOST_CMDS_RESERV_UPDATE: Final = Message(
    "HOST_CMDS_RESERV_UPDATE",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-update begins (parameters: %1)",
    "A command was to replace a reservation; what came of it is told next.",
)
HOST_CMDS_RESERV_UPDATE_SUCCESS: Final = Message(
    "HOST_CMDS_RESERV_UPDATE_SUCCESS",
    "host-cmds-hooks",
    INFO,
    0,
    "reservation-update is done (parameters: %1)",
    "A command was to replace a reservation, and was carried out; also when there was nothing of the kind.",
)
HOST_CMDS_RESERV_UPDATE_FAILED: Final = Message(
    "HOST_CMDS_RESERV_UPDATE_FAILED",
    "host-cmds-hooks",
    ERROR,
    0,
    "reservation-update failed (parameters: %1, reason: %2)",
    "A command was to replace a reservation, and could not; the reason is that of its answer.",
)
SUBNET_CMDS_INIT_OK: Final = Message(
    "SUBNET_CMDS_INIT_OK",
    "subnet-cmds-hooks",
    INFO,
    0,
    "commands about subnets are known",
    "The configuration names the library of these commands, which are built in.",
)
SUBNET_CMDS_DEINIT_OK: Final = Message(
    "SUBNET_CMDS_DEINIT_OK",
    "subnet-cmds-hooks",
    INFO,
    0,
    "commands about subnets are no longer known",
    "The configuration does not name the library of these commands any more.",
)
SUBNET_CMDS_SUBNET_ADD: Final = Message(
    "SUBNET_CMDS_SUBNET_ADD",
    "subnet-cmds-hooks",
    INFO,
    0,
    "subnet %1 with id %2 added",
    "A command has added a subnet.",
)
SUBNET_CMDS_SUBNET_UPDATE: Final = Message(
    "SUBNET_CMDS_SUBNET_UPDATE",
    "subnet-cmds-hooks",
    INFO,
    0,
    "subnet %1 with id %2 replaced or changed",
    "A command has replaced a subnet, or changed a part of it.",
)
SUBNET_CMDS_SUBNET_DEL: Final = Message(
    "SUBNET_CMDS_SUBNET_DEL",
    "subnet-cmds-hooks",
    INFO,
    0,
    "subnet %1 with id %2 deleted",
    "A command has deleted a subnet.",
)
SUBNET_CMDS_SUBNET_GET: Final = Message(
    "SUBNET_CMDS_SUBNET_GET",
    "subnet-cmds-hooks",
    INFO,
    0,
    "subnet %1 with id %2 shown",
    "A command has asked for a subnet.",
)
SUBNET_CMDS_SUBNET_GET_EMPTY: Final = Message(
    "SUBNET_CMDS_SUBNET_GET_EMPTY",
    "subnet-cmds-hooks",
    INFO,
    0,
    "no subnet to show: %1",
    "A command has asked for a subnet that there is not.",
)
SUBNET_CMDS_SUBNET_LIST: Final = Message(
    "SUBNET_CMDS_SUBNET_LIST",
    "subnet-cmds-hooks",
    INFO,
    0,
    "%1 %2 subnets listed",
    "A command has asked for all subnets.",
)
SUBNET_CMDS_SUBNET_LIST_EMPTY: Final = Message(
    "SUBNET_CMDS_SUBNET_LIST_EMPTY",
    "subnet-cmds-hooks",
    INFO,
    0,
    "no %1 subnets to list",
    "A command has asked for all subnets, and there are none.",
)
SUBNET_CMDS_NETWORK_ADD: Final = Message(
    "SUBNET_CMDS_NETWORK_ADD",
    "subnet-cmds-hooks",
    INFO,
    0,
    "shared network %1 added",
    "A command has added a shared network.",
)
SUBNET_CMDS_NETWORK_DEL: Final = Message(
    "SUBNET_CMDS_NETWORK_DEL",
    "subnet-cmds-hooks",
    INFO,
    0,
    "shared network %1 deleted",
    "A command has deleted a shared network.",
)
SUBNET_CMDS_NETWORK_GET: Final = Message(
    "SUBNET_CMDS_NETWORK_GET",
    "subnet-cmds-hooks",
    INFO,
    0,
    "shared network %1 shown",
    "A command has asked for a shared network.",
)
SUBNET_CMDS_NETWORK_GET_EMPTY: Final = Message(
    "SUBNET_CMDS_NETWORK_GET_EMPTY",
    "subnet-cmds-hooks",
    INFO,
    0,
    "no shared network to show: %1",
    "A command has asked for a shared network that there is not.",
)
SUBNET_CMDS_NETWORK_LIST: Final = Message(
    "SUBNET_CMDS_NETWORK_LIST",
    "subnet-cmds-hooks",
    INFO,
    0,
    "%1 %2 shared networks listed",
    "A command has asked for all shared networks.",
)
SUBNET_CMDS_NETWORK_LIST_EMPTY: Final = Message(
    "SUBNET_CMDS_NETWORK_LIST_EMPTY",
    "subnet-cmds-hooks",
    INFO,
    0,
    "no %1 shared networks to list",
    "A command has asked for all shared networks, and there are none.",
)
SUBNET_CMDS_NETWORK_SUBNET_ADD: Final = Message(
    "SUBNET_CMDS_NETWORK_SUBNET_ADD",
    "subnet-cmds-hooks",
    INFO,
    0,
    "%1 subnet %2 with id %3 is in shared network %4 now",
    "A command has put a subnet in a shared network.",
)
SUBNET_CMDS_NETWORK_SUBNET_DEL: Final = Message(
    "SUBNET_CMDS_NETWORK_SUBNET_DEL",
    "subnet-cmds-hooks",
    INFO,
    0,
    "%1 subnet %2 with id %3 is no longer in shared network %4",
    "A command has taken a subnet out of its shared network.",
)
SUBNET_CMDS_SUBNET4_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot add a subnet of DHCPv4: %1",
    "A command was to add a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_UPDATE_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_UPDATE_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot replace a subnet of DHCPv4: %1",
    "A command was to replace a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_DELTA_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_DELTA_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot change a subnet of DHCPv4: %1",
    "A command was to change a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_DELTA_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_DELTA_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot take something from a subnet of DHCPv4: %1",
    "A command was to take something from a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot delete a subnet of DHCPv4: %1",
    "A command was to delete a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_GET_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_GET_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot show a subnet of DHCPv4: %1",
    "A command was to show a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET4_LIST_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET4_LIST_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot list the subnets of DHCPv4: %1",
    "A command was to list the subnets and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot add a shared network of DHCPv4: %1",
    "A command was to add a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot delete a shared network of DHCPv4: %1",
    "A command was to delete a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_GET_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_GET_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot show a shared network of DHCPv4: %1",
    "A command was to show a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_LIST_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_LIST_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot list the shared networks of DHCPv4: %1",
    "A command was to list the shared networks and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_SUBNET_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_SUBNET_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot put a subnet in a shared network of DHCPv4: %1",
    "A command was to put a subnet in a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK4_SUBNET_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK4_SUBNET_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot take a subnet out of a shared network of DHCPv4: %1",
    "A command was to take a subnet out of a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot add a subnet of DHCPv6: %1",
    "A command was to add a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_UPDATE_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_UPDATE_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot replace a subnet of DHCPv6: %1",
    "A command was to replace a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_DELTA_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_DELTA_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot change a subnet of DHCPv6: %1",
    "A command was to change a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_DELTA_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_DELTA_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot take something from a subnet of DHCPv6: %1",
    "A command was to take something from a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot delete a subnet of DHCPv6: %1",
    "A command was to delete a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_GET_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_GET_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot show a subnet of DHCPv6: %1",
    "A command was to show a subnet and could not; the text is that of its answer.",
)
SUBNET_CMDS_SUBNET6_LIST_FAILED: Final = Message(
    "SUBNET_CMDS_SUBNET6_LIST_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot list the subnets of DHCPv6: %1",
    "A command was to list the subnets and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot add a shared network of DHCPv6: %1",
    "A command was to add a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot delete a shared network of DHCPv6: %1",
    "A command was to delete a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_GET_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_GET_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot show a shared network of DHCPv6: %1",
    "A command was to show a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_LIST_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_LIST_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot list the shared networks of DHCPv6: %1",
    "A command was to list the shared networks and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_SUBNET_ADD_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_SUBNET_ADD_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot put a subnet in a shared network of DHCPv6: %1",
    "A command was to put a subnet in a shared network and could not; the text is that of its answer.",
)
SUBNET_CMDS_NETWORK6_SUBNET_DEL_FAILED: Final = Message(
    "SUBNET_CMDS_NETWORK6_SUBNET_DEL_FAILED",
    "subnet-cmds-hooks",
    ERROR,
    0,
    "cannot take a subnet out of a shared network of DHCPv6: %1",
    "A command was to take a subnet out of a shared network and could not; the text is that of its answer.",
)
