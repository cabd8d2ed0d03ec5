#!/usr/bin/python3
"""A window of another program that shows a picture.

Usage: picture_window.py FILE X Y

Prints `ready` when it is on the screen.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

file, x, y = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.add(Gtk.Image.new_from_file(file))
window.connect("map-event", lambda *_: GLib.timeout_add(200, lambda: print("ready", flush=True)))
window.move(x, y)
window.show_all()
# Behind whatever is there already, as a browser is behind the app that one has just turned to.
window.get_window().lower()
Gtk.main()
