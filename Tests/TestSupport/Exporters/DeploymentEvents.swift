/// Deployment events in estreat's own JSON lines.
enum DeploymentEvents {
  static func lines(_ truth: GroundTruth) -> String {
    truth.deployments.map { event in
      JSONValue.object([
        ("deploy_id", .string(event.deployID)), ("service", .string(event.service)),
        ("phase", .string(event.phase)), ("time", .string(truth.zone.rfc3339Seconds(event.at))),
        ("commit", .string(event.commit)), ("config_hash", .string(event.configHash)),
      ]).compact + "\n"
    }.joined()
  }
}
