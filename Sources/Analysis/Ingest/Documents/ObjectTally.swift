/// What the objects of a cluster that an export lists add up to: kinds, names of images, and what
/// keeps them from proving anything.
///
/// Only identities are read. Data of Secrets and ConfigMaps, environments and commands are never
/// looked at. Everything is bounded: an export may list anything.
struct ObjectTally {
  private(set) var objects = 0
  private var kinds: [String: Int] = [:]
  private var namespaces = Names()
  private var images = Names()
  private var imageIDs = Names()
  private var secretTypes = Names()
  private var newest: String?
  private(set) var withoutKind = 0
  private(set) var badDigests = 0
  /// Containers whose image is named by nothing that stays: no digest, and no tag or `latest`.
  private(set) var movingImages = 0

  private static let kindLimit = 256

  /// Distinct texts, up to a number.
  private struct Names {
    private(set) var values: Set<String> = []
    private(set) var isCut = false

    mutating func add(_ text: String?) {
      guard let text, !values.contains(text) else { return }
      guard values.count < 10_000 else {
        isCut = true
        return
      }
      values.insert(text)
    }
  }

  /// Adds one object; `kind` is its own, else that of its list, else empty.
  mutating func add(_ object: ObjectValue, kind: String) {
    objects += 1
    if kind.isEmpty { withoutKind += 1 }
    count(kind.isEmpty ? "of unstated kind" : kind)
    namespaces.add(object.at("metadata", "namespace")?.text)
    if let created = object.at("metadata", "creationTimestamp")?.text, created > newest ?? "",
      created.utf8.count == 20
    {
      newest = created
    }
    if kind == "Secret" {
      secretTypes.add(object["type"]?.text)
      return
    }
    guard let spec = object["spec"] else { return }
    containers(spec)
    // Deployments, ReplicaSets, Jobs …; a CronJob's lies one deeper.
    let template = spec["template"] ?? spec.at("jobTemplate", "spec", "template")
    if let inner = template?["spec"] { containers(inner) }
    if let status = object["status"] { statuses(status) }
  }

  private mutating func count(_ kind: String) {
    let isKnown = kinds[kind] != nil || kinds.count < Self.kindLimit
    kinds[isKnown ? kind : "of other kinds", default: 0] += 1
  }

  private mutating func containers(_ spec: ObjectValue) {
    for name in ["containers", "initContainers"] {
      for container in spec[name]?.elements ?? [] {
        guard let image = container["image"]?.text else { continue }
        images.add(image)
        if image.contains("@") {
          if !isImageDigest(image) { badDigests += 1 }
        } else {
          let last = image.split(separator: "/").last ?? ""
          if !last.contains(":") || last.hasSuffix(":latest") { movingImages += 1 }
        }
      }
    }
  }

  private mutating func statuses(_ status: ObjectValue) {
    for name in ["containerStatuses", "initContainerStatuses"] {
      for container in status[name]?.elements ?? [] {
        guard let id = container["imageID"]?.text else { continue }
        imageIDs.add(id)
        // `docker-pullable://name@sha256:…`, `name@sha256:…`, `sha256:…`.
        let digest = id.split(separator: "/").last.map(String.init) ?? ""
        if !isImageDigest(digest) { badDigests += 1 }
      }
    }
  }

  /// States the sums.
  func add(to list: inout FactList) {
    list.add("objects", count: objects, evenNone: true)
    list.add("kind", counts: kinds)
    add("namespaces", namespaces, to: &list)
    add("images", images, to: &list)
    add("image ids", imageIDs, to: &list)
    add("secret types", secretTypes, to: &list)
    list.add("newest object", newest)
  }

  private func add(_ name: String, _ names: Names, to list: inout FactList) {
    list.add(name, all: names.values)
    if names.isCut { list.add(name + ", not all", "more than \(names.values.count)") }
  }
}
