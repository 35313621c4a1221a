import Foundation
import Testing
import TestSupport

@testable import Analysis

/// What is inflated ahead on another thread is what would have been inflated on the spot.
struct ReadAheadTests {
  private struct Broken: Error {}

  /// Records, quarantine, findings and hash of a gzip export, whole or damaged.
  private func look(_ stored: [UInt8], jobs: Int) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-ahead-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "app.jsonl.gz")
    try Data(stored).write(to: file)
    let input = InputFile(path: file.path, displayPath: "app.jsonl.gz", isNamed: true)
    var reading = AnalysisRequest.Reading(jobs: jobs)
    reading.chunkBytes = 512
    return String(reflecting: try ExportInspector.inspect([input], reading))
  }

  private var stored: [UInt8] {
    var random = SeededGenerator(seed: 1_952)
    var text = ""
    for second in 0..<600 {
      text += "{\"ts\":\"2024-05-15T06:\(20 + second / 60):\(twoDigits(second % 60))Z\","
      text += "\"level\":\"info\",\"msg\":\"\(random.next())\"}\n"
    }
    let half = text.utf8.count / 2
    // Two members, the second beginning inside a line.
    return gzipped(Array(text.utf8.prefix(half))) + gzipped(Array(text.utf8.dropFirst(half)))
  }

  @Test func wholeCutAndCorruptExportsReadAlike() throws {
    var random = SeededGenerator(seed: 8)
    let stored = stored
    #expect(try look(stored, jobs: 3) == look(stored, jobs: 1))
    for round in 0..<12 {
      var damaged = stored
      let at = random.within(100...(damaged.count - 1))
      if round % 2 == 0 { damaged.removeLast(damaged.count - at) } else { damaged[at] ^= 0x11 }
      let wanted = try look(damaged, jobs: 1)
      #expect(wanted.contains("gzip-truncated") || wanted.contains("gzip-corrupt"))
      #expect(try look(damaged, jobs: 3) == wanted, "round \(round)")
    }
  }

  @Test func contentOfEverySizeComesOutWhole() throws {
    for count in [0, 1, 1 << 20, (1 << 20) + 1, 9 << 20] {
      let source = SequenceSource(count)
      let ahead = ReadAhead { source.read(into: $0) }
      var expected = 0
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 300_001, alignment: 8)
      defer { buffer.deallocate() }
      var isRight = true
      while true {
        let read = try ahead.read(into: buffer)
        for at in 0..<read { isRight = isRight && buffer[at] == SequenceSource.byte(expected + at) }
        expected += read
        if read < buffer.count { break }
      }
      #expect(expected == count && isRight)
      #expect(try ahead.read(into: buffer) == 0)
      ahead.stop()
    }
  }

  @Test func aReaderMayLeaveEarlyAndAFailureArrives() throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 10, alignment: 8)
    defer { buffer.deallocate() }
    let endless = ReadAhead { $0.count }
    #expect(try endless.read(into: buffer) == 10)
    endless.stop()
    let failing = ReadAhead { _ in throw Broken() }
    #expect(throws: Broken.self) { try failing.read(into: buffer) }
    #expect(throws: Broken.self) { try failing.read(into: buffer) }
    failing.stop()
  }
}

/// `count` bytes, each of which tells its place.
private final class SequenceSource: @unchecked Sendable {
  private let count: Int
  private var at = 0
  init(_ count: Int) { self.count = count }

  static func byte(_ at: Int) -> UInt8 { UInt8(truncatingIfNeeded: at &* 31 ^ at >> 8) }

  func read(into output: UnsafeMutableRawBufferPointer) -> Int {
    let read = min(output.count, count - at)
    for offset in 0..<read { output[offset] = Self.byte(at + offset) }
    at += read
    return read
  }
}
