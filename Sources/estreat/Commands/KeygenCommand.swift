internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence

/// `estreat keygen --test`: keys to try signing with.
struct KeygenCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make test keys and certificates, marked TEST; never use them for evidence.",
    discussion: """
      Writes test-p256, test-rsa and test-sm2, each as .key (PKCS #8, not encrypted, mode 0600) and \
      .pem (certificate and root), and the roots test-root.pem and test-sm2-root.pem.
      """)

  @Flag(help: "Confirms that test keys are meant; there are no others here.")
  var test = false

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Folder to write to; made if it is not there.", valueName: "dir"),
    completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "Start of validity (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.", valueName: "time"))
  var now: InstantOption?

  @Option(help: ArgumentHelp("Days of validity.", valueName: "number"))
  var days = 3_650

  @Flag(help: "Write into a folder that is not empty, replacing keys of the same names.")
  var force = false

  func validate() throws {
    guard test else {
      throw ValidationError("only test keys are made here: pass --test")
    }
    guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500") }
  }

  func perform() throws -> ExitStatus {
    let time = try RunClock.now(now?.instant)
    let files = try TestKeys(notBefore: time.secondsFloor, days: days).files
    let folder = try OutputFolder(output, force: force)
    let staging = try folder.stage()
    for file in files { try staging.write(file.bytes, to: file.name) }
    try staging.commit(files.map(\.name))
    Console.output(Array(files.map { folder.path + "/" + $0.name + "\n" }.joined().utf8))
    return .success
  }
}
