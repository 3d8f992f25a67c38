/* script_file.h: running one script of a package, and saying where it went wrong. */
#ifndef HM_SCRIPT_FILE_H
#define HM_SCRIPT_FILE_H

#include "package/files.h"
#include "sandbox/sandbox.h"

/* The first body that a sandbox for scripts of packages runs. */
int hm_script_file_ready(lua_State *L);
/* Loads the script; its environment is on the top of the stack, and gets the function above it.
 * [-0, +1, e] */
void hm_script_file_load(lua_State *L, const hm_file *file);

/* The sandbox knows the places that Lua itself puts before a message, not those that are put there
 * when what the script has made is read, `file:line: `: takes these for the place of the error. */
void hm_script_file_locate(const hm_file *file, hm_error *why);
/* A helper given plain figures while the script loads has no unit that its state could be of. */
void hm_script_file_explain(const hm_sandbox *sandbox, hm_error *why);

#endif
