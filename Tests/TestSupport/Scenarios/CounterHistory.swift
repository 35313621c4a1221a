/// Per-minute increases of the database's statement counters, and their cumulative series.
struct CounterHistory: Sendable {
  struct Minute: Sendable {
    var slow: Int
    var questions: Int
  }

  /// First minute's start, in seconds since 1970.
  var startSecond: Int
  var minutes: [Minute]

  /// Cumulative series sampled at every minute edge, the first and the last included.
  func series(slowBase: Int, questionsBase: Int) -> [CounterSeries] {
    Self.series([self], slowBase: slowBase, questionsBase: questionsBase)
  }

  /// One pair of series over several stretches; the counters run on in between, unseen.
  static func series(
    _ stretches: [CounterHistory], slowBase: Int, questionsBase: Int
  ) -> [CounterSeries] {
    var slow = slowBase
    var questions = questionsBase
    var slowSamples: [CounterSeries.Sample] = []
    var questionSamples: [CounterSeries.Sample] = []
    for stretch in stretches {
      for (index, minute) in ([Minute(slow: 0, questions: 0)] + stretch.minutes).enumerated() {
        slow += minute.slow
        questions += minute.questions
        let second = stretch.startSecond + index * 60
        slowSamples.append(.init(second: second, value: slow))
        questionSamples.append(.init(second: second, value: questions))
      }
      slow += 4_211
      questions += 171_904
    }
    let labels = [("instance", "mysql-0:9104"), ("job", "mysqld-exporter")]
    return [
      CounterSeries(
        name: "mysql_global_status_questions", labels: labels, samples: questionSamples),
      CounterSeries(
        name: "mysql_global_status_slow_queries", labels: labels, samples: slowSamples),
    ]
  }

  /// Integers that add up to `total`, spread over `count` minutes around the mean.
  /// - Parameter percent: the largest deviation of a minute from the mean.
  static func spread(
    _ total: Int, over count: Int, percent: Int, generator: inout SeededGenerator
  ) -> [Int] {
    let weights = (0..<count).map { _ in 1000 + generator.within(-10 * percent...10 * percent) }
    let sum = weights.reduce(0, +)
    var running = 0
    var given = 0
    return weights.map { weight in
      running += weight
      let upTo = total * running / sum
      defer { given = upTo }
      return upTo - given
    }
  }

  /// An hour, or a part of one, with exactly these increases.
  static func block(
    slow: Int, questions: Int, minutes: Int, percent: Int = 12,
    generator: inout SeededGenerator
  ) -> [Minute] {
    let slowParts = spread(slow, over: minutes, percent: percent, generator: &generator)
    let questionParts = spread(questions, over: minutes, percent: 3, generator: &generator)
    return zip(slowParts, questionParts).map { Minute(slow: $0, questions: $1) }
  }
}
