#!/usr/bin/env python3
"""Writes the v1 hash chains beside it, good and bad, each with what verification must say of it.

Shares no code with the product: chains are made as the source document makes them, then tampered
with by hand; what each tampering is follows from how it was made, not from checking it.
"""

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
GENESIS = "0" * 64
START = 1_715_754_000_000_000


def commit(entry, ts_us, prev_hash):
    digest = hashlib.sha256(f"{entry}|{ts_us}|{prev_hash}".encode()).hexdigest()
    return {"entry": entry, "ts_us": ts_us, "hash": digest, "prev_hash": prev_hash}


def chain(entries, prev_hash=GENESIS, start=START, step=1_000_000):
    out = []
    for index, entry in enumerate(entries):
        out.append(commit(entry, start + index * step, prev_hash))
        prev_hash = out[-1]["hash"]
    return out


def entries(count):
    return [f"level=info msg=\"order {index} paid\" trace=a{index:031x}" for index in range(count)]


def lines(records, **style):
    return "".join(json.dumps(record, **style) + "\n" for record in records)


def write(name, text, codes, line=None, head=None, count=None, records=None, pin=None):
    """`codes` are all errors and warnings; `line` is that of the first error."""
    (HERE / f"{name}.jsonl").write_text(text, encoding="utf-8")
    expected = {"codes": codes, "firstBrokenLine": line, "records": records, "head": head,
                "pinHead": pin, "pinRecords": count}
    (HERE / f"{name}.jsonl.expected").write_text(json.dumps(expected, indent=2) + "\n")


def good():
    ten = chain(entries(10))
    head = ten[-1]["hash"]
    write("good-plain", lines(ten), [], records=10, head=head, pin=head, count=10)
    write("good-unpinned", lines(ten), [], records=10, head=head)
    odd = chain(["支付超时 ⏱", "quote \" backslash \\ slash / tab \t feed \n", "\u0001 🂡", ""])
    write("good-escaped", lines(odd), [], records=4, head=odd[-1]["hash"])
    write("good-utf8", lines(odd, ensure_ascii=False, indent=None, separators=(",", ":")), [],
          records=4, head=odd[-1]["hash"])
    swapped = [dict(reversed(list(record.items()))) for record in ten]
    write("good-crlf-no-last-feed", lines(swapped).replace("\n", "\r\n")[:-2], [], records=10,
          head=head)
    write("good-grown", lines(ten), ["chain-grown"], records=10, head=head, pin=ten[6]["hash"])
    piped = chain(["a", "b|1|c", "d"])
    write("good-ambiguous", lines(piped), ["chain-ambiguous"], records=3, head=piped[-1]["hash"])
    back = chain(["a", "b"]) + []
    back.append(commit("c", START - 1, back[-1]["hash"]))
    write("good-clock-set", lines(back), ["chain-time"], records=3, head=back[-1]["hash"])
    more = [dict(record, host="h", tags=[{"a": "]"}]) for record in chain(["a", "b"])]
    write("good-uncovered", lines(more), ["chain-uncovered"], records=2, head=more[-1]["hash"])


def bad():
    ten = chain(entries(10))
    head = ten[-1]["hash"]

    def edited(index, **members):
        return [dict(r, **members) if i == index else r for i, r in enumerate(ten)]

    def case(name, records, codes, line, **more):
        write(name, lines(records), codes, line, records=len(records),
              head=records[-1]["hash"], **more)

    case("bad-entry-changed", edited(4, entry="order 4 refunded"), ["chain-hash"], 5)
    case("bad-time-changed", edited(4, ts_us=ten[4]["ts_us"] + 1), ["chain-hash"], 5)
    case("bad-hash-changed", edited(4, hash="f" * 64), ["chain-hash"], 5)
    case("bad-prev-changed", edited(4, prev_hash="e" * 64), ["chain-hash"], 5)
    # Changed and hashed anew: only its successor can show it.
    anew = commit("order 4 refunded", ten[4]["ts_us"], ten[4]["prev_hash"])
    case("bad-hashed-anew", ten[:4] + [anew] + ten[5:], ["chain-missing"], 6)
    case("bad-missing", ten[:4] + ten[5:], ["chain-missing"], 5)
    case("bad-head-cut", ten[2:], ["chain-missing"], 1)
    case("bad-tail-cut", ten[:8], ["chain-tail"], 8, pin=head)
    case("bad-tail-count", ten[:8], ["chain-count"], 8, count=10)
    case("bad-tail-remade", ten[:8] + chain(entries(2), ten[7]["hash"], START + 8_000_000),
         ["chain-tail"], 10, pin=head, count=10)
    case("bad-swapped", ten[:4] + [ten[5], ten[4]] + ten[6:], ["chain-reordered"], 5)
    case("bad-moved-later", ten[:3] + ten[4:7] + [ten[3]] + ten[7:], ["chain-reordered"], 4)
    case("bad-duplicated", ten[:5] + [ten[4]] + ten[5:], ["chain-duplicate"], 6)
    case("bad-duplicated-far", ten[:8] + [ten[2]] + ten[8:], ["chain-duplicate"], 9)
    case("bad-block-duplicated", ten[:6] + ten[3:], ["chain-duplicate"], 7)
    case("bad-forked", ten[:6] + [commit("order 3 refunded", ten[5]["ts_us"], ten[2]["hash"])]
         + ten[6:], ["chain-fork"], 7)
    case("bad-second-chain", ten[:5] + chain(["restarted", "again"], start=START + 9_000_000),
         ["chain-fork"], 6)
    case("bad-two-faults", edited(7, entry="x")[:2] + edited(7, entry="x")[3:],
         ["chain-hash", "chain-missing"], 3)
    text = lines(ten).splitlines(True)

    def broken(name, line, codes=("chain-record",), records=9, index=4):
        write(name, "".join(text[:index] + [line] + text[index + 1:]), list(codes), index + 1,
              records=records, head=head)

    broken("bad-not-json", text[4][:-9] + "\n")
    broken("bad-blank-line", "\n")
    broken("bad-member-missing", text[4].replace('"ts_us"', '"ts_ms"'))
    broken("bad-member-twice", text[4].replace("{", '{"entry": "x", ', 1))
    broken("bad-name-escaped", text[4].replace('"entry"', '"entr\\u0079"'))
    broken("bad-upper-hex", text[4].replace(ten[4]["hash"], ten[4]["hash"].upper()))
    broken("bad-time-as-text", text[4].replace(str(ten[4]["ts_us"]), f'"{ten[4]["ts_us"]}"'))
    broken("bad-time-exponent", text[4].replace(str(ten[4]["ts_us"]), "1.715754004e15"))
    broken("bad-half-character", text[4].replace("order", "\\ud83c"))
    broken("bad-trailing", text[4].replace("}", "} x"))
    write("bad-empty", "", ["chain-empty"], records=0)


if __name__ == "__main__":
    for old in HERE.glob("*.jsonl*"):
        old.unlink()
    good()
    bad()
