"""A prefix a requesting router must not use of the prefix delegated to it (RFC 6603)."""

from lessor.config.addresses import IPV6, Prefix


def check_excluded(excluded: Prefix, delegated: Prefix) -> None:
    """Raise ValueError when the excluded prefix is not a longer one within the delegated prefix."""
    shown = f"{IPV6.show(excluded[0])}/{excluded[1]}"
    outer = f"{IPV6.show(delegated[0])}/{delegated[1]}"
    if not delegated[1] < excluded[1] <= IPV6.bits:
        raise ValueError(f"excluded prefix {shown} must be longer than the delegated prefix {outer}")
    if excluded[0] & IPV6.mask(delegated[1]) != delegated[0]:
        raise ValueError(f"excluded prefix {shown} does not begin like the delegated prefix {outer}")
