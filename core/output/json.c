/* json.c: tables as JSON: {"run": {...}, "scores": [...]}, a member a table and an object a row;
 * and as NDJSON, an object a line, of one table alone. */
#include <string.h>

#include "base/json_text.h"
#include "output/text_rows.h"

static void add_cell(const hm_writing *writing, const hm_column *column, const char *text,
                     hm_buffer *out) {
    (void)writing;
    (void)column;
    hm_json_add_text(out, text, strlen(text));
}

static void before_cell(const hm_writing *writing, const hm_column *column, size_t index,
                        hm_buffer *out) {
    (void)writing;
    hm_buffer_add_char(out, index == 0 ? '{' : ',');
    hm_json_add_text(out, column->name, strlen(column->name));
    hm_buffer_add_char(out, ':');
}

static const hm_row_form in_array = {.before_cell = before_cell,
                                     .text = add_cell,
                                     .missing = "null",
                                     .yes = "true",
                                     .no = "false",
                                     .between_rows = ",\n",
                                     .after_row = "}"};
static const hm_row_form in_lines = {.before_cell = before_cell,
                                     .text = add_cell,
                                     .missing = "null",
                                     .yes = "true",
                                     .no = "false",
                                     .between_rows = "",
                                     .after_row = "}\n"};

/* The member `run`, unless a table has its name: no member is there twice. */
static void add_run(const hm_writing *writing, hm_buffer *text) {
    bool is_table = false;
    for (size_t i = 0; i < writing->table_count; i++)
        is_table |= strcmp(writing->tables[i]->name, "run") == 0;
    hm_buffer_add_text(text, "{");
    if (is_table)
        return;
    hm_buffer_add_text(text, "\"run\":");
    hm_buffer_add_text(text, writing->run ? writing->run : "{}");
    hm_buffer_add_text(text, writing->table_count > 0 ? ",\n" : "");
}

/* What stands between tables: up to the first row of the next one. */
static hm_code write_between(const hm_writing *writing, size_t next) {
    hm_buffer text;
    hm_buffer_open(&text, writing->allocator);
    if (next == 0) {
        add_run(writing, &text);
    } else {
        hm_buffer_add_text(&text, writing->tables[next - 1]->rows > 0 ? "\n]" : "]");
        hm_buffer_add_text(&text, next < writing->table_count ? ",\n" : "");
    }
    if (next < writing->table_count) {
        const char *name = writing->tables[next]->name;
        hm_json_add_text(&text, name, strlen(name));
        hm_buffer_add_text(&text, ":[\n");
    } else {
        hm_buffer_add_text(&text, "}\n");
    }
    const hm_code code = hm_text_hand_over(writing, &text);
    hm_buffer_close(&text);
    return code;
}

static hm_code write_tables(const hm_writing *writing) {
    hm_code code = write_between(writing, 0);
    for (size_t i = 0; code == HM_OK && i < writing->table_count; i++) {
        code = hm_text_rows_write(writing, writing->tables[i], &in_array);
        if (code == HM_OK)
            code = write_between(writing, i + 1);
    }
    return code;
}

static hm_code write_lines(const hm_writing *writing) {
    return hm_text_rows_write(writing, writing->tables[0], &in_lines);
}

const hm_writer hm_writer_json = {.info = {.size = sizeof(hm_writer_info),
                                           .name = "json",
                                           .suffix = ".json",
                                           .about = "one JSON object, a member a table",
                                           .has_run = 1,
                                           .is_json = 1},
                                  .write = write_tables};
const hm_writer hm_writer_ndjson = {.info = {.size = sizeof(hm_writer_info),
                                             .name = "ndjson",
                                             .suffix = ".ndjson",
                                             .about = "a JSON object a line",
                                             .rows_alone = 1,
                                             .is_json = 1},
                                    .write = write_lines};
