/// `git log` in its default format, newest commit first.
enum GitLog {
  static func text(_ truth: GroundTruth) -> String {
    truth.commits.sorted { $0.at > $1.at }.map { commit in
      let body = commit.message.map { $0.isEmpty ? "    " : "    \($0)" }
      return """
        commit \(commit.hash)
        Author: \(commit.author)
        Date:   \(truth.zone.gitDate(commit.at))

        \(body.joined(separator: "\n"))

        """
    }.joined(separator: "\n")
  }
}
