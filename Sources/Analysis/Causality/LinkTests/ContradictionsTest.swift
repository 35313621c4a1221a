/// Test 8: traces that speak against the link, at most one in ten.
///
/// A trace contradicts when it shows the effect while its cause is observed to be absent, or
/// began only after the effect was over. Absence is observed for a late request when nine in
/// ten slow-log entries carry trace ids, or when the trace's own database spans are there and
/// none is slow; otherwise nothing is known about the trace.
struct ContradictionsTest: LinkTesting {
  let name = "contradictions"

  func run(_ context: LinkContext) -> LinkTest {
    let against = context.contradicting
    let result: LinkTest.Result
    if context.causes.isEmpty || context.effects.isEmpty {
      result = .unknown
    } else {
      result = against.count * 10 <= context.effects.count ? .pass : .fail
    }
    return LinkTest(
      test: name, result: result,
      counts: [
        LinkTest.Count("causeAbsent", Int64(context.absent.count)),
        LinkTest.Count("causeLater", Int64(context.later.count)),
        LinkTest.Count("effectTraces", Int64(context.effects.count)),
      ],
      detail: "\(against.count) of \(context.effects.count) traces with \(context.effectNode)"
        + " contradict: \(context.absent.count) without \(context.causeNode),"
        + " \(context.later.count) where it came later")
  }
}
