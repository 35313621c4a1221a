internal import CScan

/// Which machine instructions the structural index uses. Results do not depend on it.
public enum ScanKernel: String, Sendable, CaseIterable {
  /// Words of eight bytes: any machine.
  case portable
  /// x86-64 with AVX2.
  case avx2
  /// x86-64 with AVX-512 (BW, VL, VBMI2).
  case avx512

  /// The fastest kernel of this machine.
  public static let best: ScanKernel =
    allCases.last { $0.isAvailable } ?? .portable

  /// Whether this machine can run it.
  public var isAvailable: Bool { cscan_has_level(level) != 0 }

  var level: Int32 {
    switch self {
    case .portable: 0
    case .avx2: 1
    case .avx512: 2
    }
  }
}
