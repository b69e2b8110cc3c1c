"""This service over HTTP, two clients a core: BUNDLE.

While one client takes its answer the other's text is read: of one a core, cores would wait for
clients that share them.
"""

import atexit
import http.client
import json
from contextlib import closing

from bench.contestant import Read, compete, cores
from bench.serving import Server, serve

_servers: list[Server] = []


def make(arguments: list[str]) -> Read:
    server = serve(arguments[0])
    _servers.append(server)
    atexit.register(server.stop)
    return sender(server)


def sender(server: Server) -> Read:
    """What has `server` read a text."""

    def read(text: str) -> object:
        # A connection each: the service closes those that wait while others have their turn.
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)) as connection:
            body = json.dumps({"text": text})
            connection.request("POST", "/v1/analyze", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"it answered {answer.status}")
        return content

    return read


if __name__ == "__main__":
    compete(make, 2 * cores(), lambda: _servers[0].began)
