/* study.h: the study of a package: what is to vary when it is asked how sure its scores are. Not
 * read when the package is opened. */
#ifndef HM_PACKAGE_STUDY_H
#define HM_PACKAGE_STUDY_H

#include "package/package.h"
#include "script/declared_study.h"

/* Has the package a study.lua, or one that it extends? */
bool hm_package_has_study(const hm_package *package);

/* Reads the study at `path`; NULL: the package's own study.lua, or that of the nearest package
 * below which has one. It runs in a sandbox, as the package's scripts do, and finds its modules.
 * HM_ERROR_PACKAGE where there is none, or something is wrong with it; HM_ERROR_LIMIT; memory. What
 * it says lives in `arena`, and as long as the package. */
hm_code hm_study_read(hm_declared_study *out, const hm_package *package, const char *path,
                      hm_arena *arena, hm_error *error);

#endif
