// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: Swift 6 mode, explicit existentials, imports that
/// do not leak, and no warning that survives a build.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "estreat",
  products: [
    .executable(name: "estreat", targets: ["estreat"]),
    // For the fuzzer, which is a package of its own below Tests.
    .library(
      name: "estreat-internals",
      targets: ["Analysis", "CCandidates", "CScan", "Diagnostics", "Evidence", "Sensitive"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CGcrypt", pkgConfig: "libgcrypt", providers: [.apt(["libgcrypt20-dev"])]),
    .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CVectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"])]),
    // Headers only, so no pkgConfig, which would link: Reports loads the libraries when it draws
    // (Sources/CPangoCairo/shim.h).
    .systemLibrary(
      name: "CPangoCairo", providers: [.apt(["libcairo2-dev", "libpangocairo-1.0-0"])]),
    .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
    .target(name: "CCandidates"),
    .target(name: "CLeaves", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CReadBack", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CScan", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CSelect", cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "Digest", dependencies: ["CGcrypt", "COpenSSL"], swiftSettings: strict),
    .target(
      name: "Sensitive", dependencies: ["Diagnostics", "CCandidates", "CVectorscan"],
      swiftSettings: strict),
    .target(
      name: "Analysis",
      dependencies: [
        "Diagnostics", "Digest", "Sensitive", "CIsal", "CScan", "CSelect", "CZlib",
        .product(name: "BigInt", package: "BigInt"), .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "Evidence",
      dependencies: [
        "Diagnostics", "Digest", "CDeflate", "CIsal", "CLeaves", "COpenSSL", "CReadBack", "CZlib",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports", dependencies: ["Analysis", "Diagnostics", "CPangoCairo", "CQREncode"],
      swiftSettings: strict),
    .executableTarget(
      name: "estreat",
      dependencies: [
        "Analysis", "Diagnostics", "Digest", "Evidence", "Reports", "Sensitive",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["CZlib"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .executableTarget(
      name: "make-datasets", dependencies: ["TestSupport"], path: "Tests/MakeDatasets",
      swiftSettings: strict),
    .executableTarget(
      name: "calibrate", dependencies: ["Analysis"], path: "Tests/Calibrate",
      swiftSettings: strict),
    .testTarget(
      name: "DiagnosticsTests",
      dependencies: ["Diagnostics", "Digest", "Sensitive", "CCandidates"],
      swiftSettings: strict),
    .executableTarget(
      name: "bench-rolling", dependencies: ["Analysis"], path: "Tests/Benchmarks/Rolling",
      swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Analysis", "CScan", "CSelect", "Diagnostics", "TestSupport"],
      exclude: ["Rolling/answers.py", "Rolling/answers.json"], swiftSettings: strict),
    .testTarget(
      name: "EvidenceTests",
      dependencies: [
        "Evidence", "CReadBack", "CZlib", "Diagnostics", "Digest", "Sensitive", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Analysis", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["estreat", "Evidence", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
