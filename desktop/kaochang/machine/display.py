"""Whether an X display answers: asked as Qt asks, which would end the program without a word where none does."""

import ctypes

_LIBRARY = "libxcb.so.1"


def opens(name: str) -> bool:
    """Whether a program of this user may open windows on a display (":0"). It takes a millisecond or two.

    True where nobody can tell, because the library is not there: then Qt says what is wrong.
    """
    try:
        xcb = ctypes.CDLL(_LIBRARY)
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
