"""python_decimal.py CLAIMS.ndjson EXPECTED.csv: the reference job in Python's decimal, one function a claim.

Claims are parsed before the clock starts; the context's precision is 50. A yardstick for the reference evaluator.
"""
import json
import sys
import time
from decimal import Decimal, ROUND_HALF_UP, getcontext

getcontext().prec = 50
D = Decimal
DEDUCTIBLE = {1: D(500), 2: D(900), 3: D(1300)}
RATES = {1: (D("0.90"), D("0.95"), D("0.97")), 2: (D("0.87"), D("0.92"), D("0.97")), 3: (D("0.85"), D("0.90"), D("0.95"))}
EDGE1, EDGE2, CAP, ZERO, ONE = D(30000), D(40000), D(100000), D(0), D(1)
HALF, SIX, EIGHT, NINE, CENT = D("0.5"), D("0.6"), D("0.8"), D("0.9"), D("0.01")


def settle(claim):
    total = eligible = ZERO
    for kind, amount in claim["items"]:
        total += amount
        if kind == "A":
            eligible += amount
        elif kind == "B":
            eligible += amount * NINE
    deductible = DEDUCTIBLE[claim["tier"]]
    if claim["ordinal"] >= 2:
        deductible *= HALF
    deductible = min(deductible, eligible)
    fund = ZERO
    low = ZERO
    for high, rate in zip((EDGE1, EDGE2, None), RATES[claim["tier"]]):
        if claim["retired"]:
            rate = ONE - (ONE - rate) * SIX
        start = max(low, deductible)
        end = eligible if high is None else min(eligible, high)
        if end > start:
            fund += (end - start) * rate
        low = high
    if claim["unfiled"]:
        fund *= EIGHT
    fund = min(fund, max(ZERO, CAP - claim["pooled"])).quantize(CENT, ROUND_HALF_UP)
    return deductible, eligible, fund, total - fund


def main():
    claims = []
    for line in open(sys.argv[1], encoding="utf-8"):
        c = json.loads(line, parse_float=D, parse_int=D)
        e = c["encounter"]
        claims.append({"tier": int(e["tier"]), "ordinal": int(e["ordinal"]), "retired": c["insured"]["retired"],
                       "unfiled": e["cross_region"] and not e["filed"], "pooled": c["ytd"]["pooled_paid"],
                       "items": [(i["class"], i["amount"]) for i in c["items"]]})
    start = time.perf_counter()
    answers = [settle(claim) for claim in claims]
    seconds = time.perf_counter() - start
    wrong = 0
    for (deductible, eligible, fund, patient), line in zip(answers, open(sys.argv[2], encoding="utf-8")):
        row = f"{int(deductible * 1000)},{int(eligible * 1000)},{int(fund * 100)},{int(patient * 100)}\n"
        wrong += row != line
    print(f"{len(claims)} claims, {wrong} wrong, {int(len(claims) / seconds)} claims/s")
    return 1 if wrong else 0


sys.exit(main())
