import Foundation
import Testing

@testable import Analysis

/// Real scans, objects and audits of third parties: recognised, counted and dated as Python's json
/// module and grep find them. Skipped where the corpus is absent.
struct ScanCorpusTests {
  struct Wanted: Sendable, CustomTestStringConvertible {
    var path: String
    var format: String
    var records: Int64 = 1
    var first = "-"
    var last = "-"
    var facts: [String: String] = [:]
    var testDescription: String { path }
  }

  private static let trivyTime = "2021-08-25T12:20:30.000000005Z"

  private static func trivy(_ name: String, _ time: String, _ facts: [String: String]) -> Wanted {
    Wanted(
      path: "trivy/\(name).json.golden", format: "trivy-json", first: time, last: time,
      facts: facts)
  }

  private static func objects(_ name: String, _ facts: [String: String]) -> Wanted {
    Wanted(path: "kubectl/\(name).json", format: "kubernetes-objects", facts: facts)
  }

  private static func audit(
    _ name: String, _ format: String, _ records: Int64, _ first: String, _ last: String
  ) -> Wanted {
    Wanted(
      path: "security-audit/\(name).log", format: format, records: records, first: first,
      last: last)
  }

  static let all: [Wanted] = [
    trivy("alpine-310", trivyTime, ["results": "1", "vulnerabilities MEDIUM": "4"]),
    trivy("npm-with-dev", trivyTime, ["packages": "13", "vulnerabilities MEDIUM": "1"]),
    trivy(
      "npm-with-suppressed", "2024-09-09T07:21:09.230231Z",
      ["packages": "2", "vulnerabilities HIGH": "1", "suppressed not_affected": "1"]),
    trivy("spring4shell-jre8", trivyTime, ["results": "3", "vulnerabilities LOW": "1"]),
    trivy("gomod-vex", trivyTime, ["results": "3", "vulnerabilities UNKNOWN": "4"]),
    trivy("dockerfile", trivyTime, ["misconfigurations HIGH": "1", "checks passed": "26"]),
    Wanted(path: "trivy/alpine-310.sarif.golden", format: "scan-not-read"),
    Wanted(path: "trivy/summary-ids.json.golden", format: "scan-not-read"),
    objects("k9s_no", ["kind Node": "1"]),
    objects("k9s_po_init", ["kind Pod": "1", "namespaces": "default"]),
    objects("k9s_po_sidecar", ["kind Pod": "1", "newest object": "2024-08-24T01:54:32Z"]),
    objects("k9s_svc", ["kind Service": "1"]),
    objects("kubectl_get_pods_kind_List", ["objects": "1", "kind Pod": "1"]),
    objects("openshift_pod_prometheus-k8s-0", ["kind of unstated kind": "1"]),
    objects("troubleshoot_deployments_monitoring", ["kind Deployment": "4"]),
    objects("troubleshoot_pods_default-unhealthy", ["kind Pod": "1"]),
    objects("troubleshoot_pods_message-oomkill-pod", ["kind Pod": "1"]),
    objects("troubleshoot_pods_message-pod-crashloop-backoff", ["kind Pod": "1"]),
    objects("troubleshoot_replicasets_default", ["kind ReplicaSet": "2"]),
    objects("troubleshoot_support-bundle_cluster-resources_nodes", ["kind Node": "6"]),
    // Frames with `datetime` inside: 11:45:41 -0400.
    Wanted(
      path: "cloudwatch/vector_guide_DATA_MESSAGE.json", format: "cloudwatch-json", records: 2,
      first: "2020-09-14T15:45:41Z", last: "2020-09-14T15:45:41Z"),
    audit(
      "aws-cloudtrail-postexploit", "cloudtrail-json", 4, "2023-04-12T11:55:16Z",
      "2023-04-12T14:53:56Z"),
    audit(
      "k8s-audit-pod-exec-file", "kubernetes-audit", 1, "2023-05-17T15:08:30.61991Z",
      "2023-05-17T15:08:30.61991Z"),
    audit(
      "k8s-audit-priv-pod-file", "kubernetes-audit", 1, "2023-05-17T13:59:57.759439Z",
      "2023-05-17T13:59:57.759439Z"),
    audit(
      "suricata-logs-evelog", "suricata-eve", 8, "2022-07-10T23:50:05.533101Z",
      "2022-07-12T06:09:52.602489Z"),
    // `date -u -d @1688048710`, `date -u -d @1696506989`.
    audit(
      "laurel-logs", "laurel-json", 6, "2023-06-29T14:25:10.843Z", "2023-10-05T11:56:29.042Z"),
    audit(
      "modsecurity-logs", "modsecurity-text", 13, "2021-09-30T13:27:06.009964Z",
      "2024-06-14T04:48:20.094249Z"),
  ]

  @Test(.enabled(if: CorpusTests.isPresent), arguments: all)
  func fileIsCountedAndDated(_ wanted: Wanted) throws {
    let input = InputFile(
      path: CorpusTests.folder.appending(path: wanted.path).path, displayPath: wanted.path,
      isNamed: true)
    let found = try #require(
      ExportInspector.inspect([input], .init(assumedZone: .utc)).first)
    #expect(found.summary.format == wanted.format)
    #expect(found.summary.records == wanted.records)
    #expect(found.summary.quarantined == 0)
    #expect((found.summary.span?.first.rfc3339 ?? "-") == wanted.first)
    #expect((found.summary.span?.last.rfc3339 ?? "-") == wanted.last)
    let facts = found.documents.flatMap(\.facts)
    for (name, value) in wanted.facts {
      #expect(facts.contains { $0.name == name && $0.value == value }, "\(name) \(value)")
    }
  }
}
