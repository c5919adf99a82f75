"""What both Python launchers share: the job on standard input and the results on standard output, as JSON.

A job names the meter and a list of steps:
{"port": 4059, "framing": "hdlc" | "wrapper", "referencing": "ln" | "sn", "client": 16, "password": null,
 "logicalDevice": 1, "physical": 17, "maxPdu": 1024, "maxInfo": 128,
 "security": {"mechanism": 5, "suite": 0, "protection": "authenticated-encrypted", "title": "4755525558313233",
   "encryptionKey": "..", "authenticationKey": "..", "counter": 1, "dedicatedKey": "..", "general": true},
 "steps": [{"do": "get", "classId": 3, "obis": "1.0.1.8.0.255", "attribute": 2}, ...]}
{"results": [...], "release": null} comes out, with {"value": ...} or {"error": "..."} for each step (octet-strings as
{"hex": "..."}), and what went wrong when the session was closed.
"""

import json
import sys
from contextlib import redirect_stdout


def plain(value):
    """A decoded value as JSON can carry it."""
    if isinstance(value, (bytes, bytearray)):
        return {"hex": bytes(value).hex()}
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


def run(open_session):
    """Reads the job, opens a session with `open_session(job)`, runs the steps and prints the results."""
    job = json.load(sys.stdin)
    results = []
    release = None
    try:
        # a peer that talks to itself does so on standard error
        with redirect_stdout(sys.stderr), open_session(job) as session:
            for step in job["steps"]:
                results.append(attempt(session, step))
    except Exception as error:
        if len(results) < len(job["steps"]):
            raise
        release = f"{type(error).__name__}: {error}"
    json.dump({"results": results, "release": release}, sys.stdout)


def attempt(session, step):
    try:
        return {"value": plain(getattr(session, step["do"])(step))}
    except Exception as error:  # the peer's own errors have no common ancestor
        return {"error": f"{type(error).__name__}: {error}"}
