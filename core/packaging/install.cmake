# What `cmake --install` and `cpack` put where. Included by the CMakeLists.txt in the root, after the
# library, the Lua module and the program are there.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(PACKAGING ${CMAKE_CURRENT_LIST_DIR})
set(HM_LUA_MODULE_DIR ${CMAKE_INSTALL_LIBDIR}/lua/5.4 CACHE STRING "Where the Lua module goes")

# The version stands in the header, too, where programs see it.
file(STRINGS ${CMAKE_SOURCE_DIR}/include/hundredmark/base.h version_line REGEX "define HM_VERSION ")
if(NOT version_line MATCHES "\"${PROJECT_VERSION}\"")
    message(FATAL_ERROR "HM_VERSION in hundredmark/base.h is not ${PROJECT_VERSION}")
endif()

# --- the shared library ------------------------------------------------------------------------

# The system's Lua is linked as a shared library, here and in the program: Debian's archive of it is
# not position independent, and so its fixes arrive without a build of ours.
add_library(hundredmark_shared SHARED $<TARGET_OBJECTS:hundredmark_core>)
set_target_properties(hundredmark_shared PROPERTIES
    OUTPUT_NAME hundredmark EXPORT_NAME hundredmark
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
target_include_directories(hundredmark_shared INTERFACE
    $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include>)
target_link_libraries(hundredmark_shared PRIVATE engine_lua Threads::Threads m)

# Hidden visibility keeps our own names in; the lists keep in whatever else is linked. The Lua
# module shows its entry alone, so that it never mixes with a shared library of another version.
if(NOT APPLE)
    target_link_options(hundredmark_shared PRIVATE -Wl,--version-script=${PACKAGING}/library.map)
    set_target_properties(hundredmark_shared PROPERTIES LINK_DEPENDS ${PACKAGING}/library.map)
endif()
if(TARGET hundredmark_lua AND NOT APPLE)
    target_link_options(hundredmark_lua PRIVATE -Wl,--version-script=${PACKAGING}/lua_module.map)
    set_target_properties(hundredmark_lua PROPERTIES LINK_DEPENDS ${PACKAGING}/lua_module.map)
endif()

# --- files -------------------------------------------------------------------------------------

install(TARGETS hundredmark RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET hundredmark_lua)
    install(TARGETS hundredmark_lua LIBRARY DESTINATION ${HM_LUA_MODULE_DIR})
endif()
install(DIRECTORY include/hundredmark DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(DIRECTORY indicators/ DESTINATION ${CMAKE_INSTALL_DATADIR}/hundredmark/packages
    PATTERN README.md EXCLUDE)
install(FILES ${PACKAGING}/schemas/results.schema.json ${PACKAGING}/schemas/observations.schema.json
        DESTINATION ${CMAKE_INSTALL_DATADIR}/hundredmark/schemas)
install(FILES ${PACKAGING}/hundredmark.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PACKAGING}/hundredmark.3 DESTINATION ${CMAKE_INSTALL_MANDIR}/man3)
install(FILES ${PACKAGING}/hundredmark-package.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES ${PACKAGING}/copyright README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES indicators/README.md indicators/published.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/indicators)
install(FILES scripts/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR}/scripts)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Completions, where each shell looks below a prefix; Debian's own packages put zsh's elsewhere.
set(ZSH_FOLDER site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND EXISTS /etc/debian_version)
    set(ZSH_FOLDER vendor-completions)
endif()
install(FILES ${PACKAGING}/completion.bash RENAME hundredmark
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${PACKAGING}/completion.zsh RENAME _hundredmark
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${ZSH_FOLDER})
install(FILES ${PACKAGING}/completion.fish RENAME hundredmark.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# --- for CMake: hundredmark::hundredmark and hundredmark::static --------------------------------

set(CMAKE_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/hundredmark)
set_target_properties(hundredmark_static PROPERTIES EXPORT_NAME static)
set(LUA_LINKED hundredmark::lua)
set(CONFIG_PRIVATE_LUA FALSE)
if(HM_LUA_SOURCE)
    set(LUA_LINKED "")
    set(CONFIG_PRIVATE_LUA TRUE)
endif()
target_link_libraries(hundredmark_static PUBLIC
    "$<INSTALL_INTERFACE:${LUA_LINKED};Threads::Threads;m;${CMAKE_DL_LIBS}>")
foreach(kind IN ITEMS shared static)
    install(TARGETS hundredmark_${kind} EXPORT hundredmark_${kind}
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
            ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
            INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    install(EXPORT hundredmark_${kind} NAMESPACE hundredmark:: FILE hundredmark_${kind}.cmake
            DESTINATION ${CMAKE_PACKAGE_DIR})
endforeach()
set(STATIC_HINTS ${LUA_LIBRARY_DIRS} ${LUA_LIBDIR})
configure_package_config_file(${PACKAGING}/hundredmarkConfig.cmake.in
    ${CMAKE_BINARY_DIR}/hundredmarkConfig.cmake INSTALL_DESTINATION ${CMAKE_PACKAGE_DIR})
# Until 1.0 the API may change with the minor version.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/hundredmarkConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/hundredmarkConfig.cmake
              ${CMAKE_BINARY_DIR}/hundredmarkConfigVersion.cmake DESTINATION ${CMAKE_PACKAGE_DIR})

# --- for pkg-config ----------------------------------------------------------------------------

# Paths are relative to the file itself, so that --prefix moves it. Lua's flags are private
# libraries rather than required modules: --cflags would ask for those even of a program that links
# the shared library and never sees Lua.
set(PC_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH PC_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" PC_PREFIX "${PC_PREFIX}")
foreach(dir IN ITEMS LIBDIR INCLUDEDIR)
    set(PC_${dir} ${CMAKE_INSTALL_${dir}})
    if(NOT IS_ABSOLUTE ${PC_${dir}})
        set(PC_${dir} "\${prefix}/${PC_${dir}}")
    endif()
endforeach()
set(PC_PRIVATE "${LUA_STATIC_LDFLAGS} -pthread")
if(HM_LUA_SOURCE)
    set(PC_PRIVATE "-lm -pthread")
endif()
string(REPLACE ";" " " PC_PRIVATE "${PC_PRIVATE}")
configure_file(${PACKAGING}/hundredmark.pc.in ${CMAKE_BINARY_DIR}/hundredmark.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/hundredmark.pc DESTINATION ${PC_DIR})

# --- for the dynamic linker --------------------------------------------------------------------

install(CODE "set(LIBRARY_FOLDER \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}\")")
install(SCRIPT ${PACKAGING}/ldconfig.cmake)

include(${PACKAGING}/debian.cmake)
