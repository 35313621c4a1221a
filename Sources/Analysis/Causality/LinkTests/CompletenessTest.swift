/// Test 9: every path node between cause and effect has data; one without is inferred.
struct CompletenessTest: LinkTesting {
  let name = "completeness"

  func run(_ context: LinkContext) -> LinkTest {
    let inferred = context.between.filter { !$0.hasData }.map(\.node)
    return LinkTest(
      test: name, result: inferred.isEmpty ? .pass : .unknown,
      counts: [LinkTest.Count("inferred", Int64(inferred.count))],
      detail: inferred.isEmpty
        ? "every node between has data"
        : "inferred, not observed: " + inferred.joined(separator: ", "))
  }
}
