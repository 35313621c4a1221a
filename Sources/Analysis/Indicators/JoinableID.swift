/// A trace id by which records may be joined: 32 or 16 hex digits in any case, not all zero, as
/// 32 lowercase digits. Junk such as `null` or `unknown` would tie unrelated requests together.
func joinableTrace(_ text: ByteText?) -> String? {
  guard let text else { return nil }
  let lowered = text.bytes.map { (0x41...0x46).contains($0) ? $0 | 0x20 : $0 }
  let id = lowered.withUnsafeBytes { TraceID.parse($0, allows64Bit: true) }
  guard case .success(let id) = id else { return nil }
  return id.description
}

/// A request id by which records may be joined: any text that says something.
func joinableRequest(_ text: ByteText?) -> String? {
  guard let text, !text.bytes.allSatisfy({ $0 == 0x30 || $0 == 0x2d }) else { return nil }
  let id = text.string
  let junk = ["null", "nil", "none", "undefined", "unknown", "n/a"]
  return junk.contains(id.lowercased()) ? nil : id
}
