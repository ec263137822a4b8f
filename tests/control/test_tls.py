import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.control.tls import client_context, server_context, subject_of
from lessor.model.control import Tls
from tests.control.sockets import Certificates


def tls(certificates: Certificates, **others: str) -> Tls:
    names = {"trust_anchor": "authority.crt", "cert_file": "server.crt", "key_file": "server.key"}
    files = {key: others.get(key) or certificates.file(name) for key, name in names.items()}
    return Tls(files["trust_anchor"], files["cert_file"], files["key_file"])


def test_what_is_asked_of_clients(certificates: Certificates) -> None:
    assert server_context(tls(certificates)).verify_mode == ssl.CERT_REQUIRED
    assert server_context(replace(tls(certificates), cert_required=False)).verify_mode == ssl.CERT_NONE
    assert server_context(tls(certificates)).minimum_version == ssl.TLSVersion.TLSv1_2


def test_authorities_may_be_in_a_directory(certificates: Certificates) -> None:
    assert server_context(replace(tls(certificates), trust_anchor=str(certificates.directory)))


@pytest.mark.parametrize("name", ["trust_anchor", "cert_file", "key_file"])
def test_a_file_that_is_not_there_is_named(certificates: Certificates, name: str) -> None:
    with pytest.raises(OSError, match="/none: no such file"):
        server_context(tls(certificates, **{name: "/none"}))


@pytest.mark.parametrize("name", ["trust_anchor", "cert_file", "key_file"])
def test_a_file_that_holds_something_else_is_named(certificates: Certificates, tmp_path: Path, name: str) -> None:
    (tmp_path / "other").write_text("no certificate")
    with pytest.raises(OSError, match="/other"):
        server_context(tls(certificates, **{name: str(tmp_path / "other")}))


def test_a_key_of_another_certificate(certificates: Certificates) -> None:
    with pytest.raises(OSError, match=r"server\.crt with key .*client\.key: "):
        server_context(replace(tls(certificates), key_file=certificates.file("client.key")))


def test_clients_check_who_they_talk_to(certificates: Certificates) -> None:
    context = client_context(certificates.file("authority.crt"))
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_whom_a_certificate_names() -> None:
    certificate = {"subject": ((("countryName", "XX"),), (("commonName", "admin"),))}
    assert subject_of(certificate) == "admin"
    assert subject_of({}) == ""
