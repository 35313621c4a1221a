public import Foundation

/// One generated file, with its path below a data set's `exports` folder.
public struct DatasetFile: Sendable {
  /// Slash-separated, relative.
  public let path: String
  /// The exact content.
  public let bytes: [UInt8]

  static func text(_ path: String, _ text: String) -> DatasetFile {
    DatasetFile(path: path, bytes: Array(text.utf8))
  }

  static func gzip(_ path: String, _ text: String) -> DatasetFile {
    DatasetFile(path: path, bytes: gzipped(Array(text.utf8)))
  }

  fileprivate func below(_ folder: String) -> DatasetFile {
    DatasetFile(path: "\(folder)/\(path)", bytes: bytes)
  }
}

/// Every generated file of `Datasets/`, made from seeds and nothing else.
public enum DatasetTree {
  /// The files of all data sets; paths are relative to `Datasets`.
  public static func files() -> [DatasetFile] {
    let payment = PaymentIncident.files().map {
      $0.below("incidents/payment-2024-05-15/exports")
    }
    let negatives = HardNegatives.all.flatMap { negative in
      negative.files().map { $0.below("incidents/hard-negatives/\(negative.name)/exports") }
    }
    return payment + negatives
  }

  /// Writes every file below `root`, making folders as needed. Nothing is deleted.
  /// - Throws: what Foundation throws when a folder or a file cannot be written.
  public static func write(to root: URL) throws {
    for file in files() {
      let target = root.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: target, options: .atomic)
    }
  }
}
