/// The rules of a disclosure copy that hold beside those of every package: nothing in it but lines
/// in their disclosed form, their texts, the tree and sealed parts; and that it says what it is.
/// What must not be in it of the tree, `MerkleCheck` reports.
struct DisclosureKindCheck {
  /// Of all members.
  let names: [String]
  let info: [BagInfoField]

  func run(log: inout ProblemLog) {
    guard info.contains(BagInfoField("Package-Kind", PackageKind.disclosure.rawValue)) else {
      return
    }
    let all = Set(names)
    let disclosed = all.filter { $0.hasSuffix(MerkleLayout.disclosedSuffix) }
    let texts = Set(
      disclosed.map {
        DisclosureLayout.textName(String($0.dropLast(MerkleLayout.disclosedSuffix.count)))
      })
    for name in all.subtracting(disclosed).subtracting(texts).sorted()
    where PackageLayout.isPayload(name) && !Self.isAllowed(name) {
      log.add(
        "disclosure-member", "a disclosure copy holds no such file: it may be raw", member: name,
        fix: "do not pass this package on")
    }
    func values(_ key: String) -> [String] { info.filter { $0.key == key }.map(\.value) }
    if values("Contains-Unmasked-Data") != ["no"] {
      log.add(
        "disclosure-info", "it does not say that it contains no unmasked data",
        member: PackageLayout.bagInfo)
    }
    let bindings = values(DisclosureLayout.bindingField)
    if bindings.count != 1 || !bindings.allSatisfy(TwinBinding.isWellFormed) {
      log.add(
        "disclosure-info",
        "its \(DisclosureLayout.bindingField), which binds it to its full package, is "
          + (bindings.isEmpty ? "missing" : "not one SHA-256"), member: PackageLayout.bagInfo)
    }
  }

  private static func isAllowed(_ name: String) -> Bool {
    // The key and the splits are for `merkle-key-exposed`.
    [MerkleLayout.document, MerkleLayout.key, MerkleLayout.segments].contains(name)
      || name.hasPrefix(DisclosureLayout.sealedFolder)
        && name.hasSuffix(DisclosureLayout.sealedSuffix)
  }
}
