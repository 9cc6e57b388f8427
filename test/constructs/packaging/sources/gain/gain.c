/* The smallest plugin that a host takes for one: what goes in comes out, times a number. The structure is LV2's own, written out. */
#include <stdint.h>
#include <stdlib.h>

typedef struct Descriptor {
  const char *uri;
  void *(*instantiate)(const struct Descriptor *, double rate, const char *bundle, const void *const *features);
  void (*connect_port)(void *, uint32_t port, void *data);
  void (*activate)(void *);
  void (*run)(void *, uint32_t frames);
  void (*deactivate)(void *);
  void (*cleanup)(void *);
  const void *(*extension_data)(const char *uri);
} Descriptor;

static void *instantiate(const Descriptor *d, double rate, const char *bundle, const void *const *features) {
  return calloc(3, sizeof(float *));
}

static void connect_port(void *ports, uint32_t port, void *data) { ((float **)ports)[port] = data; }

static void run(void *ports, uint32_t frames) {
  const float *gain = ((float **)ports)[0], *in = ((float **)ports)[1];
  float *out = ((float **)ports)[2];
  for (uint32_t i = 0; i < frames; i++) out[i] = in[i] * *gain;
}

static const Descriptor gain = {URI, instantiate, connect_port, NULL, run, NULL, free, NULL};

const Descriptor *lv2_descriptor(uint32_t index) { return index == 0 ? &gain : NULL; }
