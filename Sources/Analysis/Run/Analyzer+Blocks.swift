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

  /// Samples that two blocks hold count once, which the reader of a report should know.
  func withOverlaps(_ parts: [InputSurvey]) -> [InputSurvey] {
    var blocks: [(meta: BlockMeta, name: String, part: Int)] = []
    for (number, part) in parts.enumerated() where part.summary.format == "tsdb-meta" {
      let path = inputs[number].path
      guard let meta = BlockMeta(path: path, limits: request.reading.limits) else { continue }
      blocks.append((meta, BlockFolder.ofPart(path).name, number))
    }
    blocks.sort { ($0.meta.first, $0.part) < ($1.meta.first, $1.part) }
    var noted = parts
    var reach: (last: Int64, name: String)?
    for block in blocks {
      if let reach, block.meta.first < reach.last {
        noted[block.part].diagnostics.append(
          Diagnostic(
            .note, "tsdb-blocks-overlap",
            "the block overlaps block \(reach.name); a sample that both hold counts once",
            at: SourceLocation(file: inputs[block.part].displayPath)))
      }
      if block.meta.last > reach?.last ?? .min { reach = (block.meta.last, block.name) }
    }
    return noted
  }
}
