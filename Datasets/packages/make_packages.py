#!/usr/bin/env python3
"""Makes the bad packages again from the good ones: one tampering each, and what it is called.

The good packages were written once, with keys that were thrown away; everything here follows from
their bytes, by the Python standard library alone. Beside each package stands NAME.zip.expected: the
code that `estreat verify` must report, and further arguments if it needs any.
"""

import hashlib
import re
import struct
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOG = "data/logs/app_log.jsonl"


class Entry:
    """One member: names and contents as they are, headers that can be made to lie."""

    def __init__(self, name, content, method, raw, central):
        self.name, self.content, self.method, self.raw = name, content, method, raw
        self.central = central  # version made by, external attributes
        self.local = {}  # header fields of the local header that differ: crc, name
        self.both = {}  # fields that lie in both headers

    def set(self, content):
        """Other content, compressed anew."""
        self.content = content
        if self.method:
            engine = zlib.compressobj(6, zlib.DEFLATED, -15)
            self.raw = engine.compress(content) + engine.flush()
        else:
            self.raw = content
        return self

    def header(self, local, offset=0):
        name = self.name if isinstance(self.name, bytes) else self.name.encode()
        fields = {"crc": zlib.crc32(self.content), "raw": len(self.raw), "size": len(self.content),
                  **self.both, **(self.local if local else {})}
        name = fields.get("name", name)
        common = struct.pack("<HHHHHIIIHH", 20 if self.method else 10, 0, self.method, 0, 33,
                             fields["crc"], fields["raw"], fields["size"], len(name), 0)
        if local:
            return b"PK\3\4" + common + name
        return (b"PK\1\2" + struct.pack("<H", self.central[0]) + common
                + struct.pack("<HHHII", 0, 0, 0, self.central[1], offset) + name)


class Package:
    """A package taken apart."""

    def __init__(self, name):
        data = (HERE / name).read_bytes()
        end = data.rfind(b"PK\5\6")
        count, _, at = struct.unpack_from("<HII", data, end + 10)
        self.entries = []
        for _ in range(count):
            (made, _, _, method, _, _, _, packed, _, length, extra, comment, _, _, attributes,
             offset) = struct.unpack_from("<HHHHHHIIIHHHHHII", data, at + 4)
            label = data[at + 46:at + 46 + length].decode()
            start = offset + 30 + length
            raw = data[start:start + packed]
            content = zlib.decompress(raw, -15) if method else raw
            self.entries.append(Entry(label, content, method, raw, (made, attributes)))
            at += 46 + length + extra + comment
        self.comment = self.prefix = self.suffix = b""
        self.gap = None  # entry before which bytes are hidden
        self.shared = {}  # entry whose central header points to another

    def __getitem__(self, name):
        return next(entry for entry in self.entries if entry.name == name)

    def names(self):
        return [entry.name for entry in self.entries]

    def remove(self, *names):
        self.entries = [entry for entry in self.entries if entry.name not in names]

    def add(self, name, content, method=8):
        model = self[LOG] if LOG in self.names() else self.entries[-1]
        entry = Entry(name, b"", method, b"", model.central).set(content)
        key = name if isinstance(name, bytes) else name.encode()
        place = next((i for i, other in enumerate(self.entries) if i > 0
                      and not isinstance(other.name, bytes) and other.name.encode() > key),
                     len(self.entries))
        self.entries.insert(place, entry)
        return entry

    def edit(self, name, old, new):
        content = self[name].content
        assert content.count(old) >= 1 and old != new, (name, old)
        self[name].set(content.replace(old, new, 1))

    def relist(self):
        """All lists made anew, as somebody would who hides a change; signatures are not."""
        def digest(names, algorithm="sha256"):
            return [(name, hashlib.new(algorithm, self[name].content).hexdigest()) for name in names]

        lists = {"manifest-sha256.txt", "tagmanifest-sha256.txt", "sm3sums.txt"}
        outside = [name for name in self.names() if not name.startswith(("META-INF/", "seal/"))]
        outside = sorted(name for name in outside if name != "mimetype")
        payload = [name for name in outside if name.startswith("data/")]
        oxum = f"Payload-Oxum: {sum(len(self[n].content) for n in payload)}.{len(payload)}\n"
        info = re.sub(rb"Payload-Oxum: .*\n", oxum.encode(), self["bag-info.txt"].content)
        if info != self["bag-info.txt"].content:
            self["bag-info.txt"].set(info)
        text = "".join(f"{value}  {name}\n" for name, value in digest(payload))
        self["manifest-sha256.txt"].set(text.encode())
        tags = [n for n in outside if not n.startswith("data/")
                and n not in {"tagmanifest-sha256.txt", "sm3sums.txt"}]
        text = "".join(f"{value}  {name}\n" for name, value in digest(tags))
        self["tagmanifest-sha256.txt"].set(text.encode())
        covered = [name for name in outside if name != "sm3sums.txt"]
        text = "".join(f"SM3 ({name}) = {value}\n" for name, value in digest(covered, "sm3"))
        self["sm3sums.txt"].set(text.encode())
        return self

    def reseal(self):
        """The list of signatures made anew as well."""
        text = self["seal/signatures.sha256"].content.decode()
        names = [line.split("  ")[1] for line in text.splitlines()]
        text = "".join(
            f"{hashlib.sha256(self[name].content).hexdigest()}  {name}\n" for name in names)
        self["seal/signatures.sha256"].set(text.encode())
        return self

    def bytes(self):
        out, places = self.prefix, {}
        for index, entry in enumerate(self.entries):
            if index == self.gap:
                out += b"hidden"
            places[index] = len(out)
            out += entry.header(True) + entry.raw
        start = len(out)
        for index, entry in enumerate(self.entries):
            out += entry.header(False, places[self.shared.get(index, index)])
        size = len(out) - start
        out += b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(self.entries), len(self.entries), size,
                                       start, len(self.comment))
        return out + self.comment + self.suffix


CASES = []


def case(code, name, base="signed", arguments=""):
    def add(change):
        CASES.append((name, code, base, arguments, change))
        return change
    return add


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1:]


# The zip.
@case("prefix-bytes", "prefix")
def _(p): p.prefix = b"#!/bin/sh\n"
@case("trailing-bytes", "trailing")
def _(p): p.suffix = b"more"
@case("archive-comment", "comment")
def _(p): p.comment = b"reviewed and found in order"
@case("hidden-bytes", "gap")
def _(p): p.gap = 9
@case("duplicate-member", "duplicate")
def _(p): p.entries.insert(p.names().index(LOG), p[LOG])
@case("entry-order", "swapped-entries")
def _(p): p.entries[5], p.entries[6] = p.entries[6], p.entries[5]
@case("header-mismatch", "two-names")
def _(p): p[LOG].local["name"] = b"data/logs/app_lag.jsonl"
@case("header-mismatch", "two-checksums")
def _(p): p[LOG].local["crc"] = 1
@case("crc-mismatch", "wrong-checksum")
def _(p): p[LOG].both["crc"] = 1
@case("size-mismatch", "wrong-size")
def _(p): p[LOG].both["size"] = len(p[LOG].content) - 1
@case("bad-deflate", "broken-deflate")
def _(p): p[LOG].raw = b"\x07" + p[LOG].raw[1:]
@case("deflate-altered", "compressed-anew")
def _(p): p[LOG].set(p[LOG].content)
@case("entry-overlap", "overlapping-entries")
def _(p): p.shared[p.names().index(LOG)] = p.names().index(LOG) - 1
@case("unsafe-name", "zip-slip")
def _(p): p.add("data/../../evil.txt", b"x\n")
@case("unsafe-name", "absolute-name")
def _(p): p.add("/etc/cron.d/evil", b"x\n")
@case("unsafe-name", "backslash-name")
def _(p): p.add("data\\evil.txt", b"x\n")
@case("unsafe-name", "name-in-cp437")
def _(p): p.add(b"data/pr\x84fung.txt", b"x\n")
@case("name-clash", "names-differ-in-case")
def _(p): p.add("data/logs/APP_log.jsonl", b"x\n")
@case("bomb-ratio", "bomb")
def _(p): p.add("data/zeros", b"0\n").both["size"] = 0x7FFF_FFFF
@case("mimetype-missing", "no-mimetype")
def _(p): p.remove("mimetype")
@case("mimetype-not-first", "mimetype-second")
def _(p): p.entries.insert(1, p.entries.pop(0))
@case("mimetype-wrong", "other-mimetype")
def _(p): p["mimetype"].set(b"application/zip")
@case("mimetype-compressed", "mimetype-deflated")
def _(p):
    p["mimetype"].method = 8
    p["mimetype"].set(p["mimetype"].content)


# The bag.
@case("member-changed", "late-request-made-early")
def _(p): p["data/logs/gateway_access.jsonl"].set(
    p["data/logs/gateway_access.jsonl"].content.replace(b"2024", b"2023", 1))
@case("member-missing", "log-removed")
def _(p): p.remove(LOG)
@case("member-unlisted", "log-added")
def _(p): p.add("data/logs/z.jsonl", b"{}\n")
@case("member-changed", "script-changed")
def _(p): p.edit("verify.sh", b"#!/bin/sh\n", b"#!/bin/sh\nexit 0\n")
@case("bagit-wrong", "other-bag-version")
def _(p):
    p.edit("bagit.txt", b"1.0", b"0.9")
    p.relist()
@case("bag-info-malformed", "bag-info-broken", "unsigned")
def _(p):
    p.edit("bag-info.txt", b"Bagging-Date: ", b"Bagging-Date ")
    p.relist()
@case("payload-oxum-mismatch", "other-oxum", "unsigned")
def _(p):
    p.edit("bag-info.txt", b"Payload-Oxum: ", b"Payload-Oxum: 1")
    tag, sums = p["tagmanifest-sha256.txt"], p["sm3sums.txt"]
    value = hashlib.sha256(p["bag-info.txt"].content).hexdigest().encode()
    tag.set(re.sub(rb"[0-9a-f]{64}(?=  bag-info.txt\n)", value, tag.content))
@case("manifest-malformed", "manifest-broken", "unsigned")
def _(p): p["manifest-sha256.txt"].set(b"x" + p["manifest-sha256.txt"].content[1:])
@case("sm3-mismatch", "other-sm3", "unsigned")
def _(p):
    sums = p["sm3sums.txt"].content
    at = sums.index(b" = ") + 3
    p["sm3sums.txt"].set(sums[:at] + (b"1" if sums[at:at + 1] == b"0" else b"0") + sums[at + 1:])
@case("package-id-mismatch", "other-id", "unsigned", "--package-id " + "0" * 64)
def _(p): pass


# Signatures.
@case("signature-missing", "signature-removed")
def _(p): p.remove("seal/tagmanifest-sha256.txt.p7s")
@case("signature-missing", "signed-by-nobody", "unsigned",
      "--trust roots/test-root.pem --trust roots/test-sm2-root.pem")
def _(p): pass
@case("signature-content", "lists-made-anew")
def _(p):
    p["data/logs/gateway_access.jsonl"].set(
        p["data/logs/gateway_access.jsonl"].content.replace(b"2024", b"2023", 1))
    p.relist().reseal()
@case("signature-malformed", "signature-cut")
def _(p):
    p["seal/tagmanifest-sha256.txt.p7s"].set(p["seal/tagmanifest-sha256.txt.p7s"].content[:-9])
    p.reseal()
@case("signature-invalid", "signature-bit")
def _(p):
    content = p["seal/tagmanifest-sha256.txt.p7s"].content
    p["seal/tagmanifest-sha256.txt.p7s"].set(flipped(content, len(content) - 5))
    p.reseal()
@case("signature-invalid", "sm2-signature-bit")
def _(p):
    content = p["seal/sm3sums.txt.sm2sig"].content
    p["seal/sm3sums.txt.sm2sig"].set(flipped(content, len(content) - 5))
    p.reseal()
@case("chain-differs", "other-chain")
def _(p):
    p["seal/cades-chain.pem"].set(p["seal/sm2-chain.pem"].content)
    p.reseal()
@case("asic-manifest", "container-manifest-changed")
def _(p): p.edit("META-INF/ASiCManifest001.xml", b"bagit.txt", b"bagid.txt")
@case("certificate-expired", "expired-signer", "signed",
      "--trust roots/test-root.pem --trust roots/test-sm2-root.pem --at 2050-01-01T00:00Z")
def _(p): pass
@case("certificate-not-yet-valid", "not-yet-valid-signer", "signed",
      "--trust roots/test-root.pem --trust roots/test-sm2-root.pem --at 2020-01-01T00:00Z")
def _(p): pass
@case("certificate-untrusted", "unknown-root", "signed",
      "--trust roots/tsa-root.pem --trust roots/test-sm2-root.pem --at 2025-01-01T00:00Z")
def _(p): pass


# Time.
@case("timestamp-imprint", "stamp-of-other-data", "stamped")
def _(p): p["seal/signatures.sha256.tsr"].set((HERE / "roots/other.tsr").read_bytes())
@case("attachment-missing", "stamp-removed", "stamped")
def _(p): p.remove("seal/signatures.sha256.tsr")
@case("attachment-changed", "stamp-changed", "stamped")
def _(p):
    content = p["seal/signatures.sha256.tsr"].content
    p["seal/signatures.sha256.tsr"].set(flipped(content, len(content) - 3))
@case("timestamp-request", "request-changed", "stamped")
def _(p):
    content = p["seal/signatures.sha256.tsq"].content
    p["seal/signatures.sha256.tsq"].set(flipped(content, 30))
@case("timestamp-untrusted", "unknown-authority", "stamped",
      "--trust roots/test-root.pem --trust roots/test-sm2-root.pem --at 2026-12-01T00:00Z")
def _(p): pass


# The tree; all lists are made anew, so that nothing else shows it.
@case("merkle-root", "other-root", "unsigned")
def _(p):
    content = p["data/integrity/merkle.json"].content
    at = content.index(b'"root":"') + 8
    p["data/integrity/merkle.json"].set(
        content[:at] + (b"1" if content[at:at + 1] == b"0" else b"0") + content[at + 1:])
    p.relist()
@case("merkle-bag-info", "other-root-in-bag-info", "unsigned")
def _(p):
    content = p["bag-info.txt"].content
    at = content.index(b"Merkle-Root: ") + 13
    p["bag-info.txt"].set(
        content[:at] + (b"1" if content[at:at + 1] == b"0" else b"0") + content[at + 1:])
    p.relist()
@case("merkle-missing", "tree-removed", "unsigned")
def _(p):
    p.remove("data/integrity/merkle.json")
    p.relist()
@case("merkle-root", "visible-line-edited", "unsigned")
def _(p):
    p.edit(LOG, b"payment-app-2", b"payment-app-3")
    p.relist()
@case("merkle-root", "key-changed", "unsigned")
def _(p):
    content = p["data/integrity/mask-key.hex"].content
    p["data/integrity/mask-key.hex"].set((b"1" if content[:1] == b"0" else b"0") + content[1:])
    p.relist()
@case("merkle-count", "line-removed", "unsigned")
def _(p):
    p[LOG].set(p[LOG].content.split(b"\n", 1)[1])
    p.relist()


# Custody; the lists are made anew, and the tree is left: the chain tells its own story.
def custody(code, name):
    def add(change):
        def apply(p):
            lines = p["data/custody/custody.jsonl"].content.splitlines(keepends=True)
            p["data/custody/custody.jsonl"].set(b"".join(change(lines)))
            p.relist()
        CASES.append((name, code, "unsigned", "", apply))
        return change
    return add


@custody("custody-missing", "custody-record-removed")
def _(lines): return lines[:3] + lines[4:]
@custody("custody-reordered", "custody-records-swapped")
def _(lines): return lines[:3] + [lines[4], lines[3]] + lines[5:]
@custody("custody-duplicated", "custody-record-twice")
def _(lines): return lines[:4] + lines[3:]
@custody("custody-cut", "custody-tail-cut")
def _(lines): return lines[:-1]
@custody("custody-broken", "custody-record-edited")
def _(lines): return [re.sub(rb'("sha256",")[0-9a-f]{2}', rb"\g<1>zz", line) if i == 1 else line
                      for i, line in enumerate(lines)]
@custody("custody-malformed", "custody-line-broken")
def _(lines): return lines[:2] + [lines[2][1:]] + lines[3:]
@case("custody-head", "custody-pin-changed", "unsigned")
def _(p):
    content = p["bag-info.txt"].content
    at = content.index(b"Custody-Head: ") + 14
    p["bag-info.txt"].set(
        content[:at] + (b"1" if content[at:at + 1] == b"0" else b"0") + content[at + 1:])
    p.relist()


# Disclosure copies.
@case("merkle-key-exposed", "key-in-copy", "disclosure")
def _(p):
    p.add("data/integrity/mask-key.hex", b"5e" * 32 + b"\n")
    p.relist()
@case("disclosure-info", "copy-says-unmasked", "disclosure")
def _(p):
    p.edit("bag-info.txt", b"Contains-Unmasked-Data: no", b"Contains-Unmasked-Data: yes")
    p.relist()
@case("disclosure-member", "raw-log-in-copy", "disclosure")
def _(p):
    p.add(LOG, b"{}\n")
    p.relist()
@case("merkle-root", "shown-byte-edited", "disclosure")
def _(p):
    p.edit(LOG + ".disclosed.jsonl", b"payment-app-2", b"payment-app-3")
    p.relist()


def main():
    for old in [*HERE.glob("bad-*")]:
        old.unlink()
    for name, code, base, arguments, change in CASES:
        package = Package(f"good-{base}.zip")
        assert package.bytes() == (HERE / f"good-{base}.zip").read_bytes(), base
        change(package)
        path = HERE / f"bad-{name}.zip"
        path.write_bytes(package.bytes())
        (HERE / f"bad-{name}.zip.expected").write_text(f"{code} {arguments}".strip() + "\n")
    whole = (HERE / "good-signed.zip").read_bytes()
    for name, code, data in (
        ("cut", "end-record-missing", whole[:-200]),
        ("half", "end-record-missing", whole[:len(whole) // 2]),
        ("text", "not-a-zip", b"This is no package.\n"),
    ):
        (HERE / f"bad-{name}.zip").write_bytes(data)
        (HERE / f"bad-{name}.zip.expected").write_text(code + "\n")
    if "--list" in sys.argv:
        print(len(CASES) + 3)


main()
