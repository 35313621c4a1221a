internal import Diagnostics

/// Members that were read once for their digests.
struct StagedMembers {
  var members: [PackageMember] = []
  var digests: [String: MemberDigest] = [:]

  mutating func add(_ member: PackageMember) throws(DiagnosticError) {
    add(member, try MemberDigest(of: member.content))
  }

  mutating func add(_ member: PackageMember, _ digest: MemberDigest) {
    digests[member.path] = digest
    members.append(member)
  }

  mutating func add(_ path: String, _ text: String) throws(DiagnosticError) {
    try add(PackageMember(path, .bytes(Array(text.utf8))))
  }

  /// SHA-256 in hex of the members that `isCovered` takes.
  func sha256(_ isCovered: (String) -> Bool) -> [(path: String, sha256: String)] {
    digests.filter { isCovered($0.key) }.map { ($0.key, $0.value.sha256) }
  }

  /// A BagIt manifest over the members that `isCovered` takes.
  func list(_ isCovered: (String) -> Bool) -> String {
    ChecksumList.text(sha256(isCovered).map { ($0.path, $0.sha256) }, style: .plain)
  }
}
