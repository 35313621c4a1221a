import Foundation
import Testing

/// The shipped incidents through the binary: packages, explanations, equal bytes.
@Suite("Shipped incidents")
struct IncidentRunTests {
  private static let now = ["--now", "2024-05-20T00:00:00Z"]

  private func analyze(
    _ program: Program, _ name: String, _ output: String, _ more: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Program.Outcome {
    let set = Program.dataset(name)
    return try program.run(
      ["analyze", "-a", set + "/appendix.yaml"] + (more.isEmpty ? [set + "/exports"] : more)
        + ["-o", output] + Self.now, environment: environment)
  }

  private func tree(_ program: Program, _ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in program.names(folder) {
      let url = program.folder.appendingPathComponent(folder + "/" + name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files[name] = try Data(contentsOf: url)
      }
    }
    return files
  }

  @Test("equal bytes for any --jobs, time zone, locale and order of inputs")
  func equalBytes() throws {
    try withProgram { program in
      let name = "hard-negatives/missing-middle"
      let exports = Program.dataset(name) + "/exports"
      let folders = ["deployments", "logs", "metrics"].map { exports + "/" + $0 }
      let runs: [(String, [String], [String: String])] = [
        ("a", folders + ["--jobs", "1"], ["TZ": "UTC"]),
        (
          "b", folders.reversed() + ["--jobs", "2"],
          ["TZ": "America/New_York", "LC_ALL": "zh_CN.UTF-8"]
        ),
        ("c", folders + ["--jobs", "7"], ["TZ": "Asia/Shanghai", "LANG": "C"]),
      ]
      let key = try program.write(String(repeating: "0b", count: 32) + "\n", to: "key.hex")
      for (folder, arguments, environment) in runs {
        let run = try analyze(
          program, name, folder, arguments + ["--mask-key", key], environment: environment)
        #expect(run.status == 1, "\(run.errors)")
      }
      let first = try tree(program, "a")
      #expect(first.keys.contains { $0.hasSuffix("-FULL.zip") })
      for folder in ["b", "c"] { #expect(try tree(program, folder) == first) }
    }
  }

  @Test("a package verifies; a flipped byte is status 5, no zip 4, no file 4")
  func verify() throws {
    try withProgram { program in
      #expect(try analyze(program, "hard-negatives/missing-middle", "out").status == 1)
      let name = try #require(program.names("out/packages").first { $0.hasSuffix("-FULL.zip") })
      let path = program.path("out/packages/" + name)
      let intact = try program.run(["verify", path])
      #expect(intact.status == 0 && intact.output.contains("intact"), "\(intact.errors)")
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count / 3] ^= 1
      let flipped = try program.write(bytes, to: "flipped.zip")
      let defect = try program.run(["verify", path, flipped])
      #expect(defect.status == 5, "\(defect.output)\(defect.errors)")
      #expect(defect.errors.contains(": error: "))
      let text = try program.write("no zip at all", to: "text.zip")
      #expect(try program.run(["verify", text]).status == 4)
      #expect(try program.run(["verify", "nowhere.zip"]).status == 4)
      #expect(try program.run(["verify", flipped, text]).status == 4)
      let json = try program.run(["verify", path, "--format", "json"])
      #expect(json.output.contains("\"outcome\":\"intact\""))
      let other = try program.run([
        "verify", path, "--package-id", String(repeating: "0", count: 64),
      ])
      #expect(other.status == 5)
    }
  }

  @Test("stock tools accept the package: unzip -t, sha256sum -c inside and beside it")
  func stockTools() throws {
    try withProgram { program in
      #expect(try analyze(program, "hard-negatives/missing-middle", "out").status == 1)
      let script = """
        cd out/packages && sha256sum -c --quiet *.zip.sha256 && unzip -tq *.zip \
        && mkdir x && cd x && unzip -q ../*.zip \
        && sha256sum -c --quiet manifest-sha256.txt && sha256sum -c --quiet tagmanifest-sha256.txt \
        && test -s data/logs/index.jsonl -a -s data/findings/verdicts.json \
          -a -s data/metrics/snapshot.openmetrics -a -s data/custody/inputs.sha256
        """
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", script]
      process.currentDirectoryURL = program.folder
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  @Test("every slice is the exact bytes of its source, as the index says")
  func slices() throws {
    try withProgram { program in
      let set = "hard-negatives/missing-middle"
      #expect(try analyze(program, set, "out").status == 1)
      let unzip = Process()
      unzip.executableURL = URL(fileURLWithPath: "/bin/sh")
      unzip.arguments = ["-c", "mkdir x && cd x && unzip -q ../out/packages/*.zip"]
      unzip.currentDirectoryURL = program.folder
      try unzip.run()
      unzip.waitUntilExit()
      let index = try String(
        contentsOfFile: program.path("x/data/logs/index.jsonl"), encoding: .utf8)
      var checked = 0
      for line in index.split(separator: "\n") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        let entry = try #require(object as? [String: Any])
        guard let source = entry["source"] as? String, !source.hasSuffix(".gz"),
          let slice = entry["slice"] as? String, let offset = entry["offset"] as? Int,
          let length = entry["length"] as? Int, let from = entry["sourceOffset"] as? Int
        else { continue }
        let original = try Data(
          contentsOf: URL(fileURLWithPath: Program.dataset(set) + "/exports/" + source))
        let kept = try Data(contentsOf: URL(fileURLWithPath: program.path("x/" + slice)))
        #expect(kept[offset..<(offset + length)] == original[from..<(from + length)])
        checked += 1
      }
      #expect(checked > 10)
    }
  }

  @Test("explain: a clause, a window, an incident; an unknown id is status 2")
  func explain() throws {
    try withProgram { program in
      let set = Program.dataset("hard-negatives/traffic-surge")
      let inputs = ["-a", set + "/appendix.yaml", set + "/exports"]
      let clause = try program.run(["explain", "A2"] + inputs)
      #expect(
        clause.status == 0 && clause.output.contains("⌈99/100 · 90⌉ = 90"), "\(clause.errors)")
      let window = try program.run(["explain", "A5@2024-05-15T14:10:00+08:00"] + inputs)
      #expect(window.output.contains("1625/12750"))
      let same = try program.run(["explain", "A5", "--at", "2024-05-15T06:10:00Z"] + inputs)
      #expect(same.output == window.output)
      let summary = try program.run(["analyze"] + inputs)
      let id = try #require(summary.output.firstMatch(of: /INC-\d{8}-\d{6}/)).output
      let incident = try program.run(["explain", String(id)] + inputs)
      #expect(
        incident.output.contains("shared-traces") && incident.output.contains("sha256") == false)
      let unknown = try program.run(["explain", "A99"] + inputs)
      #expect(unknown.status == 2 && unknown.reports("unknown-subject"))
    }
  }
}
