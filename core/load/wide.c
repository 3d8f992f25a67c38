/* wide.c: plain rows of a wide file: most of them are the next unit of every series, so that
 * nothing is left to be done for them but to say so, or to copy a stretch of them column by column.
 */
#include "load/plain.h"

/* Of unit + i where bit i of `cells` is set. */
static void spell(const hm_plain *plain, size_t column, size_t unit, uint32_t cells,
                  hm_spelling spelling) {
    hm_dataset *dataset = plain->reading->dataset;
    dataset->out_of_memory |= !hm_series_spell(&dataset->series[plain->numbers[column]],
                                               dataset->allocator, unit, cells, spelling);
}

/* Types the cells that took more than a look. */
static void ingest_odd(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part,
                       size_t row, size_t unit) {
    const hm_csv_rows *rows = &part->rows;
    const hm_csv_cells *to = &part->cells;
    for (size_t i = 0; i < plain->figures; i++) {
        uint8_t *kind = &to->cells[i * to->cell_stride + row];
        const size_t field = plain->fields[i];
        if (*kind != HM_CELL_LONG)
            continue;
        const hm_text text = hm_csv_row_field(&rows->rows[row], shape, field);
        const hm_raw raw = hm_plain_raw(plain, rows, row, field, text);
        const hm_cell cell =
            hm_ingest_cell(plain->reading, &raw, (uint32_t)unit,
                           plain->reading->dataset->series[plain->numbers[i]].name);
        to->values[i * to->value_stride + row] = cell.value;
        *kind = cell.kind;
        if (cell.spelling != HM_SPELLING_PRINTED)
            spell(plain, i, unit, 1, cell.spelling);
    }
}

/* Is `unit` the next one of every series of the file, and not in the file yet? */
static bool is_next(const hm_plain *plain, uint32_t unit, const hm_slab *slab) {
    const hm_series *series = plain->reading->dataset->series;
    if (hm_row_index_get(plain->unit_rows, unit) != 0)
        return false;
    for (size_t i = 0; i < plain->figures; i++) {
        const struct hm_series_origin *origin = series[plain->numbers[i]].origin;
        if (origin->filled != unit || origin->shared != plain->unit_rows ||
            (slab && origin->slab != slab))
            return false;
    }
    return true;
}

/* The cells of `count` rows from row `first` on. False when memory has run out. */
static bool append_cells(const hm_plain *plain, const hm_plain_part *part, size_t first,
                         size_t count, const hm_slab *slab) {
    hm_dataset *dataset = plain->reading->dataset;
    const hm_csv_cells *from = &part->cells;
    for (size_t i = 0; i < plain->figures; i++) {
        hm_series *series = &dataset->series[plain->numbers[i]];
        if (slab)
            hm_series_take(series, part->first + first, count);
        else if (!hm_series_append_all(series, dataset->allocator,
                                       from->values + i * from->value_stride + first,
                                       from->cells + i * from->cell_stride + first, count))
            return false;
    }
    return true;
}

/* Row `begin` is `unit`, and so on. */
static void spell_all(const hm_plain *plain, hm_csv_rows *rows, size_t begin, size_t end,
                      size_t unit) {
    for (size_t i = hm_csv_rows_first_spelled(rows, begin);
         i < rows->spelled_count && rows->spelled[i].rows.from < end; i++) {
        const hm_csv_spelled *spelled = &rows->spelled[i];
        size_t first;
        const uint32_t cells = hm_csv_spelled_within(spelled, begin, end, &first);
        if (cells != 0)
            spell(plain, spelled->column, unit + (first - begin), cells, spelled->rows.spelling);
    }
}

/* Rows first .. first + count - 1 are the next units from `unit` on. False when memory has run out.
 */
static bool append(const hm_plain *plain, hm_plain_part *part, size_t first, size_t count,
                   uint32_t unit, const hm_slab *slab) {
    hm_dataset *dataset = plain->reading->dataset;
    const uint8_t *steps = part->rows.steps + first * plain->header->count;
    const uint32_t row = hm_locations_add_plain(&dataset->locations,
                                                plain->csv->line + (uint32_t)first, count, steps);
    bool fine = row != 0;
    for (uint32_t i = 0; fine && i < count; i++)
        fine = hm_row_index_set(plain->unit_rows, dataset->allocator, unit + i, row + i);
    fine = fine && append_cells(plain, part, first, count, slab);
    if (fine)
        spell_all(plain, &part->rows, first, first + count, unit);
    dataset->cells_put += count * plain->figures;
    dataset->out_of_memory |= !fine;
    return fine;
}

/* Puts rows in from row `first` on as long as each is the next unit. Returns how many; `*passed`
 * says that the one behind them has no unit, which is an issue now. */
static size_t put_run(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part,
                      size_t first, const hm_slab *slab, bool *passed) {
    const hm_csv_rows *rows = &part->rows;
    uint32_t unit = 0, start = 0;
    size_t count = 0;
    *passed = false;
    for (; first + count < rows->count; count++) {
        if (!hm_plain_unit(plain, shape, rows, first + count, &unit)) {
            *passed = true;
            break;
        }
        if (count == 0)
            start = unit;
        if (count == 0 ? !is_next(plain, unit, slab)
                       : unit != start + count || hm_row_index_get(plain->unit_rows, unit) != 0)
            break;
        if (rows->rows[first + count].odd)
            ingest_odd(plain, shape, part, first + count, unit);
    }
    return count == 0 || append(plain, part, first, count, start, slab) ? count : 0;
}

size_t hm_plain_put_wide(const hm_plain *plain, const hm_csv_shape *shape, hm_plain_part *part,
                         const hm_slab *slab) {
    const hm_dataset *dataset = plain->reading->dataset;
    size_t done = 0;
    while (done < part->rows.count && !dataset->out_of_memory) {
        bool passed;
        const size_t count = put_run(plain, shape, part, done, slab, &passed);
        done += count + passed;
        if (count == 0 && !passed)
            break;
    }
    return done;
}
