/* base.h: the words every other header uses: export macro, states, errors, allocator, issues.
 *
 * Ownership: a `**out` parameter receives something the caller owns and must free with the noun's
 * `_free`; a returned pointer is borrowed and lives as long as the object it came from.
 * Encoding: every text is UTF-8 and ends with NUL. The process locale is neither read nor changed.
 */
#ifndef HUNDREDMARK_BASE_H
#define HUNDREDMARK_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define HM_API __declspec(dllexport)
#elif defined(__GNUC__)
#define HM_API __attribute__((visibility("default")))
#else
#define HM_API
#endif

#define HM_VERSION        "0.1.0"
#define HM_VERSION_NUMBER 1000 /* a million a major version, a thousand a minor one */

/* HM_VERSION_NUMBER of the library that runs, which may be another than that of the headers. */
HM_API uint32_t hm_version_number(void);

/* What a cell of data, a value or a node's score rests on. Operations on several operands take the
 * gravest, which is the greatest number; only nodes of the hierarchy can be HM_INSUFFICIENT. */
typedef enum hm_state {
    HM_OBSERVED = 0,       /* there is a number; of a node: `scored` */
    HM_UNDEFINED = 1,      /* figures are there but yield no number: a zero divisor, an overflow */
    HM_NOT_APPLICABLE = 2, /* the question does not arise in this city */
    HM_NOT_REPORTED = 3,   /* nobody gave the figure */
    HM_INVALID = 4,        /* a figure was given and had to be rejected */
    HM_FAILED = 5,         /* the indicator's script raised or ran into a limit */
    HM_INSUFFICIENT = 6    /* of a group: too little of it rests on reported data */
} hm_state;

/* The word of a state for a cell ("observed", "not_reported", ...). Never NULL. */
HM_API const char *hm_state_name(hm_state state);
/* The word of a state for a scored node: as above, with "scored" for HM_OBSERVED. Never NULL. */
HM_API const char *hm_state_status(hm_state state);

typedef enum hm_code {
    HM_OK = 0,
    HM_ERROR_MEMORY = 1, /* the allocator refused, or the system: memory, or too many open files */
    HM_ERROR_ARGUMENT = 2, /* a call that makes no sense: NULL, out of range, an unknown name or
                              option, a struct without its size */
    HM_ERROR_DATA = 3, /* data that cannot be read at all (single bad cells are issues instead) */
    HM_ERROR_PACKAGE = 4,  /* a package or a script that cannot be used */
    HM_ERROR_LIMIT = 5,    /* a script ran into one of its limits */
    HM_ERROR_OUTPUT = 6,   /* results could not be written */
    HM_ERROR_CANCELLED = 7 /* the caller's hm_cancel was requested, or is past its deadline */
} hm_code;

/* Owned by the caller, who may leave it uninitialised; filled only when a call fails. One line of
 * text, never overwritten with something less precise on its way up. `file` is "" and `line` and
 * `column` 0 where they do not apply; lines and columns count from 1, columns in characters. */
typedef struct hm_error {
    hm_code code;
    uint32_t line;
    uint32_t column;
    char file[512];
    char message[1024];
} hm_error;

/* One function for all memory, of the shape realloc has: `new_size` 0 frees and returns NULL,
 * a NULL `pointer` allocates. Memory is aligned as malloc aligns it. May be called from several
 * threads at once. */
typedef struct hm_allocator {
    void *(*resize)(void *context, void *pointer, size_t old_size, size_t new_size);
    void *context;
} hm_allocator;

/* Takes what is written, some at a time, in order; `data` is borrowed and not ended by NUL. Returns
 * 0, or anything else to end the call, which then fails with HM_ERROR_OUTPUT. */
typedef int hm_sink(void *context, const char *data, size_t size);

/* Ends calls early: handed in with options, it is looked at in every stage, and a call that finds
 * it requested, or past its deadline, ends with HM_ERROR_CANCELLED after some milliseconds; only
 * what waits for data (a pipe) and for the host's own functions takes as long as these do. Results
 * that were begun are gone. It must outlive the calls that it was given to, several at once if
 * wanted. */
typedef struct hm_cancel hm_cancel;
/* `allocator` NULL: malloc. Errors: memory, argument. */
HM_API hm_code hm_cancel_new(hm_cancel **out, const hm_allocator *allocator, hm_error *error);
/* NULL is fine, here and in the next. */
HM_API void hm_cancel_free(hm_cancel *cancel);
/* From any thread, and from a signal handler. */
HM_API void hm_cancel_request(hm_cancel *cancel);
/* Seconds from now, by a clock that only goes forward; 0: at once. More than 1e9 (infinity, too):
 * never. HM_ERROR_ARGUMENT for NULL, negative seconds and NaN. */
HM_API hm_code hm_cancel_set_deadline(hm_cancel *cancel, double seconds, hm_error *error);
/* As it was when new. Not while a call is looking at it. */
HM_API void hm_cancel_reset(hm_cancel *cancel);
/* 1 when it was requested or its deadline has passed, else 0. */
HM_API int hm_cancel_is_requested(const hm_cancel *cancel);

/* Something worth telling about data or a package that does not end the call. */
typedef enum hm_severity { HM_NOTE = 0, HM_WARNING = 1, HM_REJECTED = 2 } hm_severity;
/* "note", "warning", "rejected". */
HM_API const char *hm_severity_name(hm_severity severity);

/* One of them; the last of a kind may stand for several that were counted only, and then `count`
 * says how many, and `rows` where. Texts are borrowed from the list, and "" where there is nothing
 * to say. */
typedef struct hm_issue {
    hm_severity severity;
    const char *code;     /* what is wrong, in a word that stays the same: not_a_period */
    const char *file;     /* where: "" is nowhere, */
    uint32_t line;        /* 0 the file as a whole, */
    uint32_t column;      /* 0 the line as a whole */
    const char *city;     /* whose figure it is about, */
    const char *period;   /* of when, */
    const char *input;    /* and which; records or column of them */
    const char *node;     /* the code of the node it is about */
    const char *found;    /* as it stands in the data */
    const char *expected; /* in its place */
    size_t count;         /* how many issues this one stands for */
    const char *rows;     /* of several: their lines, "5 to 20001" */
    const struct hm_issue_words *words; /* for hm_issue_message */
    const char *rule;                   /* the id of the rule it is about */
    const char *sheet; /* of a workbook, whose row and column `line` and `column` are; else "" */
} hm_issue;

/* An issue in words, one line of them, without file, line and column: room for any, with NUL. */
enum { HM_ISSUE_MESSAGE_SIZE = 4096 };
/* Writes these into `out`, of `size` bytes; what has no room ends in "...". Returns how many bytes
 * there are before the NUL. Only for issues that a list or a log function has given, as long as
 * those are theirs to give. */
HM_API size_t hm_issue_message(const hm_issue *issue, char *out, size_t size);

/* A list of issues. What is wrong in the same way (severity, code, file, input, node and rule) is
 * of one kind: the first of each kind are kept one by one, as many as whoever made the list was
 * told to keep, and the others are one issue behind them that says how many, and where. */
typedef struct hm_issues hm_issues;
HM_API size_t hm_issues_count(const hm_issues *issues);
/* Borrowed; NULL when `index` is out of range. */
HM_API const hm_issue *hm_issues_get(const hm_issues *issues, size_t index);
/* How many issues have this severity, with those that were counted only. */
HM_API size_t hm_issues_count_of(const hm_issues *issues, hm_severity severity);
/* The same list with `most` issues of a kind, or all that are kept if these are fewer: for people,
 * who read three. To be freed with hm_issues_free; NULL where memory has run out. `allocator` may
 * be NULL. */
HM_API hm_issues *hm_issues_brief(const hm_issues *issues, size_t most,
                                  const hm_allocator *allocator);
/* NULL is fine. */
HM_API void hm_issues_free(hm_issues *issues);

#ifdef __cplusplus
}
#endif
#endif
