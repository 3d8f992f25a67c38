/* write_csv.c: rows as CSV. What a node says of itself is the same in every unit, and so is how a
 * status and flags end a row: all that is written once and copied from then on. */
#include <string.h>

#include "base/formula.h"
#include "base/numbers/number.h"
#include "output/writer.h"

static void begin(const hm_writer *writer, hm_buffer *out) {
    if (!writer->options->no_header)
        hm_buffer_add_text(out,
                           "city,period,code,parent,depth,name,value,score,weight,contribution,"
                           "coverage,applicable,rank,status,flags\n");
}

/* Quoted only where it must be: a separator, a quote or a line end inside, spaces that would be
 * lost. */
static void add_text(hm_buffer *out, const char *text) {
    const size_t size = strlen(text);
    if (text[strcspn(text, ",;\t\"\r\n")] == '\0' &&
        (size == 0 || (text[0] != ' ' && text[size - 1] != ' '))) {
        hm_buffer_add(out, text, size);
        return;
    }
    hm_buffer_add_char(out, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            hm_buffer_add_char(out, '"');
        hm_buffer_add_char(out, *c);
    }
    hm_buffer_add_char(out, '"');
}

static void add_field(hm_buffer *out, const char *text) {
    hm_buffer_add_char(out, ',');
    add_text(out, text);
}

/* What data and packages say: with the apostrophe of safe cells, inside the quotes if there are
 * some.
 */
static void add_name(const hm_writer *writer, hm_buffer *out, const char *text) {
    const size_t begin = out->size;
    add_text(out, text);
    if (!writer->options->safe_cells || !hm_is_formula(text, strlen(text), false) ||
        !hm_buffer_reserve(out, 1))
        return;
    char *at = out->data + begin + (out->data[begin] == '"');
    memmove(at + 1, at, (size_t)(out->data + out->size - at));
    *at = '\'';
    out->size++;
}

static void add_name_field(const hm_writer *writer, hm_buffer *out, const char *text) {
    hm_buffer_add_char(out, ',');
    add_name(writer, out, text);
}

/* --- what stays the same --- */

enum { STATUSES = HM_INSUFFICIENT + 1, FLAGS = 256 };

/* A stretch of `text`. */
typedef struct span {
    size_t at, size;
} span;

typedef struct prepared {
    hm_buffer text;
    size_t node_count;
    span *names;   /* by node: from the comma behind the period to the one before the value */
    span *weights; /* by node: between score and contribution, with both commas */
    span statuses[STATUSES]; /* with the commas around it */
    span flags[FLAGS];       /* by their bits: to the line's end */
    size_t longest;          /* the four of them together, at most */
} prepared;

static size_t greatest(const span *spans, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size = spans[i].size > size ? spans[i].size : size;
    return size;
}

static void prepare_node(const hm_writer *writer, prepared *p, size_t number) {
    const hm_package *package = writer->scores->bound.package;
    const hm_node *node = &package->nodes[number];
    hm_buffer *text = &p->text;
    size_t at = text->size;
    add_name_field(writer, text, node->code);
    add_name_field(writer, text,
                   node->parent == HM_NO_NODE ? "" : package->nodes[node->parent].code);
    hm_buffer_add_char(text, ',');
    hm_buffer_add_number(text, (double)node->depth);
    add_name_field(writer, text, node->name);
    hm_buffer_add_char(text, ',');
    p->names[number] = (span){at, text->size - at};
    at = text->size;
    hm_buffer_add_char(text, ',');
    hm_buffer_add_number(text, node->share);
    hm_buffer_add_char(text, ',');
    p->weights[number] = (span){at, text->size - at};
}

static void prepare_ends(prepared *p) {
    for (unsigned status = 0; status < STATUSES; status++) {
        const size_t at = p->text.size;
        add_field(&p->text, hm_state_status((hm_state)status));
        hm_buffer_add_char(&p->text, ',');
        p->statuses[status] = (span){at, p->text.size - at};
    }
    for (unsigned flags = 0; flags < FLAGS; flags++) {
        const size_t at = p->text.size;
        hm_writer_add_flags(&p->text, flags);
        hm_buffer_add_char(&p->text, '\n');
        p->flags[flags] = (span){at, p->text.size - at};
    }
}

static bool prepare(hm_writer *writer) {
    const hm_package *package = writer->scores->bound.package;
    const hm_allocator *allocator = writer->scores->allocator;
    prepared *p = hm_allocate_array(allocator, 1, sizeof *p);
    writer->prepared = p;
    if (!p)
        return false;
    hm_buffer_open(&p->text, allocator);
    p->node_count = package->node_count;
    p->names = hm_allocate_array(allocator, p->node_count, sizeof *p->names);
    p->weights = hm_allocate_array(allocator, p->node_count, sizeof *p->weights);
    if (!p->names || !p->weights)
        return false;
    for (size_t node = 0; node < p->node_count; node++)
        prepare_node(writer, p, node);
    prepare_ends(p);
    p->longest = greatest(p->names, p->node_count) + greatest(p->weights, p->node_count) +
                 greatest(p->statuses, STATUSES) + greatest(p->flags, FLAGS);
    return !p->text.failed;
}

static void unprepare(hm_writer *writer) {
    const hm_allocator *allocator = writer->scores->allocator;
    prepared *p = writer->prepared;
    if (!p)
        return;
    hm_buffer_close(&p->text);
    hm_release(allocator, p->names, p->node_count * sizeof *p->names);
    hm_release(allocator, p->weights, p->node_count * sizeof *p->weights);
    hm_release(allocator, p, sizeof *p);
}

/* --- rows, into room that was made for them --- */

static char *put(char *end, const char *text, size_t size) {
    memcpy(end, text, size);
    return end + size;
}

static char *put_span(char *end, const prepared *p, span part) {
    return put(end, p->text.data + part.at, part.size);
}

static char *put_number(char *end, int there, double number) {
    return there ? end + hm_number_print(number, end) : end;
}

/* Value and score with the comma between them: mostly the same number. */
static char *put_marks(char *end, const hm_score_row *row) {
    char *value = end;
    end = put_number(end, row->has_value, row->value);
    const size_t size = (size_t)(end - value);
    *end++ = ',';
    if (row->has_score && row->has_value && !(row->value < row->score) &&
        !(row->value > row->score))
        return put(end, value, size);
    return put_number(end, row->has_score, row->score);
}

/* Marks and contribution; the root's contribution is its score. */
static char *put_numbers(char *end, const prepared *p, size_t node, const hm_score_row *row) {
    const char *marks = end;
    end = put_marks(end, row);
    const size_t size = (size_t)(end - marks);
    end = put_span(end, p, p->weights[node]);
    if (node == 0 && row->has_contribution)
        return put(end, marks + 1, size - 1); /* it has no value */
    return put_number(end, row->has_contribution, row->contribution);
}

static char *put_row(char *end, const prepared *p, size_t node, const hm_score_row *row) {
    end = put_span(end, p, p->names[node]);
    end = put_numbers(end, p, node, row);
    *end++ = ',';
    end = put_number(end, 1, row->coverage);
    *end++ = ',';
    end = put_number(end, 1, row->applicable);
    *end++ = ',';
    end = put_number(end, row->rank > 0, row->rank);
    end = put_span(end, p, p->statuses[row->status]);
    return put_span(end, p, p->flags[row->flags % FLAGS]);
}

/* City and period stand once in `out`, in the first row, and are copied from there into the others.
 */
static void write_unit(const hm_writer *writer, size_t unit, const double *shares, bool first,
                       hm_buffer *out) {
    const prepared *p = writer->prepared;
    const hm_dataset *dataset = writer->scores->bound.dataset;
    const size_t name = out->size;
    hm_score_row row;
    (void)first;
    add_name(writer, out, hm_dataset_unit_city(dataset, unit));
    add_field(out, hm_dataset_unit_period(dataset, unit));
    const size_t name_size = out->size - name;
    for (size_t i = 0; i < writer->node_count; i++) {
        char *end = hm_buffer_reserve(out, name_size + p->longest + 7 * HM_NUMBER_SIZE);
        if (!end)
            break;
        if (i > 0)
            end = put(end, out->data + name, name_size);
        hm_scores_fill_row(writer->scores, unit, writer->nodes[i], shares, &row);
        out->size = (size_t)(put_row(end, p, writer->nodes[i], &row) - out->data);
    }
}

static void end(hm_buffer *out) {
    (void)out;
}

const hm_row_format hm_row_format_csv = {prepare, unprepare, begin, write_unit, end};
