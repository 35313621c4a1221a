/// Quantiles as a table: a row for each window or group, a column for each quantile asked for.
public struct QuantileRows<Value: Sendable>: Sendable {
  /// Quantiles in a row.
  public let columns: Int
  /// All of them, row by row; NaN where there is none.
  public let values: [Value]

  /// Rows of the table.
  public var count: Int { values.count / columns }

  /// The quantile of a row.
  public subscript(row: Int, column: Int) -> Value {
    precondition(column >= 0 && column < columns, "there is no such column")
    return values[row * columns + column]
  }
}

extension QuantileRows: Equatable where Value: Equatable {}
