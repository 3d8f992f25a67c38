/* session.h: one city again and again: what would its scores be if this figure, or this weight,
 * were another?
 *
 * A session holds one unit of a data set bound to a package. Figures and weights are changed one by
 * one, then what depends on them is taken anew, in some millionths of a second: the indicators that
 * read a figure, and the groups above. The rest stays, and its functions are not called again (but
 * for one that ran into a limit, which is tried anew each time). Ranks are not given: there are no
 * other cities. A session belongs to one thread at a time; a call that finds another one inside (or
 * comes from a host function that the session itself is calling) changes nothing and fails with
 * HM_ERROR_ARGUMENT, hm_session_reason with NULL. Only hm_session_free does not look: it comes
 * after every other call.
 *
 * Functions that keep state between calls are looked for the first, second, fourth, eighth, ...
 * time the scores are taken, among those that were called since (for all together this takes as
 * long as opening the session does); what is found to keep some stays HM_FAILED from then on. */
#ifndef HUNDREDMARK_SESSION_H
#define HUNDREDMARK_SESSION_H

#include "hundredmark/score.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hm_session hm_session;

typedef struct hm_session_options {
    size_t size;                   /* HM_SESSION_OPTIONS_INIT, hm_session_options_init */
    const hm_allocator *allocator; /* NULL: malloc; must outlive the session */
    const hm_cancel *cancel;       /* NULL: none; of opening, and of each hm_session_score,
                                      hm_session_refit and hm_session_rebind */
    hm_total_limits
        run_limits;      /* as in hm_score_options, of opening and of each hm_session_score */
    const hm_fits *fits; /* as in hm_score_options; must outlive the session */
} hm_session_options;
#define HM_SESSION_OPTIONS_INIT                                                                    \
    { sizeof(hm_session_options), NULL, NULL, {0, 0}, NULL }
/* As hm_package_options_init. */
HM_API void hm_session_options_init(hm_session_options *options, size_t size);

/* What scales learn from the cities of each period is learnt when the session is opened, or given
 * (`fits`), and stays whatever is put in: how would the city do, the others and their bounds being
 * as they are? That holds for weights, too: groups above are marked by what was learnt with the
 * weights before. hm_session_refit learns anew. */

/* Opens a session on unit `unit` of a finished data set, which must outlive it; the package is kept
 * alive. The scores are taken once. `options` may be NULL. Errors: argument, memory,
 * HM_ERROR_PACKAGE, HM_ERROR_CANCELLED, HM_ERROR_LIMIT. */
HM_API hm_code hm_session_open(hm_session **out, const hm_package *package,
                               const hm_dataset *dataset, size_t unit,
                               const hm_session_options *options, hm_error *error);
HM_API void hm_session_free(hm_session *session);

/* Puts a figure in, as a number (flags: 1 or 0) or as the text a cell of data would hold ("yes",
 * "NR", ""). HM_ERROR_ARGUMENT for an input that the package does not have (with the nearest name)
 * and for records, HM_ERROR_DATA for a figure that does not suit its input; then nothing has
 * changed. "NA" of an input without may_be_na is taken as not reported, as it is in data, which
 * hm_session_warning tells. A figure of an input that is not asked of the unit (asked_if of the
 * package) is kept and counts once it is: when another figure makes it so. */
HM_API hm_code hm_session_set_number(hm_session *session, const char *input, double number,
                                     hm_error *error);
HM_API hm_code hm_session_set(hm_session *session, const char *input, const char *text,
                              hm_error *error);
/* What is odd about the figure that was put in last, although it was taken, in the words that data
 * with it are warned of: "NA" that is taken as not reported, a figure that is not asked of the
 * unit, a number beyond warn_min or warn_max, one of more digits than a number can hold. NULL when
 * nothing is. Borrowed until the next figure is put in. */
HM_API const char *hm_session_warning(const hm_session *session);
/* All figures as the data set has them. Weights stay. */
HM_API hm_code hm_session_reset(hm_session *session, hm_error *error);
/* Gives `node` of the package another weight, as hm_plan_set_weight; the package's own is what
 * hm_package_node says. */
HM_API hm_code hm_session_set_weight(hm_session *session, size_t node, double weight,
                                     hm_error *error);
/* Goes over to another unit of the data set, with the figures that the data set has; weights stay.
 * There are no scores until hm_session_score takes them. HM_ERROR_ARGUMENT when out of range,
 * HM_ERROR_MEMORY, HM_ERROR_CANCELLED, HM_ERROR_PACKAGE when the session was given a fit that lacks
 * the unit's period: then the session is as before. */
HM_API hm_code hm_session_rebind(hm_session *session, size_t unit, hm_error *error);
/* The plan with the weights as they are now: to be read, copied or scored with, as long as the
 * session is there and no weight is being set. Borrowed. */
HM_API const hm_plan *hm_session_plan(const hm_session *session);

/* Learns anew what scales learn of the unit's period, from the figures of the session as they are
 * now and those of all other cities, and takes the scores; what was learnt of other periods stays.
 * HM_ERROR_ARGUMENT for a session that was given a fit; else as
 * hm_session_score. */
HM_API hm_code hm_session_refit(hm_session *session, hm_error *error);
/* Takes the scores anew that depend on what was changed since they were last taken. A script that
 * fails costs its own indicator. Errors: memory, argument, HM_ERROR_CANCELLED, HM_ERROR_LIMIT.
 * After an error there are no scores until a later call takes them: each has all of run_limits to
 * itself. */
HM_API hm_code hm_session_score(hm_session *session, hm_error *error);

/* The scores as last taken; `node` of the package. HM_ERROR_ARGUMENT where there are none. */
HM_API hm_code hm_session_row(const hm_session *session, size_t node, hm_score_row *out);
/* The scores of the first `count` nodes of the package in one pass, as hm_scores_rows. */
HM_API hm_code hm_session_rows(const hm_session *session, hm_score_row *rows, size_t count);
/* What is wrong with the figures of the unit as they are now, whether or not the scores were taken
 * since: the rules that they break. To be freed with hm_issues_free. Errors: argument, memory,
 * HM_ERROR_CANCELLED. */
HM_API hm_code hm_session_issues(const hm_session *session, hm_issues **out, hm_error *error);
/* Why the function measure of a node gave no number; NULL when it did. Borrowed until the next
 * call. */
HM_API const char *hm_session_reason(const hm_session *session, size_t node);

#ifdef __cplusplus
}
#endif
#endif
