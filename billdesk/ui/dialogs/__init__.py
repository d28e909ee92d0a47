"""Dialogs of the window. None is modal to the program and none waits in a loop of its own: `open()` or `show()`."""
