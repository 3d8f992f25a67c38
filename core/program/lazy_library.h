/* lazy_library.h: shared libraries that only some commands need. They are not linked but loaded
 * when first used: libedit, libxlsxwriter, libzip, Expat and SQLite with the libraries behind them
 * would make every start of the program a fifth longer.
 *
 * CMakeLists.txt looks for each, and where it is there, defines its macro (HM_LIBZIP, ...) as the
 * name that programs have it linked by, "libzip.so.4". What is used of a library stands in a table
 * of its own file:
 *
 *     #define EACH_ZIP(X) X(zip_open) X(zip_fread) X(zip_close)
 *     static struct { EACH_ZIP(HM_LAZY_MEMBER) } zip;
 *     static const hm_lazy_symbol zip_symbols[] = {EACH_ZIP(HM_LAZY_SYMBOL)};
 *     ...
 *     if (!hm_lazy_library_load(HM_LIBZIP, zip_symbols, sizeof zip_symbols / sizeof *zip_symbols,
 * &zip))
 *         ...
 *     zip.zip_open(path, ZIP_RDONLY, &fault);
 */
#ifndef HM_LAZY_LIBRARY_H
#define HM_LAZY_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* Its member of the table: a pointer to the function or the variable `name` of the library. */
#define HM_LAZY_MEMBER(name) __typeof__(&(name)) name;
#define HM_LAZY_SYMBOL(name) #name,
/* The same of a library that is linked, as in builds for WebAssembly: the table is filled then. */
#define HM_LAZY_LINKED(name) .name = &(name),

typedef const char *hm_lazy_symbol;

/* Fills `table`, whose members are `count` pointers in the order of `symbols`. False where the
 * library or one of the symbols is not there: then all members are NULL. A library stays loaded; a
 * table that is filled is not filled again. */
bool hm_lazy_library_load(const char *library, const hm_lazy_symbol *symbols, size_t count,
                          void *table);

#endif
