import Digest
import Testing

@Suite struct ShortSHA256Tests {
  /// RFC 4231, test cases 1, 2, 3, 6 and 7.
  @Test func publishedCodes() {
    let vectors: [(key: [UInt8], message: [UInt8], code: String)] = [
      (
        Array(repeating: 0x0B, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        Array(repeating: 0xAA, count: 20), Array(repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        Array(repeating: 0xAA, count: 131),
        Array(
          ("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ]
    for vector in vectors {
      let hmac = HMACSHA256(key: vector.key)
      #expect(hexString(hmac.code(vector.message)) == vector.code)
      // One key serves many messages.
      #expect(hexString(hmac.code(vector.message)) == vector.code)
    }
  }

  @Test func itIsTheSameDigest() {
    for count in 0..<300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      for split in [0, count / 3, count] {
        var digest = [UInt8](repeating: 0, count: 32)
        digest.withUnsafeMutableBytes { digest in
          bytes[..<split].withUnsafeBytes { head in
            bytes[split...].withUnsafeBytes { body in
              guard let base = digest.baseAddress else { return }
              ShortSHA256.digest(head, body, into: base)
            }
          }
        }
        #expect(digest == SHA256.digest(bytes), "\(count) at \(split)")
      }
    }
  }
}
