extension CodePage {
  /// Diagnostics about time stamps and clocks.
  static let timeDiagnostics: [CodePage] = [
    CodePage(
      "timestamp-zone",
      title: ("A time stamp has no zone", "时间戳没有时区"),
      meaning: (
        """
        The stamp is a local time, and nothing says of which zone. It is not guessed: eight hours \
        off would put a request into another window.
        """,
        "该时间戳是本地时间，但没有说明属于哪个时区。程序不作猜测：相差几小时就会落入另一窗口。"
      ),
      effect: quarantines,
      settle: (
        """
        Export with offsets, declare `zone:` for the source in the appendix, or pass \
        `--assume-zone ZONE`; everything that rests on it then says "assumed".
        """,
        """
        请带偏移量导出，或在附录中为该来源声明 `zone:`，或使用 `--assume-zone ZONE`；由此得出的结\
        果都会注明“假定”。
        """
      )),
    CodePage(
      "timestamp-syntax",
      title: ("Not a time stamp in a known spelling", "时间戳写法无法识别"),
      meaning: (
        "The time field holds something that no known spelling of a time matches.",
        "时间字段的内容不符合任何已知的时间写法。"
      ),
      effect: quarantines,
      settle: (
        """
        Name the right field and unit: `sources: - time: {field: …, unit: …}`. In an appendix, \
        write 2024-05-15T14:20:00+08:00.
        """,
        """
        请指明正确的字段和单位：`sources: - time: {field: …, unit: …}`。在附录中请写 \
        2024-05-15T14:20:00+08:00。
        """
      )),
    CodePage(
      "timestamp-unit",
      title: ("The digits contradict the unit", "位数与单位矛盾"),
      meaning: (
        """
        A number with this many digits cannot be a time of today in the unit that the field's \
        name states; microseconds read as nanoseconds would land in 1970.
        """,
        "这样位数的数字按字段名所示单位不可能是当今的时间；把微秒读作纳秒会落在 1970 年。"
      ),
      effect: quarantines,
      settle: (
        "Check the exporter's unit and declare it: `time: {field: …, unit: us}`.",
        "请核对导出器的单位并声明：`time: {field: …, unit: us}`。"
      )),
    CodePage(
      "timestamp-range",
      title: ("A time stamp outside 1995 to 2045", "时间戳不在 1995 至 2045 之间"),
      meaning: (
        "No export states such a time; usually the unit is wrong, or a clock was never set.",
        "没有导出文件会写这样的时间；通常是单位错误，或时钟从未设置。"
      ),
      effect: quarantines,
      settle: ("Check the unit and the host's clock.", "请检查单位和主机时钟。")),
    CodePage(
      "timestamp-skipped-hour",
      title: ("The wall clock skipped this hour", "该小时因时钟调整而不存在"),
      meaning: (
        """
        When clocks went forward, this local time did not exist in the source's zone. The zone is \
        probably another one.
        """,
        "时钟拨快时，该来源的时区中不存在这一本地时间。时区很可能有误。"
      ),
      effect: quarantines,
      settle: (
        "Check the zone of the source, or export with offsets.",
        "请检查来源的时区，或带偏移量导出。"
      )),
    CodePage(
      "timestamp-year",
      title: ("A time stamp without a year", "时间戳没有年份"),
      meaning: (
        """
        The format (such as syslog's) writes month and day only, and nothing else in the export \
        states the year.
        """,
        "该格式（如 syslog）只写月和日，导出文件中别处也没有年份。"
      ),
      effect: quarantines,
      settle: (
        "Export with full dates, such as `journalctl -o json` or `-o short-iso`.",
        "请以完整日期导出，例如 `journalctl -o json` 或 `-o short-iso`。"
      )),
    CodePage(
      "timestamp-missing",
      title: ("A record without a time", "记录没有时间"),
      meaning: (
        "None of the fields that may hold the time is there.",
        "可能含有时间的字段都不存在。"
      ),
      effect: quarantines,
      settle: (
        "Declare the field: `sources: - time: {field: …}`.",
        "请声明该字段：`sources: - time: {field: …}`。"
      )),
    CodePage(
      "assumed-zone",
      title: ("A zone was assumed for stamps without one", "为没有时区的时间戳假定了时区"),
      meaning: (
        """
        The stamps were read in the zone that the appendix or `--assume-zone` names. If that is \
        wrong, every window of this export is.
        """,
        """
        按附录或 `--assume-zone` 指定的时区读取这些时间戳。若指定有误，该导出文件的每个窗口都有误。
        """
      ),
      effect: qualifies,
      settle: (
        "Confirm the zone with whoever runs the host, and declare it as `zone:` of the source.",
        "请与主机的运维方确认时区，并声明为该来源的 `zone:`。"
      )),
    CodePage(
      "resolution-widened",
      title: ("All stamps are whole steps of a coarser unit", "所有时间戳都是更粗单位的整数倍"),
      meaning: (
        """
        The stamps are spelled finer than they are, for instance microseconds that always end in \
        000. Events lie anywhere within one step, and onsets are that uncertain.
        """,
        """
        时间戳的写法比实际精度更细，例如总以 000 结尾的微秒。事件可能位于一个步长内的任何位置，起\
        点因此有相应误差。
        """
      ),
      effect: informs,
      settle: (
        "Nothing to fix; export with the source's own resolution if there is a finer one.",
        "无需修正；若来源有更高分辨率，请按其导出。"
      )),
    CodePage(
      "clock-skew",
      title: ("Clocks of two services differ", "两个服务的时钟不一致"),
      meaning: (
        """
        Answers lie outside of the calls they belong to, so that at least one clock is off by the \
        range that is printed. Stamps are left as they are; onsets are as uncertain as the range.
        """,
        """
        响应位于其所属调用的时间范围之外，因此至少有一个时钟偏差在所列范围内。时间戳保持原样；起\
        点的误差随之增大。
        """
      ),
      effect: qualifies,
      settle: (
        """
        Compare the hosts' NTP records of that time. Order in time between the two services is \
        decided only beyond the range.
        """,
        "请比对当时主机的 NTP 记录。两个服务之间的先后只有在超出该范围时才能判定。"
      )),
    CodePage(
      "latency-unit",
      title: (
        "A duration of a day or more: the unit is another one",
        "耗时达到一天或更长：单位有误"
      ),
      meaning: (
        """
        A request does not take a day. The field is in another unit than its name says, such as \
        microseconds read as seconds.
        """,
        "请求不会耗时一天。该字段的单位与名称不符，例如把微秒读作秒。"
      ),
      effect: quarantines,
      settle: (
        "Declare it: `sources: - fields: {latency: {field: …, unit: us}}`.",
        "请声明：`sources: - fields: {latency: {field: …, unit: us}}`。"
      )),
    CodePage(
      "request-end-unknown",
      title: ("The line states a start but no duration", "该行写明开始但没有耗时"),
      meaning: (
        """
        A request belongs to the window in which it ended, and that cannot be told from its start \
        alone.
        """,
        "请求归入其结束时所在的窗口，仅凭开始时间无法得知。"
      ),
      effect: quarantines,
      settle: (
        "Log the duration, or declare its field in the appendix.",
        "请记录耗时，或在附录中声明其字段。"
      )),
  ]
}
