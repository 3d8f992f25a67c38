#include "output/writer.h"

static void add_text(hm_buffer *out, const char *text) {
    static const char digits[] = "0123456789abcdef";
    hm_buffer_add_char(out, '"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            hm_buffer_add_char(out, '\\');
            hm_buffer_add_char(out, (char)*c);
        } else if (*c < 0x20) {
            hm_buffer_add_text(out, "\\u00");
            hm_buffer_add_char(out, digits[*c >> 4]);
            hm_buffer_add_char(out, digits[*c & 15]);
        } else {
            hm_buffer_add_char(out, (char)*c);
        }
    }
    hm_buffer_add_char(out, '"');
}

static void add_text_field(hm_buffer *out, const char *name, const char *text) {
    hm_buffer_add_text(out, name);
    add_text(out, text);
}

static void add_number_field(hm_buffer *out, const char *name, int there, double number) {
    hm_buffer_add_text(out, name);
    if (there)
        hm_buffer_add_number(out, number);
    else
        hm_buffer_add_text(out, "null");
}

static void add_object(const hm_writer *writer, size_t unit, size_t number,
                       const hm_score_row *cells, hm_buffer *out) {
    const hm_bound *bound = &writer->scores->bound;
    const hm_node *node = &bound->package->nodes[number];
    add_text_field(out, "{\"city\":", hm_dataset_unit_city(bound->dataset, unit));
    add_text_field(out, ",\"period\":", hm_dataset_unit_period(bound->dataset, unit));
    add_text_field(out, ",\"code\":", node->code);
    add_text_field(out, ",\"parent\":",
                   node->parent == HM_NO_NODE ? "" : bound->package->nodes[node->parent].code);
    add_number_field(out, ",\"depth\":", 1, node->depth);
    add_text_field(out, ",\"name\":", node->name);
    add_number_field(out, ",\"value\":", cells->has_value, cells->value);
    add_number_field(out, ",\"score\":", cells->has_score, cells->score);
    add_number_field(out, ",\"weight\":", 1, node->share);
    add_number_field(out, ",\"contribution\":", cells->has_contribution, cells->contribution);
    add_number_field(out, ",\"coverage\":", 1, cells->coverage);
    add_number_field(out, ",\"applicable\":", 1, cells->applicable);
    add_number_field(out, ",\"rank\":", cells->rank > 0, cells->rank);
    add_text_field(out, ",\"status\":", hm_state_status(cells->status));
    hm_buffer_add_text(out, ",\"flags\":\"");
    hm_writer_add_flags(out, cells->flags);
    hm_buffer_add_text(out, "\"}");
}

static void begin_json(const hm_writer *writer, hm_buffer *out) {
    hm_buffer_add_text(out, "{\"run\":");
    hm_buffer_add_text(out, writer->options->run ? writer->options->run : "{}");
    hm_buffer_add_text(out, ",\n\"scores\":[");
}

static void unit_json(const hm_writer *writer, size_t unit, const double *shares, bool first,
                      hm_buffer *out) {
    hm_score_row row;
    for (size_t i = 0; i < writer->node_count; i++) {
        const uint32_t node = writer->nodes[i];
        hm_scores_fill_row(writer->scores, unit, node, shares, &row);
        hm_buffer_add_text(out, first && i == 0 ? "\n" : ",\n");
        add_object(writer, unit, node, &row, out);
    }
}

static void end_json(hm_buffer *out) {
    hm_buffer_add_text(out, "\n]}\n");
}

static void begin_nothing(const hm_writer *writer, hm_buffer *out) {
    (void)writer;
    (void)out;
}

static void unit_ndjson(const hm_writer *writer, size_t unit, const double *shares, bool first,
                        hm_buffer *out) {
    hm_score_row row;
    (void)first;
    for (size_t i = 0; i < writer->node_count; i++) {
        const uint32_t node = writer->nodes[i];
        hm_scores_fill_row(writer->scores, unit, node, shares, &row);
        add_object(writer, unit, node, &row, out);
        hm_buffer_add_char(out, '\n');
    }
}

static void end_nothing(hm_buffer *out) {
    (void)out;
}

const hm_row_format hm_row_format_json = {NULL, NULL, begin_json, unit_json, end_json};
const hm_row_format hm_row_format_ndjson = {NULL, NULL, begin_nothing, unit_ndjson, end_nothing};
