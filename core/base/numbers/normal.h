/* normal.h: the standard normal distribution. */
#ifndef HM_NORMAL_H
#define HM_NORMAL_H

/* The number that a share `p` of the distribution lies below, 0 < p < 1, to about 16 digits: by the
 * rational approximations of Wichura, "The percentage points of the normal distribution" (Applied
 * Statistics 37, 1988, algorithm AS 241). NAN for any other p. */
double hm_normal_quantile(double p);

#endif
