import Foundation
import Testing

/// Runs the built `estreat` that lies beside the test bundle.
struct Program {
  /// What one run left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// Whether some line of stderr is a diagnostic with this code.
    func reports(_ code: String) -> Bool { errors.contains("[\(code)]") }
  }

  /// A private folder of one test; removed with it.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("estreat-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("tmp"), withIntermediateDirectories: true)
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The binary beside the running test executable.
  static func binary() throws -> URL {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("estreat")
  }

  static func dataset(_ name: String) -> String {
    repository.appendingPathComponent("Datasets/incidents/\(name)").path
  }

  /// Writes a file below the folder; its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return url.path
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Names below a folder, sorted; none when it is not there.
  func names(_ name: String) -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: path(name))) ?? []).sorted()
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Runs to the end with a clean environment.
  func run(
    _ arguments: [String], stdin: Data? = nil, environment: [String: String] = [:]
  ) throws -> Outcome {
    let started = try start(arguments, environment: environment, input: stdin)
    started.process.waitUntilExit()
    return try started.outcome()
  }

  /// A process that may still be running.
  struct Started {
    let process: Process
    let output: URL
    let errors: URL

    func outcome() throws -> Outcome {
      Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  func start(
    _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
    pipe: Pipe? = nil
  ) throws -> Started {
    let process = Process()
    process.executableURL = try Self.binary()
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/bin:/bin", "TMPDIR": path("tmp"), "HOME": folder.path,
    ].merging(environment) { $1 }
    let id = UUID().uuidString
    let output = folder.appendingPathComponent(".out-\(id)")
    let errors = folder.appendingPathComponent(".err-\(id)")
    for url in [output, errors] {
      try Data().write(to: url)
    }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    if let pipe {
      process.standardInput = pipe
    } else {
      let feed = folder.appendingPathComponent(".in-\(id)")
      try (input ?? Data()).write(to: feed)
      process.standardInput = try FileHandle(forReadingFrom: feed)
    }
    try process.run()
    return Started(process: process, output: output, errors: errors)
  }
}

/// Runs `body` with a program whose folder is removed afterwards.
func withProgram<Value>(_ body: (Program) throws -> Value) throws -> Value {
  let program = try Program()
  defer { program.remove() }
  return try body(program)
}

/// Lines of access logs and an appendix for them.
enum Sample {
  /// One clause: P99 ≤ 200 ms of all requests.
  static let appendix = """
    estreat: 1
    appendix: v1
    timezone: Asia/Shanghai
    clauses:
      A2:
        kind: latency-percentile
        requires: []
        percentile: 99
        at-most: 200ms
        window: 60s
        from: [access-log]
    arbitration:
      within: 60s
      order: [A2]
      path: [gateway_timeout]
    """

  /// `minutes` minutes of one request every ten seconds from 2024-05-15T06:20:00Z, both edges
  /// included; requests of the minutes in `late` take 900 ms.
  static func accessLog(minutes: Int = 5, late: Set<Int> = []) -> String {
    (0...(minutes * 6)).map { index in
      let seconds = 1_715_754_000 + index * 10
      let time = late.contains(index / 6) ? "0.900" : "0.050"
      return #"{"msec":"\#(seconds).000","request_time":"\#(time)","status":"200","#
        + #""request_method":"GET","uri":"/api/pay","trace_id":"\#(traceID(index))"}"#
    }.joined(separator: "\n") + "\n"
  }

  private static func traceID(_ index: Int) -> String {
    let digits = String(index + 1, radix: 16)
    return "a" + String(repeating: "0", count: 31 - digits.count) + digits
  }
}
