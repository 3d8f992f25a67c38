# Writes the C table of files that are part of the library (core/base/resources.h), sorted by name.
#   cmake -DROOT=... -DOUT=... -DFILES=a;b;c -DARGPARSE=... -P embed.cmake
list(SORT FILES)
set(names ${FILES})
list(APPEND names "third_party/argparse.lua") # sorts behind indicators/ and scripts/

set(arrays "")
set(rows "")
set(packages "")
set(index 0)
foreach(name IN LISTS names)
    if(name STREQUAL "third_party/argparse.lua")
        set(path ${ARGPARSE})
    else()
        set(path ${ROOT}/${name})
    endif()
    file(READ ${path} hex HEX)
    string(LENGTH "${hex}" length)
    math(EXPR size "${length} / 2")
    string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    string(APPEND arrays "static const unsigned char data_${index}[] = {\n${hex}0};\n")
    string(APPEND rows "    {\"${name}\", (const char *)data_${index}, ${size}},\n")
    if(name MATCHES "^indicators/([^/]+)/package\\.lua$")
        string(APPEND packages "    \"${CMAKE_MATCH_1}\",\n")
    endif()
    math(EXPR index "${index} + 1")
endforeach()

file(WRITE ${OUT} "/* Made by core/embed.cmake. */\n#include \"base/resources.h\"\n\n${arrays}
const hm_resource hm_resources[] = {\n${rows}};\nconst size_t hm_resource_count = ${index};\n
const char *const hm_builtin_packages[] = {\n${packages}    NULL,\n};\n")
