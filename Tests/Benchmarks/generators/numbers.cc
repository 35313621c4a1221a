// Raw little-endian numbers, positive with a long tail, as latencies are: doubles (argument 3 is 0)
// or floats (1), as many as the wanted size holds.
#include "generator.h"

int main(int count, char **arguments) {
  if (count != 4) return 2;
  static char buffer[1 << 22];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  state = strtoull(arguments[2], 0, 10);
  size_t is_float = arguments[3][0] == '1', size = is_float ? sizeof(float) : sizeof(double);
  for (uint64_t left = strtoull(arguments[1], 0, 10) / size; left > 0; left--) {
    double value = 20 * power_of_e(normal());
    float single = (float)value;
    if (fwrite(is_float ? (void *)&single : (void *)&value, size, 1, stdout) != 1) return 1;
  }
  return fflush(stdout) ? 1 : 0;
}
