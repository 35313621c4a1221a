internal import CZlib

/// One gzip member around `bytes`: no name, modification time 0, operating system 255.
///
/// The header is written here, not by zlib, because zlib would put the operating system it
/// was built for into it.
/// - Parameter level: zlib's compression level, 0 to 9.
public func gzipped(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
  var output: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
  output += deflated(bytes, level: Int32(level))
  let checksum = bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
  for value in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: bytes.count)] {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      output.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
  return output
}

/// A raw deflate stream (no zlib or gzip wrapper).
private func deflated(_ bytes: [UInt8], level: Int32) -> [UInt8] {
  var stream = z_stream()
  let started = estreat_deflate_init(&stream, level, -15)
  precondition(started == Z_OK, "zlib refused to start")
  defer { deflateEnd(&stream) }
  var input = bytes
  let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
  return input.withUnsafeMutableBufferPointer { source in
    [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(capacity)
      let ended = deflate(&stream, Z_FINISH)
      precondition(ended == Z_STREAM_END, "deflateBound was too small")
      count = capacity - Int(stream.avail_out)
    }
  }
}
