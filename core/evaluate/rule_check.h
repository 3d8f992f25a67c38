/* rule_check.h: the rules of the plan, held against the figures of units. Scores know nothing of
 * it. */
#ifndef HM_RULE_CHECK_H
#define HM_RULE_CHECK_H

#include "base/issues.h"
#include "evaluate/bound.h"

typedef struct hm_rule_check {
    const hm_bound *bound;
    size_t first, count; /* the units */
    size_t jobs;         /* threads, 1 at least */
    const hm_cancel *cancel;
    const hm_allocator *allocator;
} hm_rule_check;

/* Adds an issue for each rule that a unit breaks, rule by rule, in the order of the units.
 * HM_ERROR_CANCELLED, HM_ERROR_MEMORY. */
hm_code hm_rules_check(const hm_rule_check *check, hm_issues *issues, hm_error *error);

/* What both sides of a rule are for one unit. */
typedef struct hm_sides {
    double left, right;
    hm_state left_state, right_state;
} hm_sides;

/* Big enough for any rule of a plan. */
bool hm_rules_workspace_open(hm_workspace *workspace, const hm_plan *plan,
                             const hm_allocator *allocator);
/* What comes of one rule for one unit: HM_VERDICT_MISSING only of one that skips what is missing.
 * `sides`: NULL where they are not asked for. */
hm_verdict hm_rule_verdict(const hm_bound *bound, const hm_rule *rule, size_t unit,
                           const hm_workspace *workspace, hm_sides *sides);

/* Adds the issue of a rule that a unit breaks. In rule_words.c. */
void hm_rule_report(const hm_bound *bound, const hm_rule *rule, size_t unit, hm_sides sides,
                    hm_issues *issues);

#endif
