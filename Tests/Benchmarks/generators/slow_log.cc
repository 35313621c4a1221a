// A slow log as MySQL 8 writes it: slow_log BYTES SEED >FILE
//
// Two dozen kinds of statement, with literals that vary, comments, lists of varying length and
// statements over several lines; `use` and administrator commands among them.
#include "generator.h"

static const char *const names[] = {"anna", "O\\'Brien", "li''s", "wen", "zoë", "j. \\\"q\\\" doe"};

// One literal for each letter of a shape: n number, d decimal, s string, t time, h hex,
// l list of numbers, v rows of values, c trace comment; everything else is copied.
static void fill(const char *shape) {
  for (; *shape; shape++) {
    if (*shape != '%') {
      *at++ = *shape;
      continue;
    }
    switch (*++shape) {
      case 'n': put("%u", below(10000000)); break;
      case 'd': put("%u.%02u", below(100000), below(100)); break;
      case 's': put("'%s %u'", names[below(6)], below(1000)); break;
      case 't':
        put("'2026-03-%02u %02u:%02u:%02u'", 1 + below(28), below(24), below(60), below(60));
        break;
      case 'h': put("0x%08X", below(0xFFFFFFFF)); break;
      case 'l':
        for (int i = 0, n = 1 + (int)below(20); i < n; i++) put(i ? ", %u" : "%u", below(1000000));
        break;
      case 'v':
        for (int i = 0, n = 1 + (int)below(25); i < n; i++)
          put(i ? ",(%u,'%s',%u.5,NULL)" : "(%u,'%s',%u.5,NULL)", below(100000), names[below(6)],
              below(900));
        break;
      case 'c':
        put("/*traceparent='00-%016llx%016llx-%016llx-01'*/", (unsigned long long)next(),
            (unsigned long long)next(), (unsigned long long)next());
        break;
      default: *at++ = *shape;
    }
  }
}

static const char *const templates[] = {
    "SELECT * FROM orders WHERE id = %n",
    "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE "
    "o.state IN (%l) AND o.created_at > %t ORDER BY o.created_at DESC LIMIT 50",
    "select count(*) from basket_lines where basket_id in (%l)",
    "UPDATE stock SET reserved = reserved + %n, touched = %t WHERE item_id = %n AND depot = %s",
    "INSERT INTO audit_2026_03 (actor, name, amount, note) VALUES %v",
    "INSERT INTO events(id, kind, payload) VALUES (%n, %s, %h) ON DUPLICATE KEY UPDATE payload = "
    "VALUES(payload)",
    "DELETE FROM sessions WHERE expires_at < %t LIMIT 1000",
    "SELECT /* report:monthly */ YEAR(created_at) y, MONTH(created_at) m, SUM(total)\n  FROM "
    "orders\n WHERE created_at BETWEEN %t AND %t\n   AND region <> %s\n GROUP BY y, m\nHAVING "
    "SUM(total) > %d\n ORDER BY y ASC, m ASC",
    "SELECT id FROM items WHERE name LIKE %s AND price BETWEEN %d AND %d LIMIT 20, 40",
    "SELECT a.* FROM addresses a WHERE a.customer_id = %n AND a.deleted IS NULL",
    "REPLACE INTO kv (k, v) VALUES (%s, %s)",
    "SELECT DISTINCT i.id FROM items i LEFT JOIN tags t ON t.item_id = i.id WHERE t.name = %s OR "
    "t.weight > %d -- from the search box\n AND i.visible = TRUE",
    "CALL billing.close_period(%n, %s)",
    "SELECT id, total FROM orders_2024 WHERE id = %n UNION ALL SELECT id, total FROM orders_2025 "
    "WHERE id = %n",
    "SELECT x.id FROM (SELECT id FROM payments WHERE amount > %d AND state = %s ORDER BY id) x "
    "WHERE x.id NOT IN (%l)",
    "UPDATE customers SET note = %s WHERE mail = %s",
    "SELECT /*!40001 SQL_NO_CACHE */ * FROM `ledger`",
    "SELECT GET_LOCK(%s, %n)",
    "ALTER TABLE imports ADD INDEX by_day (day)",
    "SELECT s.item_id, s.depot FROM stock s WHERE (s.item_id, s.depot) IN ((%n, %s), (%n, %s))",
    "SET STATEMENT max_statement_time=30 FOR SELECT COUNT(*) FROM payments",
    "COMMIT",
    "SELECT p.id, p.state FROM payments p FORCE INDEX (by_state) WHERE p.state = %s AND p.id > %n "
    "ORDER BY p.id LIMIT 500 %c",
    "INSERT INTO payments SET order_id = %n, amount = %d, method = %s %c"};
static const uint32_t template_count = sizeof templates / sizeof *templates;
static uint64_t micros;

static void statement(double) {
  micros += below(400000);
  uint32_t second = (uint32_t)(micros / 1000000) % 86400;
  double seconds = power_of_e(-1 + 1.1 * normal());
  put("# Time: 2026-03-17T%02u:%02u:%02u.%06uZ\n# User@Host: app%u[app%u] @ web-%02u "
      "[172.20.4.%u]  Id: %6u\n",
      second / 3600, second / 60 % 60, second % 60, (uint32_t)(micros % 1000000), below(4),
      below(4), 1 + below(20), 1 + below(254), 1000 + below(90000));
  put("# Query_time: %.6f  Lock_time: %.6f Rows_sent: %u  Rows_examined: %u\n", seconds,
      uniform() / 1000, below(2000), below(3000000));
  if (below(200) == 0) put("use shop%u;\n", below(3));
  put("SET timestamp=%u;\n", 1773705600 + second);
  if (below(400) == 0) {
    text("# administrator command: Quit");
  } else {
    fill(templates[below(template_count)]);
  }
  text(";\n");
}

static void first(double fraction) {
  if (fraction == 0)
    text("/usr/sbin/mysqld, Version: 8.0.36 (MySQL Community Server - GPL). started with:\n"
         "Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock\n"
         "Time                 Id Command    Argument\n");
  statement(fraction);
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  state = strtoull(arguments[2], 0, 10);
  return generate(strtoull(arguments[1], 0, 10), first);
}
