internal import CSelect

/// A window that is filled and emptied value by value, and asked for exact quantiles at any time.
///
/// Inserting, expiring and asking take about log n steps each. Windows of a fixed number of samples
/// are quicker by `SlidingQuantiles`.
public struct RollingQuantiles: Sendable {
  /// What is asked for.
  public let request: QuantileRequest
  /// Fewest values, NaN not counted, that have quantiles.
  public let minCount: Int
  /// Keys from the oldest on, of which those before `start` have expired.
  private var queue: [Int64] = []
  private var start = 0
  private var keys = OrderedKeys()
  private var inserted = 0

  /// An empty window.
  ///
  /// - Throws: `RollingError.minCount` when that is not at least 1.
  public init(request: QuantileRequest, minCount: Int = 1) throws(RollingError) {
    guard minCount > 0 else { throw .minCount(minCount) }
    self.request = request
    self.minCount = minCount
  }

  /// Values in the window, NaN counted.
  public var count: Int { queue.count - start }

  /// NaN in the window.
  public var missingCount: Int { count - keys.count }

  /// Adds the newest value.
  ///
  /// - Throws: `RollingError.notANumber` by the policy, with the number of values inserted before;
  ///   the window stays as it was.
  public mutating func insert(_ value: Double) throws(RollingError) {
    let key = OrderKey.key(value)
    if key != OrderKey.notANumber {
      keys.insert(key)
    } else if request.missing == .reject {
      throw .notANumber(index: inserted)
    }
    inserted += 1
    queue.append(key)
  }

  /// Removes the oldest value and returns it; nil when there is none.
  @discardableResult
  public mutating func expireOldest() -> Double? {
    guard start < queue.count else { return nil }
    let key = queue[start]
    start += 1
    if start > 1024, start * 2 > queue.count {
      queue.removeFirst(start)
      start = 0
    }
    if key == OrderKey.notANumber { return .nan }
    keys.remove(key)
    return OrderKey.value(key)
  }

  /// The quantile `p` (0 to 1) of what is in the window by the request's definition and policy;
  /// NaN when there is none.
  public func quantile(_ p: Double) -> Double {
    let isHidden = request.missing == .propagate && missingCount > 0
    guard keys.count >= minCount, !isHidden else { return .nan }
    let place = request.definition.place(of: p, among: keys.count)
    let (low, high) = keys.pair(at: place.low)
    return cselect_between(OrderKey.value(low), OrderKey.value(high), place.share)
  }

  /// The quantiles of the request, in its order.
  public func quantiles() -> [Double] { request.quantiles.map { quantile($0) } }
}
