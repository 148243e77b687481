"""The terminal: every verb of the exam's journey over the same flows that the windows use. Qt-free.

`verbs` is the whole command; `keeping` stands before it, and decides whether a child runs it. This module imports
neither: a keeper lives beside the window for a whole exam, and needs no verbs.
"""
