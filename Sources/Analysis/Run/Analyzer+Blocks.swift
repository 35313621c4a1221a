internal import Diagnostics

extension Analyzer {
  /// Chunks mean what the index beside them says. One that was read for them, but is no input
  /// itself, was neither hashed nor looked at for its own sake: that is said.
  func withStrayIndices(_ parts: [InputSurvey]) -> [InputSurvey] {
    let paths = Set(inputs.map(\.path))
    var files: Set<ByteSource.FileID>?
    return zip(inputs, parts).map { input, part in
      guard part.summary.format == "tsdb-chunks",
        let index = BlockFolder.ofSegment(input.path).path(of: "index"), !paths.contains(index)
      else { return part }
      // The same file may have been named in another way.
      let known = files ?? Set(paths.compactMap { ByteSource.fileID(of: $0) })
      files = known
      if let id = ByteSource.fileID(of: index), known.contains(id) { return part }
      var stray = part
      stray.diagnostics.append(
        Diagnostic(
          .warning, "tsdb-index-stray",
          "the index that names the series of these chunks is no input, so that it is not hashed",
          at: SourceLocation(file: input.displayPath),
          fix: "give the whole folder of the block: index, chunks, meta.json"))
      return stray
    }
  }
}
