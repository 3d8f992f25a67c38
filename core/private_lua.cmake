# A Lua of the library's own, for programs that carry another one, and for systems that have none:
# -DHM_LUA_SOURCE=DIR, where DIR (or DIR/src, as Lua is distributed) has the sources of a Lua 5.4.
#
# Sets LUA_INCLUDE_DIRS, and adds to the target engine_lua what sources that call this Lua need.

set(LUA_INCLUDE_DIRS ${HM_LUA_SOURCE})
if(EXISTS ${HM_LUA_SOURCE}/src/lua.h)
    set(LUA_INCLUDE_DIRS ${HM_LUA_SOURCE}/src)
endif()
get_filename_component(LUA_INCLUDE_DIRS ${LUA_INCLUDE_DIRS} ABSOLUTE)
foreach(file IN ITEMS lua.h lauxlib.h lualib.h lapi.c)
    if(NOT EXISTS ${LUA_INCLUDE_DIRS}/${file})
        message(FATAL_ERROR "HM_LUA_SOURCE: ${HM_LUA_SOURCE} has no ${file}, neither itself nor in "
                "src: it must be a folder with the sources of Lua 5.4")
    endif()
endforeach()
file(STRINGS ${LUA_INCLUDE_DIRS}/lua.h PRIVATE_LUA_VERSION REGEX "define LUA_VERSION_NUM[ \t]+504")
if(NOT PRIVATE_LUA_VERSION)
    message(FATAL_ERROR "HM_LUA_SOURCE: ${HM_LUA_SOURCE} has another Lua than 5.4")
endif()

# Every function of Lua's headers, which declare them as `int (lua_gettop) (...)`, under a name that
# no other Lua has, also in the static library.
set(NAMES lua_ident)
foreach(header IN ITEMS lua lauxlib lualib)
    file(READ ${LUA_INCLUDE_DIRS}/${header}.h text)
    string(REGEX MATCHALL "\\(lua[A-Za-z]*_[A-Za-z0-9_]+\\) *\\(" declared "${text}")
    foreach(declaration IN LISTS declared)
        string(REGEX REPLACE "^\\(([A-Za-z0-9_]+).*" "\\1" name "${declaration}")
        list(APPEND NAMES ${name})
    endforeach()
endforeach()
list(REMOVE_DUPLICATES NAMES)
set(text "/* made by core/private_lua.cmake */\n")
foreach(name IN LISTS NAMES)
    string(APPEND text "#define ${name} hm_private_${name}\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/private_lua_names.h CONTENT "${text}" @ONLY)

target_include_directories(engine_lua INTERFACE ${LUA_INCLUDE_DIRS})
target_compile_options(engine_lua INTERFACE
                       "SHELL:-include \"${CMAKE_BINARY_DIR}/private_lua_names.h\"")
target_compile_definitions(engine_lua INTERFACE HM_PRIVATE_LUA)

# As Lua is built by its own makefile; loading of C modules is left out, nothing here does it. Its
# warnings are its authors' to mend.
set(PRIVATE_LUA_C ${CMAKE_SOURCE_DIR}/core/private_lua.c)
set(options LUA_COMPAT_5_3)
if(UNIX)
    list(APPEND options LUA_USE_POSIX)
endif()
if(EMSCRIPTEN) # has no floating-point flags: Lua's own divisions say that a divisor was 0
    list(APPEND options "LUA_USER_H=\"${CMAKE_SOURCE_DIR}/core/sandbox/division.h\"")
endif()
set_source_files_properties(${PRIVATE_LUA_C} PROPERTIES
                            COMPILE_DEFINITIONS "${options}" COMPILE_OPTIONS -w)
message(STATUS "Lua is built from ${LUA_INCLUDE_DIRS}; the module for other Luas is left out")
