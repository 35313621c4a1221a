import TestSupport

/// For properties only: what the standard library draws may differ from release to release.
extension SeededGenerator: RandomNumberGenerator {}
