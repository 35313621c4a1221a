/// The registry of clause kinds, in the order of the contract.
public enum ClauseKinds {
  /// Every kind the appendix may name.
  public static let all: [any ClauseRule.Type] = [
    BlueGreenVerified.self,
    LatencyPercentile.self,
    TraceInjection.self,
    SensitiveExposure.self,
    SeasonalBaseline.self,
  ]
}
