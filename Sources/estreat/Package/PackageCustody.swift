internal import Analysis
internal import Evidence
internal import Reports

/// `data/custody/`: which bytes were read, and which settings could change a verdict.
struct PackageCustody {
  let result: AnalysisResult
  let tool: ReportTool
  let settings: RunSettings

  /// All documents of the folder.
  var members: [PackageMember] {
    [
      PackageMember("data/custody/inputs.sha256", .bytes(inputs)),
      PackageMember("data/custody/run.json", .bytes(JSONLayout.linewise(run))),
    ]
  }

  /// Every input as acquired, in the form of `sha256sum`; odd names are escaped as it does.
  private var inputs: [UInt8] {
    var text = ""
    for input in result.inputs where !input.sha256.isEmpty {
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
  var from: Instant?
  var to: Instant?
  var assumedZone: String?
  var forced: [AnalysisRequest.ForcedFormat]
  var caseID: String?
  var operatorName: String?
}
