internal import Analysis

/// How a clause kind is decided, for the certificate. The English sentences are those of `explain`.
protocol CertifiedRule: ExplainedRule {
  /// `method` in Chinese, a sentence an element.
  var chineseMethod: [String] { get }
  /// What numerator and denominator of a verdict count; nil where a verdict has no counts.
  var counts: Bilingual? { get }
}

extension BlueGreenVerified: CertifiedRule {
  var chineseMethod: [String] {
    ["部署自其验证通过起生效，直至被替代、回滚，或下一次部署开始切换流量；已启动、进行中、已暂停均不构成验证"]
  }
  var counts: Bilingual? { nil }
}

extension TraceInjection: CertifiedRule {
  var chineseMethod: [String] {
    [
      "有效标识为 32 位小写十六进制数且不全为零" + (allows64Bit ? "（也接受 16 位）" : "")
        + "；有效数除以全部请求数，须不低于 \(decimalText(atLeast.double * 100)) %，以整数比较，不作舍入",
      "能够裁定该窗口的第一个来源作出裁定：" + from.map(\.rawValue).joined(separator: "、"),
    ]
  }
  var counts: Bilingual? { Bilingual("有效标识数 / 请求数", "valid ids / requests") }
}

extension LatencyPercentile: CertifiedRule {
  var chineseMethod: [String] {
    let limit = decimalText(Double(limitNanoseconds) / 1e6)
    let share = "⌈\(percentile.numerator)/\(percentile.denominator) · N⌉"
    return [
      "当且仅当 N 个请求中至少有 \(share) 个用时不超过 \(limit) ms，该百分位数才不超过 \(limit) ms；以整数计数裁定，不作插值",
      "能够裁定该窗口的第一个来源作出裁定：" + from.map(\.rawValue).joined(separator: "、"),
    ]
  }
  var counts: Bilingual? {
    Bilingual("限值以内的请求数 / 全部请求数", "requests within the limit / all requests")
  }
}

extension SensitiveExposure: CertifiedRule {
  var chineseMethod: [String] {
    let statuses = gatewayStatus.map { status in
      switch status {
      case .exactly(let code): "\(code)"
      case .hundreds(let digit): "\(digit)xx"
      }
    }
    return [
      "同一请求的三条记录共同确认一次泄露：ERROR 及以上级别且带堆栈的应用日志、实际返回客户端的状态码为 "
        + statuses.joined(separator: " 或 ") + " 的网关日志、写明所涉模式的安全审计记录；以 trace id 或关联的请求标识相连"
    ]
  }
  var counts: Bilingual? {
    Bilingual("已确认的泄露 / 候选（限值 0）", "confirmed exposures / candidates (limit 0)")
  }
}

extension SeasonalBaseline: CertifiedRule {
  var chineseMethod: [String] {
    let slow = slowFromLog ? "慢日志条目" : slowMetrics.joined(separator: " 或 ")
    var out = [
      "比率 = \(slow) 的增量 ÷ \(denominatorMetrics.joined(separator: " 或 ")) 的增量；"
        + "value(t) 取不晚于 t 的最后一个样本，各序列先求差后求和，绝不外推",
      "限值 = 中位数 + \(decimalText(spreadFactor.double)) × 四分位距，取自前 \(historyDays) 天同一民用小时的比率"
        + "（至少 \(minDays) 天），分位数类型 \(quantile.rawValue)",
      "比率大于限值即为违约，以未舍入的数值比较",
    ]
    switch history {
    case .literal: break
    case .excludeBreached: out.append("依约定剔除按其自身历史已违约的小时所在日")
    case .excludeExcused: out.append("依约定剔除该小时已豁免的日")
    }
    return out
  }
  var counts: Bilingual? {
    Bilingual("慢查询增量 / 查询总增量", "slow statements / all statements")
  }
}
