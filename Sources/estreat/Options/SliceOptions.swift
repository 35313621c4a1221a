internal import ArgumentParser

/// How long slices of exports may be in packages.
struct SliceOptions: ParsableArguments {
  /// 256 MiB a source and incident (RULES "Packages").
  static let standard = "256M"

  @Option(
    help: ArgumentHelp(
      """
      How much of one export a package carries whole, such as 256M; at least 1. Of more only the       late, failed and chained lines are carried, with counts and the digests of the rest: such a       package replays by its counts only.
      """, valueName: "bytes"))
  var maxSlice = SliceOptions.standard

  /// The bytes of `--max-slice`.
  /// - Throws: `slice-limit`.
  func mostBytes() throws -> Int64 {
    guard let size = ByteSize(maxSlice), size.bytes > 0 else {
      throw CommandFailure.usage(
        "slice-limit", "--max-slice \(maxSlice) is no size of at least 1 byte",
        fix: "write --max-slice \(Self.standard)")
    }
    return Int64(size.bytes)
  }
}
