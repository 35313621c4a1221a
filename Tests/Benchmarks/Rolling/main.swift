internal import Analysis
internal import Foundation

// Quantiles of raw little-endian numbers, and the seconds that working them out took:
//
//   bench-rolling rolling DOUBLES WINDOW ROWS    quartiles of windows of so many samples
//   bench-rolling seasonal FLOATS SERIES ROWS    of each hour of the first 7 of 8 days of minutes
//
// Input and output files are no part of the time, memory for the answer is. ESTREAT_SIMD forces
// a kernel.

/// A file in memory.
struct Numbers<Value> {
  let values: UnsafeBufferPointer<Value>

  init(_ path: String) throws {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    let size = Int(try file.seekToEnd())
    try file.seek(toOffset: 0)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    var read = 0
    while read < size {
      let part = try file.read(upToCount: min(size - read, 1 << 24)) ?? Data()
      if part.isEmpty { throw CocoaError(.fileReadCorruptFile) }
      part.withUnsafeBytes {
        memory[read..<read + part.count].copyBytes(from: $0)
      }
      read += part.count
    }
    values = UnsafeBufferPointer(memory.bindMemory(to: Value.self))
  }
}

/// What `work` gives; prints the seconds it took.
func timed<Value>(_ work: () throws -> Value) rethrows -> Value {
  let clock = ContinuousClock()
  let start = clock.now
  let value = try work()
  let elapsed = (clock.now - start).components
  let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  print("seconds \(String(format: "%.6f", seconds))")
  return value
}

func write<Value>(_ values: [Value], to path: String) throws {
  guard let file = fopen(path, "w") else { throw CocoaError(.fileWriteUnknown) }
  let written = values.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  guard fclose(file) == 0, written == values.count * MemoryLayout<Value>.stride else {
    throw CocoaError(.fileWriteUnknown)
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let number = Int(arguments[3]) else {
  FileHandle.standardError.write(Data("bench-rolling: see main.swift\n".utf8))
  exit(2)
}
let kernel =
  ProcessInfo.processInfo.environment["ESTREAT_SIMD"].flatMap(ScanKernel.init) ?? .best
switch arguments[1] {
case "rolling":
  let samples = try Numbers<Double>(arguments[2]).values
  let sliding = try SlidingQuantiles(length: number, request: QuantileRequest())
  let rows = try timed { try sliding.rows(of: samples, jobs: 2, kernel: kernel) }
  try write(rows.values, to: arguments[4])
case "seasonal":
  let samples = try Numbers<Float>(arguments[2]).values
  let hours = (0..<24).map { [SampleRuns(first: 60 * $0, length: 60, stride: 1440, count: 7)] }
  let seasonal = try SeasonalQuantiles(
    groups: hours, seriesLength: samples.count / number, request: QuantileRequest())
  let rows = try timed { try seasonal.rows(of: samples, jobs: 2, kernel: kernel) }
  try write(rows.values, to: arguments[4])
default:
  exit(2)
}
