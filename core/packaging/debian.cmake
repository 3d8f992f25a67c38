# `cpack` makes one .deb. Its dependencies are read from what the program and the libraries link.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hundredmark)
set(CPACK_PACKAGE_CONTACT "The hundredmark authors <hundredmark@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
    "Gives cities marks out of a hundred from their raw figures, by indicator frameworks
whose measures are Lua scripts run in a sandbox. Holds the program hundredmark, the
package of ISO/IEC 30146:2019, the C library with its headers, and the module for Lua 5.4.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
# Linked by nothing, and loaded where a command needs them: libedit.so.2 is in libedit2,
# libsqlite3.so.0 in libsqlite3-0.
list(TRANSFORM LOADED REPLACE "([0-9])\\.so\\.([0-9]+)$" "\\1-\\2" OUTPUT_VARIABLE recommended)
list(TRANSFORM recommended REPLACE "\\.so\\.([0-9]+)$" "\\1")
list(JOIN recommended ", " CPACK_DEBIAN_PACKAGE_RECOMMENDS)
# Only a program that links the static library needs these; only the Lua module needs lua5.4.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "lua5.4, liblua5.4-dev, pkg-config")

# Debian's folders (lib/<multiarch>) are those of a build for /usr. A build for another prefix makes
# one of its own for the package.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(tree ${CMAKE_BINARY_DIR}/package)
    set(configure "\"${CMAKE_COMMAND}\"")
    foreach(word IN ITEMS -S ${CMAKE_SOURCE_DIR} -B ${tree} -G ${CMAKE_GENERATOR}
            -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_BUILD_TYPE=Release -DHM_TESTS=OFF
            -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER})
        string(APPEND configure " \"${word}\"") # a path may have spaces
    endforeach()
    set(CPACK_INSTALL_COMMANDS "${configure}" "\"${CMAKE_COMMAND}\" --build \"${tree}\" -j2")
    set(CPACK_VERBATIM_VARIABLES ON)
    set(CPACK_INSTALL_CMAKE_PROJECTS "${tree};hundredmark;ALL;/")
endif()

include(CPack)
