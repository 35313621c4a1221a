/// The nodes a root-cause path may name, in the order a cause reaches its effect.
enum PathNodes {
  static let slowLog = "mysql_slow_log"
  static let blocked = "app_thread_blocked"
  static let timeout = "gateway_timeout"
  static let exposure = "stack_trace_expose"

  /// Every known node.
  static let names = [slowLog, blocked, timeout, exposure]
}
