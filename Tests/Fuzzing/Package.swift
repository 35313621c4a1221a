// swift-tools-version: 6.2
import PackageDescription

/// The fuzzer: a package of its own, so that no ordinary build knows of it. `make fuzz` builds it
/// and what it reads with `--sanitize fuzzer --sanitize address` into `.build/fuzz`.
let package = Package(
  name: "estreat-fuzz",
  dependencies: [.package(name: "estreat", path: "../..")],
  targets: [
    .executableTarget(
      name: "estreat-fuzz",
      dependencies: [
        .product(name: "estreat-internals", package: "estreat")
      ],
      path: "Sources",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
      ])
  ],
  swiftLanguageModes: [.v6]
)
