/// Which quantiles are asked for, and of how many values at least.
public struct QuantileRequest: Sendable, Equatable {
  /// The quantiles, each from 0 to 1, in the order in which they are given back.
  public let quantiles: [Double]
  /// How they lie between values.
  public let definition: QuantileDefinition
  /// What a NaN means.
  public let missing: MissingPolicy

  /// Asks for `quantiles`, the quartiles unless told otherwise.
  ///
  /// - Throws: `RollingError.quantile` when there is none, or one is not from 0 to 1.
  public init(
    _ quantiles: [Double] = [0.25, 0.5, 0.75], definition: QuantileDefinition = .type7,
    missing: MissingPolicy = .propagate
  ) throws(RollingError) {
    if quantiles.isEmpty { throw .quantile(nil) }
    for p in quantiles where !(p >= 0 && p <= 1) { throw .quantile(p) }
    self.quantiles = quantiles
    self.definition = definition
    self.missing = missing
  }

  /// Fails when NaN is an error and there is one.
  func check(_ samples: UnsafeBufferPointer<Double>) throws(RollingError) {
    guard missing == .reject else { return }
    if let index = samples.firstIndex(where: \.isNaN) { throw .notANumber(index: index) }
  }

  /// The places of all quantiles among `count` values.
  func places(among count: Int) -> [QuantilePlace] {
    quantiles.map { definition.place(of: $0, among: count) }
  }
}
