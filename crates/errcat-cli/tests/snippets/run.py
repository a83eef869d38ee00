"""Runs Python snippets and curl commands against a server that returns the error of their page:
`python3 run.py python|curl CASES.json`. Waits are recorded, not waited for.
"""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Responses that aren't the page's error. Most are in no format of any API.
STRANGE_BODIES = [
    "", "<html>", "null", "3", '"text"', "[]", "[null]", "[{}]", "{}", '{"error": null}', '{"error": "x"}'
]  # fmt: skip


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answer = None
    requests = []

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.respond
        raise AttributeError(name)

    def respond(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Server.requests.append((self.command, self.path, self.headers, body))
        answer = Server.answer
        headers = answer["headers"]() if callable(answer["headers"]) else answer["headers"]
        self.send_response_only(answer["status"])
        for name, value in headers:
            self.send_header(name, value)
        content = answer["body"].encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def run(code, url, answer, idempotent):
    """Runs a snippet, and returns what it printed and for how many seconds it waited each time."""
    Server.answer, Server.requests = answer, []
    waits, printed = [], []
    time.sleep = waits.append
    random.uniform = lambda low, _: low
    random.random = lambda: 0
    try:
        body = json.loads(answer["body"])
    except ValueError:
        body = None
    names = {
        "method": "POST",
        "url": url,
        "body": body,
        "text": answer["body"],
        "idempotent": idempotent,
        "print": lambda *values: printed.append(values),
    }
    exec(code, names)
    return printed, waits, len(Server.requests)


def with_dates(vector):
    """Returns the response with its wait as a date in each form of RFC 9110, section 5.6.7. Empty if it has no wait."""
    asked = vector["expect"].get("retry_after_ms")
    if asked is None or not any(name.lower() == "retry-after" for name, _ in vector["headers"]):
        return []

    def headers(form):
        date = (datetime.now(timezone.utc) + timedelta(milliseconds=asked)).strftime(form)
        return [(name, date if name.lower() == "retry-after" else value) for name, value in vector["headers"]]

    forms = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y")
    return [{**vector, "headers": lambda form=form: headers(form)} for form in forms]


def run_python(cases, url):
    counts = {"retries": 0, "dates": 0, "once": 0, "received": 0, "other": 0}
    for case in cases:
        page, code, vectors = case["page"], compile(case["code"], case["page"], "exec"), case["vectors"]
        sends = "requests.request(" in case["code"]
        is_package = "acme_errors" in case["code"]
        retries = sends if is_package else "time.sleep" in case["code"]
        assert vectors, f"{page}: no response"
        for vector in vectors:
            about = f"{page}: {vector['name']}"
            for idempotent, policy in [(True, "idempotent"), (False, "other")]:
                printed, waits, requests = run(code, url, vector, idempotent)
                if not retries:
                    assert len(printed) == 1, f"{about}: printed {printed}"
                    assert requests == sends, about
                    counts["once" if sends else "received"] += 1
                    continue
                policy = policy if "idempotent" in case["code"] else "other"
                expected = [wait / 1000 for wait in vector["expect"].get("waits_ms", {}).get(policy, [])]
                assert len(printed) == 1 or not is_package, f"{about}: printed {printed}"
                assert waits == expected, f"{about}: waited {waits}, not {expected}"
                assert requests == len(expected) + 1, about
                counts["retries"] += 1
                for dated in with_dates(vector):
                    _, waits, requests = run(code, url, dated, idempotent)
                    assert requests == len(expected) + 1, f"{about}, with a date"
                    for wait, until in zip(waits, expected, strict=True):
                        assert until - 1.5 < wait <= until, f"{about}, with a date: waited {waits}"
                    counts["dates"] += 1
        # Whatever else is received isn't handled as this error, unless its status is all that identifies it.
        if "match body:" not in case["code"]:
            continue
        for body in STRANGE_BODIES:
            answer = {"status": vectors[0]["status"], "headers": [], "body": body}
            printed, waits, _ = run(code, url, answer, True)
            assert (printed, waits) == ([], []), f"{page}: {answer}: {printed} {waits}"
            counts["other"] += 1
        # A member of any type is no reason to raise an exception.
        for body in changed(vectors[0]["body"]):
            run(code, url, {**vectors[0], "body": body}, True)
            counts["other"] += 1
    return counts


def changed(body):
    """Returns bodies in which one value is another one."""

    def values(value):
        yield from (None, 3, "x", [], [3], {})
        children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, child in children:
            for other in values(child):
                copy = value.copy()
                copy[key] = other
                yield copy

    return (json.dumps(value) for value in values(json.loads(body)))


def run_curl(cases, url):
    for case in cases:
        code, page = case["code"], case["page"]
        answer = {"status": 418, "headers": [("X-Page", "1")], "body": json.dumps({"page": page})}
        Server.answer, Server.requests = (case["vectors"] or [answer])[0], []
        code, replaced = re.subn("https?://", url, code, count=1)
        assert replaced, page
        output = subprocess.run(["/bin/sh", "-euc", code], capture_output=True, timeout=20, check=True).stdout
        head, _, body = output.decode().partition("\r\n\r\n")
        if not code.startswith("curl -i "):
            continue  # an author's command
        assert head.startswith(f"HTTP/1.1 {Server.answer['status']} "), f"{page}: {head}"
        assert body == Server.answer["body"], f"{page}: {body}"
        assert len(Server.requests) == 1, f"{page}: {Server.requests}"
        method, _, headers, sent = Server.requests[0]
        assert f" -X {method} " in code, f"{page}: {method}"
        if "-H 'Content-Type: application/json'" in code and " -d '{" in code:
            assert headers["Content-Type"] == "application/json", page
            json.loads(sent)
    return {"commands": len(cases)}


os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(sys.argv[2], encoding="utf-8") as file:
    cases = json.load(file)
runners = {"python": run_python, "curl": run_curl}
print(json.dumps(runners[sys.argv[1]](cases, f"http://127.0.0.1:{server.server_port}/")))
