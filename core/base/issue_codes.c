/* issue_codes.c: the words of all issues. A code is known to programs by its word: a new fault gets
 * a new one. */
#include "base/issue_codes.h"

#define A_FISCAL_YEAR "2018/19"
#define A_PERIOD      "2025, 2025-Q1, 2025-06 or 2025-06-30"

static const hm_issue_row rows[HM_ISSUE_CODE_COUNT] = {
    /* files and their columns */
    [HM_ISSUE_SHEETS_LEFT_OUT] = {"sheets_left_out", HM_WARNING,
                                  "sheets that are not read unless they are named: {detail}"},
    [HM_ISSUE_FORM_CELL_UNREAD] =
        {"form_cell_unread", HM_WARNING,
         "found \"{found}\" in a cell that is not read: figures and notes "
         "belong in the yellow cells"},
    [HM_ISSUE_FORM_CELL_UNREAD_OF] = {"form_cell_unread", HM_WARNING,
                                      "found \"{found}\" in a cell that is not read{detail}: the "
                                      "figure of {name} belongs in the "
                                      "column of figures, a note in the column of notes"},
    [HM_ISSUE_FORM_TEXT_CHANGED] =
        {"form_text_changed", HM_WARNING,
         "found \"{found}\" where the form says \"{expected}\": it is not "
         "read, and the figure in this row is taken for what the form "
         "asks, {name}"},
    [HM_ISSUE_FORM_TEXT_ERASED] =
        {"form_text_changed", HM_WARNING,
         "found nothing where the form says \"{expected}\": the figure in "
         "this row is taken for what the form asks, {name}"},
    [HM_ISSUE_FORM_CHECK_LOST] =
        {"form_check_lost", HM_WARNING,
         "found \"{found}\" in place of the formula that checks the figure "
         "of {name}: it is not read"},
    [HM_ISSUE_FORM_CHECK_ERASED] = {"form_check_lost", HM_WARNING,
                                    "found nothing in place of the formula that checks the figure "
                                    "of {name}"},
    [HM_ISSUE_FORM_INPUT_TWICE] =
        {"form_input_twice", HM_WARNING,
         "found a second row of {name}, which has one at {there}: only one "
         "of them can hold its figure"},
    [HM_ISSUE_FORM_INPUTS_LOST] = {"form_inputs_lost", HM_WARNING,
                                   "found no row of what the form asks for, so it is not reported: "
                                   "{detail}"},
    [HM_ISSUE_HIDDEN_ROWS] = {"hidden_rows", HM_WARNING,
                              "hidden rows are read like all others: {found}; where they are not "
                              "meant, say which rows count"},
    [HM_ISSUE_HIDDEN_COLUMNS] = {"hidden_columns", HM_WARNING,
                                 "hidden columns are read like all others: {found}; where they are "
                                 "not meant, say which columns count"},
    [HM_ISSUE_EMPTY_FILE] = {"empty_file", HM_WARNING, "no {expected}: the file is empty"},
    [HM_ISSUE_HEADER_ONLY] = {"empty_file", HM_WARNING, "no {expected}: the file is a header only"},
    [HM_ISSUE_EMPTY_DATA] = {"empty_data", HM_WARNING, "no {expected}: the {name} is empty"},
    [HM_ISSUE_ROW_NOT_FILLED_IN] = {"nothing_filled_in", HM_WARNING,
                                    "no {expected}: {found} row is not filled in (no city, period "
                                    "or value)"},
    [HM_ISSUE_ROWS_NOT_FILLED_IN] = {"nothing_filled_in", HM_WARNING,
                                     "no {expected}: {found} rows are not filled in (no city, "
                                     "period or value)"},
    [HM_ISSUE_NO_FIGURES] = {"no_figures", HM_WARNING,
                             "no figures: the file has no column of an input beside city and "
                             "period"},
    [HM_ISSUE_ENCODING_MARKED] = {"encoding_found", HM_NOTE,
                                  "the file is in {name}, as its byte order mark says"},
    [HM_ISSUE_ENCODING_GUESSED] = {"encoding_found", HM_WARNING,
                                   "the file is no UTF-8, and read as {name}; where that is wrong, "
                                   "say what its encoding is"},
    [HM_ISSUE_UNNAMED_COLUMN] = {"unnamed_column", HM_WARNING,
                                 "column {name} has no name and is left out"},
    [HM_ISSUE_UNKNOWN_COLUMN] = {"unknown_column", HM_WARNING,
                                 "column \"{found}\" is left out: a file with columns input and "
                                 "value has no use for it"},
    [HM_ISSUE_MISSPELT_COLUMN] = {"unknown_column", HM_WARNING,
                                  "column \"{found}\" is left out{nearest}"},
    [HM_ISSUE_UNKNOWN_COLUMN_OF_TABLE] = {"unknown_column", HM_WARNING,
                                          "column `{found}` is left out: a table with columns "
                                          "input and value has no use for it"},
    [HM_ISSUE_COLUMN_OF_OTHER_FORM] = {"column_of_other_form", HM_WARNING,
                                       "column `{found}` is left out: it belongs to files with "
                                       "columns input and value"},
    [HM_ISSUE_COLUMN_OF_OTHER_TABLE] = {"column_of_other_form", HM_WARNING,
                                        "column `{found}` is left out: it belongs to tables with "
                                        "columns input and value"},
    [HM_ISSUE_UNKNOWN_MEMBER] = {"unknown_member", HM_WARNING,
                                 "member `{found}` is left out{nearest}"},
    [HM_ISSUE_MEMBER_TWICE] = {"member_twice", HM_REJECTED,
                               "member `{found}` stands twice: the observation is rejected"},
    [HM_ISSUE_UNUSED_RENAMING] = {"unused_renaming", HM_WARNING,
                                  "no {name} is called \"{found}\", which the recipe renames"},
    [HM_ISSUE_UNUSED_ROLL_UP] = {"unused_roll_up", HM_WARNING,
                                 "no input is called \"{found}\", which the recipe rolls up"},
    [HM_ISSUE_COLUMNS_UNREAD] = {"columns_unread", HM_NOTE, "columns that are not read: {detail}"},
    [HM_ISSUE_ROWS_LEFT_OUT] = {"rows_left_out", HM_NOTE,
                                "rows that the conditions of the recipe leave out: {found}"},
    [HM_ISSUE_ALL_LEFT_OUT] = {"all_left_out", HM_WARNING,
                               "no observations: the conditions of the recipe leave out all rows, "
                               "{found}"},
    [HM_ISSUE_UNCLEAR_POWER] =
        {"unclear_power", HM_REJECTED,
         "found \"{found}\" as a power of ten, expected {expected}; the row is rejected"},
    [HM_ISSUE_NOT_AN_OBJECT] = {"not_an_object", HM_REJECTED, "found {found}, expected {expected}"},
    [HM_ISSUE_NOT_RECORDS] = {"not_records", HM_REJECTED, "found {found}, expected {expected}"},

    /* rows */
    [HM_ISSUE_NO_CITY] = {"no_city", HM_REJECTED,
                          "found no city, expected its name: the row is rejected"},
    [HM_ISSUE_NO_CITY_BESIDE] = {"no_city", HM_REJECTED,
                                 "found no city, expected its name: the row is rejected; where it "
                                 "stands once, above empty cells, say which column is filled down"},
    [HM_ISSUE_NO_PERIOD] = {"no_period", HM_REJECTED,
                            "found no period, expected one such as " A_PERIOD
                            ": the row is rejected"},
    [HM_ISSUE_NO_PERIOD_BESIDE] =
        {"no_period", HM_REJECTED,
         "found no period beside \"{city}\", expected one such as " A_PERIOD
         ": the row is rejected (a note or a footer is no row of data)"},
    [HM_ISSUE_NO_SUCH_PERIOD] = {"no_such_period", HM_REJECTED,
                                 "found period \"{found}\", but the calendar has no such period: "
                                 "the row is rejected"},
    [HM_ISSUE_NOT_A_PERIOD] = {"not_a_period", HM_REJECTED,
                               "found \"{found}\", expected a period such as " A_PERIOD
                               ": the row is rejected"},
    [HM_ISSUE_DATE_OR_NONE] =
        {"not_a_period", HM_REJECTED,
         "found \"{found}\", expected a period such as " A_PERIOD
         ": the row is rejected; where it is one, say how periods are written"},
    [HM_ISSUE_PERIOD_OF_TWO_YEARS] =
        {"not_a_period", HM_REJECTED,
         "found \"{found}\", which looks like a year that begins in one and ends in the next "
         "(" A_FISCAL_YEAR "): the row is rejected; say how periods are written"},
    [HM_ISSUE_NOT_OF_THE_FORMAT] = {"not_a_period", HM_REJECTED,
                                    "found \"{found}\", expected a period written as {expected}: "
                                    "the row is rejected"},
    [HM_ISSUE_NO_INPUT] = {"no_input", HM_REJECTED,
                           "found no input, expected the name of one: the row is rejected"},
    [HM_ISSUE_FIELD_COUNT] = {"field_count", HM_REJECTED,
                              "found {found} fields, expected {expected}: the row is rejected"},
    [HM_ISSUE_FIELD_COUNT_COMMA] = {"field_count", HM_REJECTED,
                                    "found {found} fields, expected {expected}: the row is "
                                    "rejected (commas inside a field need quotes around it)"},
    [HM_ISSUE_FIELD_COUNT_NOTE] = {"field_count", HM_REJECTED,
                                   "found {found} fields, expected {expected}: the row is "
                                   "rejected (a title, a note or a footer is no row of data)"},
    [HM_ISSUE_OPEN_QUOTE] = {"open_quote", HM_REJECTED,
                             "found a quote that is never closed: the line is rejected"},
    [HM_ISSUE_BAD_LINE] = {"bad_line", HM_REJECTED, "{detail}: the line is rejected"},

    /* cells */
    [HM_ISSUE_NUL_BYTE] = {"nul_byte", HM_REJECTED,
                           "{figure}found a NUL byte in \"{found}\", expected text"},
    [HM_ISSUE_NOT_UTF8] = {"not_utf8", HM_REJECTED,
                           "{figure}found {detail} of \"{found}\", expected valid {name}"},
    [HM_ISSUE_CELL_TOO_LONG] =
        {"cell_too_long", HM_REJECTED,
         "{figure}found a cell of {detail} bytes, expected at most {expected}"},
    [HM_ISSUE_UNCLOSED_QUOTE] =
        {"unclosed_quote", HM_REJECTED,
         "{figure}found {found}, expected the closing quote at the end of the cell "
         "(a quote inside is written twice)"},
    [HM_ISSUE_NOT_A_SINGLE_VALUE] = {"not_a_single_value", HM_REJECTED,
                                     "{figure}found {found}, expected a single value"},
    [HM_ISSUE_ERROR_CELL] = {"error_cell", HM_REJECTED,
                             "{figure}found the error {found}, expected a value: look at the "
                             "formula in this cell"},
    [HM_ISSUE_NO_RESULT] = {"no_result", HM_REJECTED,
                            "{figure}found a formula without a result, {found}: open the file in "
                            "a spreadsheet program, which computes it, and save it"},
    [HM_ISSUE_UNCLEAR_FIGURE] =
        {"unclear_figure", HM_REJECTED,
         "{figure}found \"{found}\", which may be {expected}: {detail}; say "
         "what the decimal mark is"},
    [HM_ISSUE_FIGURES_SETTLED] = {"figures_settled", HM_NOTE,
                                  "figures such as \"{found}\" are read as {name}: \"{detail}\" at "
                                  "{there} shows what the mark is"},
    [HM_ISSUE_FIGURES_INFERRED] =
        {"figures_inferred", HM_WARNING,
         "figures such as \"{found}\" are read as {name}, since "
         "\"{detail}\" at {there} shows what the other mark is; where that "
         "is wrong, say what the decimal mark is"},
    [HM_ISSUE_FIGURES_IN_DOUBT] = {"figures_in_doubt", HM_WARNING,
                                   "figures such as \"{found}\" are read as {name}, but "
                                   "\"{detail}\" at {there} is written with another decimal mark, "
                                   "so some figures of the file may be read wrongly; say what the "
                                   "decimal mark is"},
    [HM_ISSUE_PERCENT] = {"percent", HM_WARNING,
                          "{figure}found {found}, which the workbook shows as {name} %: the figure "
                          "is {found}"},
    [HM_ISSUE_COVERED_CELL] = {"covered_cell", HM_WARNING,
                               "{figure}found \"{found}\" under a merged cell, where nobody sees "
                               "it: it is not read"},
    [HM_ISSUE_NUMBER_TOO_LARGE] = {"number_too_large", HM_REJECTED,
                                   "{figure}found \"{found}\", expected {expected}"},
    [HM_ISSUE_NOT_FINITE] =
        {"not_finite", HM_REJECTED,
         "{figure}found {found}, expected {expected} (where a figure is missing, its "
         "bit of the validity bitmap is 0)"},
    [HM_ISSUE_DIGITS_LOST] =
        {"figure_changed", HM_WARNING,
         "{figure}found \"{found}\", which is read as {name}: it has more digits than "
         "a number can hold"},
    [HM_ISSUE_TOO_NEAR_TO_ZERO] =
        {"figure_changed", HM_WARNING,
         "{figure}found \"{found}\", which is read as {name}: it is nearer to 0 "
         "than any other number"},
    [HM_ISSUE_UNKNOWN_STATUS] = {"unknown_status", HM_REJECTED,
                                 "{figure}found status \"{found}\", expected {expected}{nearest}"
                                 "{detail}"},
    [HM_ISSUE_STATUS_DISAGREES] =
        {"status_disagrees", HM_REJECTED,
         "{figure}found status {found} with {detail}, expected {expected}"},
    [HM_ISSUE_UNCLEAR_VERIFIED] =
        {"unclear_verified", HM_WARNING,
         "{figure}found \"{found}\" for verified, expected {expected}: it is "
         "left out"},

    /* figures that are said twice */
    [HM_ISSUE_OTHER_FIGURE] =
        {"other_figure", HM_REJECTED,
         "{figure}found \"{found}\", which differs from {there}: {detail}; both are "
         "rejected"},
    [HM_ISSUE_REPEATED_FIGURE] = {"repeated_figure", HM_WARNING,
                                  "{figure}found \"{found}\", which repeats {there}"},
    [HM_ISSUE_BESIDE_A_REJECTED_ONE] =
        {"beside_a_rejected_one", HM_REJECTED,
         "{figure}found \"{found}\", but {there} has a rejected figure for the "
         "same city, period and input: both are rejected"},

    /* figures of parts of a period */
    [HM_ISSUE_INCOMPLETE_PERIOD] = {"incomplete_period", HM_WARNING,
                                    "{figure}not reported in {period}: of {expected} {name} only "
                                    "{found} can be used; without a "
                                    "figure: {detail}"},
    [HM_ISSUE_PARTIAL_PERIOD] =
        {"partial_period", HM_NOTE,
         "{figure}{period} is rolled up from {found} of {expected} {name}, without {detail}"},
    [HM_ISSUE_EARLIER_PART] = {"partial_period", HM_NOTE,
                               "{figure}the figure of {found} is taken as the last of {period}: "
                               "there is none of {detail}"},
    [HM_ISSUE_OTHER_THAN_PARTS] = {"other_than_parts", HM_WARNING,
                                   "{figure}found {found} for {period}, which is kept, but {name} "
                                   "of its {detail} is {expected}"},
    [HM_ISSUE_PART_IS_NO_NUMBER] =
        {"part_is_no_number", HM_REJECTED,
         "{figure}found \"{found}\", expected {expected}: it is part of a longer period, into "
         "which figures are rolled up"},
    [HM_ISSUE_UNEVEN_PART] =
        {"uneven_part", HM_REJECTED,
         "{figure}found \"{found}\" for a period of which {name} is not made up; expected "
         "{expected}"},

    /* names */
    [HM_ISSUE_NAMES_ALIKE] =
        {"names_alike", HM_WARNING,
         "{name} \"{found}\" looks like \"{detail}\" at {there}: if they are one, "
         "write them alike"},
    [HM_ISSUE_NAMES_ALIKE_SOMEWHERE] =
        {"names_alike", HM_WARNING,
         "{name} \"{found}\" looks like \"{detail}\": if they are one, "
         "write them alike"},
    [HM_ISSUE_MONTHS_IN_DOUBT] =
        {"periods_in_doubt", HM_WARNING,
         "periods such as \"{found}\" and \"{detail}\" are read as months, but look like years "
         "that begin in one and end in the next (" A_FISCAL_YEAR "): say how periods are written"},
    [HM_ISSUE_MONTH_IN_DOUBT] = {"periods_in_doubt", HM_WARNING,
                                 "period \"{found}\" is read as a month, but looks like the years "
                                 "that are rejected: say how "
                                 "periods are written"},
    [HM_ISSUE_YEARS_IN_DOUBT] =
        {"periods_in_doubt", HM_WARNING,
         "periods \"{found}\" and \"{detail}\" are read as two years each, which overlap: say how "
         "periods are written if each is a year that begins in one and ends in the next "
         "(" A_FISCAL_YEAR ")"},
    /* what is said of cities */
    [HM_ISSUE_CITY_SAID_OTHERWISE] =
        {"city_said_otherwise", HM_WARNING,
         "city \"{name}\": found {detail} \"{found}\", but \"{expected}\" at {there}, which is "
         "kept"},
    [HM_ISSUE_CITY_TWICE] = {"city_twice", HM_REJECTED,
                             "city \"{found}\" stands twice: what {there} says of it is kept"},
    [HM_ISSUE_UNCLEAR_RANKED] = {"unclear_ranked", HM_REJECTED,
                                 "found \"{found}\" for ranked, expected {expected}"},
    [HM_ISSUE_NO_RANKED_COLUMN] = {"unclear_ranked", HM_WARNING,
                                   "column \"{found}\" does not say who is ranked{nearest}"},
    [HM_ISSUE_UNKNOWN_CITY] = {"unknown_city", HM_WARNING,
                               "city \"{city}\" has no figures in the data{nearest}"},
    [HM_ISSUE_STEP_NOT_FITTED] = {"step_not_fitted", HM_WARNING,
                                  "{*node}, {name}: {expected} is not possible: {detail}"},
    [HM_ISSUE_ALL_AT_ONE] = {"all_at_one", HM_WARNING,
                             "{*node}, {name}: all cities have weights that give them 1, so that "
                             "nothing tells them apart: limit the parts of the children by low and "
                             "high, or have fewer of them"},
    [HM_ISSUE_WEIGHED_EQUALLY] = {"weighed_equally", HM_WARNING,
                                  "{*node}, {name}: {expected} finds no weights: {found}{detail}; "
                                  "the children have equal ones"},
    [HM_ISSUE_WEIGHT_BELOW_0] = {"weight_below_zero", HM_WARNING,
                                 "{*node}, {name}: the weight of {found} by {expected} is below 0, "
                                 "and taken as 0"},
    [HM_ISSUE_NO_GROUP] = {"no_group", HM_WARNING,
                           "city \"{city}\" has nothing in the column \"{name}\", by which nodes "
                           "are scaled: it has no score there"},

    /* data and package */
    [HM_ISSUE_UNKNOWN_INPUT] = {"unknown_input", HM_WARNING,
                                "input \"{found}\" is not in the package{nearest}"},
    [HM_ISSUE_UNKNOWN_RECORDS] = {"unknown_input", HM_WARNING,
                                  "records \"{found}\" is not in the package{nearest}"},
    [HM_ISSUE_RECORDS_OF_FIGURE] = {"unknown_input", HM_WARNING,
                                    "nothing reads the records \"{found}\": an input of that "
                                    "name is a single figure, whose place is observations.csv"},
    [HM_ISSUE_MISSING_COLUMN] = {"missing_column", HM_WARNING,
                                 "records \"{input}\" lack the column \"{expected}\""},
    [HM_ISSUE_RENAMED_COLUMN] = {"missing_column", HM_WARNING,
                                 "records \"{input}\" lack the column \"{expected}\": is "
                                 "\"{name}\" meant for it?"},
    [HM_ISSUE_UNSUITABLE_FIGURE] =
        {"unsuitable_figure", HM_REJECTED,
         "{figure}found \"{found}\", expected {expected}{advice}{nearest}"},
    [HM_ISSUE_NA_NOT_ACCEPTED] =
        {"na_not_accepted", HM_WARNING,
         "{figure}NA, but it applies to every city: taken as not reported; write "
         "0 or no where there is none, NR where the figure is missing"},
    [HM_ISSUE_NA_WHERE_ASKED] =
        {"na_not_accepted", HM_WARNING,
         "{figure}NA, but it is asked of this city: taken as not reported; write "
         "0 or no where there is none, NR where the figure is missing"},
    [HM_ISSUE_NOT_ASKED] =
        {"not_asked", HM_WARNING,
         "{figure}found \"{found}\", but this is asked only if {detail}: taken as "
         "not applicable"},
    [HM_ISSUE_NO_EDITION] = {"no_edition", HM_WARNING,
                             "nothing of the package holds in this period: it is not scored"},
    [HM_ISSUE_DOUBTFULLY_LARGE] = {"doubtful_figure", HM_WARNING,
                                   "{figure}found \"{found}\", which is above {name}: doubtful"},
    [HM_ISSUE_DOUBTFULLY_SMALL] = {"doubtful_figure", HM_WARNING,
                                   "{figure}found \"{found}\", which is below {name}: doubtful"},
    [HM_ISSUE_PART_EXCEEDS_WHOLE] =
        {"part_exceeds_whole", HM_WARNING,
         "input \"{input}\" is more than the whole it is a part of: {found} of {name} "
         "= {detail}"},
    [HM_ISSUE_RULE_BROKEN] = {"rule_broken", HM_WARNING, "rule \"{rule}\": {detail}"},
    [HM_ISSUE_STRICT_RULE_BROKEN] = {"rule_broken", HM_REJECTED, "rule \"{rule}\": {detail}"},
    [HM_ISSUE_MEASURE_FAILED] = {"measure_failed", HM_REJECTED,
                                 "indicator {*node} failed for {city} {period}{name}: {detail}"},
    [HM_ISSUE_NO_VALUE] = {"no_value", HM_NOTE,
                           "indicator {*node} has no value for {city} {period}{name}: {detail}"},

    /* packages */
    [HM_ISSUE_WRONG_PACKAGE] = {"wrong_package", HM_REJECTED, "{detail}"},
    [HM_ISSUE_NEWER_API] = {"wrong_package", HM_REJECTED,
                            "package: api is newer than this engine, which knows api {expected}"},
    [HM_ISSUE_OTHER_VERSION] = {"other_version", HM_REJECTED,
                                "package: extends {*name} version {*expected}, but found "
                                "version {*found}"},
    [HM_ISSUE_WRONG_SCRIPT] = {"wrong_script", HM_REJECTED, "{detail}"},
    [HM_ISSUE_INDICATOR_IN_STUDY] =
        {"indicator_not_read", HM_WARNING,
         "study.lua is kept for studies: call the file of an indicator otherwise"},
    [HM_ISSUE_UNKNOWN_HOST_FUNCTION] = {"unknown_host_function", HM_REJECTED,
                                        "package: host: the program does not give "
                                        "\"{found}\"; it gives {expected}{nearest}"},
    [HM_ISSUE_NO_ROOT] = {"no_root", HM_REJECTED,
                          "the package has no root: nodes needs one without a parent"},
    [HM_ISSUE_SECOND_ROOT] = {"wrong_node", HM_REJECTED,
                              "{head}: has no parent, but the root is \"{expected}\""},
    [HM_ISSUE_NO_PARENT] = {"wrong_node", HM_REJECTED,
                            "{head}: no parent \"{found}\"{advice}{nearest}"},
    [HM_ISSUE_PARENT_IS_INDICATOR] = {"wrong_node", HM_REJECTED,
                                      "{head}: its parent is an indicator: \"{found}\""},
    [HM_ISSUE_PARENTS_IN_A_CIRCLE] = {"wrong_node", HM_REJECTED,
                                      "{head}: its parents go in a circle: it is below "
                                      "\"{found}\""},
    [HM_ISSUE_NESTED_TOO_DEEP] = {"wrong_node", HM_REJECTED,
                                  "{head}: groups are nested too deep, more than 64 levels"},
    [HM_ISSUE_EMPTY_GROUP] =
        {"empty_group", HM_WARNING,
         "{head}: the group has no indicator below it, so the package cannot be scored: "
         "add one, or drop the group"},
    [HM_ISSUE_NO_WEIGHT] = {"wrong_node", HM_REJECTED,
                            "{head}: the weights of its children are all 0"},
    [HM_ISSUE_NO_WEIGHT_FROM] = {"wrong_node", HM_REJECTED,
                                 "{head}: the weights of its children are all 0 from {found} on"},
    [HM_ISSUE_NEVER_HOLDS] = {"wrong_node", HM_REJECTED, "{head}: it never holds, as {detail}"},
    [HM_ISSUE_MEASURE_NEVER_HOLDS] = {"wrong_node", HM_REJECTED,
                                      "{head}: measure_from: the measure from {found} on "
                                      "never holds: the {name} does not "
                                      "then, or another follows before it does"},
    [HM_ISSUE_UNKNOWN_METHOD] = {"unknown_method", HM_REJECTED, "{detail}"},
    [HM_ISSUE_WRONG_AGGREGATION] = {"wrong_aggregation", HM_REJECTED, "{name}: {detail}"},
    [HM_ISSUE_UNKNOWN_NODE] = {"unknown_node", HM_REJECTED,
                               "{name}: no node \"{found}\" in the package{advice}{nearest}"},
    [HM_ISSUE_OTHER_PARENT] = {"wrong_node", HM_REJECTED,
                               "weights: {*node} stands below \"{expected}\", not below "
                               "\"{found}\""},
    [HM_ISSUE_OVERRIDES_ITSELF] = {"wrong_override", HM_REJECTED,
                                   "override: {*node} is this package's own: change it where it "
                                   "stands{there}"},
    [HM_ISSUE_UNKNOWN_SETTING] = {"unknown_parameter", HM_REJECTED,
                                  "the package has no parameter \"{found}\"{nearest}"},
    [HM_ISSUE_NO_CHILDREN] = {"no_children", HM_REJECTED,
                              "{name}: \"{node}\" is an indicator: it has no children"},
    [HM_ISSUE_METHOD_BESIDE_MEASURE] =
        {"method_beside_measure", HM_REJECTED,
         "aggregate_at: \"{node}\" has a measure, which takes the place of a method"},
    [HM_ISSUE_CODE_TWICE] = {"duplicate_code", HM_REJECTED,
                             "code \"{node}\" is taken already, at {there}"},
    [HM_ISSUE_CODE_IN_BASE] = {"duplicate_code", HM_REJECTED,
                               "the base has indicator {*node} already, at {there}: say replaces = "
                               "true"},
    [HM_ISSUE_NOTHING_TO_REPLACE] =
        {"nothing_to_replace", HM_REJECTED,
         "indicator {*node} says replaces = true, but the base has none "
         "of this code{advice}{nearest}"},
    [HM_ISSUE_NOT_REPLACEABLE] = {"not_replaceable", HM_REJECTED,
                                  "indicator {*node} cannot replace {name} at {there}"},
    [HM_ISSUE_INPUT_TWICE] = {"duplicate_input", HM_REJECTED,
                              "input \"{input}\" is defined already, at {there}: list its name "
                              "alone here"},
    [HM_ISSUE_OTHER_KIND_IN_BASE] = {"other_kind_in_base", HM_REJECTED,
                                     "input \"{input}\" is declared as {found} here, but as "
                                     "{expected} in the base, at {there}"},
    [HM_ISSUE_INPUT_OF_NO_INDICATOR] = {"unused_input", HM_WARNING,
                                        "input \"{input}\" is used by no indicator"},
    [HM_ISSUE_WRONG_CONDITION] = {"wrong_condition", HM_REJECTED,
                                  "input \"{input}\": asked_if: {detail}"},
    [HM_ISSUE_CONDITIONS_IN_A_CIRCLE] = {"wrong_condition", HM_REJECTED,
                                         "input \"{input}\": asked_if goes in a circle: {detail}"},
    [HM_ISSUE_UNKNOWN_OPTION_OF_CONDITION] =
        {"unknown_option", HM_REJECTED,
         "input \"{input}\": asked_if: \"{found}\" is no option of \"{name}\"{advice}{nearest}"},
    [HM_ISSUE_WRONG_MEASURE] = {"wrong_measure", HM_REJECTED, "{head}: {detail}"},
    [HM_ISSUE_READS_IN_A_CIRCLE] = {"reads_in_a_circle", HM_REJECTED,
                                    "{head}: its {expected} goes in a circle: {detail}"},
    [HM_ISSUE_UNKNOWN_INPUT_OF_INDICATOR] = {"unknown_input", HM_REJECTED,
                                             "indicator {*node}: no input \"{input}\"{nearest}"},
    [HM_ISSUE_UNUSED_INPUT] =
        {"unused_input", HM_WARNING,
         "indicator {*node}: input \"{input}\" is listed but its measure does "
         "not use it"},
    [HM_ISSUE_TEST_OUT_OF_SPAN] = {"wrong_node", HM_REJECTED,
                                   "indicator {*node}: test {name} is of {found}, when the "
                                   "indicator does not hold"},
    [HM_ISSUE_UNUSED_INPUT_OF_TEST] =
        {"unused_input", HM_REJECTED,
         "indicator {*node}: test {name} gives \"{input}\", which the "
         "measure does not use"},
    [HM_ISSUE_UNKNOWN_OPTION] = {"unknown_option", HM_REJECTED,
                                 "{head}: \"{found}\" is no option of "
                                 "\"{input}\"{advice}{nearest}"},
    [HM_ISSUE_UNKNOWN_STEP_METHOD] = {"unknown_step_method", HM_REJECTED,
                                      "{name}: no method \"{found}\": {expected}{nearest}"},
    [HM_ISSUE_DIRECTION_OF_NOTHING] = {"direction_of_nothing", HM_REJECTED,
                                       "{head}: direction goes with scale, impute or "
                                       "treat; inverse(x) turns a mark round"},
    [HM_ISSUE_IMPUTED_ALONE] = {"imputed_alone", HM_REJECTED,
                                "{*node}: impute by {found} goes by other indicators"
                                "{detail}, and there is none"},
    [HM_ISSUE_UNKNOWN_PARAMETER] = {"unknown_parameter", HM_REJECTED,
                                    "{name}: {detail} has no \"{found}\", only "
                                    "{expected}{nearest}"},
    [HM_ISSUE_WRONG_PARAMETER] = {"wrong_parameter", HM_REJECTED,
                                  "{name}: {detail} is {found}, expected {expected}"},
    [HM_ISSUE_NO_NUMBER_YET] = {"no_number_yet", HM_REJECTED,
                                "{name} {node}: param.{found}, which is a number of its steps or "
                                "its method, has no value before {expected}: give it a row without "
                                "from, or the node a from"},
    [HM_ISSUE_WRONG_CLASS] = {"wrong_class", HM_REJECTED, "{name}: {detail}"},
    [HM_ISSUE_WRONG_WEIGHT] = {"wrong_weight", HM_REJECTED, "{name} {node}: weight: {detail}"},
    [HM_ISSUE_UNREAD_NODE_OF_TEST] = {"unread_node", HM_REJECTED,
                                      "indicator {node}: test {name} gives the {detail} of "
                                      "\"{found}\", which the measure does not read"},
    [HM_ISSUE_WRONG_RULE] = {"wrong_rule", HM_REJECTED, "rule \"{rule}\": {detail}"},
    [HM_ISSUE_UNKNOWN_OPTION_OF_RULE] = {"unknown_option", HM_REJECTED,
                                         "rule \"{rule}\": \"{found}\" is no option of "
                                         "\"{input}\"{advice}{nearest}"},
    [HM_ISSUE_UNUSED_INPUT_OF_RULE_TEST] =
        {"unused_input", HM_REJECTED,
         "rule \"{rule}\": test {name} gives \"{input}\", which the rule does not read"},
    [HM_ISSUE_UNKNOWN_RULE] = {"unknown_rule", HM_REJECTED,
                               "drop_rules: no rule \"{found}\" in the package{nearest}"},
    [HM_ISSUE_RULE_TWICE] = {"duplicate_rule", HM_REJECTED,
                             "rule \"{rule}\" is there already, at {there}"},
    [HM_ISSUE_RULE_IN_BASE] =
        {"duplicate_rule", HM_REJECTED,
         "the base has rule \"{rule}\" already, at {there}: say replaces = true"},
    [HM_ISSUE_NO_RULE_TO_REPLACE] =
        {"nothing_to_replace", HM_REJECTED,
         "rule \"{rule}\" says replaces = true, but the base has none of this id{nearest}"},

    /* rows of scores */
    [HM_ISSUE_NOTHING_TO_RANK] = {"nothing_to_rank", HM_WARNING,
                                  "no rows: there is nothing to rank"},
    [HM_ISSUE_NODES_IN_NO_CITY] = {"nodes_in_no_city", HM_WARNING,
                                   "no city has {found} of the package's {expected} nodes down to "
                                   "depth {name} ({detail}): the rows are of another package, were "
                                   "chosen, or are cut off"},
    [HM_ISSUE_INCOMPLETE_CITY] =
        {"incomplete_city", HM_REJECTED,
         "city \"{city}\", period \"{period}\" lacks {found} of {expected} "
         "nodes ({detail}) and is left out: its rows may be cut off "
         "behind this one"},
    [HM_ISSUE_FIRST_ROW] = {"repeated_row", HM_REJECTED,
                            "the first row of city \"{city}\", period \"{period}\" and code "
                            "\"{node}\": a later one has another score, and neither is used"},
    [HM_ISSUE_SECOND_ROW] = {"repeated_row", HM_REJECTED,
                             "a second row of city \"{city}\", period \"{period}\" and code "
                             "\"{node}\""},
    [HM_ISSUE_UNKNOWN_CODE] =
        {"unknown_code", HM_WARNING,
         "code \"{node}\" is not in the package: ranked as if more is better"},
    [HM_ISSUE_UNSUITABLE_CELL] = {"unsuitable_cell", HM_REJECTED,
                                  "{name}: found \"{found}\", expected {expected}"},
    [HM_ISSUE_LONG_ROW] = {"long_row", HM_REJECTED, "the row is too long"},
    [HM_ISSUE_TWO_DEPTHS] = {"two_depths", HM_REJECTED,
                             "depth: found {found}, expected {expected} as in the first row of "
                             "\"{node}\""},
    [HM_ISSUE_FIELD_COUNT_OF_SCORES] = {"field_count", HM_REJECTED,
                                        "found {found} fields, expected {expected}"},
    [HM_ISSUE_CUT_OFF] = {"cut_off", HM_REJECTED,
                          "the last line has no line end: it may be cut off"},
    [HM_ISSUE_BAD_TEXT] = {"bad_text", HM_REJECTED, "found {detail}, expected UTF-8 text"},
    [HM_ISSUE_OPEN_QUOTE_OF_SCORES] = {"open_quote", HM_REJECTED,
                                       "found a quote that is never closed"},
    [HM_ISSUE_BAD_LINE_OF_SCORES] = {"bad_line", HM_REJECTED, "{detail}"},
};

const hm_issue_row *hm_issue_row_of(hm_issue_code code) {
    return &rows[code];
}
