/// Test 2: the cause's onset interval lies before the effect's, clock uncertainty included.
struct OnsetOrderTest: LinkTesting {
  let name = "onset-order"

  func run(_ context: LinkContext) -> LinkTest {
    let (cause, effect) = (context.causeOnset.at, context.effectOnset.at)
    let result: LinkTest.Result
    if cause.last < effect.first {
      result = .pass
    } else if cause.first > effect.last {
      result = .fail
    } else {
      result = .unknown
    }
    return LinkTest(
      test: name, result: result,
      detail: "\(context.cause) began \(text(cause)), \(context.effect) \(text(effect))",
      evidence: [context.causeOnset.evidence, context.effectOnset.evidence].compactMap { $0 })
  }

  private func text(_ span: TimeSpan) -> String {
    span.first == span.last
      ? "at \(span.first.rfc3339)" : "between \(span.first.rfc3339) and \(span.last.rfc3339)"
  }
}
