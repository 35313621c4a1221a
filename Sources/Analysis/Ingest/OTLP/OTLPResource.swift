internal import Glibc

/// What is read of a resource in JSON.
struct OTLPResource {
  /// `service.name`; empty when it names none.
  private(set) var service: [UInt8] = []
  private(set) var labels = OTLPResourceLabels()

  /// The resource on a tape.
  init(_ tape: JSONTape, _ attributes: OTLPAttributes) {
    guard let list = tape.member(tape.root, "attributes") else { return }
    tape.forEachElement(list) { pair in
      guard let key = tape.text(pair, "key"), let value = tape.member(pair, "value"),
        let text = attributes.text(of: value)
      else { return }
      labels.take(key.bytes, text.string)
    }
    let name = attributes.text(list, ["service.name", "service_name"])
    service = name.map { Array($0.bytes) } ?? []
  }
}

/// The resources that an export wrote first, by their bytes: batches of few services take turns.
struct OTLPKnownResources {
  private var all: [(bytes: [UInt8], resource: OTLPResource)] = []
  private static let limit = 32
  private static let bytesLimit = 4_096

  /// The resource whose bytes `text` begins with, and how many they are. An object ends where its
  /// last brace is, whatever follows.
  func find(_ text: UnsafeRawBufferPointer) -> (OTLPResource, Int)? {
    guard let base = text.baseAddress else { return nil }
    for index in all.indices where all[index].bytes.count <= text.count {
      if memcmp(all[index].bytes, base, all[index].bytes.count) == 0 {
        return (all[index].resource, all[index].bytes.count)
      }
    }
    return nil
  }

  /// Remembers a resource that was parsed from `bytes`, if there is room.
  mutating func remember(_ resource: OTLPResource, _ bytes: UnsafeRawBufferPointer) {
    // Lines are not counted again, and only an object has an end of its own.
    guard all.count < Self.limit, bytes.count <= Self.bytesLimit, bytes.first == 0x7b,
      !bytes.contains(0x0a)
    else { return }
    all.append((Array(bytes), resource))
  }
}
