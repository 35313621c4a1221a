/// A Trivy JSON report (schema 2) of the deployed image. Package, identifier and advisory
/// are invented; only the shape is Trivy's.
enum TrivyReport {
  static func text(image: String, commit: String, at: Int) -> String {
    let secret = JSONValue.object([
      ("RuleID", .string("generic-password")), ("Category", .string("general")),
      ("Severity", .string("HIGH")), ("Title", .string("Password in configuration")),
      ("StartLine", .integer(14)), ("EndLine", .integer(14)),
      ("Match", .string("  password: ********")),
    ])
    let vulnerability = JSONValue.object([
      ("VulnerabilityID", .string("FICTION-2024-0001")),
      ("PkgID", .string("example.com/ledger@v1.4.0")),
      ("PkgName", .string("example.com/ledger")), ("InstalledVersion", .string("v1.4.0")),
      ("FixedVersion", .string("v1.4.2")), ("Status", .string("fixed")),
      ("Title", .string("Stack traces show request fields before masking")),
      ("Severity", .string("MEDIUM")),
    ])
    let results: [JSONValue] = [
      .object([
        ("Target", .string("app/payment-app")), ("Class", .string("lang-pkgs")),
        ("Type", .string("gobinary")), ("Vulnerabilities", .array([vulnerability])),
      ]),
      .object([
        ("Target", .string("/etc/payment/config.yaml")), ("Class", .string("secret")),
        ("Secrets", .array([secret])),
      ]),
    ]
    return JSONValue.object([
      ("SchemaVersion", .integer(2)),
      ("CreatedAt", .string(CivilTime.utc.rfc3339Nanoseconds(at))),
      ("ArtifactName", .string(image)), ("ArtifactType", .string("container_image")),
      (
        "Metadata",
        .object([
          ("RepoTags", .array([.string(image)])),
          (
            "ImageConfig",
            .object([
              ("architecture", .string("amd64")), ("os", .string("linux")),
              (
                "config",
                .object([
                  (
                    "Labels", .object([("org.opencontainers.image.revision", .string(commit))])
                  )
                ])
              ),
            ])
          ),
        ])
      ),
      ("Results", .array(results)),
    ]).pretty + "\n"
  }
}
