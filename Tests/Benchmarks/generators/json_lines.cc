// Application logs as JSON lines over one day: json_lines BYTES SEED >FILE
//
// About 440 bytes a line; two lines of a hundred are errors with a stack trace, one lacks its
// trace id in one of three ways, a few of ten thousand hold a sensitive value. The day is covered
// whatever the size; the order of time is disturbed by a second or two, as with several writers.
#include "generator.h"

static void hex(int digits) {
  uint64_t bits = 0;
  for (int i = 0; i < digits; i++, bits >>= 4) {
    if (i % 16 == 0) bits = next();
    *at++ = "0123456789abcdef"[bits & 15];
  }
}

static const struct {
  const char *name, *package;
} services[] = {
    {"edge-gateway", "edge"},   {"accounts", "accounts"}, {"catalogue", "catalogue"},
    {"checkout", "checkout"},   {"ledger", "ledger"},     {"mailer", "mailer"},
    {"recommender", "recommender"}};
static const int service_weights[] = {38, 13, 15, 12, 9, 5, 8};

static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
static const int method_weights[] = {62, 24, 7, 4, 3};

static const char *const paths[] = {
    "/v2/accounts/%u", "/v2/accounts/%u/addresses?include=country", "/v2/basket/%u/lines",
    "/v2/checkout/%u/confirm", "/v2/catalogue/items/%u?fields=price,stock,media",
    "/v2/catalogue/search?q=lamp+%u&sort=price&page=3", "/v1/ledger/entries/%u", "/livez?probe=%u",
    "/assets/main.%u.css", "/v2/recommendations/for/%u?limit=24"};

static const char *const agents[] = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36",
    "python-requests/2.32.3", "kube-probe/1.30", "shop-ios/9.14.2 (build 8812; iOS 17.5.1)"};

static const char *const messages[] = {
    "request handled", "answered from cache after a lookup in the second tier",
    "handled; upstream took most of the time", "request handled, session renewed"};

static const char *const failures[] = {
    "java.lang.IllegalStateException: basket \\\"open\\\" expected but was \\\"paid\\\"",
    "java.net.SocketTimeoutException: Read timed out after 3000 ms",
    "org.postgresql.util.PSQLException: ERROR: deadlock detected\\n  Detail: Process 2817 waits",
    "com.fasterxml.jackson.databind.JsonMappingException: Unexpected end-of-input: {\\\"id\\\":",
    "java.util.concurrent.CompletionException: java.lang.NullPointerException"};

static const char *const frames[] = {
    "shop.%s.web.RequestEntry.serve(RequestEntry.kt:%u)",
    "shop.%s.domain.Workflow.step$lambda$4(Workflow.kt:%u)",
    "shop.%s.store.TableGateway.load(TableGateway.java:%u)",
    "io.ktor.server.engine.DefaultEnginePipelineKt.execute(%s.kt:%u)",
    "jdk.internal.reflect.DirectMethodHandleAccessor.invoke(%s.java:%u)",
    "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.run(%s.kt:%u)",
    "com.zaxxer.hikari.pool.ProxyPreparedStatement.executeQuery(%s.java:%u)",
    "org.springframework.aop.framework.ReflectiveMethodInvocation.proceed(%s.java:%u)"};

// Most of them valid, some only alike: what is counted is what a validator accepts.
static void sensitive_value(void) {
  static const char *const cards[] = {
      "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "6011111111111117",
      "4111 1111 1111 1112"};
  static const char *const residents[] = {
      "11010519491231002X", "440524188001010014", "110105194912310021"};
  switch (below(12)) {
    case 0: put(" ssn %03u-%02u-%04u on file", below(950), below(100), below(10000)); break;
    case 1: put(" card %s declined", cards[below(5)]); break;
    case 2: put(" mail to kim.lee%u@mail.example-shop.com bounced", below(5000)); break;
    case 3: put(" id %s checked", residents[below(3)]); break;
    case 4: put(" call back +86 13%09u", below(1000000000)); break;
    case 5:
      text(" Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI");
      for (int i = 0; i < 21; i++) *at++ = (char)('a' + below(26));
      text(".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
      break;
    case 6: put(" login retried with password=tr0ub4dor%u", below(100000)); break;
    case 7:
      text(" bucket key AKIA");
      for (int i = 0; i < 16; i++) *at++ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[below(32)];
      break;
    case 8:
      put(" refund to %s", below(4) ? "DE89370400440532013000" : "GB29NWBK60161331926818");
      break;
    case 9: put(" passport no. E%08u seen", below(100000000)); break;
    case 10: text(" found -----BEGIN RSA PRIVATE KEY----- in a field"); break;
    default: put(" order 20240515-%05u-%07u", below(100000), below(10000000)); break;
  }
}

static void stack_trace(const char *package) {
  put("\"stack_trace\":\"%s", failures[below(5)]);
  if (below(100) < 2) sensitive_value();
  for (int left = 10 + (int)below(14); left > 0; left--) {
    text("\\n\\tat ");
    put(frames[below(8)], package, 15 + below(1200));
  }
  text("\"}\n");
}

static void trace_id(void) {
  switch (below(300)) {
    case 0: return;
    case 1: text("\"trace_id\":\"\","); return;
    case 2: text("\"trace_id\":null,"); return;
    default:
      text("\"trace_id\":\"");
      hex(32);
      text("\",");
  }
}

static int status(int is_error, int is_incident) {
  static const int codes[] = {200, 201, 204, 304, 400, 401, 404, 429, 500, 502, 503};
  static const int usual[] = {820, 60, 20, 30, 12, 10, 35, 5, 3, 3, 2};
  static const int rough[] = {700, 50, 20, 20, 12, 10, 35, 23, 30, 40, 60};
  return is_error ? 500 : codes[weighted(is_incident ? rough : usual, 1000)];
}

static void record(double fraction) {
  double second = fraction * 86400.0 + 0.6 * normal();
  second = second < 0 ? 0 : second > 86399.999 ? 86399.999 : second;
  uint32_t ms = (uint32_t)(second * 1000);
  int service = weighted(service_weights, 100);
  int is_error = below(100) < 2;
  int is_incident = service == 3 && second > 51000 && second < 53000;
  double latency = power_of_e(2.9 + 0.95 * normal() + (service == 4 ? 0.6 : 0));
  if (is_incident) latency *= 7;
  int code = status(is_error, is_incident);
  put("{\"ts\":\"2026-03-17T%02u:%02u:%02u.%03uZ\",\"service\":\"%s\",\"level\":\"%s\",",
      ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000, services[service].name,
      code >= 500 ? "ERROR" : code >= 400 ? "WARN" : below(20) ? "INFO" : "DEBUG");
  trace_id();
  text("\"span_id\":\"");
  hex(16);
  text("\",\"request_id\":\"req-");
  hex(24);
  text("\",");
  if (is_error)
    put("\"logger\":\"shop.%s.web.Failures\",\"thread\":\"worker-%u\",",
        services[service].package, 1 + below(64));
  put("\"method\":\"%s\",\"path\":\"", methods[weighted(method_weights, 100)]);
  put(paths[below(10)], 1000 + below(900000));
  put("\",\"status\":%d,\"latency_ms\":%.3f,\"remote_addr\":\"172.%u.%u.%u\","
      "\"user_agent\":\"%s\",",
      code, latency, 16 + below(16), below(256), 1 + below(254), agents[below(6)]);
  if (is_error) {
    text("\"msg\":\"request failed\",");
    stack_trace(services[service].package);
    return;
  }
  put("\"msg\":\"%s", code >= 500 ? "upstream gave no answer" : messages[below(4)]);
  if (below(10000) < 6) sensitive_value();
  text("\"}\n");
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  state = strtoull(arguments[2], 0, 10);
  return generate(strtoull(arguments[1], 0, 10), record);
}
