"""A family's year, case by case: what one answer books, the next case begins with.

    year.py EVENT [RESULT…]     answers an event of events.json, books it, prints these results and what was booked
    year.py --reverse EVENT     takes back what the event booked

book.json, in the folder where one stands, is begun empty: `opening` is what the next case begins with, `booked` the
postings of each event.
"""
import decimal
import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
BOOK = pathlib.Path("book.json")
MEMORIES = ["balance", "settlements", "year_stays", "year_pooled", "year_large", "year_critical", "year_assistance",
            "year_own", "year_deductible", "year_outpatient", "year_outpatient_paid"]


def read(text):
    """JSON whose amounts keep their digits."""
    return json.loads(text, parse_float=decimal.Decimal)


def new_book():
    return {"opening": {memory: [] for memory in MEMORIES}, "booked": {}}


def carry(opening, postings, sign=1):
    """Adds postings to what the next case begins with; takes them away where `sign` is -1."""
    for posting in postings:
        entries = opening[posting["memory"]]
        entry = next((entry for entry in entries if entry["key"] == posting["key"]), None)
        if entry is None:
            entries.append(entry := {"key": posting["key"]})
        if "row" in posting:
            rows = entry.setdefault("rows", [])
            rows.append(posting["row"]) if sign > 0 else rows.remove(posting["row"])
        else:
            amounts, name = (entry.setdefault("pots", {}), posting["pot"]) if "pot" in posting else (entry, "value")
            amounts[name] = decimal.Decimal(amounts.get(name, 0)) + sign * decimal.Decimal(posting["amount"])
            if "pot" in posting:
                for pot in ("this_year", "earlier"):
                    amounts.setdefault(pot, 0)


def known(contributions, day):
    """The contributions of the time until this day; what arrives later has not arrived."""
    return [{name: value for name, value in contribution.items() if name != "arrived" or value <= day}
            for contribution in contributions if contribution["begins"] <= day]


def case_of(event, people, opening):
    person = people[event["person"]]
    return {**person, **event["case"], "insured": {**person["insured"], **event.get("insured", {})},
            "contributions": known(person["contributions"], event["day"]), "opening": opening}


def answer(event, people, opening):
    run = subprocess.run(
        ["remit", "run", event["service"], "--policies", FOLDER.parents[1] / "policies/cn", "--allow-unknown",
         "--lang", "en", "--input", "-"],
        input=json.dumps(case_of(event, people, opening), default=str), capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout)
    return read(run.stdout)


def shown(value):
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or "none"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    return str(value)


def result_of(reply, name):
    """A result, or of a requirement whether it is met, or of a list of papers what is missing."""
    if name in reply["result"]:
        return reply["result"][name]
    if name in reply["documents"]:
        return [paper.get("name") or paper["one_of"][0]["name"] for paper in reply["documents"][name]["papers"]
                if paper["required"] and not paper["given"]]
    for requirement in reply["requirements"]:
        if requirement["name"] == name:
            return requirement["met"]
    sys.exit(f"{name}: the service has no such result, paper list or requirement")


def main():
    year = read((FOLDER / "events.json").read_text(encoding="utf-8"))
    book = read(BOOK.read_text(encoding="utf-8")) if BOOK.exists() else new_book()
    if sys.argv[1] == "--reverse":
        name, sign = sys.argv[2], -1
        postings = book["booked"].pop(name)
    else:
        name, sign = sys.argv[1], 1
        reply = answer(year["events"][name], year["people"], book["opening"])
        postings = book["booked"][name] = reply["postings"]
        for result in sys.argv[2:]:
            print(f"{result}: {shown(result_of(reply, result))}")
    carry(book["opening"], postings, sign)
    for posting in postings:
        if decimal.Decimal(posting.get("amount", 0)):
            print(f"  booked: {posting['memory']}{'.' + posting['pot'] if 'pot' in posting else ''} "
                  f"{sign * decimal.Decimal(posting['amount']):+}")
    BOOK.write_text(json.dumps(book, default=str, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
