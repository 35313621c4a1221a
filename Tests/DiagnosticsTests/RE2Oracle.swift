import Foundation
import Testing

/// RE2 as an independent judge of where expressions match: a small C++ program, compiled by the
/// test where the compiler and `libre2-dev` are there.
enum RE2Oracle {
  static let isAvailable = (try? program.get()) != nil

  /// All matches by start: for every start at or after which the search finds one, all its ends.
  typealias Matches = [(start: Int, ends: [Int])]

  /// Modes of the program.
  enum Mode: String {
    /// At every place where a match begins, every end, ascending.
    case everywhere = "all"
    /// Non-overlapping leftmost-longest matches.
    case hits
  }

  /// What `expression` matches in `text`; RE2 takes the text as Latin-1 for expressions of ASCII.
  static func matches(_ expression: String, in text: [UInt8], _ mode: Mode) throws -> Matches {
    let folder = try program.get().deletingLastPathComponent()
    let input = folder.appendingPathComponent("text-\(UUID().uuidString)")
    try Data(text).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let process = Process()
    process.executableURL = try program.get()
    process.arguments = [mode.rawValue, expression, input.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "RE2 refuses \(expression)")
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      return (numbers[0], Array(numbers.dropFirst()))
    }
  }

  private struct Missing: Error {}

  private static let program: Result<URL, any Error> = Result {
    guard FileManager.default.fileExists(atPath: "/usr/include/re2/re2.h") else { throw Missing() }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("estreat-re2-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = folder.appendingPathComponent("oracle.cc")
    let binary = folder.appendingPathComponent("oracle")
    try Data(code.utf8).write(to: source)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "c++", "-std=c++17", "-O2", "-o", binary.path, source.path, "-lre2", "-lpthread",
    ]
    compiler.standardError = FileHandle.nullDevice
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw Missing() }
    return binary
  }

  private static let code = #"""
    #include <re2/re2.h>
    #include <cstdio>
    #include <fstream>
    #include <iterator>
    #include <string>
    int main(int count, char **arguments) {
      std::string mode = arguments[1];
      std::ifstream file(arguments[3], std::ios::binary);
      std::string text((std::istreambuf_iterator<char>(file)), {});
      RE2::Options options;
      options.set_longest_match(true);
      options.set_never_nl(false);
      options.set_max_mem(int64_t(1) << 30);
      options.set_log_errors(false);
      bool ascii = true;
      for (char c : std::string(arguments[2])) ascii = ascii && (c & 0x80) == 0;
      if (mode == "all" && ascii) options.set_encoding(RE2::Options::EncodingLatin1);
      RE2 re(arguments[2], options);
      if (!re.ok()) return 2;
      size_t at = 0;
      re2::StringPiece hit;
      while (at <= text.size() && re.Match(text, at, text.size(), RE2::UNANCHORED, &hit, 1)) {
        size_t start = hit.data() - text.data(), end = start + hit.size();
        std::printf("%zu", start);
        if (mode == "all")
          for (size_t e = start + 1; e < end; e++)
            if (re.Match(text, start, e, RE2::ANCHOR_BOTH, nullptr, 0)) std::printf(" %zu", e);
        std::printf(" %zu\n", end);
        at = mode == "all" || end == start ? start + 1 : end;
      }
      return 0;
    }
    """#
}
