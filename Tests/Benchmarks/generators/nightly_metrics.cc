// OpenMetrics text of two counters, statements and slow ones, of so many services (argument 1), each
// scraped once a minute for eight days and a bit, at a second of its own: what a nightly run reads.
// The share of slow ones follows the hour of the day, hour by hour with a spread of its own.
#include "generator.h"

static const uint32_t first_second = 1715040000;  // 2024-05-07T00:00:00Z
static const int scrapes = 8 * 1440 + 2;

int main(int count, char **arguments) {
  if (count != 3) return 2;
  static char buffer[1 << 22];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  uint32_t services = (uint32_t)strtoul(arguments[1], 0, 10);
  state = strtoull(arguments[2], 0, 10);
  static uint64_t totals[2][scrapes];
  // Both families, each with all services in a row, need the numbers of a service twice.
  uint64_t seed = state;
  for (int family = 0; family < 2; family++) {
    text(family ? "# TYPE slow_statements counter\n" : "# TYPE statements counter\n");
    for (uint32_t service = 0; service < services; service++) {
      state = seed + service * 1000003u;
      uint64_t all = below(1000000), slow = below(10000);
      uint32_t rate = 200 + below(2000);
      double share = 0;
      for (int scrape = 0; scrape < scrapes; scrape++) {
        int hour = scrape / 60 % 24;
        if (scrape % 60 == 0)
          share = (0.01 + 0.001 * (hour < 12 ? hour : 24 - hour)) * power_of_e(0.12 * normal());
        uint32_t grown = rate / 2 + below(rate);
        uint32_t late = (uint32_t)(grown * share);
        if (uniform() < grown * share - late) late++;
        all += grown;
        slow += late;
        totals[0][scrape] = all;
        totals[1][scrape] = slow;
      }
      for (int scrape = 0; scrape < scrapes; scrape++) {
        put("%s_total{service=\"svc-%04u\"} %llu %u\n", family ? "slow_statements" : "statements",
            service, (unsigned long long)totals[family][scrape],
            first_second - 60 + service % 60 + 60 * scrape);
        size_t length = (size_t)(at - entry);
        at = entry;
        if (fwrite(entry, 1, length, stdout) != length) return 1;
      }
    }
  }
  text("# EOF\n");
  return fwrite(entry, 1, (size_t)(at - entry), stdout) != (size_t)(at - entry) || fflush(stdout);
}
