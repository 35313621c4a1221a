/// Why bytes are no protobuf message, or not the one that is expected, with the byte that shows it.
struct ProtobufFault: Error, Equatable {
  /// `protobuf-syntax`, `protobuf-truncated`, `protobuf-depth`, `protobuf-wire-type`.
  var code: String
  var message: String
  /// Zero-based offset in the message.
  var offset: Int

  static func syntax(_ message: String, _ offset: Int) -> ProtobufFault {
    ProtobufFault(code: "protobuf-syntax", message: message, offset: offset)
  }
}

/// How the bytes of a field are laid out.
enum ProtobufWire: UInt8 {
  case varint = 0
  case fixed64 = 1
  case bytes = 2
  case startGroup = 3
  case endGroup = 4
  case fixed32 = 5
}

/// One field of a message, as it lies in the bytes.
struct ProtobufField {
  var number = 0
  var wire = ProtobufWire.varint
  /// The value of a varint or of fixed bytes.
  var value: UInt64 = 0
  /// The payload of a field of bytes.
  var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Offset of the tag in the message.
  var start = 0
  /// Whether the content ends inside the payload.
  var isCut = false

  /// - Throws: when the field has another layout than the schema says.
  func require(_ wanted: ProtobufWire) throws(ProtobufFault) {
    guard wire == wanted else {
      throw ProtobufFault(
        code: "protobuf-wire-type",
        message: "a field has another wire type than the schema says", offset: start)
    }
  }
}

/// Walks over the fields of one message: no copies, no recursion, nothing beyond the bytes.
///
/// Source: protobuf.dev, "Encoding".
struct ProtobufCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var at = 0
  /// Whether the content ends where the bytes end, so that the last field may be a part only.
  private let isCut: Bool
  /// Groups inside groups that are passed over; what other readers allow.
  private static let depthLimit = 100

  init(_ bytes: UnsafeRawBufferPointer, isCut: Bool = false) {
    self.bytes = bytes
    self.isCut = isCut
  }

  /// Moves to the next field; whole groups, which no schema here has, are passed over.
  /// - Returns: false at the end of the message.
  mutating func next(_ field: inout ProtobufField) throws(ProtobufFault) -> Bool {
    while at < bytes.count {
      try read(&field)
      switch field.wire {
      case .startGroup: try passGroup(field)
      case .endGroup: throw .syntax("a group ends that did not begin", field.start)
      default: return true
      }
    }
    return false
  }

  private mutating func read(_ field: inout ProtobufField) throws(ProtobufFault) {
    field.start = at
    field.isCut = false
    let tag = try varint()
    guard tag <= UInt64(UInt32.max), tag >> 3 != 0,
      let wire = ProtobufWire(rawValue: UInt8(tag & 7))
    else { throw .syntax("not a field of a message", field.start) }
    field.number = Int(tag >> 3)
    field.wire = wire
    switch wire {
    case .varint: field.value = try varint()
    case .fixed64: field.value = try fixed(8)
    case .fixed32: field.value = try fixed(4)
    case .bytes:
      let length = try varint()
      var count = bytes.count - at
      if length > UInt64(count) {
        guard isCut else {
          throw .syntax("a field is longer than the message that it is in", field.start)
        }
        field.isCut = true
      } else {
        count = Int(length)
      }
      field.bytes = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + count)])
      at += count
    case .startGroup, .endGroup: break
    }
  }

  /// Passes over a group to its end.
  private mutating func passGroup(_ field: ProtobufField) throws(ProtobufFault) {
    var open = [field.number]
    var inner = ProtobufField()
    while let number = open.last {
      guard at < bytes.count else { throw ended("a group does not end") }
      try read(&inner)
      switch inner.wire {
      case .startGroup:
        guard open.count < Self.depthLimit else {
          throw ProtobufFault(
            code: "protobuf-depth", message: "nested too deeply", offset: inner.start)
        }
        open.append(inner.number)
      case .endGroup:
        guard inner.number == number else {
          throw .syntax("a group ends that did not begin", inner.start)
        }
        open.removeLast()
      default: break
      }
    }
  }

  mutating func varint() throws(ProtobufFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count {
      let byte = bytes[at]
      // The tenth byte holds one bit.
      guard shift < 63 || byte <= 1 else { throw .syntax("a number of more than 64 bits", at) }
      value |= UInt64(byte & 0x7f) << shift
      at += 1
      if byte < 0x80 { return value }
      shift += 7
    }
    throw ended("a number does not end")
  }

  private mutating func fixed(_ count: Int) throws(ProtobufFault) -> UInt64 {
    guard bytes.count - at >= count else { throw ended("a number does not end") }
    defer { at += count }
    return count == 8
      ? UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      : UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
  }

  private func ended(_ message: String) -> ProtobufFault {
    ProtobufFault(
      code: isCut ? "protobuf-truncated" : "protobuf-syntax", message: message,
      offset: bytes.count)
  }
}
