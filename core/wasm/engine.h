/* engine.h: what a build for WebAssembly exports. */
#ifndef HM_ENGINE_H
#define HM_ENGINE_H

/* Makes the Lua state that answers calls; 0 where there is no memory for it. */
int hm_engine_open(void);
/* Answers `request`, { "call": name, "on": object, "with": [arguments] }, by { "value": ... } or
 * { "error": { "code", "message", ... } }. Borrowed until the next call. */
const char *hm_engine_call(const char *request);

#endif
