/// Test 1: the appendix declares how the cause leads to the effect.
struct MechanismTest: LinkTesting {
  let name = "mechanism"

  func run(_ context: LinkContext) -> LinkTest {
    LinkTest(
      test: name, result: context.isDeclared ? .pass : .unknown,
      detail: context.isDeclared
        ? "the appendix declares \(context.cause) before \(context.effect) in arbitration.order"
        : "the appendix declares no order between \(context.cause) and \(context.effect)")
  }
}
