import Foundation
import Testing

@testable import Evidence

/// No byte of a package may change unseen, not even one that leaves every content as it is.
@Suite struct FlippedByteTests {
  @Test(arguments: [false, true])
  func everySingleByteCounts(store: Bool) throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example(store: store).write(to: scratch.file("p.zip"))
    // The sidecar would show any change; here the package has to show it alone.
    try FileManager.default.removeItem(atPath: written.sidecarPath)
    let zip = try contents(of: written.path)
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
    let file = try #require(FileHandle(forUpdatingAtPath: written.path))
    func put(_ byte: UInt8, at offset: Int) throws {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: [byte])
    }
    var unseen: [Int] = []
    for offset in zip.indices {
      try put(zip[offset] ^ (1 << UInt8(offset % 8)), at: offset)
      if PackageVerifier().verify(path: written.path).errors.isEmpty { unseen.append(offset) }
      try put(zip[offset], at: offset)
    }
    #expect(unseen.isEmpty)
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
  }

  @Test func theSidecarShowsItToo() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example().write(to: scratch.file("p.zip"))
    var zip = try contents(of: written.path)
    zip[zip.count / 3] ^= 4
    try scratch.write("p.zip", zip)
    #expect(PackageVerifier().verify(path: written.path).errorCodes.contains("sidecar-mismatch"))
  }
}
