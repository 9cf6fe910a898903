"""python3 reports_peer.py sum|each PACK reads the reports of a pack with parsedmarc, as bench/peers does with mail-auth.

Nothing is looked up: `offline`."""

import json
import struct
import sys
import time

import parsedmarc


def files(path):
    with open(path, "rb") as pack:
        while head := pack.read(8):
            name, size = struct.unpack("<II", head)
            yield pack.read(name).decode(), pack.read(size)


def parse(data):
    return parsedmarc.parse_report_file(data, offline=True)["report"]


def kibibytes(line):
    with open("/proc/self/status", encoding="ascii") as status:
        return next((int(found.split()[1]) for found in status if found.startswith(line)), 0)


def add_up(path):
    base = kibibytes("VmRSS:")
    cpu, wall = time.process_time(), time.perf_counter()
    read = refused = successful = failed = 0
    for _, data in files(path):
        try:
            report = parse(data)
        except parsedmarc.ParserError:
            refused += 1
            continue
        read += 1
        for policy in report["policies"]:
            successful += policy["successful_session_count"]
            failed += policy["failed_session_count"]
    return {
        "cpuMs": (time.process_time() - cpu) * 1e3,
        "wallMs": (time.perf_counter() - wall) * 1e3,
        "baseKib": base,
        "peakKib": kibibytes("VmHWM:"),
        "read": read,
        "refused": refused,
        "successful": successful,
        "failed": failed,
    }


def answer(data):
    try:
        report = parse(data)
    except Exception as error:  # What it raises is its answer.
        return {"refused": str(error)}
    policy = report["policies"][0] if report["policies"] else {}
    details = [detail for policy in report["policies"] for detail in policy.get("failure_details", [])]
    return {
        "start": report["begin_date"],
        # As text: JSON's readers round large numbers.
        "successful": str(policy.get("successful_session_count")),
        "failed": str(policy.get("failed_session_count")),
        "policyType": policy.get("policy_type"),
        "mxHost": policy.get("mx_host_patterns", []),
        "policyString": policy.get("policy_strings", []),
        "resultTypes": [detail["result_type"] for detail in details],
        "information": [detail["additional_info_uri"] for detail in details if "additional_info_uri" in detail],
    }


def main():
    verb, path = sys.argv[1:]
    if verb == "version":
        print(parsedmarc.__version__)
    elif verb == "sum":
        print(json.dumps(add_up(path)))
    else:
        print(json.dumps({name: answer(data) for name, data in files(path)}))


main()
