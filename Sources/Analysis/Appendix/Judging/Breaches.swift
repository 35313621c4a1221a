/// Joins breached windows into breaches: maximal runs of one clause and service.
enum Breaches {
  /// Breaches by onset, clause order and service. Only verdicts that are still BREACHED after
  /// arming count; `onsets` of other windows are ignored.
  static func runs(
    verdicts: [Verdict], onsets: [BreachOnset], clauseOrder: [ClauseID], zone: CivilZone
  ) -> [Breach] {
    struct Lane: Hashable {
      var clause: ClauseID
      var service: String?
    }
    var lanes: [Lane: [Verdict]] = [:]
    for verdict in verdicts where verdict.outcome == .breached {
      lanes[Lane(clause: verdict.clause, service: verdict.service), default: []].append(verdict)
    }
    var firstOnset: [Lane: [Interval: TimeSpan]] = [:]
    for onset in onsets {
      let lane = Lane(clause: onset.clause, service: onset.service)
      let known = firstOnset[lane]?[onset.window]
      if known.map({ onset.at.first < $0.first }) ?? true {
        firstOnset[lane, default: [:]][onset.window] = onset.at
      }
    }
    var breaches: [Breach] = []
    for (lane, breached) in lanes {
      var run: [Verdict] = []
      func close() {
        guard let first = run.first, let last = run.last else { return }
        let onset =
          firstOnset[lane]?[first.window]
          ?? TimeSpan(first: first.window.from, last: first.window.from)
        breaches.append(
          Breach(
            id: "", clause: lane.clause, service: lane.service, onset: onset,
            end: last.window.to, windows: run.map(\.window),
            isExcused: run.allSatisfy(\.isExcused)))
      }
      for verdict in breached.sorted(by: { $0.window < $1.window }) {
        if let last = run.last, last.window.to != verdict.window.from {
          close()
          run = []
        }
        run.append(verdict)
      }
      close()
    }
    func rank(_ clause: ClauseID) -> Int { clauseOrder.firstIndex(of: clause) ?? .max }
    breaches.sort {
      ($0.onset.first, rank($0.clause), $0.service ?? "")
        < ($1.onset.first, rank($1.clause), $1.service ?? "")
    }
    return named(breaches, zone)
  }

  /// `A2-20240515-142003`, with a suffix where two would be equal.
  private static func named(_ breaches: [Breach], _ zone: CivilZone) -> [Breach] {
    var used: [String: Int] = [:]
    return breaches.map { breach in
      var named = breach
      let id = breach.clause + "-" + civilStamp(breach.onset.first, zone)
      used[id, default: 0] += 1
      named.id = used[id] == 1 ? id : "\(id)-\(used[id] ?? 1)"
      return named
    }
  }
}

/// `20240515-142003` in `zone`.
func civilStamp(_ instant: Instant, _ zone: CivilZone) -> String {
  let civil = zone.civilTime(at: instant)
  return civil.dateText.filter { $0 != "-" } + "-" + civil.timeText.filter { $0 != ":" }
}
