/// Where the quantile of a sample lies between its values, by Hyndman and Fan, "Sample quantiles in
/// statistical packages", The American Statistician 50 (1996), 361–365.
///
/// Every one of them takes a place among the ascending values, a real number, and interpolates
/// linearly between the values around it. Places are worked out in doubles, in the order of
/// operations of numpy's `quantile`, so that results agree with it to the bit.
public enum QuantileDefinition: String, Sendable, CaseIterable {
  /// Places (n + 1) · p; numpy's `weibull`, Minitab, SPSS.
  case type6
  /// Places 1 + (n - 1) · p; numpy's and pandas' `linear`, R's default, `quantile_cont` of DuckDB.
  case type7
  /// Places (n + 1/3) · p + 1/3, nearly unbiased in the median; numpy's `median_unbiased`.
  case type8

  /// The place of the quantile `p` (0 to 1) among `count` ascending values, of which there is at
  /// least one.
  public func place(of p: Double, among count: Int) -> QuantilePlace {
    precondition(count > 0 && p >= 0 && p <= 1, "a quantile needs values and a share of them")
    let n = Double(count)
    let index =
      switch self {
      case .type6: n * p + p - 1
      case .type7: (n - 1) * p
      case .type8: n * p + (1.0 / 3 + p * (1.0 - 1.0 / 3 - 1.0 / 3)) - 1
      }
    if !(index > 0) { return QuantilePlace(low: 0, share: 0) }
    if index >= n - 1 { return QuantilePlace(low: count - 1, share: 0) }
    let low = index.rounded(.down)
    return QuantilePlace(low: Int(low), share: index - low)
  }
}

/// A place among ascending values, counted from 0.
public struct QuantilePlace: Sendable, Equatable {
  /// The index of the value at or below the place.
  public var low: Int
  /// How far the place is from that value (0) to the next one (1, excluded); 0 at the last value.
  public var share: Double
}
