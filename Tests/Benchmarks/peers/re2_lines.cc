// Lines with a candidate, by pattern, as RE2::Set finds them: re2_lines SHAPES FILE [BLOCK-BYTES]
//
// Two threads take chunks of a megabyte. A block of lines is matched as a whole first; only one
// that may hold something is matched line by line, which suits text in which values are rare.
// Bytes are matched as such (Latin-1): no UTF-8 automata, as fast as RE2 gets.
#include <fcntl.h>
#include <re2/set.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {
struct Counts {
  std::vector<size_t> lines;
  size_t any = 0;
};

// The end of the line that holds the byte before `at`.
const char *line_end(const char *at, const char *end) {
  if (at >= end) return end;
  const void *found = memchr(at - 1, '\n', static_cast<size_t>(end - at + 1));
  return found ? static_cast<const char *>(found) + 1 : end;
}

void count(const RE2::Set &set, const char *at, const char *end, size_t block, Counts &counts) {
  std::vector<int> hits;
  while (at < end) {
    const char *stop = line_end(at + block, end);
    if (block > 1 && !set.Match({at, static_cast<size_t>(stop - at)}, nullptr)) {
      at = stop;
      continue;
    }
    while (at < stop) {
      const char *next = line_end(at + 1, stop);
      if (set.Match({at, static_cast<size_t>(next - at - (next[-1] == '\n'))}, &hits)) {
        counts.any++;
        for (int i : hits) counts.lines[i]++;
      }
      at = next;
    }
  }
}

std::unique_ptr<RE2::Set> compile(const char *path, std::vector<std::string> &names) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(256 << 20);
  options.set_never_capture(true);
  auto set = std::make_unique<RE2::Set>(options, RE2::UNANCHORED);
  std::ifstream shapes(path);
  for (std::string line; std::getline(shapes, line);) {
    size_t tab = line.find('\t');
    names.push_back(line.substr(0, tab));
    std::string error;
    if (set->Add(line.substr(tab + 1), &error) < 0) {
      fprintf(stderr, "%s: %s\n", names.back().c_str(), error.c_str());
      exit(1);
    }
  }
  if (!set->Compile()) exit(1);
  return set;
}
}  // namespace

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  std::vector<std::string> names;
  // One set a thread: the automaton that is built on the way has a lock.
  std::unique_ptr<RE2::Set> sets[2] = {compile(argv[1], names), nullptr};
  std::vector<std::string> again;
  sets[1] = compile(argv[1], again);
  size_t block = argc > 3 ? strtoull(argv[3], nullptr, 10) : 8192;

  int file = open(argv[2], O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status)) return 1;
  size_t size = static_cast<size_t>(status.st_size);
  void *map = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (map == MAP_FAILED) return 1;
  const char *start = static_cast<const char *>(map), *end = start + size;

  const size_t chunk = 1 << 20;
  std::atomic<size_t> taken{0};
  std::vector<Counts> counts(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; i++) {
    counts[i].lines.resize(names.size());
    threads.emplace_back([&, i] {
      for (size_t at; (at = taken.fetch_add(chunk)) < size;) {
        const char *from = at == 0 ? start : line_end(start + at, end);
        count(*sets[i], from, line_end(start + std::min(at + chunk, size), end), block, counts[i]);
      }
    });
  }
  for (auto &thread : threads) thread.join();
  for (size_t i = 0; i < names.size(); i++)
    printf("%s,%zu\n", names[i].c_str(), counts[0].lines[i] + counts[1].lines[i]);
  printf("ANY,%zu\n", counts[0].any + counts[1].any);
}
