/// The body of a Prometheus HTTP API `query_range` answer.
enum PrometheusRange {
  /// - Parameters:
  ///   - from: first second shown.
  ///   - to: last second shown.
  static func body(_ series: [CounterSeries], from: Int, to: Int) -> String {
    let result = series.map { series -> JSONValue in
      let metric = [("__name__", JSONValue.string(series.name))]
      let labels = series.labels.map { ($0.0, JSONValue.string($0.1)) }
      let values = series.samples.filter { $0.second >= from && $0.second <= to }.map {
        JSONValue.array([.integer($0.second), .string(String($0.value))])
      }
      return .object([("metric", .object(metric + labels)), ("values", .array(values))])
    }
    let data = JSONValue.object([
      ("resultType", .string("matrix")), ("result", .array(result)),
    ])
    return JSONValue.object([("status", .string("success")), ("data", data)]).compact + "\n"
  }
}
