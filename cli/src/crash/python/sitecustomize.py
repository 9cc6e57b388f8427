"""Loaded into the user's program by way of PYTHONPATH: one that raises ends with a sentence and its line, not with a page of traceback.

What ``crash-reporter.ts`` does for programs that Node runs. A program that has an ``excepthook`` of its own takes care of it itself.
"""

import atexit
import os
import sys

REPORTED = 86  # exit-code.ts
COMPLETE = ("SynthesisError", "AssemblyError")  # errors of the library that say all there is to say
FOLDER = os.path.dirname(os.path.abspath(__file__))
STUDIO = os.getcwd()  # before the program goes elsewhere
INSTALLED = ("site-packages", "dist-packages", "studio_cdk")

reported = False


def report(kind, error, trace):
    global reported
    if not issubclass(kind, Exception):  # Ctrl-C is no crash
        return before(kind, error, trace)
    try:
        import traceback

        debug = os.environ.get("STUDIO_CDK_DEBUG") == "1"
        text, complete = describe(*origin(error, trace))
        if not complete and not debug:
            text += "\nThe whole traceback is shown with --debug."
        sys.stderr.write(text + "\n")
        if debug:
            sys.stderr.write("\n" + "".join(traceback.format_exception(kind, error, trace)))
        reported = True
    except Exception:
        before(kind, error, trace)  # anything is better than to say nothing


def origin(error, trace):
    """What an aspect raised comes back as an error of the library with the same words: the line is in the one before it."""
    first = error.__context__
    if came_from_library(error) and isinstance(first, Exception) and str(first) and str(first) in str(error):
        return origin(first, first.__traceback__)
    return error, trace


def describe(error, trace):
    """Who raised, what, and where; and whether that is all there is to say."""
    name, text = title(error)
    if name in COMPLETE:
        return text, True
    frame = own_frame(trace)
    if isinstance(error, SyntaxError) and error.filename and os.path.exists(error.filename):
        return bad_syntax(error), True
    if isinstance(error, ModuleNotFoundError) and error.name and "." not in error.name:
        return missing_module(error.name, frame), True
    program = near(sys.argv[0]) if os.path.exists(sys.argv[0]) else "The app"
    where = "" if frame is None else "\n  at {}{}".format(place(frame), function(frame))
    return "{} raised {}{}{}".format(program, text, because(error), where), False


def title(error):
    """An error's name, and what it says. One of the library comes as a RuntimeError with its own name in the text."""
    if came_from_library(error):
        name, colon, text = str(error).partition(": ")
        if colon and name in COMPLETE:
            return name, text
        return "", str(error) if colon and name.endswith("Error") else "Error: " + str(error)
    import traceback

    said = traceback.TracebackException(type(error), error, error.__traceback__).format_exception_only()
    return type(error).__name__, "".join(said).strip()


def came_from_library(error):
    return type(error.__cause__).__name__ == "JavaScriptError"


def because(error):
    cause = None if came_from_library(error) else error.__cause__
    return "" if cause is None else "\n  because of " + title(cause)[1] + because(cause)


def own_frame(trace):
    """The innermost frame that is the user's own code: not Python's, not a package's, not the library's."""
    found = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if os.path.exists(file) and not near(file).startswith(("..", os.sep)) and not set(INSTALLED) & set(near(file).split(os.sep)):
            found = trace
        trace = trace.tb_next
    return found


def place(frame):
    return "{}:{}".format(near(frame.tb_frame.f_code.co_filename), frame.tb_lineno)


def function(frame):
    name = frame.tb_frame.f_code.co_name
    return "" if name == "<module>" else " ({})".format(name)


def near(file):
    """A path as a person in the studio's folder would write it."""
    try:
        return os.path.relpath(file, STUDIO)
    except ValueError:  # another drive
        return file


def bad_syntax(error):
    code = (error.text or "").rstrip()
    excerpt = "\n\n  {}\n  {}^".format(code.expandtabs(1), " " * max((error.offset or 1) - 1, 0)) if code else ""
    return "{}:{}:{}: this is not valid code: {}.{}".format(near(error.filename), error.lineno, error.offset, error.msg, excerpt)


def missing_module(name, frame):
    who = "The app" if frame is None else place(frame)
    said = "{} imports «{}», which is not installed. ".format(who, name)
    if sys.prefix == sys.base_prefix and os.path.isdir(os.path.join(STUDIO, ".venv")):
        return said + "This Python is not the one in .venv: start that one with «. .venv/bin/activate»."
    return said + "Run «pip install -r requirements.txt»; if requirements.txt does not name it yet, add it there."


def leave():
    if reported:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(REPORTED)


def hand_on():
    """Python loads one file of this name, so the one that it would have found without ours comes now."""
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != FOLDER]
    ours = sys.modules.pop(__name__, None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise
    finally:
        if ours is not None:
            sys.modules.setdefault(__name__, ours)


atexit.register(leave)  # the first to be registered is the last to be called: the program's own come before
try:
    hand_on()
finally:
    before, sys.excepthook = sys.excepthook, report
