/* student.h: Student's t distribution. */
#ifndef HM_STUDENT_H
#define HM_STUDENT_H

/* The number that a share `p` of the distribution with `freedom` >= 1 degrees of freedom lies
 * below, 0 < p < 1. NAN for any other p. To about 14 digits where neither tail is less than 1e-6;
 * with more than a thousand degrees it takes longer. */
double hm_student_quantile(double p, unsigned freedom);

#endif
