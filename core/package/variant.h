/* variant.h: a package as it would be with other steps, methods of aggregation or parameters: what
 * the scripts of its layers declare is joined anew, and no script runs. */
#ifndef HM_PACKAGE_VARIANT_H
#define HM_PACKAGE_VARIANT_H

#include "package/variation.h"

/* The variant keeps `package` alive, and has its nodes, inputs and indicators by the same numbers.
 * What `variation` points to must outlive it. Errors: HM_ERROR_PACKAGE (a method or parameter that
 * there is not, one that suits no node, a code that is no node's), memory.
 * A variant may be varied: it is as if its package were, of which nothing is kept that the
 * variation before said. Several threads may vary one package at once. */
hm_code hm_package_vary(hm_package **out, hm_package *package, const hm_variation *variation,
                        hm_error *error);

#endif
