internal import Glibc

/// Numbers service names as they occur, so that records are counted by number.
///
/// A class because it owns the bytes it compares with.
final class ServiceNames {
  /// Names in the order of their numbers.
  private(set) var names: [String] = []
  private var bytes: [UnsafeMutableRawBufferPointer] = []
  private var numbers: [String: Int] = [:]
  /// Where the last name of each length class was found: most logs repeat a few names.
  private let recent: UnsafeMutablePointer<Int32>
  private static let classes = 256

  init() {
    recent = .allocate(capacity: Self.classes)
    recent.initialize(repeating: -1, count: Self.classes)
  }

  deinit {
    for name in bytes { name.deallocate() }
    recent.deallocate()
  }

  /// The number of a name given as text.
  func number(_ name: String) -> Int {
    if let known = numbers[name] { return known }
    return add(name, Array(name.utf8))
  }

  /// The number of a name given as bytes; bytes that are not UTF-8 share the repaired name.
  @inline(__always) func number(_ text: UnsafeRawBufferPointer) -> Int {
    let slot =
      (text.count &* 31 &+ Int(text[0]) &* 7 &+ Int(text[text.count &- 1])) & (Self.classes - 1)
    let guess = Int(recent[slot])
    if guess >= 0, bytes[guess].count == text.count,
      let a = bytes[guess].baseAddress, let b = text.baseAddress, memcmp(a, b, text.count) == 0
    {
      return guess
    }
    return find(text, slot)
  }

  /// The number of a name given as bytes, unless it is a new one beyond so many.
  func number(_ text: UnsafeRawBufferPointer, atMost limit: Int) -> Int? {
    if names.count < limit { return number(text) }
    return numbers[String(decoding: text, as: UTF8.self)]
  }

  private func find(_ text: UnsafeRawBufferPointer, _ slot: Int) -> Int {
    let name = String(decoding: text, as: UTF8.self)
    let number = numbers[name] ?? add(name, Array(text))
    recent[slot] = Int32(number)
    return number
  }

  private func add(_ name: String, _ spelling: [UInt8]) -> Int {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: spelling.count, alignment: 8)
    copy.copyBytes(from: spelling)
    names.append(name)
    bytes.append(copy)
    numbers[name] = names.count - 1
    return names.count - 1
  }
}
