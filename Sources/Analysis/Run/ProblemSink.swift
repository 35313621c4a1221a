internal import Diagnostics

/// Passes metrics on, and keeps what was wrong once a kind, with the first place.
final class ProblemSink: RecordSink {
  private let base: any RecordSink
  private var problems: [SurveyFold.QuarantineCount] = []
  private var notes: [FileNote] = []
  private var good: Int64 = 0
  private var broken: Int64 = 0

  init(_ base: any RecordSink) { self.base = base }

  /// Whether more could not be used than could.
  var isMostlyBroken: Bool { broken > good }

  func wantsMetric(named name: String) -> Bool { base.wantsMetric(named: name) }
  func metricType(_ type: String, of name: String) { base.metricType(type, of: name) }
  func sample(_ record: SampleRecord, at place: RecordPlace) {
    good += 1
    base.sample(record, at: place)
  }
  func samples(_ batch: SampleBatch, at place: RecordPlace) {
    good += Int64(batch.count)
    base.samples(batch, at: place)
  }
  func entries(count: Int) { good += Int64(count) }
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    broken += 1
    base.quarantine(record, at: place)
    let known = problems.firstIndex {
      $0.record.code == record.code && $0.record.message == record.message
    }
    if let known {
      problems[known].count += 1
    } else {
      problems.append(SurveyFold.QuarantineCount(record: record, place: place, count: 1))
    }
  }
  func note(_ diagnostic: FileNote) { notes.append(diagnostic) }

  func skippedSamples(count: Int, span: TimeSpan?) { good += Int64(count) }
  func request(_ record: RequestRecord, at place: RecordPlace) { good += 1 }
  func application(_ record: AppRecord, at place: RecordPlace) { good += 1 }
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) { good += 1 }
  func audit(_ record: AuditRecord, at place: RecordPlace) { good += 1 }
  func span(_ record: SpanRecord, at place: RecordPlace) { good += 1 }
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) { good += 1 }
  func commit(_ record: CommitRecord, at place: RecordPlace) { good += 1 }
  func document(_ record: DocumentRecord, at place: RecordPlace) { good += 1 }
  func other(at place: RecordPlace, time: Stamp?) {}

  /// What was wrong in `input`.
  func diagnostics(_ input: InputFile) -> [Diagnostic] {
    Analyzer.diagnostics(problems: problems, notes: notes, input)
  }
}
