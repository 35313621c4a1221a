internal import ArgumentParser
internal import Evidence

/// How packages are written.
struct PackingOptions: ParsableArguments {
  @Flag(
    help: """
      Keep the members of packages uncompressed: larger, but the same bytes with every build. The \
      package id is the same either way.
      """)
  var store = false

  /// Applies the options; `jobs` are the threads that hash and deflate.
  func apply(to builder: inout PackageBuilder, jobs: Int) {
    builder.store = store
    builder.jobs = jobs
  }
}
