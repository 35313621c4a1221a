/// Test 3: at least half of the effect's traces also hold the cause; counted both ways.
struct SharedTracesTest: LinkTesting {
  let name = "shared-traces"

  func run(_ context: LinkContext) -> LinkTest {
    let shared = context.causes.intersection(context.effects)
    let result: LinkTest.Result
    if context.causes.isEmpty || context.effects.isEmpty {
      result = .unknown
    } else {
      result = shared.count * 2 >= context.effects.count ? .pass : .fail
    }
    return LinkTest(
      test: name, result: result,
      counts: [
        LinkTest.Count("shared", Int64(shared.count)),
        LinkTest.Count("effectTraces", Int64(context.effects.count)),
        LinkTest.Count("causeTraces", Int64(context.causes.count)),
      ],
      detail: "\(shared.count) of \(context.effects.count) traces with \(context.effectNode) hold"
        + " \(context.causeNode); \(shared.count) of \(context.causes.count) the other way",
      evidence: context.evidence)
  }
}
