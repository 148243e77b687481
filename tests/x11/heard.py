"""A program for the tests of this folder: what a screen reader gets to know of the window, over AT-SPI.

It runs under the system's own Python, which has the bindings. Each line on standard input is a JSON list: ["tree"] for
everything that shows, ["find", name, role] for the first control that says this name, ["focused"] for what has the
keyboard, ["act", number, action] for doing what the control of that number offers, ["listen"] for hearing every event
from now on, as a screen reader does, ["said"] for all that was announced since, or ["events"] for how many events of
each kind came. Answers each with one line of JSON.

A number is a place among all that showed at the last answer. Each thing asked of a control is a message to the program
and back, so a control is told in full only where it is the answer.
"""

import importlib
import json
import sys
from collections import Counter

import gi

gi.require_version("Atspi", "2.0")
Atspi = importlib.import_module("gi.repository.Atspi")
GLib = importlib.import_module("gi.repository.GLib")

APPLICATION = "kaochang"
EVENTS = ("object:", "window:", "focus:", "document:")
ANNOUNCED = "object:announcement"
MOST = 4_000
MOST_TRIES = 20


def walk(found, depth=0):
    """The control and what is below it, as far as it shows."""
    if not found.get_state_set().contains(Atspi.StateType.SHOWING):
        return
    yield found, depth
    for place in range(found.get_child_count()):
        child = found.get_child_at_index(place)
        if child is not None:
            yield from walk(child, depth + 1)


def text_of(found):
    """What stands in a control that holds text; None for any other."""
    if found.get_text_iface() is None:
        return None
    return Atspi.Text.get_text(found, 0, -1)


def told(number, found, depth):
    """What is said of one control."""
    box = found.get_extents(Atspi.CoordType.SCREEN)
    action = found.get_action_iface()
    return {
        "number": number,
        "depth": depth,
        "role": found.get_role_name(),
        "name": found.get_name(),
        "description": found.get_description(),
        "text": text_of(found),
        "states": [state.value_nick for state in found.get_state_set().get_states()],
        "actions": [action.get_action_name(at) for at in range(action.get_n_actions())] if action else [],
        "box": [box.x, box.y, box.width, box.height],
    }


class Reader:
    """Answers about the windows of the one program."""

    def __init__(self):
        self._nodes = []
        self._said = []
        self._events = Counter()
        self._listener = Atspi.EventListener.new(self._hear)

    def windows(self):
        desktop = Atspi.get_desktop(0)
        for place in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(place)
            if program is not None and program.get_name() == APPLICATION:
                program.clear_cache()  # it may have been seen before it had a window
                windows = (program.get_child_at_index(at) for at in range(program.get_child_count()))
                yield from (window for window in windows if window is not None)

    def tree(self):
        """Everything that shows."""
        return self._told(lambda found, depth: True)

    def find(self, name, role):
        """The first that says this name, and maybe more behind a comma; of any role where none is named."""

        def says(found, depth):
            said = found.get_name() or ""
            return (said == name or said.startswith(f"{name}，")) and role in ("", found.get_role_name())

        return next(iter(self._told(says)), None)

    def focused(self):
        """A widget that hands its keyboard on to what is in it says of itself too that it has it."""
        found = self._told(lambda found, depth: depth and found.get_state_set().contains(Atspi.StateType.FOCUSED))
        return min(found, key=lambda node: node["role"] == "filler", default=None)

    def _told(self, is_asked_for):
        """What is asked for of all that shows; read anew where a control went away while it was being read."""
        for _ in range(MOST_TRIES - 1):
            try:
                return self._read(is_asked_for)
            except GLib.GError:
                continue
        return self._read(is_asked_for)

    def _read(self, is_asked_for):
        for window in self.windows():
            window.clear_cache()
        self._nodes = [node for window in self.windows() for node in walk(window)][:MOST]
        numbered = enumerate(self._nodes)
        return [told(number, found, depth) for number, (found, depth) in numbered if is_asked_for(found, depth)]

    def listen(self):
        return [self._listener.register(kind) for kind in EVENTS]

    def _hear(self, event):
        """Asks of each event what a screen reader does: of what it is told, and what that is called."""
        try:
            name = event.source.get_name() if event.source is not None else ""
            if event.type.startswith(ANNOUNCED):
                self._said.append(event.any_data)
            elif name and event.source.get_state_set().contains(Atspi.StateType.FOCUSED):
                text_of(event.source)
        except GLib.GError:  # what went away before it could be asked
            self._events["gone"] += 1
        self._events[event.type] += 1

    def said(self):
        return self._said

    def events(self):
        return self._events

    def act(self, number, action):
        actions = self._nodes[number][0].get_action_iface()
        names = [actions.get_action_name(at) for at in range(actions.get_n_actions())]
        return actions.do_action(names.index(action))


def main():
    reader, loop = Reader(), GLib.MainLoop()

    def asked(*_):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        command, *arguments = json.loads(line)
        answer = getattr(reader, command)(*arguments)
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, asked)
    loop.run()


main()
