internal import CScan

/// The members of a log's lines as they have been written so far, in an order of which every line
/// is a part: members that some lines leave out are passed over.
///
/// At most `CSCAN_STEPS` are remembered; what finds no room is taken apart every time it is met.
/// A class because it owns its memory.
final class LineSteps {
  let all: UnsafeMutablePointer<cscan_step>
  private(set) var count: UInt32 = 0

  init() {
    all = .allocate(capacity: CSCAN_STEPS)
    all.initialize(repeating: cscan_step(), count: CSCAN_STEPS)
  }

  deinit { all.deallocate() }

  /// Remembers that `text` stood where the step at `index` might have been.
  /// - Parameters:
  ///   - text: from the end of the value before to the value; of a string, to behind its quote.
  ///   - bit: the bit of the member's number; none for an unknown member.
  ///   - id: where its value is put.
  /// - Returns: the first step that may follow it.
  func learn(
    _ text: UnsafeRawBufferPointer, isText: Bool, bit: cscan_members, id: Int, at index: UInt32
  ) -> UInt32 {
    // A backslash would make some quote of the text no quote of the index.
    guard count < CSCAN_STEPS, text.count <= CSCAN_STEP_BYTES, !text.contains(0x5c) else {
      return index
    }
    var step = cscan_step()
    withUnsafeMutableBytes(of: &step.text) { $0.copyBytes(from: text) }
    step.mask = UInt64.max >> UInt64(64 - text.count)
    step.bit = bit
    step.id = UInt32(id)
    step.count = UInt8(text.count)
    step.is_text = isText ? 1 : 0
    let at = all + Int(index)
    (at + 1).update(from: at, count: Int(count - index))
    at.pointee = step
    count += 1
    return index + 1
  }
}
