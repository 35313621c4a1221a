internal import Foundation

/// First inputs: heads of files, each behind the control bytes that its family reads.
enum Seeds {
  /// Longer ones only make the fuzzer slow.
  private static let longestBytes = 3_000

  /// Writes seeds made of the files below `roots` to `folder`, and the dictionary beside it.
  static func write(_ family: any FuzzFamily, from roots: [String], to folder: String) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var seeds = family.ownSeeds()
    for path in roots.flatMap(files(below:)) {
      guard family.seedPaths.contains(where: { path.contains($0) }), !path.hasSuffix(".expected"),
        !path.hasSuffix(".sources"),
        let handle = FileHandle(forReadingAtPath: path),
        let head = try? handle.read(upToCount: longestBytes)
      else { continue }
      for choice in 0..<family.seedChoices {
        var control = [UInt8](repeating: 0, count: family.controlBytes)
        if !control.isEmpty { control[0] = UInt8(choice) }
        seeds.append(control + head)
      }
    }
    for (index, seed) in seeds.enumerated() {
      try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
    }
    let words = family.tokens.map { token in
      "\"" + token.utf8.map { String(format: "\\x%02X", Int($0)) }.joined() + "\"\n"
    }
    try Data(words.joined().utf8).write(to: URL(fileURLWithPath: folder + ".dict"))
  }

  private static func files(below root: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { root + "/" + $0 }
  }
}
