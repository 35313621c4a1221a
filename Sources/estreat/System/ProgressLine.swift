internal import Analysis
internal import ArgumentParser
internal import Synchronization

/// How `--progress` shows how far a run has come, always on stderr.
enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
  /// A line with the time left that is drawn over, on a terminal only.
  case auto
  /// A new line now and then, and one for each stage that is done, for logs.
  case plain
  /// Nothing.
  case none
}

/// Draws progress; calls may come from any thread.
final class ProgressLine: Sendable {
  private struct State {
    /// What was told last of the stage at hand.
    var last: AnalysisProgress?
    var stageStart = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
    var isDrawn = false
    var hasEnded = false
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
      if state.last?.stage != progress.stage {
        end(&state, at: now)
        // Of the first stage, what came before its first sign of life is a part.
        if state.hasEnded { state.stageStart = now }
        state.lastDrawn = style == .plain ? now : nil
      }
      state.last = progress
      let pause: Duration = style == .plain ? .seconds(5) : .milliseconds(100)
      if let last = state.lastDrawn, now - last < pause { return }
      state.lastDrawn = now
      let line = Self.text(progress, elapsed: now - state.stageStart)
      Console.raw(style == .plain ? line + "\n" : "\r\u{1b}[K" + line)
      state.isDrawn = style == .auto
    }
  }

  /// Tells how long the stage at hand took, where lines stay.
  private func end(_ state: inout State, at now: ContinuousClock.Instant) {
    guard let last = state.last else { return }
    state.last = nil
    state.hasEnded = true
    guard style == .plain else { return }
    Console.raw(Self.closing(last, elapsed: now - state.stageStart) + "\n")
  }

  /// Clears the line; further output starts in column one.
  func finish() {
    state.withLock { state in
      end(&state, at: ContinuousClock.now)
      if state.isDrawn { Console.raw("\r\u{1b}[K") }
      state.isDrawn = false
    }
  }

  /// `survey 45 %, 120.0 of 300.0 MB, 12 s left`.
  static func text(_ progress: AnalysisProgress, elapsed: Duration) -> String {
    guard progress.bytesTotal > 0 else { return progress.stage }
    let done = min(progress.bytesDone, progress.bytesTotal)
    let percent = done * 100 / progress.bytesTotal
    var text =
      "\(progress.stage) \(percent) %, \(megabytes(done)) of \(megabytes(progress.bytesTotal)) MB"
    let seconds = seconds(elapsed)
    if done > 0, seconds >= 1 {
      let left = seconds / Double(done) * Double(progress.bytesTotal - done)
      text += ", \(Int(left.rounded(.up))) s left"
    }
    return text
  }

  /// `survey: 300.0 MB in 1.204 s`.
  static func closing(_ progress: AnalysisProgress, elapsed: Duration) -> String {
    let bytes = progress.bytesTotal > 0 ? ": \(megabytes(progress.bytesTotal)) MB" : ":"
    return "\(progress.stage)\(bytes) in \(decimalText(seconds(elapsed), fractionDigits: 3)) s"
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func megabytes(_ bytes: Int64) -> String {
    decimalText(Double(bytes) / 1e6, fractionDigits: 1)
  }
}
