"""A small mail server on this machine, which can be away and can refuse people."""

import email
import socketserver
import threading
from email.message import Message


class SmtpSink:
    """`received` holds the mails taken; `refusals` maps an address to the line it is refused with."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refusals: dict[str, str] = {}
        self.port = 0
        self._server: socketserver.ThreadingTCPServer | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        def say(text: str) -> None:
            line.wfile.write(f"{text}\r\n".encode())

        say("220 sink")
        while command := line.rfile.readline().decode().strip():
            verb, address = command[:4].upper(), command[command.find("<") + 1 : command.find(">")]
            if verb == "RCPT" and address in self.refusals:
                say(self.refusals[address])
            elif verb == "DATA":
                say("354 go on")
                self._take(line)
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 sink")

    def _take(self, line: socketserver.StreamRequestHandler) -> None:
        lines = []
        while (text := line.rfile.readline()) not in (b".\r\n", b""):
            lines.append(text[1:] if text.startswith(b"..") else text)
        with self._lock:
            self.received.append(email.message_from_bytes(b"".join(lines)))
