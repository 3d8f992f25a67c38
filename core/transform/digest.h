/* digest.h: what something depends on, in a few numbers, so that a fit can be told from one of
 * another package, or one that rests on other fits. */
#ifndef HM_FIT_DIGEST_H
#define HM_FIT_DIGEST_H

#include "plan/plan.h"
#include "transform/fits.h"

/* A step of a node, or what it is weighed by, as fits know it, but for what it rests on. Its digest
 * is of the step and of all that the values before it depend on: of an indicator its measure (the
 * expression, or the text of the script and of the package's modules) and what its inputs may be;
 * of a group its method or measure, what the policy says of groups, and its children with their
 * weights and steps; of what reads nodes, these. False when memory has run out. */
bool hm_fit_step_of(const hm_plan *plan, size_t node, const hm_step *step, hm_fit_step *out);
/* The same without a digest: of fits that nobody will look at. */
hm_fit_step hm_fit_step_undigested(const hm_plan *plan, size_t node, const hm_step *step);

/* The digest of all that was learnt in phases before `phase`, zeros before the second. False when
 * memory has run out. */
bool hm_fits_digest_before(const hm_fits *fits, uint32_t phase, double digest[HM_FIT_DIGEST]);

/* Does what learning leaves for those who look at fits: digests what steps rest on, and settles
 * their samples. To be called before a fit is told, or added to another; several threads may do
 * so at once. False when memory has run out. */
bool hm_fits_complete(const hm_fits *fits);

/* Finds out of each step whether it holds, once nothing more is added. False when memory has run
 * out. */
bool hm_fits_settle(hm_fits *fits);

#endif
