"""TLS contexts: of a socket that takes commands, and of whoever sends them."""

import ssl
from collections.abc import Mapping
from pathlib import Path

from lessor.model.control import Tls


def server_context(tls: Tls) -> ssl.SSLContext:
    """Return the context of a listening socket. Raise OSError, which names the file that cannot be used."""
    _readable(tls)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    load_own(context, tls.cert_file, tls.key_file)
    trust(context, tls.trust_anchor)
    context.verify_mode = ssl.CERT_REQUIRED if tls.cert_required else ssl.CERT_NONE
    return context


def client_context(trust_anchor: str, cert_file: str = "", key_file: str = "") -> ssl.SSLContext:
    """Return the context of somebody who connects. Raise OSError, which names the file that cannot be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust(context, trust_anchor)
    if cert_file:
        load_own(context, cert_file, key_file)
    return context


def load_own(context: ssl.SSLContext, cert_file: str, key_file: str) -> None:
    """Take our certificate, and the key to it, from these files. Raise OSError."""
    try:
        context.load_cert_chain(cert_file, key_file or None, password=_no_password)
    except (OSError, ValueError) as error:
        raise OSError(f"certificate {cert_file} with key {key_file or cert_file}: {_reason(error)}") from error


def trust(context: ssl.SSLContext, anchor: str) -> None:
    """Trust the authorities in this file, or in the hashed files of this directory. Raise OSError."""
    try:
        if Path(anchor).is_dir():
            context.load_verify_locations(capath=anchor)
        else:
            context.load_verify_locations(cafile=anchor)
    except (OSError, ValueError) as error:
        raise OSError(f"trust anchor {anchor}: {_reason(error)}") from error


def subject_of(certificate: Mapping[str, object]) -> str:
    """Return the common name in a peer's certificate, empty when it has none."""
    subject = certificate.get("subject")
    names = subject if isinstance(subject, tuple) else ()
    return next((value for name in names for key, value in name if key == "commonName"), "")


def _readable(tls: Tls) -> None:
    for name in (tls.trust_anchor, tls.cert_file, tls.key_file):
        if not Path(name).exists():
            raise OSError(f"{name}: no such file")


def _no_password() -> str:
    """Refuse to ask at a terminal for the password of a key."""
    raise ValueError("the key is encrypted")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return error.reason or str(error)
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
