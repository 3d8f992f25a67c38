/* csv.c: tables as CSV: commas unless another delimiter is asked for, LF, quotes only where they
 * are needed. One table a file. */
#include <string.h>

#include "base/formula.h"
#include "output/text_rows.h"

/* Quoted where it must be: a separator, a quote or a line end inside, blanks that would be lost. */
static void add_text(const hm_writing *writing, const char *text, hm_buffer *out) {
    const size_t size = strlen(text);
    const char *mark =
        writing->safe_cells && hm_is_formula(text, size, writing->decimal == ',') ? "'" : "";
    if (text[strcspn(text, ",;\t\"\r\n")] == '\0' &&
        (size == 0 || (text[0] != ' ' && text[size - 1] != ' '))) {
        hm_buffer_add_text(out, mark);
        hm_buffer_add(out, text, size);
        return;
    }
    hm_buffer_add_char(out, '"');
    hm_buffer_add_text(out, mark);
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            hm_buffer_add_char(out, '"');
        hm_buffer_add_char(out, *c);
    }
    hm_buffer_add_char(out, '"');
}

/* What the engine says itself needs no quotes, unless it is a list of words joined by what stands
 * between cells. */
static void add_cell(const hm_writing *writing, const hm_column *column, const char *text,
                     hm_buffer *out) {
    if (column->words && writing->delimiter != ';')
        hm_buffer_add_text(out, text);
    else
        add_text(writing, text, out);
}

static void before_cell(const hm_writing *writing, const hm_column *column, size_t index,
                        hm_buffer *out) {
    (void)column;
    if (index > 0)
        hm_buffer_add_char(out, writing->delimiter);
}

static void add_header(const hm_writing *writing, const hm_table *table, hm_buffer *out) {
    for (size_t i = 0; i < table->count; i++) {
        before_cell(writing, &table->columns[i], i, out);
        add_text(writing, table->columns[i].name, out);
    }
    hm_buffer_add_char(out, '\n');
}

/* What stands before the rows. */
static hm_code write_start(const hm_writing *writing, const hm_table *table) {
    hm_buffer text;
    hm_buffer_open(&text, writing->allocator);
    if (writing->bom)
        hm_buffer_add_text(&text, "\xEF\xBB\xBF");
    if (writing->header)
        add_header(writing, table, &text);
    const hm_code code = hm_text_hand_over(writing, &text);
    hm_buffer_close(&text);
    return code;
}

static hm_code write_table(const hm_writing *writing) {
    static const hm_row_form form = {.before_cell = before_cell,
                                     .text = add_cell,
                                     .missing = "",
                                     .yes = "yes",
                                     .no = "no",
                                     .between_rows = "",
                                     .after_row = "\n",
                                     .has_decimal = true};
    const hm_code code = write_start(writing, writing->tables[0]);
    return code == HM_OK ? hm_text_rows_write(writing, writing->tables[0], &form) : code;
}

const hm_writer hm_writer_csv = {.info = {.size = sizeof(hm_writer_info),
                                          .name = "csv",
                                          .suffix = ".csv",
                                          .about = "comma-separated text",
                                          .rows_alone = 1,
                                          .has_header = 1,
                                          .has_safe_cells = 1,
                                          .has_marks = 1},
                                 .write = write_table};
