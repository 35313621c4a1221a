import Foundation
import TestSupport

// make-datasets [DIR]: writes the generated exports below DIR (default: Datasets).
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1, arguments.first?.hasPrefix("-") != true else {
  FileHandle.standardError.write(Data("usage: make-datasets [DIR]\n".utf8))
  exit(2)
}
let root = URL(fileURLWithPath: arguments.first ?? "Datasets", isDirectory: true)
do {
  try DatasetTree.write(to: root)
} catch {
  FileHandle.standardError.write(Data("make-datasets: \(error)\n".utf8))
  exit(1)
}
