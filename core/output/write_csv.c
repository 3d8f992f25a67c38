#include <string.h>

#include "output/writer.h"

static void begin(hm_writer *writer) {
    if (!writer->options->no_header)
        hm_buffer_add_text(&writer->buffer,
                           "city,period,code,parent,depth,name,value,score,weight,contribution,"
                           "coverage,rank,status,flags\n");
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

static void add_number(hm_buffer *out, int there, double number) {
    hm_buffer_add_char(out, ',');
    if (there)
        hm_buffer_add_number(out, number);
}

static void row(hm_writer *writer, size_t unit, size_t number, const hm_score_row *cells,
                bool first) {
    const hm_bound *bound = &writer->scores->bound;
    const hm_node *node = &bound->package->nodes[number];
    hm_buffer *out = &writer->buffer;
    (void)first;
    add_text(out, hm_dataset_unit_city(bound->dataset, unit));
    add_field(out, hm_dataset_unit_period(bound->dataset, unit));
    add_field(out, node->code);
    add_field(out, node->parent == HM_NO_NODE ? "" : bound->package->nodes[node->parent].code);
    add_number(out, 1, node->depth);
    add_field(out, node->name);
    add_number(out, cells->has_value, cells->value);
    add_number(out, cells->has_score, cells->score);
    add_number(out, 1, node->share);
    add_number(out, cells->has_contribution, cells->contribution);
    add_number(out, 1, cells->coverage);
    add_number(out, cells->rank > 0, cells->rank);
    add_field(out, hm_state_status(cells->status));
    hm_buffer_add_char(out, ',');
    hm_writer_add_flags(writer, cells->flags);
    hm_buffer_add_char(out, '\n');
}

static void end(hm_writer *writer) {
    (void)writer;
}

const hm_row_format hm_row_format_csv = {begin, row, end};
