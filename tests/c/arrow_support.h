/* arrow_support.h: a reader and a maker of Arrow arrays, written from the specification of the C
 * Data Interface and the columnar format alone. */
#ifndef HM_ARROW_SUPPORT_H
#define HM_ARROW_SUPPORT_H

#include "dataset_support.h"

#include <inttypes.h>

#include "hundredmark/arrow.h"

/* ---- reading: a cell as text, "null" where there is none ---- */

typedef struct cell_text {
    char text[64];
} cell_text;

static inline bool arrow_bit(const void *bits, int64_t at) {
    return (((const uint8_t *)bits)[at >> 3] >> (at & 7)) & 1;
}

static inline bool arrow_is_null(const struct ArrowArray *array, int64_t row) {
    return array->null_count != 0 && array->buffers[0] &&
           !arrow_bit(array->buffers[0], array->offset + row);
}

static inline cell_text arrow_cell(const struct ArrowSchema *schema, const struct ArrowArray *array,
                                   int64_t row) {
    cell_text out = {"null"};
    const int64_t at = array->offset + row;
    assert_true(row >= 0 && row < array->length);
    assert_int_equal(strlen(schema->format), 1);
    if (arrow_is_null(array, row))
        return out;
    if (schema->dictionary) {
        assert_string_equal(schema->format, "i");
        const int32_t index = ((const int32_t *)array->buffers[1])[at];
        return arrow_cell(schema->dictionary, array->dictionary, index);
    }
    switch (schema->format[0]) {
    case 'g':
        (void)snprintf(out.text, sizeof out.text, "%.17g", ((const double *)array->buffers[1])[at]);
        break;
    case 'l':
        (void)snprintf(out.text, sizeof out.text, "%" PRId64,
                       ((const int64_t *)array->buffers[1])[at]);
        break;
    case 'b':
        (void)snprintf(out.text, sizeof out.text, "%s",
                       arrow_bit(array->buffers[1], at) ? "true" : "false");
        break;
    case 'u': {
        const int32_t *offsets = array->buffers[1];
        (void)snprintf(out.text, sizeof out.text, "'%.*s'", (int)(offsets[at + 1] - offsets[at]),
                       (const char *)array->buffers[2] + offsets[at]);
        break;
    }
    default:
        fail_msg("no such format: %s", schema->format);
    }
    return out;
}

/* ---- making: a batch of columns that lie where the test has them ---- */

enum { MADE_COLUMNS = 12 };

typedef struct made {
    struct ArrowSchema schema, schemas[MADE_COLUMNS], dictionary_schemas[MADE_COLUMNS];
    struct ArrowArray array, arrays[MADE_COLUMNS], dictionaries[MADE_COLUMNS];
    struct ArrowSchema *schema_children[MADE_COLUMNS];
    struct ArrowArray *array_children[MADE_COLUMNS];
    const void *rows[1], *buffers[MADE_COLUMNS][3], *dictionary_buffers[MADE_COLUMNS][3];
    int released_schemas, released_arrays; /* of the whole; children go with it */
} made;

static inline void made_release_schema(struct ArrowSchema *schema) {
    ((made *)schema->private_data)->released_schemas++;
    schema->release = NULL;
}

static inline void made_release_array(struct ArrowArray *array) {
    ((made *)array->private_data)->released_arrays++;
    array->release = NULL;
}

/* Children are released by their parent, never for themselves here. */
static inline void made_never_schema(struct ArrowSchema *schema) {
    fail_msg("the child %s was released", schema->name);
}

static inline void made_never_array(struct ArrowArray *array) {
    fail_msg("a child of %d cells was released", (int)array->length);
}

static inline void make(made *m, int64_t rows) {
    memset(m, 0, sizeof *m);
    m->schema = (struct ArrowSchema){.format = "+s",
                                     .name = "",
                                     .children = m->schema_children,
                                     .release = made_release_schema,
                                     .private_data = m};
    m->array = (struct ArrowArray){.length = rows,
                                   .n_buffers = 1,
                                   .buffers = m->rows,
                                   .children = m->array_children,
                                   .release = made_release_array,
                                   .private_data = m};
}

static inline int64_t buffers_by_format(const char *format) {
    return strcmp(format, "n") == 0 ? 0 : strchr("uUzZ", format[0]) ? 3 : 2;
}

/* Adds a column as long as the batch; its number. `values`: of texts, the offsets. */
static inline size_t make_column(made *m, const char *name, const char *format,
                                 const void *validity, const void *values, const char *texts) {
    const size_t at = (size_t)m->schema.n_children;
    assert_true(at < MADE_COLUMNS);
    const void *const buffers[3] = {validity, values, texts};
    memcpy(m->buffers[at], buffers, sizeof buffers);
    m->schemas[at] = (struct ArrowSchema){.format = format,
                                          .name = name,
                                          .flags = ARROW_FLAG_NULLABLE,
                                          .release = made_never_schema,
                                          .private_data = m};
    m->arrays[at] = (struct ArrowArray){.length = m->array.length + m->array.offset,
                                        .null_count = validity ? -1 : 0,
                                        .n_buffers = buffers_by_format(format),
                                        .buffers = m->buffers[at],
                                        .release = made_never_array,
                                        .private_data = m};
    m->schema_children[at] = &m->schemas[at];
    m->array_children[at] = &m->arrays[at];
    m->schema.n_children = m->array.n_children = (int64_t)at + 1;
    return at;
}

/* Column `at` holds numbers of these `count` texts. */
static inline void make_dictionary(made *m, size_t at, int64_t count, const char *format,
                                   const void *values, const char *texts) {
    m->dictionary_buffers[at][1] = values;
    m->dictionary_buffers[at][2] = texts;
    m->dictionary_schemas[at] = (struct ArrowSchema){
        .format = format, .name = "", .release = made_never_schema, .private_data = m};
    m->dictionaries[at] = (struct ArrowArray){.length = count,
                                              .n_buffers = buffers_by_format(format),
                                              .buffers = m->dictionary_buffers[at],
                                              .release = made_never_array,
                                              .private_data = m};
    m->schemas[at].dictionary = &m->dictionary_schemas[at];
    m->arrays[at].dictionary = &m->dictionaries[at];
}

/* Both were released once, whatever came of it. */
static inline void expect_released(const made *m) {
    assert_int_equal(m->released_schemas, 1);
    assert_int_equal(m->released_arrays, 1);
    assert_null(m->schema.release);
    assert_null(m->array.release);
}

#endif
