internal import Analysis
internal import Foundation

// Quantiles of raw little-endian numbers, and the seconds that working them out took, of wall clock
// and of CPU:
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

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What `work` gives; prints the seconds of wall clock and of CPU it took.
func timed<Value>(_ work: () throws -> Value) rethrows -> Value {
  let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
  let value = try work()
  let wallTaken = seconds(CLOCK_MONOTONIC) - wall
  let cpuTaken = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
  print(String(format: "own %.6f %.6f", wallTaken, cpuTaken))
  return value
}

func write<Value>(_ values: [Value], to path: String) throws {
  guard let file = fopen(path, "w") else { throw CocoaError(.fileWriteUnknown) }
  let written = values.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  guard fclose(file) == 0, written == values.count * MemoryLayout<Value>.stride else {
    throw CocoaError(.fileWriteUnknown)
  }
}

func refuse(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("bench-rolling: \(reason)\n".utf8))
  exit(2)
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let number = Int(arguments[3]), number > 0 else {
  refuse("rolling DOUBLES WINDOW ROWS, or seasonal FLOATS SERIES ROWS")
}
var kernel = ScanKernel.best
if let name = ProcessInfo.processInfo.environment["ESTREAT_SIMD"] {
  guard let forced = ScanKernel(rawValue: name), forced.isAvailable else {
    refuse("ESTREAT_SIMD=\(name) is no kernel of this machine")
  }
  kernel = forced
}
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
  refuse("\(arguments[1]) is neither rolling nor seasonal")
}
