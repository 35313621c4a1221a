/// Who a chunk belongs to, and what is to be done with it.
///
/// A class because it remembers from chunk to chunk: neighbours mostly belong to one series.
final class SeriesNames {
  /// What is known of a series.
  enum Owner {
    /// Its samples are wanted.
    case wanted(MetricSeriesID, deleted: [Tombstones.Span])
    /// Its samples are only counted.
    case counted(deleted: [Tombstones.Span])
    /// The index names labels that it does not hold.
    case nameless
  }

  private let index: IndexFile
  private let tombstones: Tombstones
  /// Whether families are wanted, by the symbol of their name.
  private var wanted: [UInt32: Bool] = [:]
  private var nameLabel: UInt32?
  private var last: (offset: Int64, owner: Owner)?

  init(_ index: IndexFile, _ tombstones: Tombstones) {
    self.index = index
    self.tombstones = tombstones
  }

  /// The owner of the chunks of the cursor's current series.
  func owner(_ series: SeriesCursor, _ sink: any RecordSink) -> Owner {
    if let last, last.offset == series.offset { return last.owner }
    let owner = find(series, sink)
    last = (series.offset, owner)
    return owner
  }

  private func find(_ series: SeriesCursor, _ sink: any RecordSink) -> Owner {
    let deleted = tombstones.spans[index.reference(ofSeriesAt: series.offset)] ?? []
    var name: UInt32?
    for label in series.labels where isName(label.name) { name = label.value }
    let isWanted: Bool
    if let name, let known = wanted[name] {
      isWanted = known
    } else {
      var text = ""
      if let name {
        guard let bytes = index.symbols.text(name) else { return .nameless }
        text = String(decoding: bytes, as: UTF8.self)
      }
      isWanted = sink.wantsMetric(named: text)
      if let name { wanted[name] = isWanted }
    }
    guard isWanted else { return .counted(deleted: deleted) }
    return identity(series).map { .wanted($0, deleted: deleted) } ?? .nameless
  }

  private func isName(_ symbol: UInt32) -> Bool {
    if let nameLabel { return nameLabel == symbol }
    guard let text = index.symbols.text(symbol), text.elementsEqual("__name__".utf8) else {
      return false
    }
    nameLabel = symbol
    return true
  }

  private func identity(_ series: SeriesCursor) -> MetricSeriesID? {
    var name = ""
    var labels: [MetricSeriesID.Label] = []
    labels.reserveCapacity(series.labels.count)
    for label in series.labels {
      guard let value = index.symbols.text(label.value), let key = index.symbols.text(label.name)
      else { return nil }
      let text = String(decoding: value, as: UTF8.self)
      if isName(label.name) {
        name = text
      } else {
        labels.append(
          MetricSeriesID.Label(name: String(decoding: key, as: UTF8.self), value: text))
      }
    }
    return MetricSeriesID(name: name, labels: labels)
  }
}
