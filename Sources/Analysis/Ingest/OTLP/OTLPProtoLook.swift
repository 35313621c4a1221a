/// Looks at the start of an export that may be OTLP in protobuf.
///
/// Few bytes look like a message and few like one of OTLP by chance, so the way down to the first
/// record must fit: fields, their wire types, ids of 16 and 8 bytes, plausible times, names of text.
struct OTLPProtoLook {
  private let signal: OTLPSignal?
  private let isPrefixed: Bool

  init(_ head: ExportHead) {
    let bytes = head.bytes
    isPrefixed = bytes.first != 0x0a
    var message = bytes
    var isCut = !head.isWhole
    if isPrefixed {
      // Messages of nothing may come first; the first with content decides.
      while message.count >= 4, message.loadUnaligned(as: UInt32.self) == 0 {
        message = UnsafeRawBufferPointer(rebasing: message[4...])
      }
      guard message.count > 4, message[4] == 0x0a else {
        signal = nil
        return
      }
      let length = Int(UInt32(bigEndian: message.loadUnaligned(as: UInt32.self)))
      // A cut file is one, too: its last message may be its first.
      isCut = isCut || message.count < length + 4
      message = UnsafeRawBufferPointer(rebasing: message[4..<min(message.count, length + 4)])
    } else {
      isCut = true
    }
    signal = Self.signal(message, isCut)
  }

  func claim(_ wanted: OTLPSignal) -> Recognition? {
    guard signal == wanted else { return nil }
    return Recognition(
      confidence: 93,
      reason: isPrefixed
        ? "protobuf messages with their lengths before them, of OTLP \(wanted)"
        : "a protobuf message of OTLP \(wanted)")
  }

  /// The signal of the first record; nil when something does not fit before.
  private static func signal(_ bytes: UnsafeRawBufferPointer, _ isCut: Bool) -> OTLPSignal? {
    var found: OTLPSignal?
    _ = each(bytes, isCut) { resource in
      guard resource.number == 1, resource.wire == .bytes else { return false }
      return each(resource.bytes, resource.isCut || isCut) { scope in
        guard scope.wire == .bytes else { return false }
        switch scope.number {
        case 1: return isResource(scope)
        case 3: return isText(scope.bytes)
        case 2, 1000:
          return each(scope.bytes, scope.isCut || isCut) { record in
            guard record.wire == .bytes else { return false }
            if record.number != 2 { return record.number == 1 || record.number == 3 }
            found = OTLPSignal.allCases.first { fits(record, $0) }
            return false
          }
        default: return false
        }
      }
    }
    return found
  }

  /// Calls `body` with every field until it says no.
  /// - Returns: whether all fields were sound and taken.
  private static func each(
    _ bytes: UnsafeRawBufferPointer, _ isCut: Bool, _ body: (ProtobufField) -> Bool
  ) -> Bool {
    var cursor = ProtobufCursor(bytes, isCut: isCut)
    var field = ProtobufField()
    do throws(ProtobufFault) {
      while try cursor.next(&field) {
        guard body(field) else { return false }
      }
      return true
    } catch {
      return error.code == "protobuf-truncated"
    }
  }

  private static func isResource(_ field: ProtobufField) -> Bool {
    each(field.bytes, field.isCut) { inner in
      inner.number != 1 || inner.wire == .bytes
    }
  }

  private static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    isValidUTF8(bytes) && !bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0a }
  }

  private static func isTime(_ field: ProtobufField) -> Bool {
    guard field.wire == .fixed64, let value = Int64(exactly: field.value) else { return false }
    return value == 0 || StampFault.plausibleSeconds.contains(value / 1_000_000_000)
  }

  /// Whether a record can be one of `signal`, and says enough to tell.
  private static func fits(_ record: ProtobufField, _ signal: OTLPSignal) -> Bool {
    var telling = 0
    let isSound = each(record.bytes, record.isCut) { field in
      switch signal {
      case .traces: fitsSpan(field, &telling)
      case .logs: fitsLog(field, &telling)
      case .metrics: fitsMetric(field, &telling)
      }
    }
    return isSound && telling >= 2
  }

  private static func fitsSpan(_ field: ProtobufField, _ telling: inout Int) -> Bool {
    switch field.number {
    case 1, 2:
      guard field.wire == .bytes, field.bytes.count <= 64 else { return false }
      telling += field.bytes.count == (field.number == 1 ? 16 : 8) ? 1 : 0
    case 5:
      guard field.wire == .bytes, isText(field.bytes) || field.isCut else { return false }
    case 7, 8:
      guard field.wire == .fixed64 else { return false }
      telling += isTime(field) ? 1 : 0
    case 9: return field.wire == .bytes
    default: break
    }
    return true
  }

  private static func fitsLog(_ field: ProtobufField, _ telling: inout Int) -> Bool {
    switch field.number {
    case 1, 11:
      guard field.wire == .fixed64 else { return false }
      // A time of now is telling enough; the fields around it have their wire types.
      telling += isTime(field) && field.value != 0 ? 2 : 0
    case 2: return field.wire == .varint && field.value <= 24
    case 3, 5, 6: return field.wire == .bytes
    default: break
    }
    return true
  }

  private static func fitsMetric(_ field: ProtobufField, _ telling: inout Int) -> Bool {
    switch field.number {
    case 1:
      guard field.wire == .bytes, !field.bytes.isEmpty, isText(field.bytes) else { return false }
      telling += 1
    case 2, 3: return field.wire == .bytes && (isText(field.bytes) || field.isCut)
    case 5, 7, 9, 10, 11:
      guard field.wire == .bytes else { return false }
      let isSound = each(field.bytes, field.isCut) { $0.number != 1 || $0.wire == .bytes }
      telling += isSound ? 1 : 0
      return isSound
    default: break
    }
    return true
  }
}
