// OpenMetrics text of a counter and a gauge with labels as exporters write them: so many series
// (argument 3), each scraped every 15 seconds as often as the wanted size allows. From it promtool
// makes the blocks that are read.
#include "generator.h"

static uint32_t series_count;
static uint32_t scrapes;
static const uint32_t first_second = 1773705600;

static void labels(uint32_t series) {
  static const char *codes[] = {"200", "404", "500", "503"};
  put("{code=\"%s\",handler=\"/api/v1/resource/%u\",instance=\"10.%u.%u.%u:8080\",job=\"api\"}",
      codes[series % 4], series % 97, series >> 16, series >> 8 & 255, series & 255);
}

static int line_out(void) {
  size_t length = (size_t)(at - entry);
  at = entry;
  return fwrite(entry, 1, length, stdout) == length;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  static char buffer[1 << 22];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  uint64_t bytes = strtoull(arguments[1], 0, 10);
  state = strtoull(arguments[2], 0, 10);
  series_count = (uint32_t)strtoul(arguments[3], 0, 10);
  // A line takes about 100 bytes.
  scrapes = (uint32_t)(bytes / 100 / series_count);
  // A block is two hours: more scrapes would only make more of them.
  if (scrapes < 1) scrapes = 1;
  if (scrapes > 479) scrapes = 479;
  const char *types[] = {"# TYPE http_requests counter\n", "# TYPE pool_usage gauge\n"};
  for (uint32_t family = 0; family < 2; family++) {
    text(types[family]);
    for (uint32_t series = family * (series_count / 2);
         series < (family ? series_count : series_count / 2); series++) {
      uint64_t total = 0;
      double level = 40;
      for (uint32_t scrape = 0; scrape < scrapes; scrape++) {
        text(family ? "pool_usage" : "http_requests_total");
        labels(series);
        total += below(20);
        level += normal();
        if (!family) {
          put(" %llu", (unsigned long long)total);
        } else if (series % 2) {
          put(" %.17g", level);
        } else {
          put(" %.2f", level);
        }
        put(" %u.%03u\n", first_second + 15 * scrape, series % 1000);
        if (!line_out()) return 1;
      }
    }
  }
  text("# EOF\n");
  return line_out() && !fflush(stdout) ? 0 : 1;
}
