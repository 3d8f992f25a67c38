# Where a build for WebAssembly has libxlsxwriter and zlib from, with which workbooks are written: as Lua
# (lua_source.cmake), no system has them compiled for it, so the sources are fetched, and are those that
# their checksums say; those of Debian 12. -DHM_XLSXWRITER_SOURCE=DIR and -DHM_ZLIB_SOURCE=DIR name folders instead;
# -DHM_WORKBOOKS=OFF leaves them out. They add some 115 kB to a page.
include(FetchContent)
set(FETCHED "")
foreach(name IN ITEMS XLSXWRITER ZLIB)
    if(NOT HM_${name}_SOURCE)
        list(APPEND FETCHED ${name})
    endif()
endforeach()
# Neither is built by its own rules, which look for what is not needed here.
FetchContent_Declare(XLSXWRITER
    URL http://deb.debian.org/debian/pool/main/libx/libxlsxwriter/libxlsxwriter_1.1.4.orig.tar.gz
    URL_HASH SHA256=b379eb35fdd9c653ebe72485b9c992f612c7ea66f732784457997d6e782f619b
    SOURCE_SUBDIR none)
FetchContent_Declare(ZLIB
    URL http://deb.debian.org/debian/pool/main/z/zlib/zlib_1.2.13.dfsg.orig.tar.bz2
    URL_HASH SHA256=71feb7947e3c00ef125f83b79a4e529bde31171e5babe48b391f06758d1ab0a1
    SOURCE_SUBDIR none)
if(FETCHED)
    FetchContent_MakeAvailable(${FETCHED})
endif()
foreach(name IN LISTS FETCHED)
    string(TOLOWER ${name} folder)
    set(HM_${name}_SOURCE ${${folder}_SOURCE_DIR})
endforeach()

file(GLOB XLSXWRITER_SOURCES ${HM_XLSXWRITER_SOURCE}/src/*.c)
add_library(xlsxwriter_linked STATIC ${XLSXWRITER_SOURCES}
    ${HM_XLSXWRITER_SOURCE}/third_party/minizip/zip.c ${HM_XLSXWRITER_SOURCE}/third_party/minizip/ioapi.c
    ${HM_XLSXWRITER_SOURCE}/third_party/md5/md5.c
    ${HM_ZLIB_SOURCE}/adler32.c ${HM_ZLIB_SOURCE}/crc32.c ${HM_ZLIB_SOURCE}/deflate.c ${HM_ZLIB_SOURCE}/trees.c
    ${HM_ZLIB_SOURCE}/zutil.c)
target_include_directories(xlsxwriter_linked SYSTEM PUBLIC ${HM_XLSXWRITER_SOURCE}/include)
target_include_directories(xlsxwriter_linked PRIVATE ${HM_XLSXWRITER_SOURCE}/third_party/minizip ${HM_ZLIB_SOURCE})
target_compile_definitions(xlsxwriter_linked PRIVATE USE_STANDARD_TMPFILE USE_FILE32API NOCRYPT NOUNCRYPT)
target_compile_options(xlsxwriter_linked PRIVATE -w)
list(APPEND NOTICES ${HM_XLSXWRITER_SOURCE}/License.txt ${HM_ZLIB_SOURCE}/zlib.h)
target_compile_definitions(hundredmark PRIVATE HM_XLSXWRITER="libxlsxwriter" HM_XLSXWRITER_LINKED)
target_link_libraries(hundredmark PRIVATE xlsxwriter_linked)
