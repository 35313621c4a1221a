/// `data/custody/custody.jsonl` in the making: what was done with the evidence, event by event,
/// each bound to the one before by its hash.
public struct CustodyChain: Sendable {
  /// Name of the member that holds it.
  public static let path = "data/custody/custody.jsonl"
  static let countKey = "Custody-Count"
  static let headKey = "Custody-Head"

  private var records: [CustodyRecord] = []

  /// A chain without events.
  public init() {}

  /// Adds an event with what it was done to, as names and values in their order.
  public mutating func append(_ event: String, _ fields: KeyValuePairs<String, String?>) {
    let stated = fields.compactMap { name, value in value.map { [name, $0] } }
    records.append(
      CustodyRecord(number: records.count + 1, event: event, fields: stated, previous: head))
  }

  /// Hash of the last event, 64 lowercase hex digits; 64 zeros if there is none.
  public var head: String { records.last?.hash ?? CustodyRecord.genesis }

  /// The member's bytes: one line an event.
  public var bytes: [UInt8] { Array(records.map { $0.line + "\n" }.joined().utf8) }

  /// What `bag-info.txt` says, so that a tail that was cut off is missed.
  public var pins: [BagInfoField] {
    [BagInfoField(Self.countKey, "\(records.count)"), BagInfoField(Self.headKey, head)]
  }
}
