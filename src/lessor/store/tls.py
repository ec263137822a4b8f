"""TLS to a database as its settings want it: certificates, keys, and what is said when they do not fit.

libpq takes the names of files and has rules of its own for them; for MySQL the context is made here. The name of a
server is not checked unless `ssl-mode` says so, as with Kea. No password is ever asked for at a terminal.
"""

import ssl
from pathlib import Path

from lessor.model.database import MYSQL, DatabaseSettings
from lessor.store.base import StoreError

OTHERS_READ = 0o044
"""Group and world may read."""


def mysql_context(settings: DatabaseSettings) -> ssl.SSLContext | None:
    """Return how to encrypt, None when nothing is said of it. Raise StoreError, which names what cannot be used.

    `cipher-list` is for TLS up to 1.2: the suites of TLS 1.3 are those of OpenSSL.
    """
    if not (settings.trust_anchor or settings.cert_file or settings.cipher_list):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED if settings.trust_anchor else ssl.CERT_NONE
    used = ""
    try:
        if settings.trust_anchor:
            used = f"trust-anchor {settings.trust_anchor}"
            directory = Path(settings.trust_anchor).is_dir()
            context.load_verify_locations(**{"capath" if directory else "cafile": settings.trust_anchor})
        if settings.cert_file:
            key = settings.key_file or settings.cert_file
            used = f"cert-file {settings.cert_file} with key-file {key}"
            context.load_cert_chain(settings.cert_file, key, password=_no_password)
        if settings.cipher_list:
            used = f"cipher-list {settings.cipher_list}"
            context.set_ciphers(settings.cipher_list)
    except (OSError, ValueError) as error:
        raise StoreError(f"cannot connect to {settings.place}: {used}: {_reason(error)}") from error
    return context


def mysql_objection(settings: DatabaseSettings, error: BaseException) -> str:
    """Return what a failed connection has to do with TLS, as far as that can be told; empty for nothing."""
    cause = getattr(error, "original_exception", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = cause.verify_message or cause.reason
        return f"the server's certificate is not accepted with trust-anchor {settings.trust_anchor}: {reason}"
    if settings.cert_file and "SSL" in str(error):
        # a server that refuses a certificate hangs up; whether its alert is read before that is a matter of luck
        return f"{error}; the server may not accept the certificate in {settings.cert_file}"
    return ""


def exposed_key(settings: DatabaseSettings) -> str:
    """Return the key file that others than its owner may read, empty when all is well. libpq refuses such keys."""
    file = settings.key_file or settings.cert_file
    if settings.type != MYSQL or not file:
        return ""
    try:
        return file if Path(file).stat().st_mode & OTHERS_READ and _has_key(file) else ""
    except OSError:
        return ""


def _has_key(file: str) -> bool:
    return b"PRIVATE KEY-----" in Path(file).read_bytes()


def _no_password() -> str:
    raise ValueError("the key is encrypted")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        # what has no errno has not even a reason
        return getattr(error, "reason", None) or str(error.args[0])
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
