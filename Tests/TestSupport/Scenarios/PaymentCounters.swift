/// Statement counters of the eight days, minute by minute.
///
/// The hour from 14:00 has the seven daily ratios of the specification's golden case as exact
/// integer quotients; every other hour has a spread of its own around a plain base ratio.
enum PaymentCounters {
  /// Slow and all statements of the hour from 14:00 on 05-08 to 05-14:
  /// 3.16, 2.2, 4.312, 1.9, 5.0, 2.5 and 3.9 percent.
  static let goldenHours: [(slow: Int, questions: Int)] = [
    (395, 12_500), (264, 12_000), (539, 12_500), (247, 13_000), (620, 12_400), (300, 12_000),
    (507, 13_000),
  ]

  /// Base ratio of each civil hour, in hundredths of a percent.
  private static let baseRatio = [
    240, 310, 350, 330, 280, 230, 210, 220, 250, 270, 280, 290, 300, 300, 310, 300, 290, 280, 270,
    260, 250, 240, 230, 230,
  ]

  /// Daily deviations of an hour's ratio, in percent of the base.
  private static let deviations = [-22, -13, -6, 0, 7, 15, 24]

  static func history(seed: UInt64) -> CounterHistory {
    var generator = SeededGenerator(seed: seed, purpose: "counters")
    let orders = (0..<24).map { _ in generator.shuffled(deviations) }
    var minutes: [CounterHistory.Minute] = []
    for day in 0..<7 {
      for hour in 0..<24 {
        let golden = hour == 14 ? goldenHours[day] : nil
        let slow = golden?.slow
        let questions = golden?.questions ?? questions(hour, minutes: 60, &generator)
        let ratio = baseRatio[hour] * (100 + orders[hour][day]) / 100
        minutes += CounterHistory.block(
          slow: slow ?? (questions * ratio + 5000) / 10_000, questions: questions, minutes: 60,
          percent: 35, generator: &generator)
      }
    }
    for hour in 0..<24 {
      if hour == 14 {
        minutes += judgedHour(&generator)
        continue
      }
      for _ in 0..<2 {
        let questions = questions(hour, minutes: 30, &generator)
        let ratio = baseRatio[hour] * generator.within(90...106) / 100
        minutes += CounterHistory.block(
          slow: (questions * ratio + 5000) / 10_000, questions: questions, minutes: 30,
          percent: 35, generator: &generator)
      }
    }
    let start = PaymentIncident.historyStart / nanosecondsPerSecond
    return CounterHistory(startSecond: start, minutes: minutes)
  }

  private static func questions(
    _ hour: Int, minutes: Int, _ generator: inout SeededGenerator
  ) -> Int {
    Traffic.hourlyWeights[hour] * minutes * generator.within(164...182) / 10
  }

  /// 14:00 to 15:00 of the judged day: 1016 of 8000 (12.7 %) and 623 of 7000 (8.9 %).
  ///
  /// Minutes are over the limit of 7.55 % from 14:20 to 14:46 without a gap, and under it
  /// everywhere else.
  private static func judgedHour(
    _ generator: inout SeededGenerator
  ) -> [CounterHistory.Minute] {
    let parts: [(slow: Int, questions: Int, minutes: Int)] = [
      (290, 5340, 20), (96, 266, 1), (128, 266, 1), (134, 266, 1), (128, 266, 1), (110, 266, 1),
      (130, 1330, 5), (459, 3961, 17), (164, 3039, 13),
    ]
    return parts.flatMap { part in
      CounterHistory.block(
        slow: part.slow, questions: part.questions, minutes: part.minutes, percent: 10,
        generator: &generator)
    }
  }
}
