#!/usr/bin/python3
"""A desktop's GlobalShortcuts portal on the session bus, which gives every program Meta+Ctrl+O, whatever it wishes for.

Usage: shortcuts_portal.py         stays, and prints `ready`, then what it was asked for
       shortcuts_portal.py press   presses the keys that were given
"""

import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
HAND = "hand.on.the.keyboard"
INTERFACES = """
<node>
  <interface name="org.freedesktop.portal.GlobalShortcuts">
    <method name="CreateSession"><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/></method>
    <method name="BindShortcuts">
      <arg type="o" direction="in"/><arg type="a(sa{sv})" direction="in"/><arg type="s" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="hand.on.the.keyboard"><method name="Press"/></interface>
  <interface name="org.freedesktop.portal.Session"><method name="Close"/></interface>
</node>
"""
shortcuts, hand, session = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
given = {}


def say(words):
    print(words, flush=True)


def place(kind, sender, token):
    return f"{PATH}/{kind}/{sender.lstrip(':').replace('.', '_')}/{token}"


def answer(bus, sender, handle, results):
    body = GLib.Variant("(ua{sv})", (0, results))
    bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response", body)
    return False


def closed(_bus, _sender, _path, _interface, _method, _parameters, invocation):
    given.clear()
    say("closed")
    invocation.return_value(None)


def called(bus, sender, _path, _interface, method, parameters, invocation):
    words = parameters.unpack()
    if method == "Press":
        body = GLib.Variant("(osta{sv})", (given["session"], given["shortcut"], 0, {}))
        bus.emit_signal(None, PATH, SHORTCUTS, "Activated", body)
        invocation.return_value(None)
        return
    if method == "CreateSession":
        path = place("session", sender, words[0]["session_handle_token"])
        bus.register_object(path, session, closed, None, None)
        handle, results = place("request", sender, words[0]["handle_token"]), {"session_handle": GLib.Variant("s", path)}
    else:
        path, [(shortcut, about)], _, options = words
        given.update(session=path, shortcut=shortcut)
        say(f"bound {about['preferred_trigger']}")
        told = {"trigger_description": GLib.Variant("s", "Meta+Ctrl+O")}
        handle = place("request", sender, options["handle_token"])
        results = {"shortcuts": GLib.Variant("a(sa{sv})", [(shortcut, told)])}
    invocation.return_value(GLib.Variant("(o)", (handle,)))
    GLib.timeout_add(50, answer, bus, sender, handle, results)


def acquired(bus, _name):
    bus.register_object(PATH, shortcuts, called, lambda *_: GLib.Variant("u", 1), None)
    bus.register_object(PATH, hand, called, None, None)


if sys.argv[1:] == ["press"]:
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(NAME, PATH, HAND, "Press", None, None, 0, 5000, None)
else:
    flags = Gio.BusNameOwnerFlags.NONE
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, flags, acquired, lambda *_: say("ready"), None)
    GLib.MainLoop().run()
