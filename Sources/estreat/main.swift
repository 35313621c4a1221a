internal import ArgumentParser
internal import Diagnostics
internal import Glibc

Interrupts.install()
let status = Program.run(Array(CommandLine.arguments.dropFirst()))
Interrupts.removeTemporaries()
exit(status.rawValue)
