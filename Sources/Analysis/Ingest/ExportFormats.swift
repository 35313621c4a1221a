/// The registry of export formats. Order breaks ties of equal confidence.
public enum ExportFormats {
  /// Every format that can be read.
  public static let all: [any ExportFormat] = [
    PrometheusResponse(),
    ExpositionText(),
    PrometheusProto(),
    TSDBChunks(),
    TSDBIndex(),
    TSDBTombstones(),
    TSDBMeta(),
    PromtoolDump(),
    VictoriaMetricsExport(),
    MetricsCSV(),
    OTLPTraces(),
    TempoJSON(),
    JaegerJSON(),
    JaegerElasticsearch(),
    ZipkinV2(),
    SkyWalkingSegments(),
    OTLPLogs(),
    OTLPMetrics(),
    OTLPProtoTraces(),
    OTLPProtoLogs(),
    OTLPProtoMetrics(),
    ArgoRollout(),
    FlaggerCanary(),
    ArgoCDApplication(),
    ArgoAnalysisRun(),
    KubernetesEvents(),
    SpinnakerPipeline(),
    TrivyReport(),
    ForeignScan(),
    KubernetesObjects(),
    ImageInspect(),
    GitLog(),
    SlowQueryLog(),
    ElasticsearchResponse(),
    ElasticsearchDump(),
    LokiResponse(),
    LogcliLines(),
    SecurityAuditLog(),
    KubernetesAudit(),
    CloudTrailLog(),
    SuricataEve(),
    LaurelLog(),
    ModSecurityJSON(),
    ModSecurityText(),
    DeploymentLog(),
    JSONAccessLog(),
    CombinedLog(),
    IngressNginxLog(),
    NginxProxyManagerLog(),
    NginxErrorLog(),
    TraefikCommonLog(),
    EnvoyTextLog(),
    AWSLoadBalancerLog(),
    HAProxyLog(),
    EnvoyJSONLog(),
    CaddyLog(),
    TraefikJSONLog(),
    JSONAppLog(),
    PostgresCSV(),
    PostgresLog(),
    PostgresJSON(),
    MySQLErrorLog(),
    JournaldLog(),
    SyslogText(),
    DockerLog(),
    ComposeLog(),
    KubernetesLog(),
    CloudWatchLog(),
    LogfmtLog(),
    KlogText(),
    GoPanicText(),
    TextLog(),
  ]

  /// Formats of plain JSON lines, between which the role that an appendix declares decides.
  static let plainJSONLines: Set<String> = [
    "security-audit", "deployment-jsonl", "json-access", "json-app-log",
  ]

  /// The format with `name`.
  public static func named(_ name: String) -> (any ExportFormat)? {
    all.first { $0.name == name }
  }

  /// The most confident claim on `head`.
  public static func recognize(
    _ head: ExportHead
  ) -> (format: any ExportFormat, recognition: Recognition)? {
    var best: (format: any ExportFormat, recognition: Recognition)?
    for format in all {
      guard let claim = format.recognizes(head) else { continue }
      if claim.confidence > best?.recognition.confidence ?? 0 { best = (format, claim) }
    }
    return best
  }
}
