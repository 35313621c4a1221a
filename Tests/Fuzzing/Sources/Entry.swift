internal import Foundation
internal import Glibc

/// The family of this process. libFuzzer's own `main` reads the arguments, so that the
/// environment names it.
private let family: (any FuzzFamily)? =
  FuzzFamilies.named(ProcessInfo.processInfo.environment["FUZZ_FAMILY"] ?? "")

/// Called once by libFuzzer: makes seeds instead of fuzzing when `FUZZ_SEEDS` names a folder.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  guard let family else {
    let names = FuzzFamilies.all.map(\.name).joined(separator: " ")
    FileHandle.standardError.write(Data("FUZZ_FAMILY must be one of: \(names)\n".utf8))
    exit(2)
  }
  guard let folder = ProcessInfo.processInfo.environment["FUZZ_SEEDS"] else { return 0 }
  do {
    try Seeds.write(family, from: Array(CommandLine.arguments.dropFirst()), to: folder)
    exit(0)
  } catch {
    FileHandle.standardError.write(Data("cannot write seeds: \(error)\n".utf8))
    exit(1)
  }
}

/// Called by libFuzzer with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  family?.run(UnsafeRawBufferPointer(start: bytes, count: count))
  return 0
}
