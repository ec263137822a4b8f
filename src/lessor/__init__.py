"""A DHCP server suite: drop-in for ISC Kea, and past it."""

from typing import Final

__version__: Final = "0.1.0"

# The level of Kea whose files, commands and answers this release speaks; what `kea-dhcp4 -v` prints,
# because programs around a Kea installation compare it.
KEA_VERSION: Final = "3.0.0"
