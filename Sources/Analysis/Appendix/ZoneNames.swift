internal import Foundation

/// Suggestions for a misspelled IANA zone.
enum ZoneNames {
  static func fix(for name: String) -> String {
    let known = TimeZone.knownTimeZoneIdentifiers
    let near = known.map { ($0, Suggestion.distance(name.lowercased(), $0.lowercased())) }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }
    if let near, near.1 <= 4 { return "did you mean \"\(near.0)\"?" }
    return "use an IANA name such as Asia/Shanghai or Europe/Berlin"
  }
}
