/// Sorts blocks of samples: keys ascending, and where each of them came from.
///
/// The keys of a block are scaled to as many bits as two rounds of a radix sort take, sorted by
/// these together with their places, and put right among neighbours that the scaling made equal.
/// Where that is too much work – values far closer together than the block is wide – all bits
/// are sorted. The work is proportional to the block's length either way.
///
/// Not safe for use by two threads; a class only because it owns memory.
final class BlockSorter {
  private let capacity: Int
  private let keys: UnsafeMutablePointer<Int64>
  private let counts: UnsafeMutablePointer<UInt32>
  private var front: UnsafeMutablePointer<UInt64>
  private var back: UnsafeMutablePointer<UInt64>
  private static let mostBits = 12

  /// A sorter of blocks of up to `capacity` samples.
  init(capacity: Int) {
    self.capacity = capacity
    keys = .allocate(capacity: capacity)
    counts = .allocate(capacity: 3 << Self.mostBits)
    front = .allocate(capacity: capacity)
    back = .allocate(capacity: capacity)
  }

  deinit {
    keys.deallocate()
    counts.deallocate()
    front.deallocate()
    back.deallocate()
  }

  /// Sorts `samples` into `block`.
  func sort(_ samples: UnsafeBufferPointer<Double>, into block: SortedBlock) {
    let count = samples.count
    precondition(count <= capacity, "a block is at most as long as its sorter was made for")
    var (least, most, valid) = (Int64.max, Int64.min, 0)
    for i in 0..<count {
      let key = OrderKey.key(samples[i])
      keys[i] = key
      let isNumber = key != OrderKey.notANumber
      least = min(least, key)
      most = max(most, isNumber ? key : Int64.min)
      valid &+= isNumber ? 1 : 0
    }
    block.count = count
    block.valid = valid
    if valid == 0 { return }
    let width = UInt64.bitWidth - (UInt64(bitPattern: most &- least)).leadingZeroBitCount
    // Few digits for few samples: counting them must not cost more than moving the samples.
    let bits = min(Self.mostBits, max(4, Int.bitWidth - (count - 1).leadingZeroBitCount))
    let digits = count > 1 << 20 ? 3 : 2
    let shift = UInt64(max(0, width - digits * bits))
    if valid == count {
      for i in 0..<count {
        let scaled = UInt64(bitPattern: keys[i] &- least) &>> shift
        front[i] = scaled &<< 32 | UInt64(truncatingIfNeeded: i)
      }
    } else {
      var kept = 0
      for i in 0..<count where keys[i] != OrderKey.notANumber {
        let scaled = UInt64(bitPattern: keys[i] &- least) &>> shift
        front[kept] = scaled &<< 32 | UInt64(truncatingIfNeeded: i)
        kept += 1
      }
    }
    radixSort(valid, bits: bits, digits: digits, from: 32)
    if !settle(valid, into: block) {
      sortAllBits(valid, least: least, width: width)
      write(valid, into: block)
    }
  }

  /// Sorts `front` by `digits` digits of `bits` bits each, of which the lowest begins at `from`.
  private func radixSort(_ count: Int, bits: Int, digits: Int, from: Int) {
    let size = 1 << bits
    let mask = UInt64(size - 1)
    let (all, step, start) = (counts, UInt64(bits), UInt64(from))
    all.update(repeating: 0, count: size * digits)
    for i in 0..<count {
      var rest = front[i] &>> start
      for digit in 0..<digits {
        all[digit &<< bits &+ Int(rest & mask)] &+= 1
        rest &>>= step
      }
    }
    for digit in 0..<digits {
      let (source, target) = (front, back)
      let places = all + digit &<< bits
      let down = start &+ UInt64(digit) &* step
      // Digits that are all the same need no round.
      if places[Int(source[0] &>> down & mask)] == UInt32(truncatingIfNeeded: count) { continue }
      var sum: UInt32 = 0
      for i in 0..<size {
        let here = places[i]
        places[i] = sum
        sum &+= here
      }
      for i in 0..<count {
        let entry = source[i]
        let slot = places + Int(entry &>> down & mask)
        target[Int(slot.pointee)] = entry
        slot.pointee &+= 1
      }
      swap(&front, &back)
    }
  }

  /// Writes what is sorted by scaled keys, and moves keys past neighbours that are larger; false
  /// when there are too many of them.
  private func settle(_ count: Int, into block: SortedBlock) -> Bool {
    let (sorted, order) = (block.keys, block.order)
    var budget = 8 &* count
    var last = Int64.min
    for i in 0..<count {
      let from = UInt32(truncatingIfNeeded: front[i])
      let key = keys[Int(from)]
      if key >= last {
        sorted[i] = key
        order[i] = from
        last = key
        continue
      }
      var at = i
      while at > 0 && sorted[at &- 1] > key {
        sorted[at] = sorted[at &- 1]
        order[at] = order[at &- 1]
        at &-= 1
      }
      sorted[at] = key
      order[at] = from
      budget &-= i &- at
      if budget < 0 { return false }
    }
    return true
  }

  /// Sorts the places in `front` by all `width` bits that the keys differ in, part by part from the
  /// lowest: a radix sort keeps the order of what is equal.
  private func sortAllBits(_ count: Int, least: Int64, width: Int) {
    let low = UInt64(UInt32.max)
    for part in 0..<(width + 23) / 24 {
      let down = UInt64(part * 24)
      for i in 0..<count {
        let from = front[i] & low
        let distance = UInt64(bitPattern: keys[Int(from)] &- least)
        front[i] = (distance &>> down & 0xFF_FFFF) &<< 32 | from
      }
      radixSort(count, bits: 12, digits: 2, from: 32)
    }
  }

  private func write(_ count: Int, into block: SortedBlock) {
    for i in 0..<count {
      let from = UInt32(truncatingIfNeeded: front[i])
      block.order[i] = from
      block.keys[i] = keys[Int(from)]
    }
  }
}

/// A block of samples, sorted; NaN left out. A class because it owns memory that is used again.
final class SortedBlock {
  /// Keys, ascending.
  let keys: UnsafeMutablePointer<Int64>
  /// The index in the block of each key's sample.
  let order: UnsafeMutablePointer<UInt32>
  /// Samples of the block; those of them that are numbers.
  var count = 0
  var valid = 0

  /// Room for a block of `capacity` samples.
  init(capacity: Int) {
    keys = .allocate(capacity: capacity)
    order = .allocate(capacity: capacity)
  }

  deinit {
    keys.deallocate()
    order.deallocate()
  }
}
