#!/bin/sh
# For the plug-in run_script: one line in the system's log for whatever happens to a lease.
# The first argument is the hook point; all else is in the environment, and there is nothing else in it.

tell() {
    /usr/bin/logger -t dhcp "$*"
}

case "$1" in
leases4_committed)
    i=0
    while [ "$i" -lt "$LEASES4_SIZE" ]; do
        eval "tell \"\$LEASES4_AT${i}_ADDRESS is leased to \$LEASES4_AT${i}_HWADDR\""
        i=$((i + 1))
    done
    ;;
leases6_committed)
    i=0
    while [ "$i" -lt "$LEASES6_SIZE" ]; do
        eval "tell \"\$LEASES6_AT${i}_ADDRESS/\$LEASES6_AT${i}_PREFIX_LEN is leased to \$LEASES6_AT${i}_DUID\""
        i=$((i + 1))
    done
    ;;
lease4_release) tell "$LEASE4_ADDRESS is given back by $LEASE4_HWADDR" ;;
lease6_release) tell "$LEASE6_ADDRESS is given back by $LEASE6_DUID" ;;
lease4_decline) tell "$LEASE4_ADDRESS is used by somebody else, says $LEASE4_HWADDR" ;;
lease6_decline) tell "$LEASE6_ADDRESS is used by somebody else, says $LEASE6_DUID" ;;
lease4_expire) tell "$LEASE4_ADDRESS of $LEASE4_HWADDR has expired" ;;
lease6_expire) tell "$LEASE6_ADDRESS of $LEASE6_DUID has expired" ;;
esac
