/* score.h: what the hosts ask of hundredmark: one city's index, with a package in memory. */
#ifndef HM_TEST_OTHER_LUA_H
#define HM_TEST_OTHER_LUA_H

#include <hundredmark/hundredmark.h>

/* A measure that is a function, so that scripts run both while a package is opened and after. */
hm_code score_city(double *mark, hm_error *error);

#endif
