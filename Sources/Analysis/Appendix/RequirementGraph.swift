/// The requirement order of the clauses: a DAG over clause ids.
public enum RequirementGraph {
  /// Clause ids so that every clause comes after what it requires; clauses that are ready at the
  /// same time keep their document order. Clauses on a cycle are left out.
  public static func order(of appendix: Appendix) -> [ClauseID] {
    order(appendix.clauses.map { ($0.id, $0.requires) })
  }

  static func order(_ clauses: [(id: ClauseID, requires: [ClauseID])]) -> [ClauseID] {
    let known = Set(clauses.map(\.id))
    var placed: Set<ClauseID> = []
    var order: [ClauseID] = []
    while true {
      let ready = clauses.first { clause in
        !placed.contains(clause.id)
          && clause.requires.allSatisfy { placed.contains($0) || !known.contains($0) }
      }
      guard let ready else { return order }
      placed.insert(ready.id)
      order.append(ready.id)
    }
  }

  /// A cycle as the ids along it, the first repeated at the end; nil when there is none.
  static func cycle(_ clauses: [(id: ClauseID, requires: [ClauseID])]) -> [ClauseID]? {
    let requires = Dictionary(clauses.map { ($0.id, $0.requires) }, uniquingKeysWith: { a, _ in a })
    var finished: Set<ClauseID> = []
    func visit(_ id: ClauseID, _ trail: [ClauseID]) -> [ClauseID]? {
      if let start = trail.firstIndex(of: id) { return Array(trail[start...]) + [id] }
      if finished.contains(id) { return nil }
      for requirement in requires[id] ?? [] {
        if let found = visit(requirement, trail + [id]) { return found }
      }
      finished.insert(id)
      return nil
    }
    for clause in clauses {
      if let found = visit(clause.id, []) { return found }
    }
    return nil
  }
}
