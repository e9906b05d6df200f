"""A mail server that takes everything and looks at nothing: `python -m tests.bench.mail_server PORT`.

One that reads mails as real ones do would take more processor time than the worker that is measured beside it.
"""

import asyncio
import sys
from asyncio import StreamReader, StreamWriter

GREETING, GO_ON, TAKEN, BYE = b"220 bench\r\n", b"354 go on\r\n", b"250 OK\r\n", b"221 bye\r\n"
OFFERS = b"250-bench\r\n250-SIZE 33554432\r\n250 8BITMIME\r\n"


async def talk(reader: StreamReader, writer: StreamWriter) -> None:
    """One connection, as many mails as come by it."""
    writer.write(GREETING)
    while word := (await reader.readline())[:4].upper():
        if word == b"DATA":
            writer.write(GO_ON)
            await reader.readuntil(b"\r\n.\r\n")
        writer.write({b"EHLO": OFFERS, b"QUIT": BYE}.get(word, TAKEN))
        if word == b"QUIT":
            break
    writer.close()


async def serve(port: int) -> None:
    """Until it is ended from outside."""
    async with await asyncio.start_server(talk, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
