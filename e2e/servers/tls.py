"""Certificates for a page that is served over TLS: made for one run, and trusted by its browser alone."""

import base64
import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificate:
    file: Path
    """PEM: the private key, the certificate, those that lead to its authority."""
    authority: Path
    """PEM: the authority's own."""
    key: str
    """SHA-256 of its public key (SubjectPublicKeyInfo, DER), in base64: how Chromium is told of it."""


def certified(hosts: Sequence[str], undo: ExitStack) -> Certificate:
    """For these host names; its files are gone with `undo`."""
    import trustme  # noqa: PLC0415  # costs every start of pytest 80 ms, and few pages need it

    directory = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="runner-e2e-tls-")))
    authority = trustme.CA()
    issued = authority.issue_cert(*hosts)
    certificate = Certificate(
        directory / "page.pem", directory / "authority.pem", _key(issued.cert_chain_pems[0].bytes())
    )
    issued.private_key_and_cert_chain_pem.write_to_path(certificate.file)
    authority.cert_pem.write_to_path(certificate.authority)
    return certificate


def _key(certificate: bytes) -> str:
    from cryptography import x509  # noqa: PLC0415  # as above
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    public = x509.load_pem_x509_certificate(certificate).public_key()
    told = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(told).digest()).decode()
