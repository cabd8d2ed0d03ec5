#!/usr/bin/python3
"""A desktop's tray on the session bus: it takes items in, and a hand that opens their menus and chooses from them.

Usage: tray_host.py                stays, and prints `ready`, then each item taken in
       tray_host.py menu           prints the labels of the first item's menu, one a line
       tray_host.py choose LABEL   chooses the entry with that label
"""

import sys

from gi.repository import Gio, GLib

WATCHER = "org.kde.StatusNotifierWatcher"
INTERFACE = """
<node>
  <interface name="org.kde.StatusNotifierWatcher">
    <method name="RegisterStatusNotifierItem"><arg type="s" name="service" direction="in"/></method>
    <method name="RegisterStatusNotifierHost"><arg type="s" name="service" direction="in"/></method>
    <property name="RegisteredStatusNotifierItems" type="as" access="read"/>
    <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
    <property name="ProtocolVersion" type="i" access="read"/>
    <signal name="StatusNotifierItemRegistered"><arg type="s" name="service"/></signal>
    <signal name="StatusNotifierHostRegistered"/>
  </interface>
</node>
"""
items = []


def say(words):
    print(words, flush=True)


def called(bus, sender, _path, _interface, method, parameters, invocation):
    if method == "RegisterStatusNotifierItem":
        given = parameters.unpack()[0]
        item = sender + given if given.startswith("/") else given + "/StatusNotifierItem"
        items.append(item)
        bus.emit_signal(None, "/StatusNotifierWatcher", WATCHER, "StatusNotifierItemRegistered", GLib.Variant("(s)", (item,)))
        say(f"item {item}")
    invocation.return_value(None)


def asked(_bus, _sender, _path, _interface, name):
    if name == "RegisteredStatusNotifierItems":
        return GLib.Variant("as", items)
    return GLib.Variant("b", True) if name == "IsStatusNotifierHostRegistered" else GLib.Variant("i", 0)


def acquired(bus, _name):
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    bus.register_object("/StatusNotifierWatcher", interface, called, asked, None)


def stay():
    flags = Gio.BusNameOwnerFlags.NONE
    Gio.bus_own_name(Gio.BusType.SESSION, WATCHER, flags, acquired, lambda *_: say("ready"), None)
    GLib.MainLoop().run()


def property_of(bus, name, path, interface, key):
    words = GLib.Variant("(ss)", (interface, key))
    answer = bus.call_sync(name, path, "org.freedesktop.DBus.Properties", "Get", words, None, 0, 5000, None)
    return answer.unpack()[0]


class Menu:
    """The first item's menu."""

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        item = property_of(self.bus, WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems")[0]
        self.owner, path = item.split("/", 1)
        self.path = property_of(self.bus, self.owner, "/" + path, "org.kde.StatusNotifierItem", "Menu")

    def call(self, method, words):
        return self.bus.call_sync(self.owner, self.path, "com.canonical.dbusmenu", method, words, None, 0, 5000, None).unpack()

    def entries(self):
        _, (_, _, children) = self.call("GetLayout", GLib.Variant("(iias)", (0, -1, [])))
        # A single underscore marks the key of an entry; a double one stands for itself.
        plain = lambda label: label.replace("__", "\0").replace("_", "").replace("\0", "_")
        return [(child[0], plain(child[1].get("label", "")), child[1].get("enabled", True)) for child in children]


def main():
    if len(sys.argv) == 1:
        stay()
    menu = Menu()
    if sys.argv[1] == "menu":
        for _, label, _enabled in menu.entries():
            say(label)
        return
    for number, label, enabled in menu.entries():
        if label == sys.argv[2] and enabled:
            menu.call("Event", GLib.Variant("(isvu)", (number, "clicked", GLib.Variant("i", 0), 0)))
            return
    sys.exit(f"no entry {sys.argv[2]!r} in {menu.entries()}")


main()
