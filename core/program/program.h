/* program.h: the Lua module `hundredmark.program`: what the commands need of the system and the
 * terminal, and only the program has. */
#ifndef HM_PROGRAM_H
#define HM_PROGRAM_H

#include <lua.h>

int hm_program_open(lua_State *L);

int hm_program_read_json(lua_State *L); /* see read_json.c */

int hm_screen_open(lua_State *L); /* see screen.c */

/* Functions of the line editor, in their own file; see editor.c. */
int hm_editor_read_line(lua_State *L);
int hm_editor_complete_with(lua_State *L);

#endif
