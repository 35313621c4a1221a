internal import Analysis
internal import Digest
internal import Foundation

/// Reads an export once more and parts it by the stretches of a ``SourceBrief``: bytes that stay go
/// into their slice, of the others it makes the digest.
struct BriefWriter {
  private let stretches: Data
  private var next = 0
  /// Bytes before the content that comes next, and line feeds in them.
  private var at: Int64 = 0
  private var lineFeeds: Int64 = 0
  private let hasher = SHA256()
  private var begunAt: (lineFeeds: Int64, isOpen: Bool) = (0, false)
  private static let stride = MemoryLayout<SourceBrief.Stretch>.stride

  /// One omitted range of the export.
  struct Omitted {
    var stretch: SourceBrief.Stretch
    /// One-based number of its first line; 0 in an export that is no text.
    var line: Int64
    /// Lines that it holds, its last one whole or not.
    var lines: Int64
    var sha256: String
  }

  /// What is done with the stretches.
  struct Targets {
    /// Takes bytes of a stretch that stays; those with `isFirst` begin one.
    var keep: (SourceBrief.Stretch, UnsafeRawBufferPointer, _ isFirst: Bool) throws -> Void
    var omit: (Omitted) throws -> Void
  }

  init(_ brief: SourceBrief) throws {
    // Mapped: the file may be longer than memory.
    stretches = try Data(contentsOf: URL(fileURLWithPath: brief.path), options: .alwaysMapped)
  }

  /// Whether every stretch was met.
  var isComplete: Bool { next * Self.stride == stretches.count }

  /// Takes the next bytes of the content.
  mutating func consume(_ bytes: UnsafeRawBufferPointer, _ targets: Targets) throws {
    let end = at + Int64(bytes.count)
    var from = at
    while let stretch = stretch(next), stretch.start < end {
      let first = max(stretch.start, from)
      let last = min(stretch.end, end)
      if first > from { count(bytes, from, first) }
      let isFirst = !begunAt.isOpen
      if isFirst { begunAt = (lineFeeds, true) }
      let part = UnsafeRawBufferPointer(rebasing: bytes[Int(first - at)..<Int(last - at)])
      if stretch.slice < 0 {
        hasher.update(part)
      } else {
        try targets.keep(stretch, part, isFirst)
      }
      count(bytes, first, last)
      from = last
      guard last == stretch.end else { break }
      if stretch.slice < 0 { try targets.omit(omitted(stretch)) }
      begunAt.isOpen = false
      next += 1
    }
    count(bytes, from, end)
    at = end
  }

  private mutating func omitted(_ stretch: SourceBrief.Stretch) -> Omitted {
    let digest = hexString(hasher.finish())
    hasher.restart()
    return Omitted(
      stretch: stretch, line: stretch.isText ? begunAt.lineFeeds + 1 : 0,
      lines: stretch.isText ? lineFeeds - begunAt.lineFeeds + 1 : 0, sha256: digest)
  }

  private mutating func count(_ bytes: UnsafeRawBufferPointer, _ from: Int64, _ to: Int64) {
    guard from < to, let base = bytes.baseAddress else { return }
    var rest = base + Int(from - at)
    let end = base + Int(to - at)
    while rest < end, let found = memchr(rest, 0x0A, end - rest) {
      lineFeeds += 1
      rest = UnsafeRawPointer(found) + 1
    }
  }

  private func stretch(_ number: Int) -> SourceBrief.Stretch? {
    let offset = number * Self.stride
    guard offset + Self.stride <= stretches.count else { return nil }
    return stretches.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: offset, as: SourceBrief.Stretch.self)
    }
  }
}
