/// The releases of payment-app that the scenarios share.
enum DeploymentStory {
  static let current = "7f3c1d9be40a52c86b1f0e7d9a3c4b5566778f01"
  static let previous = "2b9e8c7716d0f4a3859c0d1e2f3a4b5c6d7e8f90"
  static let image = "registry.example.com/payment-app:2.14.0"
  private static let currentConfig =
    "sha256:9f2c64e1b7a05d38f1c2e3d4a5b697887766554433221100ffeeddccbbaa9988"
  private static let previousConfig =
    "sha256:1c0ffee0d15ea5e0badc0de0feedface0123456789abcdef0011223344556677"
  private static let zone = CivilTime.shanghai

  /// The release in force since 2024-05-02, and the one it replaced.
  static let events: [DeploymentEvent] =
    release(
      "20240418-2b9e", previous, previousConfig,
      [
        ("started", zone.instant(2024, 4, 18, 1, 5)),
        ("switched", zone.instant(2024, 4, 18, 1, 31)),
        ("verified", zone.instant(2024, 4, 18, 1, 52, 40)),
      ])
    + release(
      "20240502-7f3c", current, currentConfig,
      [
        ("started", zone.instant(2024, 5, 2, 1, 20)),
        ("switched", zone.instant(2024, 5, 2, 1, 48, 12)),
        ("verified", zone.instant(2024, 5, 2, 2, 10, 5)),
      ])
    + release(
      "20240418-2b9e", previous, previousConfig,
      [("superseded", zone.instant(2024, 5, 2, 2, 10, 6))])

  /// A release that was started half an hour before the judged time, and nothing else.
  static let startedOnly = release(
    "20240515-7f3c", current, currentConfig, [("started", zone.instant(2024, 5, 15, 13, 30))])

  static let commits: [Commit] = [
    Commit(
      hash: current, author: "Lin Yue <lin.yue@example.com>",
      at: zone.instant(2024, 4, 30, 17, 3, 44),
      message: ["Reserve ledger entries before charging", "", "Release 2.14.0."]),
    Commit(
      hash: "b81d02f6c9e34a7d5f60718293a4b5c6d7e8f901", author: "Omar Reyes <omar@example.com>",
      at: zone.instant(2024, 4, 26, 10, 41, 9),
      message: ["Log the request of a failed reservation"]),
    Commit(
      hash: previous, author: "Lin Yue <lin.yue@example.com>",
      at: zone.instant(2024, 4, 17, 16, 12, 0),
      message: ["Retry idempotent refunds", "", "Release 2.13.2."]),
  ]

  private static func release(
    _ id: String, _ commit: String, _ config: String, _ phases: [(String, Int)]
  ) -> [DeploymentEvent] {
    phases.map {
      DeploymentEvent(
        deployID: id, service: "payment-app", phase: $0.0, at: $0.1, commit: commit,
        configHash: config)
    }
  }
}
