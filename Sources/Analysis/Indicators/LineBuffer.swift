/// Text that is put together piece by piece and handed on in large pieces of whole lines.
///
/// A class because it owns its memory. Callers make room once a line; single bytes are then
/// written without looking.
final class LineBuffer {
  private var memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 << 20)
  private var capacity = 2 << 20
  private(set) var count = 0

  deinit { memory.deallocate() }

  /// What was written.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

  /// Makes room for `more` bytes.
  @inline(__always) func reserve(_ more: Int) {
    if count + more > capacity { grow(more) }
  }

  private func grow(_ more: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + more)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
    capacity = 2 * capacity + more
  }

  /// Adds a byte for which there is room.
  @inline(__always) func append(_ byte: UInt8) {
    memory[count] = byte
    count += 1
  }

  /// Adds bytes for which there is room.
  @inline(__always) func append(_ bytes: UnsafeRawBufferPointer) {
    UnsafeMutableRawPointer(memory + count).copyMemory(
      from: bytes.baseAddress ?? UnsafeRawPointer(memory), byteCount: bytes.count)
    count += bytes.count
  }

  /// Adds a short text, with room for it.
  func append(_ text: String) {
    var text = text
    text.withUTF8 {
      reserve($0.count)
      append(UnsafeRawBufferPointer($0))
    }
  }

  /// Adds a whole number, for which there is room.
  @inline(__always) func append(_ value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude)
  }

  /// Adds the digits of a number, for which there is room.
  @inline(__always) func appendDigits(_ value: UInt64) {
    var length = 1
    var rest = value
    while rest >= 10 {
      rest /= 10
      length += 1
    }
    rest = value
    var at = count + length
    count = at
    repeat {
      at -= 1
      memory[at] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  /// Forgets everything.
  func clear() { count = 0 }
}
