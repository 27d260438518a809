"""Writes a configuration with which curl sends the requests of a snapshot to simulated cameras, to compare both.

usage: fleet_curl.py CONTROL CONFIG URL...    logs in to each camera, and repeats the requests that the first one has got so far
"""
import base64
import hashlib
import json
import re
import sys
import time
import urllib.request

PASSWORD = "12345"


def post(url, endpoint, action, data, cookie=None):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if cookie:
        headers["Cookie"] = cookie
    body = json.dumps({"action": action, "data": data}).encode()
    request = urllib.request.Request(f"{url}/api/{endpoint}", body, headers)
    return json.load(urllib.request.urlopen(request)).get("data")


def log_in(url):
    offer = post(url, "session/login-capabilities", "get", {"username": "admin"})
    terms = offer["param"]
    now = time.strftime("%Y-%m-%dT%H:%M:%S")
    date = base64.b64encode(now.encode()).decode()
    digest = hashlib.sha256(("admin" + terms["salt"] + date + PASSWORD).encode()).digest()
    digest = hashlib.sha256(digest + terms["challenge"].encode()).digest()
    for _ in range(int(terms.get("iterations", 0)) if terms.get("enableIteration") else 0):
        digest = hashlib.sha256(digest).digest()
    cookie = post(url, "session/login", "set", {
        "username": "admin", "loginEncryptionType": "sha256-1", "password": digest.hex(),
        "sessionID": offer["sessionID"], "datetime": now,
    })["cookie"]
    return cookie if cookie.startswith("sessionID=") else "sessionID=" + cookie


def bodies(control):
    for request in json.load(urllib.request.urlopen(control + "/0"))["requests"]:
        if request["action"] != "get" or request["path"].startswith("/api/session/"):
            continue
        selector = re.search(r"\[(\w+)=(\d+)\]", request["section"] or "")
        yield request["path"], {"action": "get", "data": {selector[1]: int(selector[2])} if selector else None}


def main():
    control, config, *urls = sys.argv[1:]
    wanted = list(bodies(control))
    with open(config, "w") as file:
        for url in urls:
            cookie = log_in(url)
            for path, body in wanted:
                data = json.dumps(body).replace("\\", "\\\\").replace('"', '\\"')
                file.write(f'url = "{url}{path}"\nheader = "Content-Type: application/json; charset=utf-8"\n')
                file.write(f'header = "Cookie: {cookie}"\ndata = "{data}"\noutput = "/dev/null"\nnext\n')
            file.write(f'url = "{url}/api/session/logout"\nheader = "Content-Type: application/json; charset=utf-8"\n')
            data = json.dumps({"action": "set", "data": {"cookie": cookie}}).replace('"', '\\"')
            file.write(f'header = "Cookie: {cookie}"\ndata = "{data}"\noutput = "/dev/null"\nnext\n')
    print(f"{len(wanted)} requests for each of {len(urls)} cameras", file=sys.stderr)


main()
