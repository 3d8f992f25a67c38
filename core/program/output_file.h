/* output_file.h: the files that the program writes. A regular file is whole or not there: it is
 * written beside its name, synced and renamed, so that neither a full disk nor a signal nor a crash
 * costs the file that was there before. Devices and FIFOs are written directly. */
#ifndef HM_OUTPUT_FILE_H
#define HM_OUTPUT_FILE_H

#include <lua.h>

/* Functions of the module `hundredmark.program`. A path follows symbolic links to what they lead
 * to. Where something fails they give nil, a reason and the system's number.
 *
 * check_output(path): "file" or "direct", how it would be written; nothing is made yet. Of a file
 *     also text that is the same for all paths to it.
 * open_output(path): a file of Lua's io library. Closing it gives it up: what stands at `path`
 *     stays as it was.
 * keep_output(file): what was written becomes the file at its path, and `file` is closed; true. */
int hm_output_file_check(lua_State *L);
int hm_output_file_open(lua_State *L);
int hm_output_file_keep(lua_State *L);

/* Where the bytes of such an open file are: beside its name, until it is kept. [-0, +0, v] */
const char *hm_output_file_path(lua_State *L, int index);

/* Removes what stands beside the names of files that are still open; for the program's end. Safe in
 * a signal handler. */
void hm_output_file_give_up_all(void);

#endif
