internal import Analysis

// Prints Reports/calibration.md: how often the seasonal rule breaches clean windows, how often it
// sees a surge, and what simpler baselines would do with the same days.

let trials = 200_000

func percent(_ share: Double) -> String {
  let tenths = Int((share * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10) %"
}

func table(_ head: [String], _ rows: [[String]]) {
  print("| " + head.joined(separator: " | ") + " |")
  print("|" + String(repeating: "---|", count: head.count))
  for row in rows { print("| " + row.joined(separator: " | ") + " |") }
  print()
}

let spreads = Calibration.Spread.allCases
let names = ["normal", "log-normal σ = 0.5", "log-normal σ = 1"]

print(
  """
  # Calibration of the seasonal rule

  `make calibrate` writes this page: \(trials) histories for each figure, drawn with a fixed seed, so that
  anyone gets the same digits. The standard error of 5 % is 0.05 points. A figure is the share of judged
  windows whose ratio is above the limit; in clean windows each is a false alarm. The ratios of real
  services lie between the columns: normal where every day is alike, log-normal where some days are two
  or three times the usual.

  ## Clean windows

  """)

var rows: [[String]] = []
for (days, factor, quantile) in [
  (7, 2.5, SeasonalBaseline.QuantileType.type7), (5, 2.5, .type7), (6, 2.5, .type7),
  (14, 2.5, .type7), (28, 2.5, .type7), (7, 2, .type7), (7, 3, .type7), (7, 4, .type7),
  (7, 2.5, .type6), (7, 2.5, .type8),
] {
  let rule = Calibration(days: days, factor: factor, quantile: quantile)
  rows.append(
    ["\(days)", "\(factor)", quantile.rawValue]
      + spreads.map { percent(rule.rate($0, trials: trials)) })
}
table(["days", "k", "quartiles"] + names, rows)

print(
  """
  Seven days are few: the quartiles are rough, and a clean day is above the limit far more often than
  median + 2.5 · IQR suggests. A clause of 48 half hours a day is therefore breached once or more on most
  clean days, which is why the summary prints the expected number beside the breaches, and why a breach
  says how well it is supported.

  ## Beside simpler baselines

  Seven days. Surges multiply the judged day; in the last columns three of the seven days had the same
  surge before.

  """)

func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
func median(_ x: [Double]) -> Double { x.sorted()[x.count / 2] }
let seven = Calibration(days: 7, factor: 2.5, quantile: .type7)
let baselines: [(String, ([Double]) -> Double)] = [
  (
    "mean + 3 standard deviations",
    { days in
      let center = mean(days)
      let squares = days.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      return center + 3 * (squares / Double(days.count - 1)).squareRoot()
    }
  ),
  (
    "median + 3 · 1.4826 · MAD",
    { days in
      let center = median(days)
      return center + 3 * 1.4826 * median(days.map { abs($0 - center) })
    }
  ),
  ("the largest of the days", { $0.max() ?? 0 }),
  ("twice the median", { 2 * median($0) }),
]

func row(_ name: String, _ rate: (Calibration.Spread, Double, Int) -> Double) -> [String] {
  let clean = spreads.map { percent(rate($0, 1, 0)) }
  let seen = [2.0, 4].map { percent(rate(.logNormalHalf, $0, 0)) }
  let poisoned = [2.0, 4].map { percent(rate(.logNormalHalf, $0, 3)) }
  return [name] + clean + seen + poisoned
}
let contract = row("median + 2.5 · IQR, the contract's") {
  seven.rate($0, trials: trials, surge: $1, poisoned: $2)
}
let others = baselines.map { name, limit in
  row(name) { seven.rate($0, trials: trials, surge: $1, poisoned: $2, limit: limit) }
}
table(
  ["limit"] + names.map { "clean, " + $0 }
    + ["seen, 2 ×", "seen, 4 ×", "3 bad days, 2 ×", "3 bad days, 4 ×"], [contract] + others)

print(
  """
  Surges are drawn with σ = 0.5. With three bad days the contract's limit hides a fourfold surge in six cases
  of seven: the spread swallows it. The verdict stays literal, and carries `POISONED_HISTORY`.
  """)
