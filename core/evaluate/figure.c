#include "evaluate/figure.h"

#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"
#include "dataset/cell.h"
#include "evaluate/asked.h"
#include "evaluate/validate.h"

hm_code hm_figure_find(const hm_plan *plan, const char *name, uint32_t *input, hm_error *error) {
    if (!name)
        return hm_error_set(error, HM_ERROR_ARGUMENT, "an input needs a name");
    *input = hm_names_find(plan->input_names, name, strlen(name));
    if (*input == HM_NO_NAME) {
        hm_nearest nearest;
        hm_nearest_start(&nearest, name, strlen(name));
        for (size_t i = 0; i < plan->input_count; i++)
            hm_nearest_show(&nearest, plan->inputs[i]->name);
        return hm_error_set(error, HM_ERROR_ARGUMENT, "no input \"%s\" in the package%s", name,
                            hm_hint_of(nearest.name).text);
    }
    if (plan->inputs[*input]->kind == HM_KIND_RECORDS)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "\"%s\" is a table of records: a session changes single figures", name);
    return HM_OK;
}

/* What an issue would say of the figure, were it data. */
static void say(const hm_finding *found, const hm_input *input, char out[HM_ISSUE_MESSAGE_SIZE]) {
    (void)hm_issue_say(found->code, &(hm_subject){.input = input->name}, &found->texts, out,
                       HM_ISSUE_MESSAGE_SIZE);
}

static hm_code refuse(const hm_validation *validation, hm_cell cell, const hm_allocator *allocator,
                      hm_error *error) {
    char text[HM_ISSUE_MESSAGE_SIZE];
    hm_finding found;
    hm_finding_open(&found, allocator);
    hm_validation_explain(validation, cell.kind, cell.value, &found);
    say(&found, validation->input, text);
    hm_finding_close(&found);
    return hm_error_set(error, HM_ERROR_DATA, "%s", text);
}

static void find_loss(hm_cell cell, const hm_text *text, hm_finding *out) {
    hm_number_print(cell.value, out->bound);
    hm_buffer_add(&out->found, text->text, text->size);
    out->code = hm_cell_loss(cell);
    out->texts = (hm_issue_texts){.found = out->found.data, .name = out->bound};
}

/* An empty buffer that works again. */
static void renew(hm_buffer *buffer) {
    const hm_allocator *allocator = buffer->allocator;
    hm_buffer_close(buffer);
    hm_buffer_open(buffer, allocator);
}

/* `text` is what the cell was read from, or NULL. False when memory has run out. */
static bool warn(const hm_validation *validation, hm_cell cell, const hm_text *text,
                 const hm_figure *figure, hm_buffer *warning) {
    const hm_input *input = validation->input;
    const bool loses = text && hm_cell_loses(text->text, text->size, cell);
    if (!loses && !hm_validation_is_odd(input, cell.kind, figure->state, figure->value))
        return true;
    char said[HM_ISSUE_MESSAGE_SIZE];
    hm_finding found;
    hm_finding_open(&found, warning->allocator);
    if (loses)
        find_loss(cell, text, &found);
    else
        hm_validation_warn(validation, cell.kind, cell.value, &found);
    say(&found, input, said);
    hm_buffer_add_text(warning, said);
    const bool fine = !warning->failed && !hm_finding_failed(&found);
    hm_finding_close(&found);
    if (!fine)
        renew(warning);
    return fine;
}

/* `texts` has the text of a cell that is one, as number 0; `text` as of warn. */
static hm_code take_cell(hm_bound *bound, hm_cell cell, const hm_names *texts, const hm_text *text,
                         hm_figure *figure, hm_buffer *warning, hm_error *error) {
    uint32_t known = HM_NO_NAME;
    bool wrong;
    hm_validation validation = {.input = bound->plan->inputs[figure->input],
                                .data_texts = texts,
                                .texts = &bound->texts,
                                .numbers = &known,
                                .answers = &bound->plan->answers,
                                .languages = hm_dataset_languages(bound->dataset),
                                .written = text ? text->text : NULL,
                                .written_size = text ? text->size : 0};
    figure->state = hm_validate_cell(&validation, cell.kind, cell.value, &figure->value, &wrong);
    if (validation.out_of_memory)
        return hm_error_memory(error);
    if (figure->state == HM_INVALID)
        return refuse(&validation, cell, bound->texts.arena.allocator, error);
    return warn(&validation, cell, text, figure, warning) ? HM_OK : hm_error_memory(error);
}

hm_code hm_figure_of_number(hm_bound *bound, double number, hm_figure *figure, hm_buffer *warning,
                            hm_error *error) {
    if (!(number - number == 0))
        return hm_error_set(error, HM_ERROR_DATA, "the figure is not a finite number");
    return take_cell(bound, (hm_cell){.kind = HM_CELL_NUMBER, .value = number}, NULL, NULL, figure,
                     warning, error);
}

hm_code hm_figure_of_text(hm_bound *bound, const char *text, hm_figure *figure, hm_buffer *warning,
                          hm_error *error) {
    const hm_text trimmed = hm_text_trim(text, strlen(text));
    const hm_raw raw = hm_raw_check((hm_raw){.text = trimmed.text, .size = trimmed.size});
    if (raw.fault != HM_FAULT_NONE)
        return hm_error_set(error, HM_ERROR_DATA, "the figure is not valid UTF-8 text");
    hm_cell cell = hm_cell_read(trimmed.text, trimmed.size, &hm_number_format_plain);
    if (cell.kind == HM_CELL_REJECTED)
        return hm_error_set(error, HM_ERROR_DATA, "the figure is beyond the largest number");
    if (cell.kind == HM_CELL_EMPTY)
        cell.kind = HM_CELL_NOT_REPORTED;
    cell.value = cell.kind == HM_CELL_TEXT ? 0 : cell.value;
    hm_names texts;
    hm_names_open(&texts, bound->texts.arena.allocator);
    hm_code code = HM_OK;
    if (cell.kind == HM_CELL_TEXT &&
        hm_names_intern(&texts, trimmed.text, trimmed.size) == HM_NO_NAME)
        code = hm_error_memory(error);
    if (code == HM_OK)
        code = take_cell(bound, cell, &texts, &trimmed, figure, warning, error);
    hm_names_close(&texts);
    return code;
}

static void show(const hm_input *input, hm_figure figure, const hm_names *texts, hm_buffer *out) {
    const hm_type type = hm_kind_of(input->kind)->type;
    if (type == HM_TYPE_TEXT)
        hm_buffer_add_text(out, texts->texts[(uint32_t)figure.value]);
    else if (type == HM_TYPE_LOGIC)
        hm_buffer_add_text(out, figure.value != 0 ? "yes" : "no");
    else
        hm_buffer_add_number(out, figure.value);
}

bool hm_figure_warn_not_asked(const hm_bound *bound, hm_figure figure, hm_buffer *warning) {
    const hm_plan *plan = bound->plan;
    const hm_input *input = plan->inputs[figure.input];
    char said[HM_ISSUE_MESSAGE_SIZE];
    hm_buffer condition;
    hm_finding found;
    hm_buffer_clear(warning);
    if (figure.state != HM_OBSERVED)
        return true;
    hm_buffer_open(&condition, warning->allocator);
    hm_finding_open(&found, warning->allocator);
    show(input, figure, &bound->texts, &found.found);
    hm_asked_tell(plan, hm_asked_find(plan, figure.input), &condition);
    found.code = HM_ISSUE_NOT_ASKED;
    found.texts = (hm_issue_texts){.found = found.found.data, .detail = condition.data};
    say(&found, input, said);
    hm_buffer_add_text(warning, said);
    const bool fine = !warning->failed && !condition.failed && !hm_finding_failed(&found);
    hm_finding_close(&found);
    hm_buffer_close(&condition);
    if (!fine)
        renew(warning);
    return fine;
}
