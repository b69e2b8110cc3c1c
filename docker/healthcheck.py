"""Exits 0 if the service on this machine is ready."""

import os
import sys
from http.client import HTTPConnection, HTTPException

connection = HTTPConnection("127.0.0.1", int(os.environ.get("INNOMINADO_PORT", "8000")), timeout=4)
try:
    connection.request("GET", "/readyz")
    ready = connection.getresponse().status == 200
except (OSError, HTTPException):
    ready = False
sys.exit(not ready)
