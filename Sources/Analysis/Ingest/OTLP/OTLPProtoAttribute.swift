/// An OTLP `KeyValue` in protobuf.
struct OTLPProtoAttribute {
  /// An `AnyValue`, nested ones as their bytes.
  enum Value {
    case none
    case text(UnsafeRawBufferPointer)
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case list(UnsafeRawBufferPointer)
    case map(UnsafeRawBufferPointer)
    case bytes(UnsafeRawBufferPointer)
  }

  var key = UnsafeRawBufferPointer(start: nil, count: 0)
  var value = Value.none

  /// - Throws: when the field is no `KeyValue`.
  init(_ field: ProtobufField) throws(ProtobufFault) {
    try field.require(.bytes)
    var cursor = ProtobufCursor(field.bytes, isCut: field.isCut)
    var inner = ProtobufField()
    while try cursor.next(&inner) {
      switch inner.number {
      case 1:
        try inner.require(.bytes)
        key = inner.bytes
      case 2: value = try Self.value(inner)
      default: break
      }
    }
  }

  /// Reads an `AnyValue`; of several members of its choice the last counts.
  static func value(_ field: ProtobufField) throws(ProtobufFault) -> Value {
    try field.require(.bytes)
    var cursor = ProtobufCursor(field.bytes, isCut: field.isCut)
    var inner = ProtobufField()
    var value = Value.none
    while try cursor.next(&inner) {
      switch inner.number {
      case 1:
        try inner.require(.bytes)
        value = .text(inner.bytes)
      case 2:
        try inner.require(.varint)
        value = .bool(inner.value != 0)
      case 3:
        try inner.require(.varint)
        value = .integer(Int64(bitPattern: inner.value))
      case 4:
        try inner.require(.fixed64)
        value = .double(Double(bitPattern: inner.value))
      case 5:
        try inner.require(.bytes)
        value = .list(inner.bytes)
      case 6:
        try inner.require(.bytes)
        value = .map(inner.bytes)
      case 7:
        try inner.require(.bytes)
        value = .bytes(inner.bytes)
      default: break
      }
    }
    return value
  }
}

extension OTLPProtoAttribute.Value {
  /// The value as text; nil for lists, maps and bytes.
  var text: String? {
    switch self {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .double(let value): OTLPNumber.text(value)
    case .none, .list, .map, .bytes: nil
    }
  }

  /// Appends the value as JSON, as OTLP's other encoding would show it.
  func append(to out: inout [UInt8], depth: Int = 0) throws(ProtobufFault) {
    guard depth < 100 else {
      throw ProtobufFault(code: "protobuf-depth", message: "nested too deeply", offset: 0)
    }
    switch self {
    case .none: out += Array("null".utf8)
    case .text(let bytes): Self.quote(bytes, &out)
    case .bytes(let bytes): Self.quote(bytes, &out)
    case .bool, .integer, .double: out += Array((text ?? "null").utf8)
    case .list(let bytes):
      out.append(UInt8(ascii: "["))
      var cursor = ProtobufCursor(bytes)
      var field = ProtobufField()
      while try cursor.next(&field) {
        guard field.number == 1 else { continue }
        if out.last != UInt8(ascii: "[") { out.append(UInt8(ascii: ",")) }
        try OTLPProtoAttribute.value(field).append(to: &out, depth: depth + 1)
      }
      out.append(UInt8(ascii: "]"))
    case .map(let bytes):
      out.append(UInt8(ascii: "{"))
      var cursor = ProtobufCursor(bytes)
      var field = ProtobufField()
      while try cursor.next(&field) {
        guard field.number == 1 else { continue }
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        let pair = try OTLPProtoAttribute(field)
        Self.quote(pair.key, &out)
        out.append(UInt8(ascii: ":"))
        try pair.value.append(to: &out, depth: depth + 1)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ bytes: UnsafeRawBufferPointer, _ out: inout [UInt8]) {
    out.append(0x22)
    for byte in bytes {
      if byte == 0x22 || byte == 0x5c { out.append(0x5c) }
      out.append(byte)
    }
    out.append(0x22)
  }
}
