/* rankings.h: the ranks of units in the replicates of a study, and what they say together: how
 * often a unit has which rank, how often one is ahead of another, which of them can be told apart.
 * All of it is counted in whole numbers, so that it does not depend on any order. */
#ifndef HM_RANKINGS_H
#define HM_RANKINGS_H

#include "methods/rank_places.h"

/* A rank has 16 bits; no more units than that are ranked among each other. */
enum { HM_RANKINGS_UNITS = UINT16_MAX };

typedef struct hm_rankings {
    const hm_allocator *allocator;
    size_t units, replicates;
    uint16_t *ranks; /* of one unit in all replicates, then of the next; 0: none */
    uint32_t *gaps;  /* in how many replicates each unit has none */
} hm_rankings;

/* No unit has a rank yet. At most HM_RANKINGS_UNITS, and UINT32_MAX replicates. False when memory
 * has run out; then nothing is open. */
bool hm_rankings_open(hm_rankings *rankings, size_t units, size_t replicates,
                      const hm_allocator *allocator);
void hm_rankings_close(hm_rankings *rankings);

/* Ranks marks, as below: how many there are, whose indices are `owners` and whose ranks `places` of
 * the workspace. */
size_t hm_rank_marks(const double *marks, size_t count, const hm_rank_workspace *workspace);
/* Ranks the units in one replicate, the greatest score first; those that tie (base/tie.h) share the
 * best rank. NAN has none. The workspace has room for all units. Threads may rank different
 * replicates, best runs of 32 and more each: ranks of neighbours lie side by side. */
void hm_rankings_put(const hm_rankings *rankings, size_t replicate, const double *scores,
                     const hm_rank_workspace *workspace);

/* The same of `count` replicates at a time, HM_RANKINGS_TOGETHER at most; `replicates` says which.
 * The marks of a unit in them stand side by side, and HM_RANKINGS_TOGETHER behind those of the unit
 * before it. `room` is for the marks of all units in one. */
enum { HM_RANKINGS_TOGETHER = 32 };
void hm_rankings_put_all(const hm_rankings *rankings, const uint32_t *replicates, size_t count,
                         const double *marks, double *room, const hm_rank_workspace *workspace);

/* Once all replicates are there, before units are compared. */
void hm_rankings_settle(hm_rankings *rankings);

/* In all replicates. */
const uint16_t *hm_rankings_of(const hm_rankings *rankings, size_t unit);

/* --- of one unit --- */

/* counts[r] is in how many replicates the unit has rank r, counts[0] in how many it has none;
 * `units` + 1 of them. These are added, so that counts of parts make those of the whole. */
void hm_rank_counts_add(uint32_t *counts, const uint16_t *ranks, size_t replicates);

/* Of the replicates in which it has a rank; NAN where there is none. Quantiles are of type 7; the
 * last is in what share of them it is among the first `top`. */
double hm_rank_counts_mean(const uint32_t *counts, size_t units);
double hm_rank_counts_quantile(const uint32_t *counts, size_t units, double share);
double hm_rank_counts_within(const uint32_t *counts, size_t units, size_t top);

/* --- of a replicate --- */

/* How far ranks are from `nominal` ones, on average over the units that have both, in each
 * replicate; NAN where none has. */
void hm_rankings_shifts(const hm_rankings *rankings, const uint16_t *nominal, double *shifts);

/* --- of two --- */

/* In how many replicates that have ranks of both is one ahead of the other? */
typedef struct hm_ahead {
    size_t ahead, behind, level;
} hm_ahead;

hm_ahead hm_rankings_compare(const hm_rankings *rankings, size_t one, size_t other);
/* In how many replicates both have ranks. */
size_t hm_rankings_together(const hm_rankings *rankings, size_t one, size_t other);
/* Ahead, and half of level, of all; NAN where there are none. */
double hm_ahead_share(hm_ahead counts);

/* The shares in which units are ahead of others, units * units, row by row: [i][j] of i ahead of j,
 * 1/2 for itself. Writes those of the units from `first` up to `end` with themselves and with units
 * of greater index, both ways; so all of them are written by calls for all units, on any threads.
 */
void hm_rankings_shares(const hm_rankings *rankings, size_t first, size_t end, double *shares);

/* Puts the units that `order` lists, `count` of them, best first, into tiers, from 1 on: one ends
 * where each unit above is ahead of each one below in a share of `least` or more. Units that never
 * have ranks together cannot be told apart. */
void hm_rankings_tiers(const hm_rankings *rankings, const uint32_t *order, size_t count,
                       double least, uint32_t *tiers);

#endif
