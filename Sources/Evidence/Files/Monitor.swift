internal import Glibc

/// State that threads share and wait on.
///
/// A class because lock and condition have one place in memory, and are destroyed exactly once.
final class Monitor<State>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State
  private var waiting = 0

  init(_ state: State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    precondition(
      pthread_mutex_init(mutex, nil) == 0 && pthread_cond_init(condition, nil) == 0,
      "no lock can be made")
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Changes the state.
  func withLock<Value>(_ body: (inout State) -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let value = body(&state)
    if waiting > 0 { pthread_cond_broadcast(condition) }
    return value
  }

  /// Changes the state, then waits until `body` finds in it what it looks for.
  func wait<Value>(
    after change: (inout State) -> Void, _ body: (inout State) -> Value?
  ) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    change(&state)
    if waiting > 0 { pthread_cond_broadcast(condition) }
    while true {
      if let value = body(&state) { return value }
      waiting += 1
      pthread_cond_wait(condition, mutex)
      waiting -= 1
    }
  }
}
