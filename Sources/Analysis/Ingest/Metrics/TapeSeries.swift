extension JSONTape {
  /// A series from an object of labels with `__name__` among them; nil when a label is no text or
  /// stands twice.
  func seriesID(_ metric: Int) -> MetricSeriesID? {
    var name: String?
    var labels: [MetricSeriesID.Label] = []
    var isSound = true
    forEachMember(metric) { key, value in
      let label = text(key).string
      guard kind(value) == .string, let text = text(ofScalar: value)?.string else {
        isSound = false
        return
      }
      if label != "__name__" {
        labels.append(MetricSeriesID.Label(name: label, value: text))
      } else if name == nil {
        name = text
      } else {
        isSound = false
      }
    }
    let id = MetricSeriesID(name: name ?? "", labels: labels)
    let isTwice = zip(id.labels, id.labels.dropFirst()).contains { $0.name == $1.name }
    return isSound && !isTwice ? id : nil
  }
}
