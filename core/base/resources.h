/* resources.h: files that are part of the library: shipped Lua and built-in packages. The table is
 * generated at build time (core/embed.cmake) from scripts/ and indicators/, sorted by name. */
#ifndef HM_RESOURCES_H
#define HM_RESOURCES_H

#include <stddef.h>

typedef struct hm_resource {
    const char *name; /* the path from the project's root: "indicators/iso-iec-30146/package.lua" */
    const char *data; /* ended by NUL, which `size` does not count */
    size_t size;
} hm_resource;

extern const hm_resource hm_resources[];
extern const size_t hm_resource_count;

/* The names of the built-in packages, ended by NULL. */
extern const char *const hm_builtin_packages[];

/* The Lua files among them once more, compiled at build time (core/embed_compiled.c), sorted by
 * name and not ended by NUL; none where the build could not run what it had built. Only the Lua
 * that calls itself `hm_compiled_by` may load them: sandbox/shipped.h does. */
extern const hm_resource hm_compiled[];
extern const size_t hm_compiled_count;
extern const char hm_compiled_by[];

/* NULL when there is none of this name. */
const char *hm_resource_find(const char *name, size_t *size);
/* The number of the first resource whose name begins with `prefix`, hm_resource_count if there is
 * none; those that follow with the same beginning stand behind it. */
size_t hm_resource_first(const char *prefix);
/* The compiled form of the Lua file of this name, NULL when there is none. */
const hm_resource *hm_resource_compiled(const char *name);

#endif
