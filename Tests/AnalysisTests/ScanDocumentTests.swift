import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// What scans, objects of a cluster and images state, by the fixtures' own figures counted by hand.
struct ScanDocumentTests {
  private func inspection(_ fixture: String) throws -> ExportInspector.Inspection {
    let path = FormatFixtureTests.folder.appending(path: fixture).path
    return try #require(
      ExportInspector.inspect([InputFile(path: path, displayPath: fixture, isNamed: true)]).first)
  }

  private func facts(_ fixture: String) throws -> [String: String] {
    let document = try #require(try inspection(fixture).documents.first)
    return Dictionary(
      document.facts.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  @Test func trivyIsCountedBySeverity() throws {
    let facts = try facts("trivy-json/good-full.json")
    let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)
    let wanted = [
      "artifact": "registry.example/pay:v1", "artifact type": "container_image", "schema": "2",
      "trivy": "0.50.0", "operating system": "debian 12.5", "image": digest,
      "digests": "registry.example/pay@" + digest, "tags": "registry.example/pay:v1",
      "results": "4", "packages": "2", "vulnerabilities CRITICAL": "1", "vulnerabilities HIGH": "2",
      "vulnerabilities without a fix": "1", "misconfigurations HIGH": "1", "checks passed": "20",
      "secrets": "2", "secret rules": "aws-access-key-id, private-key",
      "suppressed not_affected": "1", "suppressed ignored": "1",
    ]
    #expect(facts == wanted)
  }

  @Test func schema1AndClustersAreRead() throws {
    let old = try facts("trivy-json/good-schema1.json")
    #expect(old["results"] == "2")
    #expect(old["vulnerabilities LOW"] == "1" && old["vulnerabilities MEDIUM"] == "1")
    let cluster = try facts("trivy-json/good-cluster.json")
    #expect(cluster["artifact"] == "prod")
    #expect(cluster["misconfigurations LOW"] == "1")
  }

  /// Neither what a scanner matched, nor an environment, nor a Secret's data leaves the readers.
  @Test func secretsAreCountedAndNeverTold() throws {
    for (fixture, secret) in [
      ("trivy-json/good-full.json", "BEGIN"), ("kubernetes-objects/good-secrets.json", "aHVudGVy"),
      ("kubernetes-objects/good-list.json", "hunter2"),
      ("image-inspect/good-docker.json", "hunter"),
    ] {
      let text = try String(
        contentsOf: FormatFixtureTests.folder.appending(path: fixture), encoding: .utf8)
      #expect(text.contains(secret))
      let inspection = try inspection(fixture)
      #expect(!"\(inspection)".contains(secret), "\(fixture)")
    }
    let yaml = try inspection("kubernetes-objects/good-pods.yaml")
    #expect(!"\(yaml)".contains("aHVudGVy"))
    let secrets = try facts("kubernetes-objects/good-secrets.json")
    #expect(secrets["kind Secret"] == "1" && secrets["secret types"] == "Opaque")
  }

  @Test func objectsAreCountedByKind() throws {
    let facts = try facts("kubernetes-objects/good-list.json")
    #expect(facts["objects"] == "2" && facts["kind Pod"] == "2" && facts["namespaces"] == "pay")
    #expect(facts["images"]?.hasPrefix("registry.example/pay:v1, ") == true)
    #expect(facts["newest object"] == "2024-05-15T06:00:00Z")
    #expect(try inspection("kubernetes-objects/good-list.json").summary.role == .config)
    let yaml = try self.facts("kubernetes-objects/good-pods.yaml")
    #expect(yaml["kind Pod"] == "1" && yaml["kind Secret"] == "1" && yaml["objects"] == "2")
    #expect(yaml["images"] == "registry.example/pay:v1")
    #expect(yaml["newest object"] == "2024-05-15T06:00:01Z")
  }

  @Test func imagesNameTheirCommit() throws {
    let docker = try facts("image-inspect/good-docker.json")
    #expect(
      docker["label org.opencontainers.image.revision"]
        == "0123456789abcdef0123456789abcdef01234567")
    #expect(docker["platform"] == "linux/amd64" && docker["label other"] == nil)
    #expect(try facts("image-inspect/good-crictl.json")["label tech_appendix_sha256"] == "ab")
  }

  @Test(arguments: [
    ("sha256:" + String(repeating: "a", count: 64), true),
    ("r.example:5000/a/b@sha256:" + String(repeating: "0", count: 64), true),
    ("sha512:" + String(repeating: "f", count: 128), true),
    ("sha256:" + String(repeating: "A", count: 64), false),
    ("sha256:" + String(repeating: "a", count: 63), false),
    ("md5:" + String(repeating: "a", count: 64), false),
    (String(repeating: "a", count: 64), false), ("", false), ("@", false), ("sha256:", false),
  ])
  func digestsAreWellFormedOrNot(_ text: String, _ isOne: Bool) {
    #expect(isImageDigest(text) == isOne)
  }

  /// Logs that speak of objects and scans stay logs.
  @Test(arguments: [
    "\"msg\":\"scanned\",\"vulnerabilities\":3,\"misconfigurations\":0,\"scanner\":\"x\",\"scan\":1",
    "\"msg\":\"updated\",\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\","
      + "\"metadata\":{\"creationTimestamp\":\"2024-05-15T06:00:00Z\",\"uid\":\"u\"}}",
    "\"msg\":\"list\",\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"items\":\"\"}",
    "\"msg\":\"image\",\"Id\":\"a\",\"RepoTags\":[],\"RepoDigests\":[],\"Created\":\"x\"",
    "\"msg\":\"sarif\",\"runs\":1,\"format\":\"sarif\"",
  ])
  func logsThatSpeakOfThemStayLogs(_ members: String) throws {
    var exports = try SmallExports("  E: {kind: sensitive-exposure, patterns: [SSN]}")
    defer { exports.remove() }
    let line = "{\"level\":\"info\",\"ts\":1715754000.5,\(members)}\n"
    for count in [1, 3] {
      try exports.add("\(count).jsonl", String(repeating: line, count: count))
    }
    for found in try ExportInspector.inspect(exports.inputs) {
      #expect(found.summary.format == "json-app-log")
    }
  }

  /// What an export says is shown short and on one line, whatever it says.
  @Test func factsAreBounded() throws {
    var list = FactList()
    list.add("a", String(repeating: "x", count: 100_000))
    list.add("b", "one\n\u{1b}[31mtwo")
    list.add("c", all: Set((0..<1000).map { "v\($0)" }))
    #expect(list.facts[0].value.count == FactList.valueLimit + 1)
    #expect(list.facts[1].value == "one  [31mtwo")
    #expect(list.facts[2].value.hasSuffix(", and 984 more"))
  }

  /// 2024-05-15T06:20:00Z began the last deployment; only the scan before it is noted.
  @Test func aScanFromBeforeTheDeploymentIsNoted() throws {
    func codes(_ created: String) throws -> Set<String> {
      var exports = try SmallExports("  E: {kind: sensitive-exposure, patterns: [SSN]}")
      defer { exports.remove() }
      try exports.add("app.jsonl", SmallExports.app(0) + "\n" + SmallExports.app(180))
      try exports.add(
        "deploy.jsonl",
        "{\"deploy_id\":\"d\",\"service\":\"app\",\"phase\":\"started\","
          + "\"time\":\"2024-05-15T06:20:00Z\"}\n{\"deploy_id\":\"d\",\"service\":\"app\","
          + "\"phase\":\"verified\",\"time\":\"2024-05-15T06:21:00Z\"}\n")
      try exports.add(
        "scan.json",
        "{\"SchemaVersion\":2,\"ArtifactName\":\"a\",\"CreatedAt\":\"\(created)\","
          + "\"Results\":[{\"Target\":\"t\"}]}")
      let run = try exports.run(from: 0, to: 180)
      return Set(run.result.diagnostics.map(\.code))
    }
    #expect(try codes("2024-05-15T06:19:59Z").contains("scan-older"))
    #expect(try !codes("2024-05-15T06:20:00Z").contains("scan-older"))
    #expect(try codes("yesterday").contains("scan-undated"))
  }
}
