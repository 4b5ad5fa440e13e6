# SPDX-License-Identifier: Apache-2.0
# Says what assistive technology sees: one line for each thing on the screen with its role, name, x, y, width, height,
# states, description and text, with tabs between.
import warnings

import gi

warnings.simplefilter("ignore")
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = {
    "focused": Atspi.StateType.FOCUSED,
    "selected": Atspi.StateType.SELECTED,
    "active": Atspi.StateType.ACTIVE,
    "checked": Atspi.StateType.CHECKED,
    "sensitive": Atspi.StateType.SENSITIVE,
}


def plain(words):
    return (words or "").replace("\t", " ").replace("\n", "\\n")


def text(thing):
    words = thing.get_text_iface()
    return Atspi.Text.get_text(words, 0, -1) if words else ""


def name(thing):
    """What it is called; where it has no name of its own, the label that says what it is for."""
    own = thing.get_name()
    if own:
        return own
    for relation in thing.get_relation_set() or []:
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return relation.get_target(0).get_name()
    return ""


def tell(thing):
    place = thing.get_component_iface()
    if place:
        area = Atspi.Component.get_extents(place, Atspi.CoordType.SCREEN)
        has = thing.get_state_set()
        states = ",".join(name for name, state in STATES.items() if has.contains(state))
        print(
            plain(thing.get_role_name()), plain(name(thing)), area.x, area.y, area.width, area.height,
            states, plain(thing.get_description()), plain(text(thing)), sep="\t",
        )


def walk(thing):
    try:
        tell(thing)
        for index in range(thing.get_child_count()):
            child = thing.get_child_at_index(index)
            if child is not None:
                walk(child)
    except GLib.GError:  # what goes away while it is looked at
        pass


Atspi.set_timeout(30_000, 30_000)  # milliseconds: a window that is slow to answer is not one that shows nothing
desktop = Atspi.get_desktop(0)
for number in range(desktop.get_child_count()):
    application = desktop.get_child_at_index(number)
    if application is not None:
        walk(application)
