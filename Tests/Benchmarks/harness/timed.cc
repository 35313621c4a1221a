// timed RESULT COMMAND…: runs a command; "wall cpu peak-rss status" (seconds, KiB) go to RESULT.
//
// Small on purpose: Linux starts the peak RSS of a child at that of the process it was started
// from, so that a child of Python would never seem smaller than Python.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <cstdio>

static double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds(const timeval &time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int argc, char **argv) {
  extern char **environ;
  if (argc < 3) return 2;
  pid_t child;
  int status;
  rusage usage;
  double start = now();
  if (posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ)) return 127;
  // What wait4 tells includes the children that the command waited for.
  if (wait4(child, &status, 0, &usage) != child) return 1;
  double wall = now() - start;
  FILE *file = fopen(argv[1], "w");
  if (!file) return 1;
  fprintf(file, "%.6f %.6f %ld %d\n", wall, seconds(usage.ru_utime) + seconds(usage.ru_stime),
          usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
  return fclose(file) ? 1 : 0;
}
