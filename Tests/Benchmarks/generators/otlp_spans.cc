// OTLP spans as JSON: otlp_spans BYTES SEED FORM >FILE
//
// FORM 0: one ResourceSpans object a line, of 20 to 60 spans of one service, as collectors batch
// them. FORM 1: one document of the same objects. About 700 bytes a span; durations are whole
// microseconds.
#include "generator.h"

static const char *const services[] = {"edge-gateway", "accounts", "catalogue", "checkout",
                                       "ledger",       "mailer",   "recommender"};
static const int weights[] = {38, 13, 15, 12, 9, 5, 8};
static const char *const routes[] = {"/v2/accounts/{id}", "/v2/basket/{id}/lines",
                                     "/v2/checkout/{id}/confirm", "/v2/catalogue/search"};

static void hex(int digits) {
  uint64_t bits = 0;
  for (int i = 0; i < digits; i++, bits >>= 4) {
    if (i % 16 == 0) bits = next();
    *at++ = "0123456789abcdef"[bits & 15];
  }
}

static void attribute(const char *key, const char *kind, const char *value) {
  put("{\"key\":\"%s\",\"value\":{\"%s\":\"%s\"}}", key, kind, value);
}

static int document, first = 1;

static void span(uint64_t start, int service) {
  uint64_t micros = 200 + (uint64_t)(30000 * power_of_e(normal()));
  const char *route = routes[below(4)];
  int failed = below(50) == 0, database = below(3) == 0;
  text("{\"traceId\":\"");
  hex(32);
  text("\",\"spanId\":\"");
  hex(16);
  text("\",\"parentSpanId\":\"");
  if (below(4)) hex(16);
  put("\",\"flags\":257,\"name\":\"%s %s\",\"kind\":%u", database ? "SELECT" : "GET", route,
      database ? 3 : 2);
  put(",\"startTimeUnixNano\":\"%llu\"", (unsigned long long)start);
  put(",\"endTimeUnixNano\":\"%llu\",\"attributes\":[",
      (unsigned long long)(start + 1000 * micros));
  if (database) {
    attribute("db.system", "stringValue", "postgresql");
    text(",");
    attribute("db.statement", "stringValue",
              "SELECT id, name, price FROM items WHERE shop = $1 AND stock > 0 ORDER BY name");
    text(",");
    attribute("server.address", "stringValue", "db.internal");
  } else {
    attribute("http.request.method", "stringValue", "GET");
    text(",");
    attribute("url.path", "stringValue", route);
    text(",");
    attribute("http.response.status_code", "intValue", failed ? "500" : "200");
    text(",");
    attribute("user_agent.original", "stringValue",
              "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
  }
  put("],\"status\":{%s}}", failed ? "\"code\":2,\"message\":\"upstream failed\"" : "");
  (void)service;
}

static void batch(double fraction) {
  int service = weighted(weights, 100);
  int count = 20 + (int)below(41);
  uint64_t start = 1717200000000000000ull + (uint64_t)(fraction * 86400e6) * 1000;
  if (document) text(first ? "{\"resourceSpans\":[" : ",");
  first = 0;
  text("{\"resource\":{\"attributes\":[");
  attribute("service.name", "stringValue", services[service]);
  text(",");
  attribute("deployment.environment", "stringValue", "production");
  text("]},\"scopeSpans\":[{\"scope\":{\"name\":\"tracing\",\"version\":\"1.4.2\"},\"spans\":[");
  for (int i = 0; i < count; i++) {
    if (i) text(",");
    span(start + 1000ull * below(5000000), service);
  }
  text("]}]}");
  if (!document) text("\n");
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  state = strtoull(argv[2], 0, 10);
  document = atoi(argv[3]);
  int failed = generate(strtoull(argv[1], 0, 10), batch);
  if (document && !failed) fputs("]}\n", stdout);
  return failed || fflush(stdout) ? 1 : 0;
}
