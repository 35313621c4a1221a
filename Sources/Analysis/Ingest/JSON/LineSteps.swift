internal import CScan

/// The members of a log's lines as they have been written so far: which text stands before a
/// value, and which texts follow it.
///
/// At most `CSCAN_STEPS` texts are remembered; what finds no room is taken apart every time it is
/// met. A class because it owns its memory.
final class LineSteps {
  /// The beginning of a line.
  static let start: UInt32 = 0
  /// A member that could not be remembered: nothing is known to follow it.
  static let unknown: UInt32 = 1

  /// By number; the first two have no text.
  let all: UnsafeMutablePointer<cscan_step>
  private var count = 2

  init() {
    all = .allocate(capacity: CSCAN_STEPS)
    all.initialize(repeating: cscan_step(), count: CSCAN_STEPS)
  }

  deinit { all.deallocate() }

  /// Remembers that `text` stood behind the step `previous`.
  /// - Parameters:
  ///   - text: from the end of the value before to the value; of a string, to behind its quote.
  ///   - bit: the bit of the member's number; none for an unknown member.
  ///   - id: where its value is put.
  /// - Returns: the step's number.
  func learn(
    _ text: UnsafeRawBufferPointer, isText: Bool, bit: cscan_members, id: Int,
    after previous: UInt32
  ) -> UInt32 {
    guard let number = number(text, isText) ?? add(text, isText, bit, id) else {
      return Self.unknown
    }
    if previous != Self.unknown { link(previous, number) }
    return UInt32(number)
  }

  private func number(_ text: UnsafeRawBufferPointer, _ isText: Bool) -> Int? {
    (2..<count).first { number in
      let step = all[number]
      guard Int(step.count) == text.count, (step.is_text != 0) == isText else { return false }
      return withUnsafeBytes(of: step.text) { $0[..<text.count].elementsEqual(text) }
    }
  }

  private func add(
    _ text: UnsafeRawBufferPointer, _ isText: Bool, _ bit: cscan_members, _ id: Int
  ) -> Int? {
    // A backslash would make some quote of the text no quote of the index.
    guard count < CSCAN_STEPS, text.count <= CSCAN_STEP_BYTES,
      !text.contains(0x5c)
    else { return nil }
    var step = cscan_step()
    withUnsafeMutableBytes(of: &step.text) { $0.copyBytes(from: text) }
    step.mask = UInt64.max >> UInt64(64 - text.count)
    step.bit = bit
    step.id = UInt32(id)
    step.count = UInt8(text.count)
    step.is_text = isText ? 1 : 0
    all[count] = step
    count += 1
    return count - 1
  }

  /// The last place goes to the newest when there is none left.
  private func link(_ previous: UInt32, _ number: Int) {
    withUnsafeMutableBytes(of: &all[Int(previous)].next) { next in
      if next.contains(UInt8(number)) { return }
      next[next.firstIndex(of: 0) ?? next.count - 1] = UInt8(number)
    }
  }
}
