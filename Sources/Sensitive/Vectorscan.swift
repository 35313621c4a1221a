internal import CVectorscan
internal import Synchronization

/// A compiled vectorscan database with the scratch space its scans need.
///
/// A class because it owns memory of the C library. Unchecked: the database is never changed after
/// it is made, and the scratch spaces are handed out under the lock.
final class Vectorscan: @unchecked Sendable {
  /// One match: index of the expression, and the byte range.
  typealias Body = (_ index: Int, _ range: Range<Int>) -> Void

  /// Why expressions were not compiled.
  struct CompileError: Error {
    /// In vectorscan's words.
    var message: String
  }

  /// A scratch space may be moved to another thread between two scans.
  private struct Scratch: @unchecked Sendable { let pointer: OpaquePointer }

  private let database: OpaquePointer
  /// Whether the database takes a text as a list of parts.
  private let isVectored: Bool
  private let idle = Mutex<[Scratch]>([])

  private init(database: OpaquePointer, isVectored: Bool) {
    self.database = database
    self.isVectored = isVectored
  }

  deinit {
    idle.withLock { for scratch in $0 { hs_free_scratch(scratch.pointer) } }
    hs_free_database(database)
  }

  /// A database of one expression.
  ///
  /// In vectored mode, with every text as a single part: in block mode vectorscan 5.4.9, that of
  /// Debian 12, aborts the process (`a+b` with the start of match, on 255 bytes and more), by a
  /// left-over `snprintf` in the look at a text's end that only this mode takes.
  static func expression(
    _ expression: String, flags: Int32
  ) throws(CompileError) -> Vectorscan {
    try make(isVectored: true) { platform, database, error in
      hs_compile(
        expression, UInt32(flags), UInt32(HS_MODE_VECTORED), platform, database, error)
    }
  }

  /// A database of literals; matches are reported by their end, as an empty range.
  static func literals(_ literals: [AnchorLiteral]) throws(CompileError) -> Vectorscan {
    let texts = literals.flatMap(\.bytes).map { CChar(bitPattern: $0) }
    let lengths = literals.map(\.bytes.count)
    let flags = literals.map { $0.ignoresCase ? UInt32(HS_FLAG_CASELESS) : 0 }
    let ids = literals.indices.map { UInt32($0) }
    return try make(isVectored: false) { platform, database, error in
      texts.withUnsafeBufferPointer { texts in
        var starts: [UnsafePointer<CChar>?] = []
        var offset = 0
        for length in lengths {
          starts.append(texts.baseAddress?.advanced(by: offset))
          offset += length
        }
        return hs_compile_lit_multi(
          starts, flags, ids, lengths, UInt32(lengths.count), UInt32(HS_MODE_BLOCK), platform,
          database,
          error)
      }
    }
  }

  private static func make(
    isVectored: Bool,
    _ compile: (
      UnsafePointer<hs_platform_info_t>,
      UnsafeMutablePointer<OpaquePointer?>,
      UnsafeMutablePointer<UnsafeMutablePointer<hs_compile_error_t>?>
    ) -> hs_error_t
  ) throws(CompileError) -> Vectorscan {
    var database: OpaquePointer?
    var error: UnsafeMutablePointer<hs_compile_error_t>?
    var platform = hs_platform_info_t()
    guard estreat_hs_platform(&platform) == HS_SUCCESS else {
      throw CompileError(message: "vectorscan does not run on this processor")
    }
    let result = compile(&platform, &database, &error)
    defer { hs_free_compile_error(error) }
    guard result == HS_SUCCESS, let database else {
      let message = error.flatMap { $0.pointee.message }.map { String(cString: $0) }
      throw CompileError(message: message ?? "error \(result)")
    }
    return Vectorscan(database: database, isVectored: isVectored)
  }

  /// Calls `body` with every match in `bytes`, which hold less than 2^32 bytes. The order is
  /// vectorscan's: by end, though not between expressions.
  func scan(_ bytes: UnsafeRawBufferPointer, _ body: Body) {
    // No text has no address either, and nothing that may be compiled here matches it.
    guard let base = bytes.bindMemory(to: CChar.self).baseAddress, !bytes.isEmpty else { return }
    let scratch = take()
    defer { idle.withLock { $0.append(scratch) } }
    // A literal has no start of match: vectorscan then reports 0 for `from`.
    let report: match_event_handler = { id, from, to, _, context in
      context?.assumingMemoryBound(to: Body.self).pointee(Int(id), Int(from)..<Int(to))
      return 0
    }
    let result = withoutActuallyEscaping(body) { body in
      var context = body
      return withUnsafeMutablePointer(to: &context) { context in
        estreat_hs_scan(
          database, isVectored ? 1 : 0, base, UInt32(bytes.count), scratch.pointer, report, context)
      }
    }
    precondition(result == HS_SUCCESS, "vectorscan: scan failed with \(result)")
  }

  private func take() -> Scratch {
    if let scratch = idle.withLock({ $0.popLast() }) { return scratch }
    var pointer: OpaquePointer?
    let result = hs_alloc_scratch(database, &pointer)
    guard result == HS_SUCCESS, let pointer else {
      preconditionFailure("vectorscan: no scratch space, error \(result)")
    }
    return Scratch(pointer: pointer)
  }
}
