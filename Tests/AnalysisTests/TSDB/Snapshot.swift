import Diagnostics
import Foundation

@testable import Analysis

/// Blocks in a throw-away folder.
struct Snapshot {
  let folder: URL
  private(set) var inputs: [InputFile] = []

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "estreat-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A snapshot of one block.
  init(_ block: BlockWriter, changing change: (inout [String: [UInt8]]) -> Void = { _ in }) throws {
    try self.init()
    try add(block, "01BLOCK", changing: change)
  }

  /// A snapshot that lies somewhere else.
  init(existing: URL) throws {
    folder = existing
    let names = FileManager.default.enumerator(atPath: existing.path)?.compactMap { $0 as? String }
    for name in (names ?? []).sorted() {
      let url = existing.appending(path: name)
      if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        inputs.append(InputFile(path: url.path, displayPath: name, isNamed: false))
      }
    }
  }

  mutating func add(
    _ block: BlockWriter, _ name: String,
    changing change: (inout [String: [UInt8]]) -> Void = { _ in }
  ) throws {
    var files = block.files()
    change(&files)
    for (part, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let url = folder.appending(path: name + "/" + part)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
      inputs.append(InputFile(path: url.path, displayPath: name + "/" + part, isNamed: false))
    }
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Samples as lines, and what was wrong.
  func samples(
    _ reading: AnalysisRequest.Reading = .init()
  ) throws -> (lines: [String], codes: [String], diagnostics: [Diagnostic]) {
    var text: [UInt8] = []
    let view = try ExportInspector(inputs, options: reading).samples { text += $0 }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    let codes = view.diagnostics.filter { $0.severity > .note }.map(\.code)
    return (lines, Set(codes).sorted(), view.diagnostics)
  }

  /// Inspections by path.
  func inspect() throws -> [String: ExportInspector.Inspection] {
    let found = try ExportInspector.inspect(inputs)
    return Dictionary(found.map { ($0.summary.path, $0) }) { first, _ in first }
  }
}

extension BlockWriter {
  /// A chunk of floats.
  static func floats(_ samples: [(Int64, Double)], segment: Int = 0) -> Chunk {
    Chunk(
      encoding: 1, data: ChunkWriter.floats(samples.map { ($0.0, $0.1.bitPattern) }),
      first: samples.first?.0 ?? 0, last: samples.last?.0 ?? 0, segment: segment)
  }

  /// Series `name{s="0"}`, `name{s="1"}` … with chunks of three samples each, a second apart.
  static func plain(
    _ names: [String] = ["a", "b"], series: Int = 2, chunks: Int = 2, from start: Int64 = 1_000_000
  ) -> BlockWriter {
    var block = BlockWriter()
    block.times = (start, start + Int64(chunks) * 3_000)
    for name in names {
      for number in 0..<series {
        let all = (0..<chunks).map { chunk in
          floats(
            (0..<3).map { turn in
              let at = Int64(chunk * 3 + turn)
              return (start + at * 1_000, Double(number * 100) + Double(at) / 4)
            })
        }
        block.series.append(
          Series(labels: [("__name__", name), ("s", "\(number)")], chunks: all))
      }
    }
    return block
  }
}
