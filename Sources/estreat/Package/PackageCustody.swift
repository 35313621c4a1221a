internal import Analysis
internal import Evidence
internal import Reports

/// `data/custody/`: which bytes were read, which settings could change a verdict, what was done
/// in which order, and what the package does not prove.
struct PackageCustody {
  let result: AnalysisResult
  let tool: ReportTool
  let settings: RunSettings
  let appendix: Appendix
  let incident: String
  /// Verdict digest of the package.
  let digest: String
  let slices: [SliceSink.Summary]

  static let inputsMember = "data/custody/inputs.sha256"

  /// All documents of the folder.
  var members: [PackageMember] {
    [
      PackageMember(Self.inputsMember, .bytes(inputs)),
      PackageMember("data/custody/run.json", .bytes(JSONLayout.linewise(run))),
      PackageMember(CustodyChain.path, .bytes(chain.bytes)),
      PackageMember(
        "data/custody/statement.json",
        .bytes(
          JSONLayout.linewise(
            PackageStatement(
              result: result, tool: tool, settings: settings, appendix: appendix, slices: slices
            ).document))),
    ]
  }

  /// What was done, in order. There is no time per event: the one clock is that of the run.
  var chain: CustodyChain {
    var chain = CustodyChain()
    for input in result.inputs {
      chain.append(
        "acquired",
        [
          "path": input.path, "bytes": "\(input.bytes)",
          "sha256": input.sha256.isEmpty ? nil : input.sha256, "format": input.format,
        ])
    }
    chain.append(
      "analysed",
      [
        "tool": tool.name, "version": tool.version, "program-sha256": tool.sha256,
        "appendix-sha256": result.appendixSHA256, "tzdata": CivilZone.dataVersion,
        "verdict-digest": "sha256:" + result.digest,
      ])
    for slice in slices {
      chain.append(
        "collected",
        [
          "member": slice.member, "source": result.inputs[slice.input].path,
          "records": "\(slice.records)", "quarantined": "\(slice.quarantined)",
          "kept": slice.kept.map { "\($0)" },
        ])
    }
    chain.append(
      "packed",
      [
        "incident": incident, "kind": "FULL", "verdict-digest": "sha256:" + digest,
        "time": settings.time.rfc3339, "clock": settings.clock, "case": settings.caseID,
        "operator": settings.operatorName,
      ])
    return chain
  }

  private var inputs: [UInt8] {
    Self.sums(
      result.inputs.filter { !$0.sha256.isEmpty }.map { (path: $0.path, sha256: $0.sha256) })
  }

  /// Every input as acquired, in the form of `sha256sum`; odd names are escaped as it does.
  static func sums(_ inputs: [(path: String, sha256: String)]) -> [UInt8] {
    var text = ""
    for input in inputs {
      var name = ""
      for scalar in input.path.unicodeScalars {
        switch scalar {
        case "\\": name += "\\\\"
        case "\n": name += "\\n"
        case "\r": name += "\\r"
        default: name.unicodeScalars.append(scalar)
        }
      }
      text += (name == input.path ? "" : "\\") + "\(input.sha256)  \(name)\n"
    }
    return Array(text.utf8)
  }

  private var run: JSONValue {
    .object([
      ("schema", .string("estreat.run/1")), ("tool", AnalysisJSON.tool(tool)),
      ("time", .string(settings.time.rfc3339)),
      ("appendixSha256", .string(result.appendixSHA256)),
      ("case", .optional(settings.caseID)), ("operator", .optional(settings.operatorName)),
      ("from", .optional(settings.from?.rfc3339)), ("to", .optional(settings.to?.rfc3339)),
      ("assumeZone", .optional(settings.assumedZone)),
      ("as", .array(settings.forced.map { .string($0.format + "=" + $0.glob) })),
    ])
  }
}

/// What was said on the command line, as far as it can change a verdict or names people.
struct RunSettings {
  var time: Instant
  /// Where `time` comes from, as `RunClock` says.
  var clock: String
  var from: Instant?
  var to: Instant?
  var assumedZone: String?
  var forced: [AnalysisRequest.ForcedFormat]
  var caseID: String?
  var operatorName: String?
}
