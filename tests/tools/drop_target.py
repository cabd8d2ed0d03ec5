#!/usr/bin/python3
"""A window that takes dropped files and prints their addresses: what the drag source is tried against."""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

window = Gtk.Window()
window.set_default_size(400, 300)
window.move(0, 0)
window.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
window.drag_dest_add_uri_targets()
window.connect("drag-data-received", lambda *event: print(*event[4].get_uris(), flush=True))
window.connect("map-event", lambda *_: print("ready", flush=True))
window.show_all()
Gtk.main()
