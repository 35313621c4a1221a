internal import Foundation
internal import Glibc

/// One family of inputs: what is done with any bytes, and what has to hold then.
///
/// What does not hold ends the process through `demand`, which is what libFuzzer waits for.
protocol FuzzFamily: Sendable {
  /// What `make fuzz FAMILY=` calls it.
  var name: String { get }
  /// How many bytes before the content choose what is done with it.
  var controlBytes: Int { get }
  /// Parts of the paths of files that are good to begin with.
  var seedPaths: [String] { get }
  /// Values of the first control byte that are worth a seed of their own.
  var seedChoices: Int { get }
  /// Tokens for the mutator.
  var tokens: [String] { get }
  /// Seeds that no file holds.
  func ownSeeds() -> [[UInt8]]
  /// Reads `content` in the way that `control` chooses.
  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8])
}

extension FuzzFamily {
  var controlBytes: Int { 2 }
  var seedChoices: Int { 1 }
  var tokens: [String] { [] }
  func ownSeeds() -> [[UInt8]] { [] }
}

/// The registry of families.
enum FuzzFamilies {
  static let all: [any FuzzFamily] = [
    JSONLinesFamily(),
    TextLinesFamily(),
    DocumentsFamily(),
    SlowLogFamily(),
    ExpositionFamily(),
    GzipFamily(),
    TimestampsFamily(),
    SensitiveFamily(),
    MaskingFamily(),
    RecognitionFamily(),
    AppendixFamily(),
    EvidenceFamily(),
    TSDBFamily(),
    ProtobufFamily(),
    MetricsCSVFamily(),
  ]

  static func named(_ name: String) -> (any FuzzFamily)? { all.first { $0.name == name } }
}

/// Ends the process when `holds` is false: a finding.
@inline(__always)
func demand(_ holds: Bool, _ message: @autoclosure () -> String) {
  if !holds { stop(message()) }
}

/// Optimized code drops the words of a failed precondition, so that they are written here.
private func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data("finding: \(message)\n".utf8))
  abort()
}

extension FuzzFamily {
  /// Splits what the fuzzer made into control bytes and content.
  func run(_ input: UnsafeRawBufferPointer) {
    guard input.count >= controlBytes else { return }
    // A copy of its own, so that a read beyond the end is seen.
    let content = UnsafeMutableRawBufferPointer.allocate(
      byteCount: input.count - controlBytes, alignment: 1)
    defer { content.deallocate() }
    content.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[controlBytes...]))
    run(UnsafeRawBufferPointer(content), Array(input[..<controlBytes]))
  }
}
