/// What is said of container images: `docker image inspect`, `podman image inspect`, `crictl
/// inspecti`, `skopeo inspect`.
///
/// Of each image its digests, tags, age and the labels that tie it to a commit or an appendix are
/// stated; environments and commands, which may hold secrets, are never read.
struct ImageInspect: ExportFormat {
  let name = "image-inspect"
  let role = SourceRole.config

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      JSONHead(head, { $0.find(FieldTable.known[.time].paths) != nil }).matching == 0
    else { return nil }
    let isDocker =
      contains(head, "\"Id\"") && contains(head, "\"RepoTags\"") && contains(head, "\"Created\"")
      && contains(head, "\"RepoDigests\"")
    let isSkopeo =
      contains(head, "\"Digest\"") && contains(head, "\"RepoTags\"") && contains(head, "\"Layers\"")
    let isRuntime =
      begins(head, withMember: "status") && contains(head, "\"repoTags\"")
      && contains(head, "\"repoDigests\"")
    guard isDocker || isSkopeo || isRuntime else { return nil }
    return Recognition(confidence: 82, reason: "images with their tags, digests and age")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONValuesReader {
    /// Images that are described; what one machine holds is far below.
    private static let limit = 10_000
    private var count = 0

    override func value(_ place: RecordPlace, into sink: any RecordSink) {
      guard tape.kind(tape.root) == .array else {
        image(tape.root, place, sink)
        return
      }
      let elements = tape.elements(tape.root)
      if elements.isEmpty { sink.other(at: place, time: nil) }
      for element in elements { image(element, self.place(of: element), sink) }
    }

    private func image(_ node: Int, _ place: RecordPlace, _ sink: any RecordSink) {
      let status = tape.kind(node) == .object ? tape.member(node, "status") : nil
      let at = status.flatMap { tape.kind($0) == .object ? $0 : nil } ?? node
      let id = tape.string(at, "Id") ?? tape.string(at, "id") ?? tape.string(at, "Digest")
      guard tape.kind(at) == .object, let id, !id.isEmpty else {
        sink.quarantine(
          QuarantinedRecord(
            code: "image-shape", message: "a value that describes no image",
            fix: "export it again with docker image inspect, crictl inspecti or skopeo inspect"),
          at: place)
        return
      }
      count += 1
      guard count <= Self.limit else {
        sink.quarantine(
          QuarantinedRecord(
            code: "image-count", message: "more images than \(Self.limit)",
            fix: "export the images that were deployed"), at: place)
        return
      }
      var list = FactList()
      let digests = tape.strings(at, "RepoDigests") + tape.strings(at, "repoDigests")
      // Podman writes the id without its algorithm.
      let isBare = id.utf8.count == 64 && isImageDigest("sha256:" + id)
      list.add("image", isBare ? "sha256:" + id : id)
      list.add("name", tape.string(at, "Name"))
      list.add("tags", all: Set(tape.strings(at, "RepoTags") + tape.strings(at, "repoTags")))
      list.add("digests", all: Set(digests))
      list.add("platform", platform(at))
      labels(at, node, &list)
      let malformed = digests.contains { !isImageDigest($0) } || !(isBare || isImageDigest(id))
      if malformed {
        list.note(
          "image-digest", "a digest of the image is not well-formed", at: place,
          fix: "inspect the image again")
      }
      let made = time(at, node, &list, place)
      list.deliver("image-inspect", made, place, role: .config, into: sink)
    }

    private func platform(_ node: Int) -> String? {
      let parts = [tape.string(node, "Os"), tape.string(node, "Architecture")].compactMap { $0 }
      return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    /// Labels that say what the image was made of, by their full names.
    private static let labels = [
      "org.opencontainers.image.revision", "org.opencontainers.image.version",
      "org.opencontainers.image.source", "tech_appendix_sha256",
    ]

    private func labels(_ at: Int, _ node: Int, _ list: inout FactList) {
      let configurations = [
        at, tape.member(at, "Config"), specification(node).flatMap { tape.member($0, "config") },
      ].compactMap { $0 }
      let found = configurations.lazy.compactMap {
        self.tape.member($0, "Labels") ?? self.tape.member($0, "labels")
      }.first { self.tape.kind($0) == .object }
      guard let found else { return }
      for name in Self.labels {
        let text = tape.member(found, Array(name.utf8)).flatMap { tape.text(ofScalar: $0) }
        list.add("label " + name, text?.string)
      }
    }

    private func specification(_ node: Int) -> Int? {
      tape.kind(node) == .object
        ? tape.member(node, "info").flatMap { tape.member($0, "imageSpec") } : nil
    }

    /// When the image was made; builds that can be repeated say year one, or nothing.
    private func time(
      _ at: Int, _ node: Int, _ list: inout FactList, _ place: RecordPlace
    ) -> Stamp? {
      let text =
        tape.string(at, "Created") ?? specification(node).flatMap { tape.string($0, "created") }
      let bytes = Array((text ?? "").utf8)
      let reading = bytes.withUnsafeBytes {
        TimestampParser(zone: context.assumedZone).parse($0)
      }
      if case .success(let read) = reading { return read.stamp }
      list.note(
        "image-undated", "the image does not say when it was made", at: place,
        fix: nil, isWarning: false)
      return nil
    }
  }
}
