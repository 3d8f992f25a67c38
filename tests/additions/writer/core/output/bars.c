/* bars.c: tables as lines of cells between bars, as the loader of piped.c reads them. */
#include "output/text_rows.h"

static void add_cell(const hm_writing *writing, const hm_column *column, const char *text,
                     hm_buffer *out) {
    (void)writing;
    (void)column;
    hm_buffer_add_text(out, text);
}

static void before_cell(const hm_writing *writing, const hm_column *column, size_t index,
                        hm_buffer *out) {
    (void)writing;
    (void)column;
    if (index > 0)
        hm_buffer_add_char(out, '|');
}

static hm_code write_table(const hm_writing *writing) {
    static const hm_row_form form = {.before_cell = before_cell,
                                     .text = add_cell,
                                     .missing = "",
                                     .yes = "yes",
                                     .no = "no",
                                     .between_rows = "",
                                     .after_row = "\n"};
    return hm_text_rows_write(writing, writing->tables[0], &form);
}

const hm_writer hm_writer_bars = {.info = {.size = sizeof(hm_writer_info),
                                           .name = "bars",
                                           .suffix = ".bars",
                                           .about = "cells between bars",
                                           .rows_alone = 1},
                                  .write = write_table};
