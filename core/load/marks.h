/* marks.h: what the figures of a file say of its marks: whether a point or a comma stands before
 * decimals or between groups of digits.
 *
 * Of 26.720 alone nobody can tell. Where the first such figure is met, all figures of the file are
 * looked at once: 3.506.730 or 1.250,5 show that a point is between groups, 0.5 or 12.34 that it is
 * before decimals. Where they say nothing of the one mark, what they say of the other settles it:
 * two marks of a file do not do the same. So what a figure is does not depend on where it stands.
 * Of records nobody knows yet which columns are figures, so that each is settled by its own cells
 * alone; and so is each column of a file whose recipe says that they are not alike.
 */
#ifndef HM_MARKS_H
#define HM_MARKS_H

#include "base/issues.h"
#include "base/numbers/number_format.h"
#include "format/raw.h"
#include "hundredmark/dataset.h"
#include "load/recipe.h"

/* The first figure that shows something. */
typedef struct hm_mark_proof {
    hm_position position; /* line 0: none does */
    char text[40];
} hm_mark_proof;

/* What figures show of one mark. */
typedef struct hm_mark_proofs {
    hm_mark_proof decimal, group;
    hm_mark_proof unclear; /* it may be either */
} hm_mark_proofs;

typedef struct hm_marks hm_marks;

/* What is known of the marks before any figure was read. */
typedef enum hm_marks_start {
    HM_MARKS_POINT,         /* a point is before decimals, and there are no groups */
    HM_MARKS_OPEN,          /* nothing */
    HM_MARKS_USUALLY_POINT, /* nothing; a point is before decimals where no figure says more */
} hm_marks_start;

/* Hands all figures of the file to hm_marks_note. False when memory has run out. */
typedef bool hm_marks_look(void *context, hm_marks *marks);

struct hm_marks {
    hm_number_format format; /* as it is known now */
    hm_marks_look *look;     /* NULL: the file cannot be looked at as a whole, as in a stream */
    void *context;
    bool wrapped;                            /* signs and units may stand around figures */
    bool usually_point, of_column, of_sheet; /* of a workbook, whose numbers are no texts */
    bool looked, kept;
    hm_mark_proofs point, comma; /* once it was looked at */
    bool doubted; /* numbers have a point by the format of the file, but a text shows otherwise */
    bool grouped; /* a figure was read with marks between groups, as it says itself */
};

void hm_marks_open(hm_marks *marks, hm_marks_start start, hm_marks_look *look, void *context);
/* What a recipe says of them; it was checked when it was made. */
void hm_marks_take(hm_marks *marks, const hm_number_marks *said);
/* The figure without what stands around it, where the marks say that something may; a text in which
 * there is no figure, or a sign that does not stand right before it, stays as it is. */
hm_raw hm_marks_unwrap(const hm_marks *marks, hm_raw raw);
/* One figure of the file, or of the column whose marks these are. */
void hm_marks_note(hm_marks *marks, const hm_raw *raw);
/* An unclear figure was met: looks at the whole file, if that was not done yet, and then knows what
 * the format is, as far as it can be known. False when memory has run out. */
bool hm_marks_settle(hm_marks *marks);
/* Rejects a figure that stays unclear. */
void hm_marks_reject(const hm_marks *marks, const hm_raw *raw, const hm_subject *subject,
                     hm_issues *issues);
/* The same of a cell of records, which stays a text: keeps why it is unclear, in case that
 * `column`, its own, holds numbers (dataset/unclear.h). False when memory has run out. */
bool hm_marks_keep(hm_marks *marks, const char *file, const char *column, hm_dataset *dataset);
/* A text was read, where a figure with other marks may have been meant. */
void hm_marks_doubt(hm_marks *marks, const hm_raw *raw);
/* A figure was read that is not written as it would be printed: others may contradict it. */
void hm_marks_read(hm_marks *marks, const hm_raw *raw);
/* At the end of the file: says how unclear figures were read, if there were some, and where figures
 * that say themselves what their mark is contradict each other. False when memory has run out. */
bool hm_marks_tell(hm_marks *marks, const char *file, hm_issues *issues);

#endif
