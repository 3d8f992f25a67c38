# Where a build for WebAssembly has its Lua from, if HM_LUA_SOURCE does not say: no system has one that is
# compiled for it, so the sources are fetched, and are those that their checksum says.
#
# Debian's archive has the very file of lua.org, and this release for as long as Debian 13 is looked after;
# deb.debian.org can be reached wherever Debian could be installed from. The release is not that of
# Debian 12, which compiles functions of more than 255 constants wrongly.
include(FetchContent)
FetchContent_Declare(lua
    URL https://www.lua.org/ftp/lua-5.4.7.tar.gz
        http://deb.debian.org/debian/pool/main/l/lua5.4/lua5.4_5.4.7.orig.tar.gz
    URL_HASH SHA256=9fbf5e28ef86c69858f6d3d34eccc32e911c1a28b4120ff3e84aaa70cfbf1e30)
FetchContent_MakeAvailable(lua)
set(HM_LUA_SOURCE ${lua_SOURCE_DIR})
