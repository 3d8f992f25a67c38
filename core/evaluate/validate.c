#include "evaluate/validate.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/numbers/number.h"
#include "base/text.h"
#include "evaluate/advice.h"
#include "evaluate/answers.h"
#include "expr/several.h"
#include "platform/wide.h"

static bool suits(const hm_input *input, double figure) {
    if (!(figure >= input->low && figure <= input->high))
        return false;
    switch (input->kind) {
    case HM_KIND_COUNT:
        return figure == floor(figure);
    case HM_KIND_FLAG:
        return figure == 0 || figure == 1;
    default:
        return true;
    }
}

bool hm_validate_range(const hm_input *input, hm_range range, bool whole) {
    const bool wants_whole = input->kind == HM_KIND_COUNT || input->kind == HM_KIND_FLAG;
    const bool flag_fits = input->kind != HM_KIND_FLAG || (range.low >= 0 && range.high <= 1);
    return range.low >= input->low && range.high <= input->high && (whole || !wants_whole) &&
           flag_fits;
}

/* Is any of the figures, those of missing cells (0) among them, perhaps one that does not suit?
 * Says yes too of whole numbers too large for the sum that tells them. */
HM_WIDE static bool any_doubtful(const hm_input *input, size_t count,
                                 const double *restrict figures) {
    const double low = input->low, high = input->high;
    uint64_t doubtful = 0;
    for (size_t i = 0; i < count; i++)
        doubtful |= (uint64_t)(figures[i] < low) | (uint64_t)(figures[i] > high);
    if (input->kind == HM_KIND_COUNT)
        for (size_t i = 0; i < count; i++)
            doubtful |= (uint64_t)(figures[i] + 0x1p52 - 0x1p52 != figures[i]);
    if (input->kind == HM_KIND_FLAG)
        for (size_t i = 0; i < count; i++)
            doubtful |= (uint64_t)(figures[i] * figures[i] != figures[i]);
    return doubtful != 0;
}

bool hm_validate_numbers(const hm_input *input, size_t count, const double *figures,
                         const uint8_t *cells) {
    enum { BLOCK = 1024 };
    for (size_t first = 0; first < count; first += BLOCK) {
        const size_t end = count - first < BLOCK ? count : first + BLOCK;
        if (!any_doubtful(input, end - first, figures + first))
            continue;
        for (size_t i = first; i < end; i++)
            if (cells[i] == HM_CELL_NUMBER && !suits(input, figures[i]))
                return false;
    }
    return true;
}

static const char *text_of(const hm_validation *validation, double figure, size_t *size) {
    const uint32_t number = (uint32_t)figure;
    *size = validation->data_texts->sizes[number];
    return validation->data_texts->texts[number];
}

/* What stands in the cell; `out` is room for a number. */
static const char *written_text(const hm_validation *validation, uint8_t cell, double figure,
                                char out[HM_NUMBER_SIZE], size_t *size) {
    if (cell == HM_CELL_TEXT)
        return text_of(validation, figure, size);
    *size = validation->written_size;
    if (validation->written)
        return validation->written;
    if (cell == HM_CELL_NUMBER) {
        *size = hm_number_print(figure, out);
        return out;
    }
    *size = figure != 0 ? 3 : 2;
    return figure != 0 ? "yes" : "no";
}

static hm_state keep(double from, double *value) {
    *value = from;
    return HM_OBSERVED;
}

static hm_state intern(hm_validation *validation, const char *text, size_t size, double *value) {
    const uint32_t number = hm_names_intern(validation->texts, text, size);
    validation->out_of_memory |= number == HM_NO_NAME;
    return keep(number, value);
}

/* A number or a flag in a column of texts is the text that it was read from. */
static hm_state validate_text(hm_validation *validation, uint8_t cell, double figure,
                              double *value) {
    char room[HM_NUMBER_SIZE];
    size_t size;
    const char *text = written_text(validation, cell, figure, room, &size);
    if (cell != HM_CELL_TEXT)
        return intern(validation, text, size, value);
    uint32_t *known = &validation->numbers[(uint32_t)figure];
    if (*known != HM_NO_NAME)
        return keep(*known, value);
    const hm_state state = intern(validation, text, size, value);
    *known = (uint32_t)*value;
    return state;
}

/* The answers in the order of the options. What was found to suit once is not read again. */
static hm_state validate_answers(hm_validation *validation, uint8_t cell, double figure,
                                 double *value) {
    char room[HM_NUMBER_SIZE];
    size_t size;
    hm_buffer answers;
    uint32_t *known = cell == HM_CELL_TEXT ? &validation->numbers[(uint32_t)figure] : NULL;
    if (known && *known != HM_NO_NAME)
        return keep(*known, value);
    const char *text = written_text(validation, cell, figure, room, &size);
    hm_buffer_open(&answers, validation->texts->arena.allocator);
    hm_state state = HM_INVALID;
    if (hm_answers_read(validation->input, text, size, &answers))
        state =
            answers.failed ? HM_OBSERVED : intern(validation, answers.data, answers.size, value);
    validation->out_of_memory |= answers.failed;
    hm_buffer_close(&answers);
    if (known && state == HM_OBSERVED && !validation->out_of_memory)
        *known = (uint32_t)*value;
    return state;
}

/* The option in the package's language stands for the option itself. */
static hm_state take_option(hm_validation *validation, uint8_t cell, double figure, size_t option,
                            double *value) {
    const char *text = validation->input->options[option];
    const hm_state state = intern(validation, text, strlen(text), value);
    if (cell == HM_CELL_TEXT && !validation->out_of_memory)
        validation->numbers[(uint32_t)figure] = (uint32_t)*value;
    return state;
}

static hm_state validate_choice(hm_validation *validation, uint8_t cell, double figure,
                                double *value) {
    const hm_input *input = validation->input;
    const hm_state state = validate_text(validation, cell, figure, value);
    const char *text = validation->out_of_memory ? "" : validation->texts->texts[(uint32_t)*value];
    for (size_t i = 0; i < input->option_count; i++)
        if (strcmp(input->options[i], text) == 0)
            return state;
    for (size_t i = 0; i < input->option_count; i++)
        if (strcmp(input->said_options[i], text) == 0)
            return take_option(validation, cell, figure, i, value);
    return HM_INVALID;
}

/* A word of another language, however its Latin letters are written. */
static hm_state validate_answer(const hm_validation *validation, double figure, double *value) {
    size_t size;
    const char *text = text_of(validation, figure, &size);
    const hm_answers *own = validation->answers;
    int yes = hm_languages_read_yes(validation->languages, text, size);
    if (own->yes && hm_text_same(text, size, own->yes))
        yes = 1;
    else if (own->no && hm_text_same(text, size, own->no))
        yes = 0;
    return yes < 0 ? HM_INVALID : keep(yes, value);
}

static hm_calendar_result read_time(const hm_validation *validation, double figure, double *value) {
    size_t size;
    const char *text = text_of(validation, figure, &size);
    return validation->input->kind == HM_KIND_DATETIME ? hm_calendar_datetime(text, size, value)
                                                       : hm_calendar_duration(text, size, value);
}

static hm_state validate_figure(hm_validation *validation, uint8_t cell, double figure,
                                double *value) {
    switch (validation->input->kind) {
    case HM_KIND_TEXT:
        return validate_text(validation, cell, figure, value);
    case HM_KIND_CHOICE:
        return (validation->input->many ? validate_answers : validate_choice)(validation, cell,
                                                                              figure, value);
    case HM_KIND_DATETIME:
    case HM_KIND_DURATION:
        return cell == HM_CELL_TEXT && read_time(validation, figure, value) == HM_CALENDAR_FINE
                   ? HM_OBSERVED
                   : HM_INVALID;
    case HM_KIND_FLAG:
        if (cell == HM_CELL_FLAG)
            return keep(figure, value);
        if (cell == HM_CELL_TEXT)
            return validate_answer(validation, figure, value);
        break;
    default:
        break;
    }
    return cell == HM_CELL_NUMBER && validation->input->kind != HM_KIND_RECORDS &&
                   suits(validation->input, figure)
               ? keep(figure, value)
               : HM_INVALID;
}

hm_state hm_validate_cell(hm_validation *validation, uint8_t cell, double figure, double *value,
                          bool *wrong) {
    *value = 0;
    *wrong = false;
    if (cell != HM_CELL_NUMBER && cell != HM_CELL_FLAG && cell != HM_CELL_TEXT)
        return hm_validate_missing(validation->input, cell);
    const hm_state state = validate_figure(validation, cell, figure, value);
    if (state == HM_INVALID) {
        *value = 0;
        *wrong = true;
    }
    return state;
}

/* --- explaining --- */

static bool is_unwanted_na(const hm_input *input, uint8_t cell) {
    return cell == HM_NOT_APPLICABLE && !input->may_be_na;
}

bool hm_validation_is_odd(const hm_input *input, uint8_t cell, hm_state state, double value) {
    return is_unwanted_na(input, cell) || (state == HM_OBSERVED && input->doubts &&
                                           (value > input->doubt_high || value < input->doubt_low));
}

void hm_finding_open(hm_finding *finding, const hm_allocator *allocator) {
    finding->texts = (hm_issue_texts){0};
    hm_buffer_open(&finding->found, allocator);
    hm_buffer_open(&finding->expected, allocator);
}

void hm_finding_close(hm_finding *finding) {
    hm_buffer_close(&finding->found);
    hm_buffer_close(&finding->expected);
}

bool hm_finding_failed(const hm_finding *finding) {
    return finding->found.failed || finding->expected.failed;
}

void hm_validation_show(const hm_validation *validation, uint8_t cell, double figure,
                        hm_finding *out) {
    char room[HM_NUMBER_SIZE];
    size_t size;
    const char *text = written_text(validation, cell, figure, room, &size);
    hm_buffer_clear(&out->found);
    hm_buffer_add(&out->found, text, size);
    out->texts = (hm_issue_texts){.found = out->found.data};
}

hm_issue_code hm_validation_doubt(const hm_input *input, uint8_t cell, double value) {
    return is_unwanted_na(input, cell)
               ? (input->asked_if ? HM_ISSUE_NA_WHERE_ASKED : HM_ISSUE_NA_NOT_ACCEPTED)
           : value > input->doubt_high ? HM_ISSUE_DOUBTFULLY_LARGE
                                       : HM_ISSUE_DOUBTFULLY_SMALL;
}

void hm_validation_warn(const hm_validation *validation, uint8_t cell, double figure,
                        hm_finding *out) {
    const hm_input *input = validation->input;
    out->code = hm_validation_doubt(input, cell, figure);
    if (is_unwanted_na(input, cell)) {
        out->texts = (hm_issue_texts){.found = "NA", .expected = "0, no or NR"};
        return;
    }
    hm_validation_show(validation, cell, figure, out);
    hm_number_print(out->code == HM_ISSUE_DOUBTFULLY_LARGE ? input->doubt_high : input->doubt_low,
                    out->bound);
    out->texts.name = out->bound;
}

static void add_options(const hm_input *input, hm_buffer *out) {
    enum { MOST_LISTED = 600 }; /* bytes: a message that people still read */
    char shown[80];
    size_t listed = 0;
    hm_buffer_add_text(out, input->many ? "one or more, with | between them, of" : "one of");
    for (size_t i = 0; i < input->option_count; i++) {
        listed += hm_text_quote(input->options[i], strlen(input->options[i]), shown, sizeof shown);
        if (listed > MOST_LISTED) {
            hm_buffer_format(out, ", ... (%zu in all)", input->option_count);
            break;
        }
        hm_buffer_format(out, "%s \"%s\"", i > 0 ? "," : "", shown);
    }
    if (input->many)
        hm_buffer_add_text(out, "; or \"" HM_SEVERAL_NONE "\" alone");
}

static const char *nearest_option(const hm_input *input, const hm_buffer *found) {
    hm_nearest nearest;
    hm_text wrong = {found->data ? found->data : "", found->size};
    if (input->many)
        wrong = hm_answers_wrong(input, wrong.text, wrong.size);
    hm_nearest_start(&nearest, wrong.text, wrong.size);
    for (size_t i = 0; i < input->option_count; i++)
        hm_nearest_show(&nearest, input->options[i]);
    return nearest.name;
}

static void add_bounds(const hm_input *input, hm_buffer *out) {
    const bool low = input->low > hm_kind_of(input->kind)->low;
    const bool high = input->high < hm_kind_of(input->kind)->high;
    if (low) {
        hm_buffer_add_text(out, ", at least ");
        hm_buffer_add_number(out, input->low);
    }
    if (high) {
        hm_buffer_add_text(out, ", at most ");
        hm_buffer_add_number(out, input->high);
    }
}

static const char *advise_on_time(const hm_validation *validation, double figure) {
    double seconds;
    switch (read_time(validation, figure, &seconds)) {
    case HM_CALENDAR_NO_SUCH_DAY:
        return "there is no such date or time";
    case HM_CALENDAR_NO_LENGTH:
        return "years and months have no fixed length, give days";
    default:
        return NULL;
    }
}

/* What to do about text in the place of something else; NULL where nobody knows. */
static const char *advise(const hm_validation *validation, double figure) {
    size_t size;
    switch (validation->input->kind) {
    case HM_KIND_DATETIME:
    case HM_KIND_DURATION:
        return advise_on_time(validation, figure);
    case HM_KIND_TEXT:
    case HM_KIND_CHOICE:
    case HM_KIND_RECORDS:
        return NULL;
    default: {
        const char *text = text_of(validation, figure, &size);
        const char *advice = hm_advice_on(text, size, validation->input->kind == HM_KIND_FLAG,
                                          validation->input->may_be_na);
        return validation->in_file ? hm_advice_in_file(advice, text, size) : advice;
    }
    }
}

static void expect(const hm_input *input, hm_buffer *out) {
    hm_buffer_clear(out);
    if (input->kind == HM_KIND_CHOICE) {
        add_options(input, out);
        return;
    }
    hm_buffer_add_text(out, hm_kind_of(input->kind)->wants);
    if (input->kind != HM_KIND_DATETIME && input->kind != HM_KIND_DURATION)
        add_bounds(input, out);
}

void hm_validation_explain(const hm_validation *validation, uint8_t cell, double figure,
                           hm_finding *out) {
    const hm_input *input = validation->input;
    out->code = HM_ISSUE_UNSUITABLE_FIGURE;
    hm_validation_show(validation, cell, figure, out);
    expect(input, &out->expected);
    out->texts.expected = out->expected.data;
    out->texts.detail = cell == HM_CELL_TEXT ? advise(validation, figure) : NULL;
    out->texts.nearest = input->kind == HM_KIND_CHOICE ? nearest_option(input, &out->found) : NULL;
}
