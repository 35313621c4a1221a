/// A sink that takes nothing; second passes override what they want.
class QuietSink: RecordSink {
  var wants: RecordWants { .requestIDs }
  func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {}
  func request(_ record: RequestRecord, at place: RecordPlace) {}
  func application(_ record: AppRecord, at place: RecordPlace) {}
  func audit(_ record: AuditRecord, at place: RecordPlace) {}
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {}
  func wantsMetric(named name: String) -> Bool { false }
  func sample(_ record: SampleRecord, at place: RecordPlace) {}
  func skippedSamples(count: Int, span: TimeSpan?) {}
  func entries(count: Int) {}
  func span(_ record: SpanRecord, at place: RecordPlace) {}
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {}
  func commit(_ record: CommitRecord, at place: RecordPlace) {}
  func document(_ record: DocumentRecord, at place: RecordPlace) {}
  func passedOver(lastTime: Instant?) {}
  func other(at place: RecordPlace, time: Stamp?) {}
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {}
  func note(_ diagnostic: FileNote) {}
}
