/* xlsxwriter.h: what is used of libxlsxwriter, which is loaded when the first workbook is made (see
 * lazy_library.h). Only where CMake has found it, HM_XLSXWRITER is defined. */
#ifndef HM_XLSXWRITER_H
#define HM_XLSXWRITER_H

#ifdef HM_XLSXWRITER

#include <stdbool.h>
#include <xlsxwriter.h>

#include "program/lazy_library.h"

#define HM_EACH_XLSXWRITER(X)                                                                      \
    X(lxw_strerror)                                                                                \
    X(lxw_workbook_free)                                                                           \
    X(workbook_new_opt)                                                                            \
    X(workbook_add_worksheet)                                                                      \
    X(workbook_add_format)                                                                         \
    X(workbook_close)                                                                              \
    X(workbook_define_name)                                                                        \
    X(workbook_set_properties)                                                                     \
    X(workbook_validate_sheet_name)                                                                \
    X(worksheet_activate)                                                                          \
    X(worksheet_autofilter)                                                                        \
    X(worksheet_center_horizontally)                                                               \
    X(worksheet_conditional_format_range)                                                          \
    X(worksheet_data_validation_range)                                                             \
    X(worksheet_fit_to_pages)                                                                      \
    X(worksheet_freeze_panes)                                                                      \
    X(worksheet_gridlines)                                                                         \
    X(worksheet_hide)                                                                              \
    X(worksheet_ignore_errors)                                                                     \
    X(worksheet_merge_range)                                                                       \
    X(worksheet_print_area)                                                                        \
    X(worksheet_protect)                                                                           \
    X(worksheet_repeat_columns)                                                                    \
    X(worksheet_repeat_rows)                                                                       \
    X(worksheet_set_column_opt)                                                                    \
    X(worksheet_set_default_row)                                                                   \
    X(worksheet_set_first_sheet)                                                                   \
    X(worksheet_set_footer)                                                                        \
    X(worksheet_set_header)                                                                        \
    X(worksheet_set_landscape)                                                                     \
    X(worksheet_set_margins)                                                                       \
    X(worksheet_set_paper)                                                                         \
    X(worksheet_set_row_opt)                                                                       \
    X(worksheet_set_selection)                                                                     \
    X(worksheet_set_tab_color)                                                                     \
    X(worksheet_set_zoom)                                                                          \
    X(worksheet_write_blank)                                                                       \
    X(worksheet_write_boolean)                                                                     \
    X(worksheet_write_formula_num)                                                                 \
    X(worksheet_write_formula_str)                                                                 \
    X(worksheet_write_number)                                                                      \
    X(worksheet_write_string)                                                                      \
    X(worksheet_write_url_opt)                                                                     \
    X(format_set_align)                                                                            \
    X(format_set_bg_color)                                                                         \
    X(format_set_bold)                                                                             \
    X(format_set_border)                                                                           \
    X(format_set_border_color)                                                                     \
    X(format_set_bottom)                                                                           \
    X(format_set_bottom_color)                                                                     \
    X(format_set_font_color)                                                                       \
    X(format_set_font_name)                                                                        \
    X(format_set_font_size)                                                                        \
    X(format_set_font_strikeout)                                                                   \
    X(format_set_hidden)                                                                           \
    X(format_set_indent)                                                                           \
    X(format_set_italic)                                                                           \
    X(format_set_left)                                                                             \
    X(format_set_left_color)                                                                       \
    X(format_set_num_format)                                                                       \
    X(format_set_right)                                                                            \
    X(format_set_right_color)                                                                      \
    X(format_set_rotation)                                                                         \
    X(format_set_shrink)                                                                           \
    X(format_set_text_wrap)                                                                        \
    X(format_set_top)                                                                              \
    X(format_set_top_color)                                                                        \
    X(format_set_underline)                                                                        \
    X(format_set_unlocked)

/* The functions by their names; filled by hm_xlsxwriter_load. */
extern struct hm_xlsxwriter { HM_EACH_XLSXWRITER(HM_LAZY_MEMBER) } hm_xlsx;

/* False where the library is not there. */
bool hm_xlsxwriter_load(void);

#endif
#endif
