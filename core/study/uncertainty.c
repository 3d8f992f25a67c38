/* uncertainty.c: what replicates say, table by table. */
#include <string.h>

#include "study/told.h"
#include "base/error.h"
#include "base/versioned.h"
#include "platform/environment.h"

static const hm_told_table *const told[] = {
    &hm_told_uncertainty, &hm_told_pairs,   &hm_told_precision, &hm_told_places,
    &hm_told_tiers,       &hm_told_factors, &hm_told_replicates};
enum { TABLES = sizeof told / sizeof *told };

static hm_code find_table(const char *name, const hm_told_table **out, hm_error *error) {
    for (size_t i = 0; i < TABLES; i++)
        if (strcmp(told[i]->name, name) == 0) {
            *out = told[i];
            return HM_OK;
        }
    return hm_error_set(error, HM_ERROR_ARGUMENT,
                        "no table \"%.40s\", only uncertainty, pairs, precision, places, tiers, "
                        "factors, replicates",
                        name);
}

static hm_code choose_units(hm_telling *t, const hm_replicates_table_options *options) {
    const hm_replicates *r = t->replicates;
    t->is_told = hm_allocate_array(r->allocator, r->units, sizeof *t->is_told);
    size_t *all = hm_allocate_array(r->allocator, r->units, sizeof *all);
    t->units = all;
    t->unit_count = options->units ? options->unit_count : r->units;
    if (!t->is_told || !all)
        return hm_error_memory(t->error);
    if (t->unit_count > r->units)
        return hm_error_set(t->error, HM_ERROR_ARGUMENT, "there are only %zu units", r->units);
    for (size_t i = 0; i < t->unit_count; i++) {
        all[i] = options->units ? options->units[i] : i;
        if (all[i] >= r->units)
            return hm_error_set(t->error, HM_ERROR_ARGUMENT, "there is no unit %zu in data of %zu",
                                all[i], r->units);
        t->is_told[all[i]] = true;
    }
    return HM_OK;
}

static hm_code open_telling(hm_telling *t, const hm_told_table *table,
                            const hm_replicates_table_options *options) {
    const hm_replicates *r = t->replicates;
    const hm_code code = choose_units(t, options);
    if (code != HM_OK)
        return code;
    t->room = hm_allocate_array(r->allocator, 2 * r->count, sizeof *t->room);
    t->counts = hm_allocate_array(r->allocator, r->units + 1, sizeof *t->counts);
    t->builder =
        hm_table_builder_open(table->name, table->columns, table->column_count, r->allocator);
    return t->room && t->counts && t->builder && (!table->open || table->open(t))
               ? HM_OK
               : hm_error_memory(t->error);
}

static void close_telling(hm_telling *t) {
    const hm_replicates *r = t->replicates;
    hm_release(r->allocator, t->is_told, r->units * sizeof *t->is_told);
    hm_release(r->allocator, (void *)(uintptr_t)t->units, r->units * sizeof *t->units);
    hm_release(r->allocator, t->room, 2 * r->count * sizeof *t->room);
    hm_release(r->allocator, t->counts, (r->units + 1) * sizeof *t->counts);
}

static hm_code make_table(hm_table **out, const hm_replicates *replicates, const char *name,
                          const hm_replicates_table_options *given, hm_error *error) {
    hm_replicates_table_options options = HM_REPLICATES_TABLE_OPTIONS_INIT;
    const hm_told_table *table = NULL;
    hm_code code =
        hm_versioned_read(&options, sizeof options, given, "hm_replicates_table_options", error);
    if (code == HM_OK)
        code = find_table(name, &table, error);
    if (code != HM_OK)
        return code;
    hm_telling t = {.replicates = replicates, .cancel = options.cancel, .error = error};
    code = open_telling(&t, table, &options);
    if (code == HM_OK)
        code = table->put(&t);
    if (code == HM_OK)
        code = hm_table_builder_freeze(t.builder, out, error);
    else if (t.builder)
        hm_table_builder_free(t.builder);
    close_telling(&t);
    return code;
}

void hm_replicates_table_options_init(hm_replicates_table_options *options, size_t size) {
    static const hm_replicates_table_options defaults = HM_REPLICATES_TABLE_OPTIONS_INIT;
    hm_versioned_init(options, size, &defaults, sizeof defaults);
}

hm_code hm_replicates_table(hm_table **out, const hm_replicates *replicates, const char *table,
                            const hm_replicates_table_options *options, hm_error *error) {
    hm_environment host;
    if (out)
        *out = NULL;
    if (!out || !replicates || !table)
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "hm_replicates_table needs an out, replicates and the name of a table");
    hm_environment_enter(&host);
    return hm_environment_leave(&host, make_table(out, replicates, table, options, error));
}
