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

static void add_object(hm_writer *writer, size_t unit, size_t number, const hm_score_row *cells) {
    const hm_bound *bound = &writer->scores->bound;
    const hm_node *node = &bound->package->nodes[number];
    hm_buffer *out = &writer->buffer;
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
    add_number_field(out, ",\"rank\":", cells->rank > 0, cells->rank);
    add_text_field(out, ",\"status\":", hm_state_status(cells->status));
    hm_buffer_add_text(out, ",\"flags\":\"");
    hm_writer_add_flags(writer, cells->flags);
    hm_buffer_add_text(out, "\"}");
}

static void begin_json(hm_writer *writer) {
    hm_buffer_add_text(&writer->buffer, "{\"run\":");
    hm_buffer_add_text(&writer->buffer, writer->options->run ? writer->options->run : "{}");
    hm_buffer_add_text(&writer->buffer, ",\n\"scores\":[");
}

static void row_json(hm_writer *writer, size_t unit, size_t node, const hm_score_row *cells,
                     bool first) {
    hm_buffer_add_text(&writer->buffer, first ? "\n" : ",\n");
    add_object(writer, unit, node, cells);
}

static void end_json(hm_writer *writer) {
    hm_buffer_add_text(&writer->buffer, "\n]}\n");
}

static void nothing(hm_writer *writer) {
    (void)writer;
}

static void row_ndjson(hm_writer *writer, size_t unit, size_t node, const hm_score_row *cells,
                       bool first) {
    (void)first;
    add_object(writer, unit, node, cells);
    hm_buffer_add_char(&writer->buffer, '\n');
}

const hm_row_format hm_row_format_json = {begin_json, row_json, end_json};
const hm_row_format hm_row_format_ndjson = {nothing, row_ndjson, nothing};
