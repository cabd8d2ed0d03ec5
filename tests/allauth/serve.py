"""Serves the fixture on loopback until standard input ends.

The port is the system's choice and is printed, so that many servers run side by side; reading standard input ties the
server's life to whoever started it, even if that one is killed.
"""

import os
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fixture.settings")

import django  # noqa: E402  (the settings module must be named first)
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


def serve() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve()
