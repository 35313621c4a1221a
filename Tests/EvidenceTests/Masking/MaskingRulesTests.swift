import Foundation
import Sensitive
import Testing

@testable import Evidence

/// What is masked, and what is exempt by rule.
@Suite struct MaskingRulesTests {
  @Test(arguments: [
    ("paid with 4111 1111 1111 1111 today", "4111 1111 1111 1111", "CREDIT_CARD"),
    (#"{"card":4111111111111111}"#, "4111111111111111", "CREDIT_CARD"),
    (
      #"{"m":"\u0034\u0031\u00311111111111111"}"#, #"\u0034\u0031\u00311111111111111"#,
      "CREDIT_CARD"
    ),
    // The raw bytes have a letter before the number.
    (#"{"m":"a\n4111111111111111\n"}"#, "4111111111111111", "CREDIT_CARD"),
    // JSON inside JSON.
    (#"{"m":"{\"c\":\"\\u0034111111111111111\"}"}"#, #"\\u0034111111111111111"#, "CREDIT_CARD"),
    ("GET /u?mail=jo.doe%40example.com&x=1", "jo.doe%40example.com", "EMAIL"),
    (#"body="\x22ssn\x22:\x22219-09-1234\x22""#, "219-09-1234", "SSN"),
    ("ref 4251234567890 done", "4251234567890", "ORDER_REF"),
    ("<jo@example.com>", "jo@example.com", "EMAIL"),
  ]) func findsValues(_ text: String, _ value: String, _ rule: String) throws {
    let rules = try Mask.rules()
    let bytes = Array(text.utf8)
    let spans = bytes.withUnsafeBytes { LineSegment.merged(rules.spans(in: $0), $0.count) }
    let found = spans.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    #expect(found == [value] && spans.map(\.rule) == [rule], "\(found) \(spans)")
  }

  @Test func idsAndHashesAreExempt() throws {
    // `425` and ten digits in the middle of an id, a commit, a configuration's digest.
    let id = "a4251234567890bcdef0123456789abc"
    #expect(try Mask.hits(#"{"trace_id":"\#(id)"}"#).isEmpty)
    #expect(try Mask.hits("commit 2b9e8c7716d0f4a3859c4251234567890d1e2f3a").isEmpty)
    let digest = String(repeating: "0f", count: 25) + "a4251234567890"
    #expect(digest.count == 64)
    #expect(try Mask.hits("config_hash: sha256:\(digest)").isEmpty)
    // Neither a word of another length nor one of digits alone is an id.
    #expect(try Mask.hits("x=a4251234567890b") == ["ORDER_REF"])
    #expect(
      try Mask.hits(String(repeating: "4251234567890", count: 3).prefix(32) + "").contains(
        "ORDER_REF"))
  }

  @Test func epochsAreExemptByNameAndRange() throws {
    // Ten digits of the pattern's thirteen follow 425 inside a time in nanoseconds.
    let time = "1715754251234567890"
    #expect(try Mask.hits(#"{"startTimeUnixNano":"\#(time)"}"#).isEmpty)
    #expect(try Mask.hits(#"{"endTimeUnixNano":\#(time)}"#).isEmpty)
    #expect(try Mask.hits(#"{"order":"\#(time)"}"#) == ["ORDER_REF"])
    // Before 2001, and no time at all.
    #expect(try Mask.hits(#"{"timeUnixNano":"0915754251234567890"}"#) == ["ORDER_REF"])
    #expect(try Mask.hits(#"{"time":"4251234567890"}"#) == ["ORDER_REF"])
    #expect(try Mask.hits(#"{"time":"4111111111111111"}"#) == ["CREDIT_CARD"])
  }

  @Test func namesBeforeAddressesAreMasked() throws {
    let shown = try Mask.masked("Author: Lin Yue <lin.yue@example.com>\nDate: now\n")
    #expect(!shown.contains("Lin") && !shown.contains("Yue") && !shown.contains("@"), "\(shown)")
    #expect(shown.hasPrefix("Author: [PERSON:1-8:") && shown.contains(" <[EMAIL:17-32:"))
    #expect(try Mask.masked(shown) == shown)
    let json = try Mask.masked(#"{"by":"林 月 <lin@example.com>, Jo <jo@example.com>"}"#, .json)
    #expect(!json.contains("林") && !json.contains("Jo"), "\(json)")
    // Without an address nobody can tell a name.
    #expect(try Mask.hits("Author: Lin Yue").isEmpty)
  }

  @Test func digestsOfUnmaskedBytesAreMasked() throws {
    let sha256 = String(repeating: "0f", count: 32)
    #expect(try Mask.hits(#"{"source":"a.log","sha256":"\#(sha256)"}"#) == ["DIGEST"])
    #expect(try Mask.hits("\(sha256)  logs/a.log") == ["DIGEST"])
    #expect(try Mask.hits("SM3 (a) = \(sha256.uppercased())") == ["DIGEST"])
    #expect(try Mask.hits("sha512 \(sha256)\(sha256)") == ["DIGEST"])
    let md5 = String(repeating: "0f", count: 16)
    #expect(try Mask.hits(#"{"md5":"\#(md5)"}"#) == ["DIGEST"])
    #expect(try Mask.hits(#"{"trace_id":"\#(md5)"}"#).isEmpty)
    #expect(try Mask.hits("checksum=\(md5)01234567") == ["DIGEST"])
    #expect(try Mask.hits(#"{"digest":"sha256:\#(sha256)"}"#).isEmpty)
    let rules = try Mask.rules()
    let all = Array("sha256:\(sha256)".utf8).withUnsafeBytes {
      rules.spans(in: $0, digests: .all).map(\.rule)
    }
    #expect(all == ["DIGEST"])
  }

  @Test func aPrivateKeyIsMaskedWithAllItsLines() throws {
    let body = (0..<5).map { _ in String(repeating: "MIIEabc+/", count: 7) }
    for feed in ["\n", #"\n"#, "\r\n"] {
      let key = (["-----BEGIN EC PRIVATE KEY-----"] + body + ["-----END EC PRIVATE KEY-----"])
        .joined(separator: feed)
      let shown = try Mask.masked("before\(feed)\(key)\(feed)after, fine\n")
      #expect(!shown.contains("MIIE") && !shown.contains("-----"), "\(shown)")
      #expect(shown.hasPrefix("before\(feed)[PRIVATE_KEY:"))
      #expect(shown.hasSuffix("]\(feed)after, fine\n"))
    }
    // Cut off before its end.
    #expect(try !Mask.masked("-----BEGIN PRIVATE KEY-----\nMIIEabc\n").contains("MIIE"))
  }

  @Test func tokensAreExemptButNotWhatStandsBesideThem() throws {
    let token = try Mask.tokens().token(Array("hunter2!".utf8), rule: "PASSWORD")
    #expect(try Mask.hits(#"{"password":"\#(token)"}"#).isEmpty)
    #expect(try Mask.hits("password=\(token)").isEmpty)
    #expect(try Mask.hits(#"{"password":"abc9\#(token)"}"#) == ["PASSWORD"])
    #expect(try Mask.hits("\(token) 4111111111111111") == ["CREDIT_CARD"])
  }
}
