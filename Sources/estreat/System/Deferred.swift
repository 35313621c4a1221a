internal import Dispatch
internal import Synchronization

/// A value that another thread works out while the caller does something else. Whoever makes one
/// waits for it, even if it is not needed after all: the program must not end under its thread.
final class Deferred<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let group = DispatchGroup()

  /// Begins at once.
  init(_ find: @escaping @Sendable () -> Value) {
    DispatchQueue.global().async(group: group) { [self] in
      let found = find()
      value.withLock { $0 = found }
    }
  }

  /// Waits until it is there.
  func get() -> Value {
    group.wait()
    guard let value = value.withLock({ $0 }) else { preconditionFailure("it was waited for") }
    return value
  }
}
