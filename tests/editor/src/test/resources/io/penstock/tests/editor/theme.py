# SPDX-License-Identifier: Apache-2.0
# The settings of a desktop, of which there is one here: the name of the theme. Each line that comes in is the next one
# (https://specifications.freedesktop.org/xsettings-spec).
import ctypes
import struct
import sys

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
for function in (x.XDefaultRootWindow, x.XCreateSimpleWindow, x.XInternAtom):
    function.restype = ctypes.c_ulong
display = ctypes.c_void_p(x.XOpenDisplay(None))
root = ctypes.c_ulong(x.XDefaultRootWindow(display))
window = ctypes.c_ulong(x.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, ctypes.c_ulong(0), ctypes.c_ulong(0)))


def atom(name):
    return ctypes.c_ulong(x.XInternAtom(display, name, 0))


def padded(words):
    return words + b"\0" * (-len(words) % 4)


def setting(name, value, serial):
    return (
        struct.pack("<BBH", 1, 0, len(name)) + padded(name)
        + struct.pack("<II", serial, len(value)) + padded(value)
    )


serial = 0
for line in sys.stdin:
    serial += 1
    words = struct.pack("<BxxxII", 0, serial, 1) + setting(b"Net/ThemeName", line.strip().encode(), serial)
    kind = atom(b"_XSETTINGS_SETTINGS")
    x.XChangeProperty(display, window, kind, kind, 8, 0, words, len(words))
    if serial == 1:
        x.XSetSelectionOwner(display, atom(b"_XSETTINGS_S0"), window, ctypes.c_ulong(0))
    x.XSync(display, 0)
    print(line.strip(), flush=True)
