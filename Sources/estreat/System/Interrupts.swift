internal import Foundation
internal import Glibc
internal import Synchronization

/// SIGINT, SIGTERM and SIGHUP end the program after everything temporary is removed.
///
/// The signals are blocked in every thread and taken by one that only waits for them, so that
/// removal runs as ordinary code.
enum Interrupts {
  private static let temporaries = Mutex<Set<String>>([])

  /// Starts watching; must run before any other thread exists.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    let watched = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in watched { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let awaited = signals
    Thread.detachNewThread {
      var set = awaited
      var number: Int32 = 0
      while sigwait(&set, &number) != 0 {}
      temporaries.withLock { paths in
        remove(paths)
        _exit(128 + number)
      }
    }
  }

  /// nohup and background jobs ignore signals on purpose; that is respected.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return action.__sigaction_handler.sa_handler.map {
      unsafeBitCast($0, to: Int.self) == 1
    } ?? false
  }

  /// Remembers a file or folder that must not outlive the program.
  static func register(_ path: String) {
    temporaries.withLock { _ = $0.insert(path) }
  }

  /// Runs `body` so that no signal ends the program in its middle, then forgets `path`.
  static func settle<Value>(_ path: String, _ body: () throws -> Value) rethrows -> Value {
    try temporaries.withLock { paths in
      let value = try body()
      paths.remove(path)
      return value
    }
  }

  /// Removes everything temporary.
  static func removeTemporaries() {
    temporaries.withLock { paths in
      remove(paths)
      paths = []
    }
  }

  private static func remove(_ paths: Set<String>) {
    for path in paths { try? FileManager.default.removeItem(atPath: path) }
  }
}
