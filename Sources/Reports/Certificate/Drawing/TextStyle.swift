/// The few ways text is set. The font has one weight: size, ink and rules make the order of things.
enum TextStyle: Hashable, CaseIterable {
  case title, subtitle, heading, subheading, body, english, label, value, mono, small, tableHead,
    stamp

  /// Size in points.
  var size: Double {
    switch self {
    case .title: 25
    case .subtitle: 14
    case .heading: 11.5
    case .subheading: 10
    case .body, .value: 9
    case .english, .label: 8.5
    case .mono: 7.6
    case .small, .tableHead: 7.5
    case .stamp: 150
    }
  }

  /// Whether digests and commands are set so that their characters stand in columns.
  var isMono: Bool { self == .mono }

  /// Red, green and blue, 0 to 1.
  var ink: (Double, Double, Double) {
    switch self {
    case .title, .heading, .subheading: (0.07, 0.18, 0.36)
    case .subtitle, .english, .label, .tableHead: (0.27, 0.29, 0.33)
    case .body, .value, .mono: (0, 0, 0)
    case .small: (0.35, 0.36, 0.40)
    case .stamp: (0.97, 0.87, 0.86)
    }
  }

  /// Space between the lines of a text, in points.
  var leading: Double { self == .stamp ? 0 : size * 0.18 }
}
