internal import Analysis
internal import ArgumentParser
internal import Foundation
internal import Reports

/// Which exports a command reads, and how.
struct InputOptions: ParsableArguments {
  /// What an argument that names exports is told to be.
  static let pathHelp: ArgumentHelp =
    "Exports and folders of exports (recursed, hidden files left out); - is stdin."

  @Argument(help: pathHelp, completion: .file())
  var paths: [String]

  @OptionGroup var options: ReadingOptions

  var progress: ProgressStyle { options.progress }
  var assumeZone: String? { options.assumeZone }

  /// How exports are read.
  func reading() throws -> AnalysisRequest.Reading { try options.reading() }
}

/// How exports are read, whichever they are.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Read the files that match a glob as a format, whatever they look like; may be repeated.",
      valueName: "format=glob"))
  var forced: [String] = []

  @Option(
    help: ArgumentHelp("Zone for stamps without one (IANA name).", valueName: "zone"))
  var assumeZone: String?

  @Option(help: "Worker threads; never changes a result. Default: one a processor.")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Memory that a run may use, such as 512M or 2G; at least 64M. Smaller means more passes and"
        + " smaller documents, never another verdict.", valueName: "size"))
  var maxMemory = "512M"

  @Flag(
    help: ArgumentHelp(
      "Parse every JSON record in full instead of reading flat ones off the structural index;"
        + " slower, never another result.", visibility: .hidden))
  var strict = false

  @Option(help: "Progress on stderr: auto (a line on a terminal), plain, none.")
  var progress: ProgressStyle = .auto

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  /// The bytes of `--max-memory`.
  private func memoryBytes() throws -> Int {
    guard let size = ByteSize(maxMemory), size.bytes >= 64 << 20 else {
      throw CommandFailure.usage(
        "memory-limit", "--max-memory \(maxMemory) is no size of at least 64M",
        fix: "write --max-memory 512M")
    }
    return size.bytes
  }

  /// Formats forced by `--as`.
  private func forcedFormats() throws -> [AnalysisRequest.ForcedFormat] {
    try forced.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandFailure.usage(
          "forced-format", "--as \(text) is not FORMAT=GLOB", fix: "write --as nginx-json='*.log'")
      }
      guard ExportFormats.named(parts[0]) != nil else {
        throw CommandFailure.usage(
          "unknown-format", "there is no format \"\(parts[0])\"",
          fix: NearestName.suggestion(
            for: parts[0], among: ExportFormats.all.map(\.name), called: "formats"))
      }
      return AnalysisRequest.ForcedFormat(format: parts[0], glob: parts[1])
    }
  }

  /// The zone of `--assume-zone`.
  private func zone() throws -> CivilZone? {
    guard let assumeZone else { return nil }
    guard let zone = CivilZone(name: assumeZone) else {
      throw CommandFailure.usage(
        "timezone-unknown", "there is no time zone \"\(assumeZone)\"",
        fix: "use an IANA name, such as Asia/Shanghai or UTC")
    }
    return zone
  }

  /// How exports are read.
  func reading() throws -> AnalysisRequest.Reading {
    var reading = AnalysisRequest.Reading()
    reading.forcedFormats = try forcedFormats()
    reading.assumedZone = try zone()
    reading.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    if let name = Environment.value("ESTREAT_SIMD") {
      guard let kernel = ScanKernel(rawValue: name), kernel.isAvailable else {
        let known = ScanKernel.allCases.filter(\.isAvailable).map(\.rawValue)
        throw CommandFailure.usage(
          "unknown-kernel", "ESTREAT_SIMD=\(name) is no kernel of this machine",
          fix: "known here: " + known.joined(separator: ", "))
      }
      reading.kernel = kernel
    }
    reading.limits = IngestLimits(memoryBytes: try memoryBytes())
    reading.isStrict = strict
    return reading
  }
}
