"""python3 peers.py CORPUS.json prints what policies and MX hosts cost in checkdmarc and in
postfix-mta-sts-resolver, as bench/node.mjs does. A package that is not installed is left out."""

import json
import statistics
import sys
import time

ROUNDS = 5
SAMPLE_SECONDS = 0.05


def checkdmarc():
    from checkdmarc.mta_sts import mx_in_mta_sts_patterns, parse_mta_sts_policy

    def parse(text):
        try:
            return parse_mta_sts_policy(text)["policy"]
        except Exception:
            return None

    return parse, lambda policy, host: mx_in_mta_sts_patterns(host, policy["mx"])


def postfix_mta_sts_resolver():
    from postfix_mta_sts_resolver.utils import parse_mta_sts_policy

    def parse(text):
        # As its resolver judges what the parser read.
        policy = parse_mta_sts_policy(text)
        try:
            age = int(policy.get("max_age", ""))
        except ValueError:
            return None
        fits = policy.get("version") == "STSv1" and policy.get("mode") in ("enforce", "testing", "none")
        return policy if fits and 0 <= age <= 31557600 and (policy["mode"] == "none" or policy["mx"]) else None

    return parse, None


def nanoseconds(operations, run):
    times = 1
    while True:
        start = time.process_time()
        for _ in range(times):
            run()
        if time.process_time() - start >= SAMPLE_SECONDS:
            break
        times *= 2
    samples = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            run()
        samples.append((time.process_time() - start) / times / operations)
    return statistics.median(samples) * 1e9


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    result = {"nanoseconds": {}, "disagreements": {}}
    for name, load in (("checkdmarc", checkdmarc), ("postfix-mta-sts-resolver", postfix_mta_sts_resolver)):
        try:
            parse, matches = load()
        except ImportError:
            continue
        result["disagreements"][name] = sum((parse(case["text"]) is not None) != case["valid"] for case in cases)
        for kind in ("small", "typical", "medium", "invalid", "large"):
            chosen = [case for case in cases if case["kind"] == kind]
            spent = nanoseconds(len(chosen), lambda: [parse(case["text"]) for case in chosen])
            result["nanoseconds"].setdefault(name, {})[kind] = spent
        if matches:
            asked = [(parse(case["text"]), case["hosts"]) for case in cases if case["kind"] == "typical"]
            asked = [(policy, host) for policy, hosts in asked if policy for host in hosts]
            spent = nanoseconds(len(asked), lambda: [matches(policy, host) for policy, host in asked])
            result["nanoseconds"]["match: " + name] = {"typical": spent}
    print(json.dumps(result))


main()
