"""A time stamping authority (RFC 3161) that is really run, by openssl, on a port of this machine."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from service.timestamps import Authority, load_authority
from tests.conftest import absent

_CONFIG = """
[req]
distinguished_name = nobody
[nobody]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[authority]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = fictional
[fictional]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha512
"""


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@contextmanager
def stamping(folder: Path, *, broken: bool = False) -> Iterator[Authority]:
    """An authority of its own keys, made in `folder`; a broken one answers what it was sent."""
    if shutil.which("openssl") is None:
        absent("openssl", "no such program")
    (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder))
    new = ("-newkey", "rsa:2048", "-noenc", "-config", "openssl.cnf", "-days", "2")
    _openssl(
        folder, "req", "-x509", *new, "-extensions", "root", "-subj", "/CN=Raíz de Puerto Quimera",
        "-utf8", "-keyout", "root.key", "-out", "root.pem",
    )  # fmt: skip
    _openssl(
        folder, "req", "-x509", *new, "-extensions", "authority", "-subj", "/CN=Hora de Puerto Quimera",
        "-CA", "root.pem", "-CAkey", "root.key", "-keyout", "authority.key", "-out", "authority.pem",
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["content-length"]))
            (folder / "query").write_bytes(query)
            _openssl(folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", "-out", "reply")
            reply = query if broken else (folder / "reply").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield load_authority(f"http://127.0.0.1:{server.server_port}/tsa", folder / "root.pem")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
