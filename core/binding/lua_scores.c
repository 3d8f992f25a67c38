#include <math.h>
#include <string.h>

#include "aggregate/classes.h"
#include "aggregate/stages.h"
#include "base/numbers/number.h"
#include "binding/lua_earlier.h"
#include "binding/lua_objects.h"
#include "binding/lua_parameters.h"
#include "binding/lua_records.h"
#include "binding/lua_results.h"
#include "binding/lua_rules.h"
#include "binding/lua_run.h"
#include "evaluate/cause.h"
#include "platform/environment.h"

/* User values of scores: what they look into. */
enum { KEEPS_PACKAGE = 1, KEEPS_DATASET, KEEPS_FITS, KEEPS_CANCEL, VALUES = KEEPS_CANCEL };

static void release(void *pointer) {
    hm_scores_free(pointer);
}

static const hm_lua_type scores_type = {HM_LUA_SCORES, "scores", true, VALUES, release};

int hm_lua_score(lua_State *L) {
    hm_lua_run run;
    if (!hm_lua_open_run(L, &run))
        return hm_lua_fail_on_threads(L);
    hm_scores **scores = (hm_scores **)hm_lua_new_object(L, &scores_type, VALUES);
    hm_lua_use(L, 1, KEEPS_PACKAGE);
    hm_lua_use(L, 2, KEEPS_DATASET);
    if (run.options.fits)
        hm_lua_use(L, run.fits, KEEPS_FITS);
    hm_lua_use_cancel(L, run.cancel, KEEPS_CANCEL);
    hm_error error;
    lua_State *before = hm_lua_host_functions_enter(run.given, L);
    const hm_code code = hm_score(scores, run.package, run.dataset, &run.options, &error);
    hm_lua_host_functions_leave(run.given, before);
    if (code != HM_OK)
        return hm_lua_push_failure(L, &error);
    /* a score and a value, each with its state and its rank */
    hm_lua_tell_size(L, hm_dataset_unit_count(run.dataset) * hm_package_node_count(run.package) *
                            2 * (sizeof(double) + sizeof(uint32_t)));
    return 1;
}

static int issues_of_scores(lua_State *L) {
    return hm_lua_return_issues(L, hm_scores_issues(hm_lua_check_scores(L, 1)));
}

/* --- rows --- */

static void set_flags(lua_State *L, unsigned flags) {
    luaL_Buffer text;
    const char *between = "";
    luaL_buffinit(L, &text);
    for (const char *name; (name = hm_flag_next(&flags)) != NULL; between = ";") {
        luaL_addstring(&text, between);
        luaL_addstring(&text, name);
    }
    luaL_pushresult(&text);
    lua_setfield(L, -2, "flags");
}

void hm_lua_push_row(lua_State *L, const hm_plan *plan, size_t number, const hm_dataset *dataset,
                     size_t unit, const hm_score_row *row, const char *reason) {
    hm_node_info node = HM_NODE_INFO_INIT;
    hm_plan_node(plan, number, &node);
    lua_createtable(L, 0, 16);
    hm_lua_set_text(L, "city", hm_dataset_unit_city(dataset, unit));
    hm_lua_set_text(L, "period", hm_dataset_unit_period(dataset, unit));
    hm_lua_set_text(L, "code", node.code);
    hm_lua_set_text(L, "parent", node.parent);
    hm_lua_set_integer(L, "depth", (lua_Integer)node.depth);
    hm_lua_set_text(L, "name", node.name);
    if (row->has_value)
        hm_lua_set_number(L, "value", row->value);
    if (row->has_score)
        hm_lua_set_number(L, "score", row->score);
    hm_lua_set_number(L, "weight", row->weight);
    if (row->has_contribution)
        hm_lua_set_number(L, "contribution", row->contribution);
    hm_lua_set_number(L, "coverage", row->coverage);
    hm_lua_set_number(L, "applicable", row->applicable);
    if (row->rank > 0)
        hm_lua_set_integer(L, "rank", row->rank);
    if (!hm_dataset_unit_is_ranked(dataset, unit))
        hm_lua_set_flag(L, "unranked", 1);
    hm_lua_set_text(L, "status", hm_state_status(row->status));
    set_flags(L, row->flags);
    if (*row->class_name)
        hm_lua_set_text(L, "class", row->class_name);
    hm_lua_set_text(L, "reason", reason);
}

static void push_row(lua_State *L, const hm_scores *scores, size_t unit, size_t number,
                     const hm_score_row *row) {
    hm_lua_push_row(L, scores->plan, number, scores->bound.dataset, unit, row,
                    hm_scores_reason(scores, unit, number));
}

static int rows(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const lua_Integer depth = luaL_optinteger(L, 3, LUA_MAXINTEGER);
    const hm_plan *plan = scores->plan;
    hm_score_row *found = lua_newuserdatauv(L, plan->node_count * sizeof *found, 0);
    lua_Integer count = 0;
    found->size = sizeof *found;
    (void)hm_scores_rows(scores, unit, found, plan->node_count);
    lua_createtable(L, (int)plan->node_count, 0);
    for (size_t i = 0; i < plan->node_count; i++) {
        if ((lua_Integer)plan->nodes[i].depth > depth || found[i].is_absent)
            continue;
        push_row(L, scores, unit, i, &found[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static int row(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t node = hm_package_find(scores->plan->package, luaL_checkstring(L, 3));
    hm_score_row found = HM_SCORE_ROW_INIT;
    if (hm_scores_row(scores, unit, node, &found) != HM_OK || found.is_absent)
        return hm_lua_push_nothing(L);
    push_row(L, scores, unit, node, &found);
    return 1;
}

static size_t check_node(lua_State *L, const hm_scores *scores, int i) {
    return hm_package_find(scores->plan->package, luaL_checkstring(L, i));
}

static void set_learnt(lua_State *L, const char *name, double number) {
    if (!isnan(number))
        hm_lua_set_number(L, name, number);
}

static void push_account(lua_State *L, const hm_step_account *account) {
    lua_createtable(L, 0, 12);
    hm_lua_set_text(L, "step", account->step);
    hm_lua_set_text(L, "method", account->method);
    hm_lua_set_integer(L, "count", (lua_Integer)account->count);
    if (account->by) {
        hm_lua_set_text(L, "by", account->by);
        hm_lua_set_text(L, "group", account->group);
    }
    if (account->over)
        hm_lua_set_text(L, "over", account->over);
    if (account->obstacle)
        hm_lua_set_text(L, "obstacle", account->obstacle);
    if (account->has_before)
        hm_lua_set_number(L, "before", account->before);
    if (account->has_after)
        hm_lua_set_number(L, "after", account->after);
    hm_lua_set_flag(L, "imputed", (account->flags & HM_FLAG_IMPUTED) != 0);
    hm_lua_set_flag(L, "older_period", (account->flags & HM_FLAG_OLDER_PERIOD) != 0);
    hm_lua_set_flag(L, "treated", (account->flags & HM_FLAG_TREATED) != 0);
    set_learnt(L, "worst", account->worst);
    set_learnt(L, "best", account->best);
    set_learnt(L, "mean", account->mean);
    set_learnt(L, "deviation", account->deviation);
    set_learnt(L, "median", account->median);
    set_learnt(L, "low", account->low);
    set_learnt(L, "high", account->high);
    set_learnt(L, "reference", account->reference);
}

/* How many periods before can be compared, of a step that looks at them; absent where no break
 * limits it. */
static void set_comparable(lua_State *L, const hm_scores *scores, size_t node, size_t unit,
                           const char *method) {
    const uint32_t comparable =
        hm_comparable_series(&scores->bound.comparable, (uint32_t)node, unit);
    const hm_step *impute = hm_node_step(&scores->plan->nodes[node], HM_STEP_IMPUTE);
    const bool looks =
        impute && impute->method->reads_series && strcmp(impute->method->name, method) == 0;
    if (looks && comparable < UINT32_MAX)
        hm_lua_set_integer(L, "comparable", (lua_Integer)comparable);
}

/* scores:steps(unit, code): what each step of a node did with its value in the unit */
static int steps(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t node = check_node(L, scores, 3), count = hm_scores_step_count(scores, node);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        hm_step_account account = HM_STEP_ACCOUNT_INIT;
        if (hm_scores_step(scores, unit, node, i, &account) != HM_OK)
            return luaL_error(L, "no such unit among those that were scored");
        push_account(L, &account);
        set_comparable(L, scores, node, unit, account.method);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* scores:class(unit, code): the class that a node is in, and why; nil for none */
static int class(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t node = check_node(L, scores, 3);
    if (node >= scores->plan->node_count || unit >= scores->aggregated.scores.rows)
        return hm_lua_push_nothing(L);
    const hm_class_found found = hm_aggregated_find_class(&scores->aggregated, unit, node);
    if (!found.each)
        return hm_lua_push_nothing(L);
    lua_createtable(L, 0, 6);
    hm_lua_set_text(L, "class", scores->plan->class_words[found.each->word]);
    hm_lua_set_text(L, "of", scores->plan->nodes[node].classes->of_value ? "value" : "score");
    hm_lua_set_number(L, "figure", found.figure);
    hm_lua_set_text(L, "rule", hm_class_rule_name(found.each->rule));
    if (found.each->rule != HM_CLASS_REST)
        hm_lua_set_number(L, "bound", found.bound);
    if (found.each->parameter != HM_NO_PARAMETER)
        hm_lua_set_text(L, "parameter", scores->plan->parameters[found.each->parameter].name);
    return 1;
}

/* scores:scaling(unit, code): how an indicator's value became its mark among other cities' */
static int scaling(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    hm_scaling found = HM_SCALING_INIT;
    const hm_code code = hm_scores_scaling(scores, unit, check_node(L, scores, 3), &found);
    if (code == HM_ERROR_MEMORY)
        return luaL_error(L, "out of memory");
    if (code != HM_OK || !found.method)
        return hm_lua_push_nothing(L);
    lua_createtable(L, 0, 10);
    hm_lua_set_text(L, "method", found.method);
    hm_lua_set_integer(L, "count", (lua_Integer)found.count);
    lua_pushboolean(L, found.possible);
    lua_setfield(L, -2, "possible");
    hm_lua_set_number(L, "worst", found.worst);
    hm_lua_set_number(L, "best", found.best);
    hm_lua_set_number(L, "mean", found.mean);
    hm_lua_set_number(L, "deviation", found.deviation);
    if (found.possible)
        hm_lua_set_number(L, "mark", found.mark);
    hm_lua_set_integer(L, "better", (lua_Integer)found.better);
    hm_lua_set_integer(L, "alike", (lua_Integer)found.alike);
    hm_lua_set_integer(L, "worse", (lua_Integer)found.worse);
    if (found.by) {
        hm_lua_set_text(L, "by", found.by);
        hm_lua_set_text(L, "group", found.group);
    }
    return 1;
}

/* scores:unrounded(unit, code): the score before the policy had it rounded */
static int unrounded(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    double score;
    const hm_code code = hm_scores_unrounded(scores, unit, check_node(L, scores, 3), &score);
    if (code == HM_ERROR_MEMORY)
        return luaL_error(L, "out of memory");
    if (code != HM_OK)
        return hm_lua_push_nothing(L);
    lua_pushnumber(L, score);
    return 1;
}

/* scores:points(unit, code, ancestor): what a node adds to the score of a group above it */
static int points(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t node = check_node(L, scores, 3), ancestor = check_node(L, scores, 4);
    double found;
    if (hm_scores_points(scores, unit, node, ancestor, &found) != HM_OK)
        return hm_lua_push_nothing(L);
    lua_pushnumber(L, found);
    return 1;
}

/* scores:part(unit, code): which part a node has in its group's score, where cities have weights of
 * their own */
static int part(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    double found;
    const hm_code code = hm_scores_part(scores, unit, check_node(L, scores, 3), &found);
    if (code == HM_ERROR_MEMORY)
        return luaL_error(L, "out of memory");
    if (code != HM_OK)
        return hm_lua_push_nothing(L);
    lua_pushnumber(L, found);
    return 1;
}

/* scores:usage(code): of an indicator's function in this run */
static int usage(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t node = hm_package_find(scores->plan->package, luaL_checkstring(L, 2));
    hm_usage found = HM_USAGE_INIT;
    if (hm_scores_usage(scores, node, &found) != HM_OK)
        return hm_lua_push_nothing(L);
    hm_lua_push_usage(L, &found);
    return 1;
}

/* scores:timing(): seconds that the stages of the run took */
static int timing(lua_State *L) {
    hm_timing found = HM_TIMING_INIT;
    (void)hm_scores_timing(hm_lua_check_scores(L, 1), &found);
    lua_createtable(L, 0, HM_STAGES);
    for (int stage = 0; stage < HM_STAGES; stage++)
        hm_lua_set_number(L, hm_stage_name((hm_stage)stage),
                          hm_stage_seconds(&found, (hm_stage)stage));
    return 1;
}

/* --- what a score rests on --- */

static void push_part(lua_State *L, const hm_expr *expr, uint16_t index, hm_operand result) {
    const hm_expr_node *node = &hm_expr_nodes(expr)[index];
    hm_buffer formula;
    lua_createtable(L, 0, 5);
    hm_lua_set_text(L, "name", hm_expr_text(expr, node->u.text.name));
    hm_lua_set_text(L, "label", hm_expr_text(expr, node->u.text.member));
    hm_lua_set_text(L, "state", hm_state_name((hm_state)result.states[0]));
    if (result.states[0] == HM_OBSERVED)
        hm_lua_set_number(L, "value", result.values[0]);
    hm_buffer_open(&formula, hm_allocator_default());
    hm_expr_print(expr, index, true, &formula);
    lua_pushstring(L, formula.data ? formula.data : "");
    hm_buffer_close(&formula);
    lua_setfield(L, -2, "formula");
}

/* The expression is evaluated once more, for this unit alone. */
static int parts(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const hm_plan *plan = scores->plan;
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t number = hm_package_find(plan->package, luaL_checkstring(L, 3));
    lua_newtable(L);
    if (number == SIZE_MAX)
        return 1;
    const hm_expr *expr = hm_node_expression(hm_bound_plan(&scores->bound, unit), number);
    if (!expr)
        return 1;
    hm_workspace workspace;
    if (!hm_workspace_open(&workspace, expr->node_count, hm_allocator_default()))
        return luaL_error(L, "not enough memory");
    hm_expr_data data = hm_bound_data(&scores->bound, (uint32_t)number);
    data.reads = hm_aggregated_reads(&scores->aggregated);
    double value;
    uint8_t state;
    hm_environment host;
    hm_environment_enter(&host);
    hm_expr_run(expr, &data, unit, 1, &workspace, &value, &state);
    hm_environment_leave(&host, HM_OK);
    lua_Integer count = 0;
    for (uint16_t i = 0; i < expr->node_count; i++) {
        if (hm_expr_nodes(expr)[i].op != HM_OP_PART || hm_expr_nodes(expr)[i].rows)
            continue;
        push_part(L, expr, i, workspace.operands[i]);
        lua_rawseti(L, -2, ++count);
    }
    hm_workspace_close(&workspace);
    return 1;
}

/* Is there a value that its transformation makes nothing of? */
static bool transform_fails(const hm_scores *scores, size_t node, size_t unit) {
    const hm_aggregated *aggregated = &scores->aggregated;
    return aggregated->plan->nodes[node].transform &&
           aggregated->marks.columns[node].states[unit] != HM_OBSERVED &&
           hm_aggregated_own(aggregated, node, unit).state == HM_OBSERVED;
}

static void tell_cause(const hm_scores *scores, size_t node, size_t unit, hm_buffer *text) {
    const hm_expr_reads reads = hm_aggregated_reads(&scores->aggregated);
    const hm_node *found = &hm_bound_plan(&scores->bound, unit)->nodes[node];
    hm_environment host;
    hm_environment_enter(&host);
    if (transform_fails(scores, node, unit))
        hm_bound_tell_cause_of(&scores->bound, &reads, (uint32_t)node, found->transform->expr, unit,
                               hm_allocator_default(), text);
    else if (found->indicator != HM_NO_INDICATOR)
        hm_bound_tell_cause(&scores->bound, &reads, found->indicator, unit, hm_allocator_default(),
                            text);
    else if (found->measure &&
             scores->aggregated.values.columns[node].states[unit] < HM_INSUFFICIENT)
        hm_bound_tell_cause_of(&scores->bound, &reads, (uint32_t)node, found->measure->expr, unit,
                               hm_allocator_default(), text);
    hm_environment_leave(&host, HM_OK);
}

/* scores:cause(unit, code): why an indicator, or a group with a measure, has no value, where no
 * figure is missing or rejected */
static int cause(lua_State *L) {
    const hm_scores *scores = hm_lua_check_scores(L, 1);
    const size_t unit = hm_lua_check_unit(L, 2, scores->bound.dataset);
    const size_t number = check_node(L, scores, 3);
    if (number == SIZE_MAX)
        return hm_lua_push_nothing(L);
    hm_buffer text;
    hm_buffer_open(&text, hm_allocator_default());
    tell_cause(scores, number, unit, &text);
    const bool failed = text.failed;
    if (text.size > 0)
        lua_pushlstring(L, text.data, text.size);
    else
        lua_pushnil(L);
    hm_buffer_close(&text);
    return failed ? luaL_error(L, "out of memory") : 1;
}

static const luaL_Reg methods[] = {{"issues", issues_of_scores},
                                   {"rows", rows},
                                   {"row", row},
                                   {"column", hm_lua_scores_column},
                                   {"cause", cause},
                                   {"parts", parts},
                                   {"input", hm_lua_input},
                                   {"records", hm_lua_records},
                                   {"computed", hm_lua_computed},
                                   {"earlier", hm_lua_earlier},
                                   {"previous", hm_lua_earlier_unit},
                                   {"previous_units", hm_lua_earlier_units},
                                   {"scaling", scaling},
                                   {"steps", steps},
                                   {"class", class},
                                   {"parameters", hm_lua_parameters},
                                   {"unrounded", unrounded},
                                   {"points", points},
                                   {"part", part},
                                   {"rule", hm_lua_rule_status},
                                   {"usage", usage},
                                   {"timing", timing},
                                   {"write", hm_lua_write_scores},
                                   {"table", hm_lua_scores_table},
                                   {"tables", hm_lua_scores_tables},
                                   {"analyse", hm_lua_analyse},
                                   {"compare", hm_lua_compare},
                                   {NULL, NULL}};

void hm_lua_open_scores(lua_State *L) {
    hm_lua_create_meta(L, &scores_type, methods);
}
