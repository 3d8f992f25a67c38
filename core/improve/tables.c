#include "improve/tables.h"

#include <math.h>

#include "table/row.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/numbers/number.h"

static const hm_allocator *allocator_of(const hm_trial *trial) {
    return trial->updater->scores->allocator;
}

/* NAN and what is infinite: there is none. */
static void put_number(hm_table_builder *builder, size_t column, double number) {
    hm_row_number(builder, column, isfinite(number) ? number : (double)NAN);
}

/* What is counted so that more is better, as a score, or a difference of scores, of the index. */
static void put_worth(hm_table_builder *builder, size_t column, const hm_trial *trial,
                      double worth) {
    put_number(builder, column, hm_trial_sign(trial, 0) * worth + 0.0);
}

/* A figure as a cell of data has it. */
static void put_figure(hm_table_builder *builder, size_t column, const hm_trial *trial,
                       uint32_t input, double figure) {
    char number[HM_NUMBER_SIZE];
    switch (trial->plan->inputs[input]->kind) {
    case HM_KIND_FLAG:
        hm_row_text(builder, column, figure != 0 ? "yes" : "no");
        break;
    case HM_KIND_CHOICE:
        hm_row_text(builder, column, trial->bound->texts.texts[(size_t)figure]);
        break;
    default:
        hm_table_builder_text(builder, column, number, hm_number_print(figure, number));
    }
}

/* The indicators that read an input, joined; nodes whose own formula does are among them. */
static bool put_codes(hm_table_builder *builder, size_t column, const hm_trial *trial,
                      uint32_t input) {
    const hm_plan *plan = trial->plan;
    hm_buffer codes;
    hm_buffer_open(&codes, allocator_of(trial));
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node_inputs inputs = hm_plan_inputs_of(plan, &plan->nodes[i]);
        for (size_t k = 0; k < inputs.count; k++)
            if (inputs.numbers[k] == input && !plan->nodes[i].is_absent) {
                hm_buffer_format(&codes, "%s%s", codes.size > 0 ? ";" : "", plan->nodes[i].code);
                break;
            }
    }
    const bool fine = !codes.failed;
    hm_table_builder_text(builder, column, codes.size > 0 ? codes.data : "", codes.size);
    hm_buffer_close(&codes);
    return fine;
}

static hm_code freeze(hm_table **out, hm_table_builder *builder, bool fine, hm_error *error) {
    if (fine)
        return hm_table_builder_freeze(builder, out, error);
    hm_table_builder_free(builder);
    return hm_error_memory(error);
}

/* --- changes --- */

static const hm_builder_column change_columns[] = {
    {"code", HM_COLUMN_TEXT, ""},     {"input", HM_COLUMN_TEXT, ""},
    {"from", HM_COLUMN_TEXT, ""},     {"to", HM_COLUMN_TEXT, ""},
    {"unit", HM_COLUMN_TEXT, ""},     {"cost", HM_COLUMN_NUMBER, ""},
    {"points", HM_COLUMN_NUMBER, ""}, {"cumulated", HM_COLUMN_NUMBER, ""}};

hm_code hm_changes_table(hm_table **out, const hm_decisions *decisions, const hm_change *changes,
                         size_t count, hm_error *error) {
    const hm_trial *trial = decisions->trial;
    hm_table_builder *b = hm_table_builder_open("improve", change_columns, 8, allocator_of(trial));
    bool fine = b != NULL;
    for (size_t i = 0; fine && i < count; i++) {
        const hm_change *change = &changes[i];
        const hm_decision *decision = &decisions->each[change->input];
        const hm_input *input = trial->plan->inputs[change->input];
        fine = put_codes(b, 0, trial, change->input);
        hm_row_text(b, 1, input->name);
        put_figure(b, 2, trial, change->input, decision->from);
        put_figure(b, 3, trial, change->input, hm_decision_value(decision, change->steps));
        hm_row_text(b, 4, input->unit ? input->unit : "");
        put_number(b, 5, change->cost);
        put_worth(b, 6, trial, change->points);
        put_worth(b, 7, trial, change->cumulated);
        hm_table_builder_end_row(b);
    }
    return freeze(out, b, fine, error);
}

/* --- decisions --- */

static const hm_builder_column decision_columns[] = {
    {"input", HM_COLUMN_TEXT, ""},  {"kind", HM_COLUMN_TEXT, ""},   {"unit", HM_COLUMN_TEXT, ""},
    {"from", HM_COLUMN_TEXT, ""},   {"low", HM_COLUMN_NUMBER, ""},  {"high", HM_COLUMN_NUMBER, ""},
    {"step", HM_COLUMN_NUMBER, ""}, {"cost", HM_COLUMN_NUMBER, ""}, {"changes", HM_COLUMN_FLAG, ""},
    {"why", HM_COLUMN_TEXT, ""}};

static double cost_of(const hm_decisions *decisions, const hm_decision *d) {
    if (!isnan(d->cost) || decisions->has_costs)
        return d->cost;
    return hm_decision_cost(d, d->steps[HM_WAY_UP] > 0 ? 1 : -1);
}

static void put_decision(hm_table_builder *b, const hm_decisions *decisions, const hm_decision *d) {
    const hm_trial *trial = decisions->trial;
    const hm_input *input = trial->plan->inputs[d->input];
    const bool changes = d->fixed == HM_CHANGES, is_number = !d->answers;
    const bool has_figure =
        input->kind != HM_KIND_RECORDS && !input->many &&
        trial->bound->inputs.columns[d->input].states[trial->unit] == HM_OBSERVED;
    hm_row_text(b, 0, input->name);
    hm_row_text(b, 1, hm_kind_of(input->kind)->name);
    hm_row_text(b, 2, input->unit ? input->unit : "");
    if (has_figure)
        put_figure(b, 3, trial, d->input, d->from);
    put_number(b, 4, changes && is_number ? d->low : (double)NAN);
    put_number(b, 5, changes && is_number ? d->high : (double)NAN);
    put_number(b, 6, changes && is_number ? d->step : (double)NAN);
    put_number(b, 7, changes ? cost_of(decisions, d) : (double)NAN);
    hm_table_builder_flag(b, 8, changes);
    hm_row_text(b, 9, hm_fixed_words(d->fixed));
    hm_table_builder_end_row(b);
}

hm_code hm_decisions_table(hm_table **out, const hm_decisions *decisions, hm_error *error) {
    hm_table_builder *b =
        hm_table_builder_open("decisions", decision_columns, 10, allocator_of(decisions->trial));
    for (size_t i = 0; b && i < decisions->count; i++)
        put_decision(b, decisions, &decisions->each[i]);
    return freeze(out, b, b != NULL, error);
}

/* --- plans --- */

static const char *const proofs[] = {
    [HM_PROOF_NONE] = "none", [HM_PROOF_BEST] = "proved best", [HM_PROOF_FOUND] = "found"};
static const char *const goals[] = {[HM_IMPROVE_GAINS] = "gains",
                                    [HM_IMPROVE_TARGET] = "target",
                                    [HM_IMPROVE_BUDGET] = "budget",
                                    [HM_IMPROVE_PASS] = "pass"};

static const hm_builder_column outcome_columns[] = {
    {"city", HM_COLUMN_TEXT, ""},         {"period", HM_COLUMN_TEXT, ""},
    {"code", HM_COLUMN_TEXT, ""},         {"score", HM_COLUMN_NUMBER, ""},
    {"goal", HM_COLUMN_TEXT, ""},         {"wanted", HM_COLUMN_NUMBER, ""},
    {"planned", HM_COLUMN_NUMBER, ""},    {"cost", HM_COLUMN_NUMBER, ""},
    {"reached", HM_COLUMN_FLAG, ""},      {"highest", HM_COLUMN_NUMBER, ""},
    {"proof", HM_COLUMN_TEXT, ""},        {"gap", HM_COLUMN_NUMBER, ""},
    {"other_score", HM_COLUMN_NUMBER, ""}};

hm_code hm_outcome_table(hm_table **out, const hm_trial *trial, const hm_outcome *of,
                         hm_error *error) {
    hm_table_builder *b =
        hm_table_builder_open("outcome", outcome_columns, 13, allocator_of(trial));
    if (!b)
        return hm_error_memory(error);
    const bool planned = of->goal != HM_IMPROVE_GAINS;
    hm_row_text(b, 0, hm_dataset_unit_city(of->dataset, of->unit));
    hm_row_text(b, 1, hm_dataset_unit_period(of->dataset, of->unit));
    hm_row_text(b, 2, trial->plan->nodes[0].code);
    put_worth(b, 3, trial, of->score);
    hm_row_text(b, 4, goals[of->goal]);
    if (of->goal == HM_IMPROVE_BUDGET)
        put_number(b, 5, of->wanted);
    else
        put_worth(b, 5, trial, of->wanted);
    put_worth(b, 6, trial, planned ? of->plan.score : (double)NAN);
    put_number(b, 7, planned ? of->plan.cost : (double)NAN);
    if (planned)
        hm_table_builder_flag(b, 8, of->plan.reached);
    put_worth(b, 9, trial, of->highest);
    hm_row_text(b, 10, proofs[of->plan.proof]);
    put_number(b, 11, of->plan.gap);
    put_worth(b, 12, trial, of->other);
    hm_table_builder_end_row(b);
    return hm_table_builder_freeze(b, out, error);
}

static const hm_builder_column alternative_columns[] = {
    {"alternative", HM_COLUMN_TEXT, ""},   {"without", HM_COLUMN_TEXT, ""},
    {"indicators", HM_COLUMN_INTEGER, ""}, {"inputs", HM_COLUMN_INTEGER, ""},
    {"cost", HM_COLUMN_NUMBER, ""},        {"score", HM_COLUMN_NUMBER, ""},
    {"reached", HM_COLUMN_FLAG, ""},       {"proof", HM_COLUMN_TEXT, ""},
    {"gap", HM_COLUMN_NUMBER, ""}};

static size_t count_inputs(const hm_planning *planning, const hm_proposal *plan) {
    size_t count = 0;
    for (size_t i = 0; i < planning->decisions->count; i++)
        count += plan->steps[i] != 0;
    return count;
}

hm_code hm_alternatives_table(hm_table **out, const hm_planning *planning,
                              const hm_alternative *each, size_t count, hm_error *error) {
    hm_table_builder *b = hm_table_builder_open("alternatives", alternative_columns, 9,
                                                allocator_of(planning->trial));
    for (size_t i = 0; b && i < count; i++) {
        const hm_proposal *plan = &each[i].plan;
        hm_row_text(b, 0, each[i].name);
        hm_row_text(b, 1,
                    each[i].without != HM_NO_NAME
                        ? planning->trial->plan->inputs[each[i].without]->name
                        : "");
        hm_row_count(b, 2, hm_planning_indicators(planning, plan->steps));
        hm_row_count(b, 3, count_inputs(planning, plan));
        put_number(b, 4, plan->cost);
        put_worth(b, 5, planning->trial, plan->score);
        hm_table_builder_flag(b, 6, plan->reached);
        hm_row_text(b, 7, proofs[plan->proof]);
        put_number(b, 8, plan->gap);
        hm_table_builder_end_row(b);
    }
    return freeze(out, b, b != NULL, error);
}
