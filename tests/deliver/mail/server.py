"""A real mail server on loopback: `python server.py FOLDER --tls starttls --user NAME --password WORD`.

FOLDER gets `ca.pem` and, for each mail, `<n>.eml` and `<n>.json` with its envelope. Addresses that begin with `nobody`
do not exist.
"""
from __future__ import annotations

import argparse
import asyncio
import functools
import json
import pathlib
import ssl
import sys

import trustme
from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    def __init__(self, folder: pathlib.Path, busy: int, wrapped: bool):
        self._folder, self._busy, self._wrapped, self._count = folder, busy, wrapped, 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self._busy > 0:
            self._busy -= 1
            return "451 4.3.2 come back later"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return f"550 5.1.1 {address} does not exist"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self._count += 1
        (self._folder / f"{self._count}.eml").write_bytes(envelope.original_content)
        about = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": self._wrapped or session.ssl is not None,
            "user": session.auth_data.login.decode() if session.authenticated else None,
        }
        (self._folder / f"{self._count}.json").write_text(json.dumps(about))
        return "250 OK"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tls", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--busy", type=int, default=0, help="so many mails are put off before one is taken")
    arguments = parser.parse_args()

    authority = trustme.CA()
    authority.cert_pem.write_to_path(arguments.folder / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)

    def authenticate(server, session, envelope, mechanism, data):
        good = data.login == arguments.user.encode() and data.password == arguments.password.encode()
        if good:
            return AuthResult(success=True, auth_data=data)
        # The worst that a server can do: repeat what it was told.
        return AuthResult(success=False, handled=False, message=f"535 5.7.8 wrong: {data.password.decode()}")

    options = {}
    if arguments.user:
        options = {
            "auth_required": True,
            "authenticator": authenticate,
            "auth_require_tls": arguments.tls == "starttls",
        }
    if arguments.tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}

    mailbox = Mailbox(arguments.folder, arguments.busy, arguments.tls == "tls")
    asyncio.run(serve(mailbox, options, context if arguments.tls == "tls" else None))


async def serve(mailbox: Mailbox, options: dict, wrapper: ssl.SSLContext | None) -> None:
    loop = asyncio.get_running_loop()
    smtp = functools.partial(SMTP, mailbox, loop=loop, **options)
    server = await loop.create_server(smtp, "127.0.0.1", 0, ssl=wrapper)
    print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
    # Ends with whoever holds the other end of stdin.
    await loop.run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    main()
