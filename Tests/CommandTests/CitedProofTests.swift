import Foundation
import Testing

/// Packages hold inclusion proofs of the lines that their verdicts and chains cite (EVIDENCE "Merkle");
/// a verifier of RFC 9162 in Python follows each of them from the bytes of its line to the root.
@Suite("Cited lines", .enabled(if: Shell.has("python3") && Shell.has("unzip")))
struct CitedProofTests {
  private static let script = #"""
    import hashlib, hmac, json, sys

    def sha(*parts):
        return hashlib.sha256(b"".join(parts)).digest()

    def leads_to(root, leaf, index, size, path):  # RFC 9162, 2.1.3.2
        if index >= size:
            return False
        fn, sn, r = index, size - 1, leaf
        for p in path:
            if sn == 0:
                return False
            if fn & 1 or fn == sn:
                r = sha(b"\1", p, r)
                while fn and not fn & 1:
                    fn, sn = fn >> 1, sn >> 1
            else:
                r = sha(b"\1", r, p)
            fn, sn = fn >> 1, sn >> 1
        return sn == 0 and r == root

    tree = json.load(open("data/integrity/merkle.json"))
    info = dict(l.rstrip("\n").split(": ", 1) for l in open("bag-info.txt", encoding="utf-8"))
    assert tree["root"] == info["Merkle-Root"]
    root, size = bytes.fromhex(tree["root"]), tree["treeSize"]
    key = bytes.fromhex(open("data/integrity/mask-key.hex").read())
    first = {m["name"]: m["firstLeaf"] for m in tree["members"]}
    spans = {}
    for text in open("data/integrity/merkle-segments.jsonl", encoding="utf-8"):
        split = json.loads(text)
        spans[split["leaf"]] = split["spans"]
    proofs = {p["leaf"]: p for p in tree["proofs"]}

    def leaf_of(member, number, line):
        cuts = {0, len(line)}
        for start, count, rule in spans.get(first[member] + number - 1, []):
            cuts |= {start, start + count}
        cuts, parts = sorted(cuts), []
        for index, (a, b) in enumerate(zip(cuts, cuts[1:])):
            place = number.to_bytes(8, "big") + index.to_bytes(4, "big") + member.encode()
            salt = hmac.new(key, b"estreat.salt/1\0" + place, "sha256").digest()[:16]
            parts.append(sha(b"estreat.segment/1\0", salt, line[a:b]))
        return sha(b"\0estreat.line/1\0", len(parts).to_bytes(4, "big"), *parts)

    # What is cited, in the terms of the exports, and where the slices hold it.
    verdicts = json.load(open("data/findings/verdicts.json"))
    causality = json.load(open("data/findings/causality.json"))
    paths = [i["path"] for i in verdicts["inputs"]]
    cited = [e for v in verdicts["verdicts"] for e in v["evidence"]]
    cited += [e for l in causality["links"] for t in l["tests"] for e in t.get("evidence", [])]
    for trace in causality["traces"]:
        if trace["standing"] == "complete":
            cited += [n["evidence"] for n in trace["nodes"]]
    index = {}
    for name in ["logs", "traces", "config"]:
        try:
            lines = open("data/%s/index.jsonl" % name, encoding="utf-8")
        except FileNotFoundError:
            continue
        for text in lines:
            i = json.loads(text)
            index[i["source"], i["sourceOffset"], i["sourceLength"]] = i
    slices, checked = {}, set()
    for e in cited:
        i = index.get((paths[e["input"]], e["offset"], e["length"]))
        if i is None:  # a sample, or a stretch of many lines
            continue
        name = i["slice"]
        data = slices.setdefault(name, open(name, "rb").read())
        start = data.rfind(b"\n", 0, i["offset"]) + 1
        number = data.count(b"\n", 0, start) + 1
        while start < i["offset"] + i["length"]:
            end = data.find(b"\n", start) + 1 or len(data)
            leaf = first[name] + number - 1
            assert leaf in proofs, "no proof of %s line %d" % (name, number)
            proof = proofs[leaf]
            assert bytes.fromhex(proof["hash"]) == leaf_of(name, number, data[start:end])
            checked.add(leaf)
            start, number = end, number + 1
    for p in tree["proofs"]:
        path = [bytes.fromhex(h) for h in p["path"]]
        assert leads_to(root, bytes.fromhex(p["hash"]), p["leaf"], size, path)
        # One bit elsewhere, and it does not.
        assert not leads_to(root, bytes.fromhex(p["hash"]), p["leaf"] ^ 1, size, path)
    print(len(checked), len(proofs))
    """#

  @Test(arguments: [["--max-slice", "20000"], []])
  func payment(_ more: [String]) throws {
    try withProgram { program in
      let set = Program.dataset("payment-2024-05-15")
      let run = try program.run(
        [
          "analyze", "-a", set + "/appendix.yaml", set + "/exports", "--now", "2024-06-01T00:00Z",
          "--fail-on", "never", "--no-certificate", "-o", "out",
        ] + more)
      #expect(run.status == 0, "\(run.errors)")
      try program.write(Self.script, to: "check.py")
      let output = try Shell.run(
        """
        unzip -q out/packages/INC-20240515-142002-FULL.zip -d bag && cd bag && python3 ../check.py
        """, in: program)
      let counts = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      try #require(counts.count == 2)
      // Twenty complete traces of four nodes, and what five breached minutes cite.
      #expect(counts[0] >= 80 && counts[0] < 500, "\(output)")
      #expect(counts[1] >= counts[0])
    }
  }
}
