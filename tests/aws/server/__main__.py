"""Run the server: `python -m server --port 5611`, in the folder above this one."""
from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading

os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")

from werkzeug.serving import make_server  # noqa: E402

from .front import Front  # noqa: E402
from .settings import SETTINGS  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="an AWS-compatible server for tests")
    parser.add_argument("--port", type=int, default=0, help="0 for a free one; the address is printed")
    parser.add_argument("--page", type=int, default=0, help="items on a page of an EC2 Describe call that names no size")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="added to every answer")
    parser.add_argument("--replay", action="store_true", help="answer identical reads from memory until the next write")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with whoever holds the other end of stdin")
    parser.parse_args(namespace=SETTINGS)

    from moto.moto_server.werkzeug_app import MotoRequestHandler

    class Handler(MotoRequestHandler):
        """Sends small answers at once and logs nothing but errors."""

        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def log_request(self, *_positional, **_named):
            """Requests are counted, not logged."""

    server = make_server("127.0.0.1", SETTINGS.port, Front(), threaded=True, request_handler=Handler)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    if SETTINGS.until_stdin_closes:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


def end_with_stdin() -> None:
    """A test process that was killed, or ended without dropping its server, leaves none behind."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
