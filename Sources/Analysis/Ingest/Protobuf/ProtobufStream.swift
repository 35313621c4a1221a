/// The base of readers of protobuf exports: one message, or messages with their lengths before
/// them, as four big-endian bytes or as a varint.
///
/// A message's fields come by one by one where it stands alone, so its size does not matter, only
/// that of its largest field; a message of a stream is gathered whole. A class because it keeps
/// what is cut by the end of a chunk.
class ProtobufStream: ExportReader {
  private enum Framing { case message, prefixed }

  let context: ReaderContext
  private var framing: Framing?
  private var buffer: [UInt8] = []
  /// Offset and line of the buffer's first byte.
  private var base: Int64 = 0
  private var line: Int64 = 1
  /// Bytes that are still to be passed over.
  private var skipping: UInt64 = 0
  /// Whether nothing after a defect can be read.
  private var isLost = false
  private var empty: (count: Int, first: RecordPlace?) = (0, nil)
  // Lines inside the unit at hand.
  private var unit = UnsafeRawBufferPointer(start: nil, count: 0)
  private var unitPlace = RecordPlace(offset: 0, length: 0, line: 1)
  private var counted = (at: 0, line: Int64(1))

  init(_ context: ReaderContext) { self.context = context }

  /// Whether lengths are varints (`parseDelimitedFrom`, `protodelim`); then there is no export of one
  /// message alone.
  var isDelimited: Bool { false }
  /// Delivers one message of a stream; field by field where a subclass says nothing else.
  func message(_ cursor: ProtobufCursor, into sink: any RecordSink) throws(ProtobufFault) {
    var cursor = cursor
    var field = ProtobufField()
    while try cursor.next(&field) { self.field(field, into: sink) }
  }
  /// Delivers one field of the top message.
  func field(_ field: ProtobufField, into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func end(into sink: any RecordSink) {}

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    guard !chunk.isEmpty else { return }
    // Every field of ours is number 1 and of bytes; no message of a stream is as long as that
    // byte would say as the first of its length.
    if framing == nil { framing = chunk[0] == 0x0a && !isDelimited ? .message : .prefixed }
    var from = 0
    if skipping > 0 || isLost {
      from = isLost ? chunk.count : Int(min(skipping, UInt64(chunk.count)))
      if !isLost { skipping -= UInt64(from) }
      pass(UnsafeRawBufferPointer(rebasing: chunk[..<from]))
    }
    if from < chunk.count {
      buffer.append(contentsOf: chunk[from...])
      take(isLast: false, sink)
    }
  }

  func finish(into sink: any RecordSink) throws {
    take(isLast: true, sink)
    if skipping > 0 { cut(RecordPlace(offset: base, length: 0, line: line), sink) }
    if empty.count > 0 {
      sink.note(
        FileNote(
          "protobuf-empty", "messages of no bytes were passed over", place: empty.first,
          count: empty.count, isWarning: false))
    }
    end(into: sink)
  }

  private func pass(_ bytes: UnsafeRawBufferPointer) {
    base += Int64(bytes.count)
    line += Int64(bytes.count { $0 == 0x0a })
  }

  // MARK: units

  /// Hands over every unit that is complete, then drops it from the buffer.
  private func take(isLast: Bool, _ sink: any RecordSink) {
    let content = buffer
    buffer = []
    var used = 0
    content.withUnsafeBytes { bytes in
      while used < bytes.count, !isLost, skipping == 0 {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[used...])
        let count =
          framing == .prefixed
          ? prefixed(rest, isLast: isLast, sink) : top(rest, isLast: isLast, sink)
        guard count > 0 else { break }
        pass(UnsafeRawBufferPointer(rebasing: rest[..<count]))
        used += count
      }
      if isLost, used < bytes.count {
        pass(UnsafeRawBufferPointer(rebasing: bytes[used...]))
        used = bytes.count
      }
    }
    if used == 0 {
      buffer = content
    } else if used < content.count {
      buffer = Array(content[used...])
    }
  }

  /// A message with its length before it.
  /// - Returns: how many bytes are done; 0 when more are needed.
  private func prefixed(
    _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ sink: any RecordSink
  ) -> Int {
    let place = RecordPlace(offset: base, length: Int64(bytes.count), line: line)
    let header: Int
    let length: UInt64
    switch prefix(of: bytes) {
    case .success(let known?): (header, length) = known
    case .success(nil):
      guard isLast else { return 0 }
      cut(place, sink)
      return bytes.count
    case .failure(let fault):
      begin(bytes)
      self.fault(fault, at: 0, sink)
      isLost = true
      return bytes.count
    }
    guard length <= UInt64(context.limits.documentBytes) else {
      let total = min(length, UInt64(Int64.max) / 2) + UInt64(header)
      // The content may end before the message does: what is surely there is its length.
      tooLarge(RecordPlace(offset: base, length: Int64(header), line: line), sink)
      let known = min(bytes.count, Int(total))
      skipping = total - UInt64(known)
      return known
    }
    if length == 0 {
      if empty.count == 0 {
        empty.first = RecordPlace(offset: base, length: Int64(header), line: line)
      }
      empty.count += 1
      return header
    }
    let isCut = bytes.count < Int(length) + header
    if isCut && !isLast { return 0 }
    let end = min(bytes.count, Int(length) + header)
    begin(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    let cursor = ProtobufCursor(
      UnsafeRawBufferPointer(rebasing: bytes[header..<end]), isCut: isCut)
    do throws(ProtobufFault) {
      try message(cursor, into: sink)
    } catch {
      fault(error, at: header + error.offset, sink)
    }
    if isCut { cut(place, sink) }
    return end
  }

  /// How many bytes state a message's length, and the length; nil when more are needed.
  private func prefix(
    of bytes: UnsafeRawBufferPointer
  ) -> Result<(header: Int, length: UInt64)?, ProtobufFault> {
    guard isDelimited else {
      guard bytes.count >= 4 else { return .success(nil) }
      return .success((4, UInt64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))))
    }
    var cursor = ProtobufCursor(
      UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, 10)]), isCut: true)
    do throws(ProtobufFault) {
      let length = try cursor.varint()
      return .success((cursor.at, length))
    } catch {
      return error.code == "protobuf-truncated" ? .success(nil) : .failure(error)
    }
  }

  /// A field of the one message that the export is.
  private func top(
    _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ sink: any RecordSink
  ) -> Int {
    // A tag and a length take at most 20 bytes.
    let head = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, 20)])
    var cursor = ProtobufCursor(head, isCut: true)
    var field = ProtobufField()
    do throws(ProtobufFault) {
      guard let length = try cursor.lengthOfField() else {
        // Another kind of field, which is unknown here.
        cursor = ProtobufCursor(bytes, isCut: true)
        guard try cursor.next(&field) else { return bytes.count }
        begin(bytes)
        self.field(field, into: sink)
        return cursor.at
      }
      let total = UInt64(cursor.at) &+ length
      guard length <= UInt64(context.limits.documentBytes) else {
        let most = UInt64(Int64.max) / 2
        tooLarge(RecordPlace(offset: base, length: Int64(cursor.at), line: line), sink)
        let known = min(bytes.count, Int(min(total, UInt64(Int.max))))
        skipping = min(total, most) - UInt64(known)
        return known
      }
      let isCut = bytes.count < Int(total)
      if isCut && !isLast { return 0 }
      let end = min(bytes.count, Int(total))
      begin(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
      var whole = ProtobufCursor(UnsafeRawBufferPointer(rebasing: bytes[..<end]), isCut: isCut)
      if try whole.next(&field) { self.field(field, into: sink) }
      if isCut { cut(RecordPlace(offset: base, length: Int64(end), line: line), sink) }
      return end
    } catch {
      // The head may only be too short yet.
      if error.code == "protobuf-truncated", bytes.count < 20, !isLast { return 0 }
      begin(bytes)
      if error.code == "protobuf-truncated" {
        cut(RecordPlace(offset: base, length: Int64(bytes.count), line: line), sink)
        return bytes.count
      }
      fault(error, at: 0, sink)
      isLost = true
      return bytes.count
    }
  }

  // MARK: defects and places

  private func begin(_ bytes: UnsafeRawBufferPointer) {
    unit = bytes
    unitPlace = RecordPlace(offset: base, length: Int64(bytes.count), line: line)
    counted = (0, line)
  }

  /// The place of bytes inside the unit at hand.
  func place(of bytes: UnsafeRawBufferPointer) -> RecordPlace {
    guard let start = unit.baseAddress, let own = bytes.baseAddress, own >= start else {
      return RecordPlace(offset: unitPlace.offset, length: 0, line: unitPlace.line)
    }
    let at = min(own - start, unit.count)
    if at < counted.at { counted = (0, unitPlace.line) }
    for index in counted.at..<at where unit[index] == 0x0a { counted.line += 1 }
    counted.at = at
    return RecordPlace(
      offset: unitPlace.offset + Int64(at), length: Int64(bytes.count), line: counted.line)
  }

  private func fault(_ fault: ProtobufFault, at: Int, _ sink: any RecordSink) {
    let from = min(at, unit.count)
    let place = place(of: UnsafeRawBufferPointer(rebasing: unit[from..<from]))
    guard fault.code != "protobuf-truncated" else { return }
    sink.quarantine(
      QuarantinedRecord(
        code: fault.code, message: fault.message,
        fix: framing == .prefixed
          ? "export it again; the rest of the message was not read"
          : "export it again; nothing after this place was read"), at: place)
  }

  private func cut(_ place: RecordPlace, _ sink: any RecordSink) {
    var record = QuarantinedRecord(
      code: "protobuf-truncated", message: "the content ends inside a message",
      fix: "copy or export it again")
    record.isCut = true
    sink.quarantine(record, at: place)
  }

  private func tooLarge(_ place: RecordPlace, _ sink: any RecordSink) {
    sink.quarantine(
      QuarantinedRecord(
        code: "document-too-large",
        message: "one message is larger than \(context.limits.documentBytes) bytes",
        fix: "export it again in smaller messages"), at: place)
  }
}

extension ProtobufCursor {
  /// Reads tag and length of a field of bytes, and stays before the payload; nil for other fields.
  mutating func lengthOfField() throws(ProtobufFault) -> UInt64? {
    let start = at
    let tag = try varint()
    guard tag <= UInt64(UInt32.max), tag >> 3 != 0,
      let wire = ProtobufWire(rawValue: UInt8(tag & 7))
    else { throw .syntax("not a field of a message", start) }
    guard wire != .startGroup, wire != .endGroup else {
      throw .syntax("a group, which no message of this kind has", start)
    }
    return wire == .bytes ? try varint() : nil
  }
}
