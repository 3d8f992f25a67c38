/* json.h: a strict pull parser for JSON (RFC 8259): the caller asks for one token after another.
 *
 * No liberties but a byte order mark at the start. Nesting is limited. Text of strings points into
 * the source, or, where it has escapes, into the reader's arena until hm_json_forget. */
#ifndef HM_JSON_H
#define HM_JSON_H

#include "base/position.h"
#include "platform/source.h"

enum { HM_JSON_DEPTH = 64 };

typedef enum hm_json_token {
    HM_JSON_START, /* nothing was asked for yet */
    HM_JSON_END,   /* the document is complete and nothing follows */
    HM_JSON_OBJECT,
    HM_JSON_OBJECT_END,
    HM_JSON_ARRAY,
    HM_JSON_ARRAY_END,
    HM_JSON_NAME, /* of a member; its value comes next */
    HM_JSON_STRING,
    HM_JSON_NUMBER, /* `text` is the number as it stands */
    HM_JSON_TRUE,
    HM_JSON_FALSE,
    HM_JSON_NULL,
    HM_JSON_ERROR /* the error was filled; every further call returns this */
} hm_json_token;

typedef struct hm_json {
    hm_error *error;
    const char *file;
    hm_arena arena;
    const char *start, *at, *end;
    const char *counted; /* `position` is that of this byte */
    hm_position count_position;
    hm_position position; /* of the last token */
    bool unplaced;        /* nobody asks for `position`: it is found for an error alone */
    hm_json_token token;  /* the last token */
    const char *text;     /* of a name, string, number or word */
    size_t size;
    size_t depth;
    char open[HM_JSON_DEPTH]; /* `{` or `[`, outermost first */
    bool after_value;         /* a comma or an end must come next */
    bool after_name;          /* a value must come next */
    bool after_comma;
} hm_json;

void hm_json_open(hm_json *json, const hm_source *source, const char *file,
                  const hm_allocator *allocator, hm_error *error);
/* A document within something larger, at `position` of it. */
void hm_json_open_text(hm_json *json, const char *text, size_t size, hm_position position,
                       const char *file, const hm_allocator *allocator, hm_error *error);
void hm_json_close(hm_json *json);
/* Is all of the text UTF-8? */
hm_code hm_json_check_text(hm_json *json);
hm_json_token hm_json_next(hm_json *json);
/* Passes over the value whose first token was the last one read. False on an error. */
bool hm_json_skip(hm_json *json);
/* The last token is JSON, but not what the caller expects there: fills the error with its place. */
hm_json_token hm_json_refuse(hm_json *json, const char *expected);
/* Lets go of the texts that escapes were resolved into. */
void hm_json_forget(hm_json *json);
/* Reads all of the source once: is it JSON? */
hm_code hm_json_validate(const hm_source *source, const char *file, const hm_allocator *allocator,
                         hm_error *error);

/* Is the last token's text equal to `text`? */
bool hm_json_is(const hm_json *json, const char *text);

#endif
