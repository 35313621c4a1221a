import Evidence
import Foundation
import Testing

/// A package taken apart, changed, and made anew with all its lists: a forgery that verifies.
struct ForgedPackage {
  /// Members below `data/`.
  var members: [String: [UInt8]]
  /// Further lines of `bag-info.txt`, the pinned digest among them.
  var fields: [BagInfoField]
  /// Whether it says that it holds counts instead of whole slices.
  var isCountsOnly: Bool

  /// Lines of `bag-info.txt` that say something of the payload.
  private static let pins: Set = ["Verdict-Digest", "Custody-Count", "Custody-Head"]

  /// Takes the package at `path` apart.
  init(_ path: String) throws {
    let contents = try PackageContents(path: path)
    members = [:]
    for name in contents.names where name.hasPrefix("data/") {
      members[name] = try contents.bytes(name)
    }
    let info = String(decoding: try contents.bytes("bag-info.txt"), as: UTF8.self)
    isCountsOnly = info.contains("\nReplay: counts-only\n")
    fields = info.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, Self.pins.contains(String(parts[0])) else { return nil }
      return BagInfoField(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
    }
  }

  /// The text of a member.
  func text(_ name: String) throws -> String {
    String(decoding: try #require(members[name]), as: UTF8.self)
  }

  /// Replaces the text of a member, which must change.
  mutating func edit(_ name: String, _ change: (String) throws -> String) throws {
    let before = try text(name)
    let after = try change(before)
    try #require(after != before)
    members[name] = Array(after.utf8)
  }

  /// Removes the first line that `isWanted`; returns it.
  @discardableResult
  mutating func removeLine(_ name: String, where isWanted: (Substring) -> Bool) throws -> String {
    var lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false)
    let found = lines.firstIndex(where: isWanted)
    let index = try #require(found)
    let line = lines.remove(at: index)
    members[name] = Array(lines.joined(separator: "\n").utf8)
    return String(line)
  }

  /// Writes the package with new manifests, sums and id.
  func write(to path: String) throws {
    var info = PackageInfo(
      incidentID: "INC-20240515-142002", kind: .full, containsUnmaskedData: true,
      baggingDate: "2024-06-01", softwareAgent: "estreat 0.1.0")
    info.extra = fields
    info.isCountsOnly = isCountsOnly
    // The tree is made anew as well.
    let payload = members.filter { !$0.key.hasPrefix("data/integrity/") }
      .sorted { $0.key < $1.key }
      .map { PackageMember($0.key, .bytes($0.value)) }
    _ = try PackageBuilder(info: info, payload: payload).write(to: path)
  }
}
