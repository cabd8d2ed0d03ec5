#!/usr/bin/python3
"""A desktop's Screenshot portal on the session bus, which answers every request with a copy of one picture, or declines.

Usage: screenshot_portal.py PICTURE FOLDER | screenshot_portal.py decline

Prints `ready` when it can be asked, then the file it handed over or `declined`.
"""

import pathlib
import shutil
import sys

import gi

from gi.repository import Gio, GLib  # noqa: E402

INTERFACE = """
<node>
  <interface name="org.freedesktop.portal.Screenshot">
    <method name="Screenshot">
      <arg type="s" name="parent_window" direction="in"/>
      <arg type="a{sv}" name="options" direction="in"/>
      <arg type="o" name="handle" direction="out"/>
    </method>
  </interface>
</node>
"""


def say(words):
    print(words, flush=True)


def shot():
    """A fresh copy of the picture; none to decline."""
    if sys.argv[1] == "decline":
        return None
    copy = pathlib.Path(sys.argv[2]) / "Screenshot.png"
    shutil.copyfile(sys.argv[1], copy)
    return copy


def answer(bus, sender, handle):
    copy = shot()
    results = {} if copy is None else {"uri": GLib.Variant("s", copy.as_uri())}
    body = GLib.Variant("(ua{sv})", (1 if copy is None else 0, results))
    bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response", body)
    say("declined" if copy is None else copy)
    return False


def asked(bus, sender, _path, _interface, _method, parameters, invocation):
    token = parameters.unpack()[1]["handle_token"]
    name = sender.lstrip(":").replace(".", "_")
    handle = f"/org/freedesktop/portal/desktop/request/{name}/{token}"
    invocation.return_value(GLib.Variant("(o)", (handle,)))
    GLib.timeout_add(50, answer, bus, sender, handle)


def owned(bus, _name):
    say("ready")


def acquired(bus, _name):
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object("/org/freedesktop/portal/desktop", interface, asked, None, None)


Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE, acquired, owned, None)
GLib.MainLoop().run()
