# The engine for JavaScript: a module of WebAssembly with the whole program in it, and around it the npm
# package `hundredmark` (build/npm) and the form of it that stands in a page (build/page). Included by the
# CMakeLists.txt in the root in builds with Emscripten, after the program is there.

set(WASM ${CMAKE_CURRENT_LIST_DIR})

# The program itself is the module: what starts it, and beside it the calls of engine.h.
file(GLOB WASM_SOURCES CONFIGURE_DEPENDS ${WASM}/*.c)
target_sources(hundredmark PRIVATE ${WASM_SOURCES})
target_link_options(hundredmark PRIVATE
    -O2
    -sMODULARIZE=1 -sEXPORT_NAME=createEngine
    -sENVIRONMENT=web,worker            # all others do as these do: bytes come from engine.js
    -sINVOKE_RUN=0 -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=33554432 -sMAXIMUM_MEMORY=2147483648
    -sTOTAL_STACK=8388608               # as much as the program asks a system for
    -sFORCE_FILESYSTEM=1 -sDYNAMIC_EXECUTION=0
    "-sEXPORTED_FUNCTIONS=[_main,_hm_engine_open,_hm_engine_call,_malloc,_free]"
    "-sEXPORTED_RUNTIME_METHODS=[FS,ENV,callMain,stringToUTF8,lengthBytesUTF8,UTF8ToString]")
# Emscripten of Debian has its modules for Node where only Debian's Node looks.
set_target_properties(hundredmark PROPERTIES OUTPUT_NAME engine
    RULE_LAUNCH_LINK "${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs")

set(NOTICES ${LUA_INCLUDE_DIRS}/lua.h) # files with the licences of what is built in
option(HM_WORKBOOKS "Whether the module writes workbooks" ON)
if(HM_WORKBOOKS)
    include(${WASM}/workbooks.cmake)
endif()

find_program(NODE_PROGRAM NAMES node nodejs REQUIRED NO_CMAKE_FIND_ROOT_PATH)
set(NPM_FILES ${WASM}/api.js ${WASM}/module_end.js ${WASM}/hundredmark.d.ts ${WASM}/package.json.in
    ${WASM}/README.md ${CMAKE_SOURCE_DIR}/LICENSE)
add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/npm/hundredmark.mjs ${CMAKE_BINARY_DIR}/page/hundredmark.engine.js
    COMMAND ${NODE_PROGRAM} ${WASM}/assemble.mjs ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} ${PROJECT_VERSION} ${NOTICES}
    DEPENDS hundredmark ${WASM}/assemble.mjs ${NPM_FILES}
    COMMENT "Assembling the npm package"
    VERBATIM)
# Where the program finds it, for pages: cmake --install build-wasm --prefix /usr/local
include(GNUInstallDirs)
install(FILES ${CMAKE_BINARY_DIR}/page/hundredmark.engine.js DESTINATION ${CMAKE_INSTALL_DATADIR}/hundredmark)
add_custom_target(npm ALL DEPENDS ${CMAKE_BINARY_DIR}/npm/hundredmark.mjs)
