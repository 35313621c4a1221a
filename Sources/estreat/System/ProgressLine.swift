internal import Analysis
internal import ArgumentParser
internal import Synchronization

/// How `--progress` shows how far a run has come, always on stderr.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
  /// A line with the time left that is drawn over, on a terminal only.
  case auto
  /// A new line now and then, for logs.
  case plain
  /// Nothing.
  case none
}

/// Draws progress; calls may come from any thread.
final class ProgressLine: Sendable {
  private struct State {
    var stage = ""
    var stageStart = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
    var isDrawn = false
  }
  private let style: ProgressStyle
  private let state = Mutex(State())

  init(_ style: ProgressStyle) {
    self.style = style == .auto && !Console.showsProgress ? .none : style
  }

  /// Takes a state of progress; draws at most ten times (plain: once in five seconds).
  func update(_ progress: AnalysisProgress) {
    guard style != .none else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      if state.stage != progress.stage {
        state.stage = progress.stage
        state.stageStart = now
        state.lastDrawn = style == .plain ? now : nil
      }
      let pause: Duration = style == .plain ? .seconds(5) : .milliseconds(100)
      if let last = state.lastDrawn, now - last < pause { return }
      state.lastDrawn = now
      let line = Self.text(progress, elapsed: now - state.stageStart)
      Console.raw(style == .plain ? line + "\n" : "\r\u{1b}[K" + line)
      state.isDrawn = style == .auto
    }
  }

  /// Clears the line; further output starts in column one.
  func finish() {
    state.withLock { state in
      if state.isDrawn { Console.raw("\r\u{1b}[K") }
      state.isDrawn = false
    }
  }

  /// `survey 45 %, 120.0 of 300.0 MB, 12 s left`.
  static func text(_ progress: AnalysisProgress, elapsed: Duration) -> String {
    let done = min(progress.bytesDone, progress.bytesTotal)
    let percent = progress.bytesTotal > 0 ? done * 100 / progress.bytesTotal : 100
    var text =
      "\(progress.stage) \(percent) %, \(megabytes(done)) of \(megabytes(progress.bytesTotal)) MB"
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    if done > 0, seconds >= 1 {
      let left = seconds / Double(done) * Double(progress.bytesTotal - done)
      text += ", \(Int(left.rounded(.up))) s left"
    }
    return text
  }

  private static func megabytes(_ bytes: Int64) -> String {
    decimalText(Double(bytes) / 1e6, fractionDigits: 1)
  }
}
