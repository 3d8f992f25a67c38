#include "study/weight_sets.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "package/csv_table.h"
#include "platform/regular.h"

typedef struct reading {
    hm_weight_sets *sets;
    const hm_package *package;
    hm_arena *arena;
    hm_csv_table table;
    hm_names names; /* of the sets */
    hm_error *error;
} reading;

enum { MOST_SIZE = 64 << 20 };

/* A script must not name files anywhere. */
static bool is_beside(const char *name) {
    return !strchr(name, '/') && !strchr(name, '\\') && strcmp(name, "..") != 0;
}

/* Beside the file of the study. */
static const char *path_of(const reading *r, const char *study, const char *name) {
    const char *slash = strrchr(study, '/');
    hm_buffer path;
    hm_buffer_open(&path, r->arena->allocator);
    if (slash)
        hm_buffer_add(&path, study, (size_t)(slash - study) + 1);
    hm_buffer_add_text(&path, name);
    const char *kept = path.failed ? NULL : hm_arena_copy(r->arena, path.data, path.size);
    hm_buffer_close(&path);
    return kept;
}

static hm_code read_table(reading *r, const char *path) {
    static const char *const known[] = {"set", "code", "weight", NULL};
    hm_file *file = hm_arena_take_array(r->arena, 1, sizeof *file);
    if (!file || !path)
        return hm_error_memory(r->error);
    *file = (hm_file){.path = path, .shown = path};
    hm_code code =
        hm_regular_read(path, path, MOST_SIZE, r->arena, &file->data, &file->size, r->error);
    if (code == HM_OK)
        code = hm_csv_table_read(&r->table, file, r->arena, NULL, r->error);
    if (code == HM_OK)
        code = hm_csv_table_check(&r->table, known, r->error);
    for (size_t i = 0; code == HM_OK && i < 3; i++)
        if (hm_csv_table_column(&r->table, known[i]) == HM_NO_COLUMN)
            code = hm_error_at(r->error, HM_ERROR_PACKAGE, path, 1, 0,
                               "sets of weights need a column \"%s\"", known[i]);
    return code;
}

static hm_code number_sets(reading *r) {
    const size_t column = hm_csv_table_column(&r->table, "set");
    for (size_t row = 0; row < r->table.row_count; row++) {
        const hm_table_cell *cell = hm_csv_table_cell(&r->table, row, column);
        if (cell->size == 0)
            return hm_csv_table_fail(&r->table, row, column, r->error, "is empty");
        if (hm_names_intern(&r->names, cell->text, cell->size) == HM_NO_NAME)
            return hm_error_memory(r->error);
    }
    if (r->names.count == 0)
        return hm_error_at(r->error, HM_ERROR_PACKAGE, r->table.file->shown, 1, 0,
                           "there is no set of weights");
    return HM_OK;
}

static bool open_sets(reading *r) {
    hm_weight_sets *sets = r->sets;
    const size_t nodes = r->package->plan.node_count;
    sets->count = r->names.count;
    sets->weights = hm_arena_take_array(r->arena, sets->count, sizeof *sets->weights);
    sets->names = hm_arena_take_array(r->arena, sets->count, sizeof *sets->names);
    for (size_t i = 0; sets->weights && sets->names && i < sets->count; i++) {
        sets->names[i] = hm_arena_copy(r->arena, r->names.texts[i], r->names.sizes[i]);
        sets->weights[i] = hm_arena_take_array(r->arena, nodes, sizeof **sets->weights);
        if (!sets->weights[i] || !sets->names[i])
            return false;
        for (size_t k = 0; k < nodes; k++)
            sets->weights[i][k] = (double)NAN;
    }
    return sets->weights && sets->names;
}

/* A node whose weight the package says, or 0. */
static bool has_weight(const hm_plan *plan, size_t node) {
    if (node == SIZE_MAX || plan->nodes[node].parent == HM_NO_NODE)
        return false;
    return plan->nodes[node].effect == HM_EFFECT_COUNTS &&
           !plan->nodes[plan->nodes[node].parent].weigh;
}

static hm_code refuse_code(const reading *r, size_t row, size_t column) {
    const hm_plan *plan = &r->package->plan;
    const hm_table_cell *cell = hm_csv_table_cell(&r->table, row, column);
    hm_nearest nearest;
    if (hm_package_find(r->package, cell->text) == 0)
        return hm_csv_table_fail(&r->table, row, column, r->error,
                                 "\"%s\" is the index, which has no weight: expected a node below",
                                 hm_quote_of(cell->text, cell->size).text);
    hm_nearest_start(&nearest, cell->text, cell->size);
    for (size_t i = 0; i < plan->node_count; i++)
        if (has_weight(plan, i))
            hm_nearest_show(&nearest, plan->nodes[i].code);
    return hm_csv_table_fail(
        &r->table, row, column, r->error, "there is no node \"%s\" whose weight counts%s",
        hm_quote_of(cell->text, cell->size).text, hm_hint_of(nearest.name).text);
}

static hm_code read_row(const reading *r, size_t row) {
    const size_t set_column = hm_csv_table_column(&r->table, "set"),
                 code_column = hm_csv_table_column(&r->table, "code"),
                 weight_column = hm_csv_table_column(&r->table, "weight");
    const hm_table_cell *set = hm_csv_table_cell(&r->table, row, set_column);
    const hm_table_cell *code = hm_csv_table_cell(&r->table, row, code_column);
    const hm_table_cell *weight = hm_csv_table_cell(&r->table, row, weight_column);
    const size_t node = hm_package_find(r->package, code->text);
    bool unclear;
    double number;
    if (!has_weight(&r->package->plan, node))
        return refuse_code(r, row, code_column);
    if (!hm_csv_table_number(&r->table, weight, &number, &unclear) || !hm_weight_fits(number))
        return hm_csv_table_fail(&r->table, row, weight_column, r->error,
                                 "found \"%s\", expected %s",
                                 hm_quote_of(weight->text, weight->size).text, HM_WEIGHT_WANTED);
    double *to = &r->sets->weights[hm_names_find(&r->names, set->text, set->size)][node];
    if (!isnan(*to))
        return hm_csv_table_fail(&r->table, row, code_column, r->error,
                                 "\"%s\" is there twice in set %s", code->text, set->text);
    *to = number;
    return HM_OK;
}

/* All weights 0 below some group are no weights. */
static hm_code check_groups(const reading *r, size_t set) {
    const hm_plan *plan = &r->package->plan;
    const double *weights = r->sets->weights[set];
    for (size_t i = 0; i < plan->node_count; i++) {
        const hm_node *group = &plan->nodes[i];
        double before = 0, sum = 0;
        for (size_t k = 0; k < group->child_count; k++) {
            const uint32_t child = group->children[k];
            const bool counts = plan->nodes[child].effect == HM_EFFECT_COUNTS;
            before += counts ? plan->nodes[child].weight : 0;
            sum += !counts ? 0 : isnan(weights[child]) ? plan->nodes[child].weight : weights[child];
        }
        if (before > 0 && !(sum > 0))
            return hm_error_at(r->error, HM_ERROR_PACKAGE, r->table.file->shown, 0, 0,
                               "set %s: the weights of the children of %s would all be 0",
                               r->names.texts[set], group->code);
    }
    return HM_OK;
}

hm_code hm_weight_sets_read(hm_weight_sets *sets, const hm_package *package, const char *study,
                            const char *name, hm_arena *arena, hm_error *error) {
    reading r = {.sets = sets, .package = package, .arena = arena, .error = error};
    if (!is_beside(name))
        return hm_error_at(
            error, HM_ERROR_PACKAGE, study, 0, 0,
            "study: vary.weights: sets: \"%s\" is no name of a file beside the study",
            hm_quote_of(name, strlen(name)).text);
    hm_names_open(&r.names, arena->allocator);
    hm_code code = read_table(&r, path_of(&r, study, name));
    if (code == HM_OK)
        code = number_sets(&r);
    if (code == HM_OK && !open_sets(&r))
        code = hm_error_memory(error);
    for (size_t row = 0; code == HM_OK && row < r.table.row_count; row++)
        code = read_row(&r, row);
    for (size_t i = 0; code == HM_OK && i < sets->count; i++)
        code = check_groups(&r, i);
    hm_names_close(&r.names);
    return code;
}
