import Foundation

/// What the tidy tests demand of one file, as pure functions so that they can be shown to fail.
enum TidyRules {
  /// Modules each target may import; arrows go down only (ARCHITECTURE.md).
  static let allowedImports: [String: Set<String>] = [
    "Diagnostics": [],
    "Digest": ["CGcrypt", "COpenSSL"],
    "Sensitive": ["Diagnostics", "CCandidates", "CVectorscan"],
    "Analysis": [
      "Diagnostics", "Digest", "Sensitive", "CIsal", "CScan", "CSelect", "CZlib", "Yams", "BigInt",
    ],
    "Evidence": [
      "Diagnostics", "Digest", "CDeflate", "CIsal", "CLeaves", "CReadBack", "CZlib", "COpenSSL",
    ],
    "Reports": ["Diagnostics", "Analysis", "CPangoCairo", "CQREncode"],
    "estreat": [
      "Diagnostics", "Digest", "Sensitive", "Analysis", "Evidence", "Reports", "ArgumentParser",
    ],
  ]

  /// Modules of the system and the toolchain that any target may import.
  static let systemModules: Set<String> = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Swift",
    "_StringProcessing", "RegexBuilder",
  ]

  /// Imports of `code` that `target` may not have.
  static func forbiddenImports(_ code: String, target: String) -> [String] {
    let allowed = allowedImports[target, default: []].union(systemModules)
    return SwiftText.imports(code).filter { !allowed.contains($0) }
  }

  /// Ways to reach a clock, the environment, the locale, chance, a file for writing or a socket.
  private static let impurities: [String] = [
    #"\bDate\(\)"#, #"\bDate\.now\b"#, #"\b(Continuous|Suspending)Clock\b"#, #"\bDispatchTime\b"#,
    #"\bDispatchWallTime\b"#, #"\bclock_gettime\b"#, #"\bgettimeofday\b"#,
    #"(?<![\w.])time\((nil|&)"#, #"\blocaltime"#, #"\bCFAbsoluteTime"#,
    #"\bProcessInfo\b"#, #"\b(secure_)?getenv\b"#, #"\bsetenv\b"#, #"\benviron\b"#,
    #"\bCommandLine\b"#, #"\b(Locale|TimeZone|Calendar)\.current\b"#, #"\bautoupdatingCurrent\b"#,
    #"\bSystemRandomNumberGenerator\b"#, #"\.random\("#, #"\barc4random"#, #"\bUUID\(\)"#,
    #"\bURLSession\b"#, #"(?<![\w.])(socket|connect|bind|listen|sendto)\("#,
    #"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b"#, #"(?<![\w.])(fopen|fwrite|pwrite|mkstemp)\("#,
    #"(?<![\w.])(unlink|rename|mkdir|rmdir|chmod|truncate|ftruncate)\("#, #"\bGlibc\.write\b"#,
    #"\.write\(to(File)?:"#, #"\bforWriting"#, #"\bforUpdating"#,
    #"\.(createFile|createDirectory|removeItem|moveItem|copyItem)\("#, #"\btemporaryDirectory\b"#,
    #"(?<![\w.])(print|debugPrint|puts|printf|fputs|exit|abort|_exit)\("#,
    #"\bFileHandle\.standard"#, #"\b(stdout|stderr)\b"#,
  ]

  /// Places in `code` that a pure target may not have.
  static func impureUses(_ code: String) -> [String] {
    impurities.compactMap { pattern in
      code.range(of: pattern, options: .regularExpression).map { String(code[$0]) }
    }
  }

  /// Marks of unfinished or trapping code. The words are spelled in halves so that this file passes.
  static func forbiddenMarks(_ file: TidyTree.File) -> [String] {
    let inComments = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let inCode = ["try" + "!", "as" + "!", "fatal" + "Error(", "unimple" + "mented"]
    let code = file.code
    return inComments.filter { SwiftText.mentions($0, in: file.text) }
      + inCode.filter { code.contains($0) }
  }
}
