internal import CSelect

extension ScanKernel {
  /// The level of the selection kernels: these need a few more instructions than the scan does, so
  /// that a machine may have to go one down.
  var selectLevel: Int32 {
    var level = level
    while level > 0 && cselect_has_level(level) == 0 { level -= 1 }
    return level
  }
}

/// Numbers that the selection kernels know: what they are as keys, and how these are searched.
protocol SelectableSample: BinaryFloatingPoint, Sendable {
  associatedtype Key: FixedWidthInteger

  /// Writes the keys of all that is no NaN; returns how many there are.
  static func load(
    _ level: Int32, _ values: UnsafePointer<Self>, _ count: Int, _ keys: UnsafeMutablePointer<Key>
  ) -> Int

  /// Finds the keys of some ranks, ascending, among `count` keys, which are moved about.
  static func select(
    _ level: Int32, _ keys: UnsafeMutablePointer<Key>, _ count: Int,
    _ ranks: UnsafeBufferPointer<UInt32>, _ found: UnsafeMutablePointer<Key>,
    _ scratch: UnsafeMutablePointer<Key>)

  /// The number whose key it is.
  static func value(_ key: Key) -> Self
}

extension Float: SelectableSample {
  @inline(__always)
  static func load(
    _ level: Int32, _ values: UnsafePointer<Float>, _ count: Int,
    _ keys: UnsafeMutablePointer<Int32>
  ) -> Int {
    cselect_load_float(level, values, count, keys)
  }

  @inline(__always)
  static func select(
    _ level: Int32, _ keys: UnsafeMutablePointer<Int32>, _ count: Int,
    _ ranks: UnsafeBufferPointer<UInt32>, _ found: UnsafeMutablePointer<Int32>,
    _ scratch: UnsafeMutablePointer<Int32>
  ) {
    cselect_float(level, keys, count, ranks.baseAddress, ranks.count, found, scratch)
  }

  @inline(__always)
  static func value(_ key: Int32) -> Float {
    let bits = UInt32(bitPattern: key) ^ UInt32(bitPattern: key &>> 31) &>> 1
    return Float(bitPattern: bits)
  }
}

extension Double: SelectableSample {
  @inline(__always)
  static func load(
    _ level: Int32, _ values: UnsafePointer<Double>, _ count: Int,
    _ keys: UnsafeMutablePointer<Int64>
  ) -> Int {
    cselect_load_double(level, values, count, keys)
  }

  @inline(__always)
  static func select(
    _ level: Int32, _ keys: UnsafeMutablePointer<Int64>, _ count: Int,
    _ ranks: UnsafeBufferPointer<UInt32>, _ found: UnsafeMutablePointer<Int64>,
    _ scratch: UnsafeMutablePointer<Int64>
  ) {
    cselect_double(level, keys, count, ranks.baseAddress, ranks.count, found, scratch)
  }

  @inline(__always)
  static func value(_ key: Int64) -> Double { OrderKey.value(key) }
}
