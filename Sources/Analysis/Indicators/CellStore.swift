/// Counts by service and window while one export is read: the window at hand is found without
/// hashing, because records come nearly in order.
///
/// A class because it owns its cells; they are in raw memory, since every record changes some.
final class CellStore<Counts: Mergeable> {
  private struct Slot {
    var from: Int64 = .max
    var to: Int64 = .min
    var cell: UnsafeMutablePointer<Counts>?
  }
  private struct Place: Hashable {
    var service: Int32
    var start: Int64
  }
  private let grid: WindowGrid
  private let empty: Counts
  /// Two windows a service: around the turn of a window both are in use.
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private var cells: [Place: UnsafeMutablePointer<Counts>] = [:]

  init(_ grid: WindowGrid, empty: Counts) {
    self.grid = grid
    self.empty = empty
    capacity = 16
    slots = .allocate(capacity: 2 * capacity)
    slots.initialize(repeating: Slot(), count: 2 * capacity)
  }

  deinit {
    for cell in cells.values {
      cell.deinitialize(count: 1)
      cell.deallocate()
    }
    slots.deallocate()
  }

  /// The counts of a service's window that holds `time`; service -1 stands for none.
  @inline(__always) func cell(_ service: Int, _ time: Int64) -> UnsafeMutablePointer<Counts> {
    let at = 2 &* (service &+ 1)
    if at < 2 &* capacity {
      let first = slots + at
      if time >= first.pointee.from, time < first.pointee.to, let cell = first.pointee.cell {
        return cell
      }
      let second = first + 1
      if time >= second.pointee.from, time < second.pointee.to, let cell = second.pointee.cell {
        swap(&first.pointee, &second.pointee)
        return cell
      }
    }
    return find(service, time)
  }

  private func find(_ service: Int, _ time: Int64) -> UnsafeMutablePointer<Counts> {
    let window = grid.window(at: Instant(nanoseconds: time))
    let place = Place(service: Int32(service), start: window.from.nanoseconds)
    let cell: UnsafeMutablePointer<Counts>
    if let known = cells[place] {
      cell = known
    } else {
      cell = .allocate(capacity: 1)
      cell.initialize(to: empty)
      cells[place] = cell
    }
    reserve(service + 1)
    let first = slots + 2 * (service + 1)
    (first + 1).pointee = first.pointee
    first.pointee = Slot(from: place.start, to: window.to.nanoseconds, cell: cell)
    return cell
  }

  private func reserve(_ index: Int) {
    guard index >= capacity else { return }
    let larger = max(2 * capacity, index + 1)
    let grown = UnsafeMutablePointer<Slot>.allocate(capacity: 2 * larger)
    grown.initialize(repeating: Slot(), count: 2 * larger)
    grown.update(from: slots, count: 2 * capacity)
    slots.deallocate()
    slots = grown
    capacity = larger
  }

  /// Everything counted, by service number and window start. The store is empty afterwards, so
  /// that nothing is held twice.
  func takeSeries() -> [Int: WindowSeries<Counts>] {
    var all: [Int: WindowSeries<Counts>] = [:]
    for (place, cell) in cells {
      all[Int(place.service), default: WindowSeries()].update(
        Instant(nanoseconds: place.start), empty: empty
      ) { $0 = cell.move() }
      cell.deallocate()
    }
    cells = [:]
    slots.update(repeating: Slot(), count: 2 * capacity)
    return all
  }

  /// Changes the counts of every window.
  func forEach(_ change: (inout Counts) -> Void) {
    for cell in cells.values { change(&cell.pointee) }
  }
}
