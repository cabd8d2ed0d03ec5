#!/usr/bin/python3
"""A small window that offers a file when dragged, as a file manager does.

Usage: drag_source.py FILE X Y WIDTH HEIGHT

Prints `ready` when it can be dragged, then `dropped` or `refused`, and ends.
"""

import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def main():
    uri = pathlib.Path(sys.argv[1]).resolve().as_uri()
    x, y, width, height = (int(word) for word in sys.argv[2:6])

    # An override-redirect window keeps its place and stays on top with any window manager, and with none.
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(width, height)
    window.move(x, y)
    handle = Gtk.EventBox()
    handle.add(Gtk.Label(label="file"))
    window.add(handle)

    handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    handle.drag_source_add_uri_targets()
    state = {"failed": False}

    def give(_widget, _context, selection, _info, _time):
        selection.set_uris([uri])

    def failed(_widget, _context, _result):
        state["failed"] = True
        return True  # no animation back to the source

    def ended(_widget, _context):
        say("refused" if state["failed"] else "dropped")
        GLib.timeout_add(100, Gtk.main_quit)

    handle.connect("drag-data-get", give)
    handle.connect("drag-failed", failed)
    handle.connect("drag-end", ended)
    window.connect("map-event", lambda *_: GLib.timeout_add(100, lambda: say("ready")))
    window.show_all()
    Gtk.main()


main()
