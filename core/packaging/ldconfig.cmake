# Run in the end by `cmake --install`. Where the library went to a folder of the system's, programs
# find it only when the dynamic linker's cache has been made anew; packages have that done where they
# are installed, and for other folders there is no cache.

if(NOT "$ENV{DESTDIR}" STREQUAL "")
    return()
endif()
find_program(LDCONFIG ldconfig PATHS /sbin /usr/sbin)
if(NOT LDCONFIG)
    return()
endif()
execute_process(COMMAND ${LDCONFIG} -N -X -v OUTPUT_VARIABLE folders ERROR_QUIET)
string(FIND "\n${folders}" "\n${LIBRARY_FOLDER}:" found)
if(found EQUAL -1)
    return()
endif()
execute_process(COMMAND ${LDCONFIG} RESULT_VARIABLE failed ERROR_QUIET)
if(failed)
    message(STATUS "Programs find the library in ${LIBRARY_FOLDER} after: ldconfig (as root)")
else()
    message(STATUS "The dynamic linker knows the library in ${LIBRARY_FOLDER}")
endif()
