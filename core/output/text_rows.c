#include "output/text_rows.h"

#include <string.h>

#include "base/numbers/number.h"
#include "platform/cancel.h"
#include "platform/environment.h"
#include "platform/pipeline.h"

enum {
    SINK_BYTES = 65536,   /* bytes that the sink is given at a time */
    BLOCK_ROWS = 1024,    /* rows of a block */
    MANY_CELLS = 250000,  /* from so many cells on several threads are worth it */
    ROW = 160,            /* bytes of a row, mostly: memory for a block is taken at once */
    PREPARED_MOST = 4096, /* values of a key that are written beforehand at most */
    COPIED = 64           /* bytes of a text that are copied without a look at its size */
};

static hm_code give_text(const hm_writing *writing, const hm_buffer *text) {
    for (size_t at = 0; at < text->size; at += SINK_BYTES) {
        const size_t size = text->size - at < SINK_BYTES ? text->size - at : SINK_BYTES;
        const hm_code code = hm_cancel_check(writing->cancel, writing->error);
        if (code != HM_OK)
            return code;
        if (writing->sink(writing->context, text->data + at, size) != 0)
            return hm_error_set(writing->error, HM_ERROR_OUTPUT,
                                "the results could not be written");
    }
    return HM_OK;
}

/* What the host's code leaves behind is not for the rows that follow. */
hm_code hm_text_hand_over(const hm_writing *writing, const hm_buffer *text) {
    hm_environment engine;
    if (text->failed)
        return hm_error_memory(writing->error);
    hm_environment_enter(&engine);
    return hm_environment_leave(&engine, give_text(writing, text));
}

/* --- what stays the same from row to row --- */

/* Where some text stands in a buffer. */
typedef struct span {
    size_t at, size;
} span;

/* Where the text of a part's cells comes from. */
typedef enum part_kind {
    PREPARED, /* what every code says has been written beforehand */
    RECENT,   /* there are too many codes for that: the row before mostly says the same */
    NUMBERS,
    INTEGERS,
    FLAGS
} part_kind;

/* A column, or neighbours with the same key. */
typedef struct part {
    size_t first, count; /* columns */
    part_kind kind;
    span *texts; /* PREPARED: by code, with what stands before each cell */
} part;

/* All that formatting needs and no thread changes. */
typedef struct plan {
    const hm_writing *writing;
    const hm_table *table;
    const hm_row_form *form;
    part *parts; /* room for as many as there are columns */
    size_t part_count, recent_count;
    span *before; /* by column: what stands before its cell */
    span missing, yes, no, between_rows, after_row;
    hm_buffer text;  /* all spans are of it, and some bytes more */
    size_t row_most; /* bytes of a row at most, without the parts that are not prepared */
    bool has_comma;  /* numbers have a decimal comma */
} plan;

static span span_from(const hm_buffer *text, size_t at) {
    return (span){at, text->size - at};
}

static span keep_text(plan *p, const char *text) {
    const size_t at = p->text.size;
    hm_buffer_add_text(&p->text, text);
    return span_from(&p->text, at);
}

/* A number has one decimal point at most. */
static void put_comma(char *from, const char *end) {
    char *const point = memchr(from, '.', (size_t)(end - from));
    if (point)
        *point = ',';
}

static void add_number(const plan *p, double number, hm_buffer *out) {
    const size_t at = out->size;
    hm_buffer_add_number(out, number);
    if (p->has_comma && !out->failed)
        put_comma(out->data + at, out->data + out->size);
}

/* The value `code` of a coded column. */
static void add_value(const plan *p, const hm_column *column, uint32_t code, hm_buffer *out) {
    switch (column->type) {
    case HM_COLUMN_TEXT:
        p->form->text(p->writing, column, column->values.texts[code], out);
        break;
    case HM_COLUMN_NUMBER:
        add_number(p, column->values.numbers[code], out);
        break;
    case HM_COLUMN_INTEGER:
        hm_buffer_add_integer(out, column->values.integers[code]);
        break;
    case HM_COLUMN_FLAG:
        hm_buffer_add_text(out, column->values.flags[code] ? p->form->yes : p->form->no);
        break;
    }
}

static void add_part(const plan *p, const part *coded, uint32_t code, hm_buffer *out) {
    for (size_t i = coded->first; i < coded->first + coded->count; i++) {
        p->form->before_cell(p->writing, &p->table->columns[i], i, out);
        add_value(p, &p->table->columns[i], code, out);
    }
}

static bool goes_with(const hm_column *column, const hm_column *before) {
    return column->coded && before->coded && column->key != HM_NO_KEY && column->key == before->key;
}

static part_kind kind_of(const hm_column *column) {
    if (column->coded)
        return column->values_count > PREPARED_MOST ? RECENT : PREPARED;
    return column->type == HM_COLUMN_NUMBER    ? NUMBERS
           : column->type == HM_COLUMN_INTEGER ? INTEGERS
                                               : FLAGS;
}

static void find_parts(plan *p) {
    const hm_column *columns = p->table->columns;
    for (size_t i = 0; i < p->table->count; i++) {
        if (i > 0 && goes_with(&columns[i], &columns[i - 1])) {
            p->parts[p->part_count - 1].count++;
            continue;
        }
        const part_kind kind = kind_of(&columns[i]);
        p->parts[p->part_count++] = (part){i, 1, kind, NULL};
        p->recent_count += kind == RECENT;
    }
}

/* False when memory has run out. */
static bool prepare_part(plan *p, part *coded) {
    const uint32_t count = p->table->columns[coded->first].values_count;
    size_t longest = 0;
    coded->texts = hm_allocate_array(p->writing->allocator, count, sizeof *coded->texts);
    for (uint32_t code = 0; coded->texts && code < count; code++) {
        const size_t at = p->text.size;
        add_part(p, coded, code, &p->text);
        coded->texts[code] = span_from(&p->text, at);
        if (coded->texts[code].size > longest)
            longest = coded->texts[code].size;
    }
    p->row_most += longest;
    return coded->texts != NULL;
}

static void prepare_form(plan *p) {
    const hm_row_form *form = p->form;
    p->missing = keep_text(p, form->missing);
    p->yes = keep_text(p, form->yes);
    p->no = keep_text(p, form->no);
    p->between_rows = keep_text(p, form->between_rows);
    p->after_row = keep_text(p, form->after_row);
    p->row_most = p->between_rows.size + p->after_row.size + COPIED;
    for (size_t i = 0; i < p->table->count; i++) {
        const size_t at = p->text.size;
        form->before_cell(p->writing, &p->table->columns[i], i, &p->text);
        p->before[i] = span_from(&p->text, at);
        p->row_most += p->before[i].size + HM_NUMBER_SIZE;
    }
}

static bool prepare(plan *p) {
    const hm_allocator *allocator = p->writing->allocator;
    const size_t columns = p->table->count;
    hm_buffer_open(&p->text, allocator);
    p->parts = hm_allocate_array(allocator, columns, sizeof *p->parts);
    p->before = hm_allocate_array(allocator, columns, sizeof *p->before);
    if (!p->parts || !p->before)
        return false;
    find_parts(p);
    prepare_form(p);
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].kind == PREPARED && !prepare_part(p, &p->parts[i]))
            return false;
    return hm_buffer_reserve(&p->text, COPIED) != NULL;
}

static void unprepare(plan *p) {
    const hm_allocator *allocator = p->writing->allocator;
    for (size_t i = 0; i < p->part_count; i++)
        if (p->parts[i].texts)
            hm_release(allocator, p->parts[i].texts,
                       p->table->columns[p->parts[i].first].values_count *
                           sizeof *p->parts[i].texts);
    hm_release(allocator, p->parts, p->table->count * sizeof *p->parts);
    hm_release(allocator, p->before, p->table->count * sizeof *p->before);
    hm_buffer_close(&p->text);
}

/* --- rows, into memory that was made ready for them --- */

/* A part that is not prepared, as the row before had it: neighbours mostly say the same. */
typedef struct recent {
    hm_buffer text;
    uint32_t code;
    bool known;
} recent;

/* A part in the block at hand: all that writing its cells looks at. */
typedef struct step {
    const part *part;
    part_kind kind;
    span before;           /* of other cells than coded ones */
    const uint8_t *states; /* NULL: all have values */
    const uint32_t *codes;
    const span *texts;
    const hm_buffer *recent;
    hm_cells cells;
} step;

/* What a block is made with. */
typedef struct slot {
    hm_buffer text;
    hm_block block;
    recent *recents; /* by part */
    step *steps;     /* by part */
} slot;

typedef struct printed {
    uint64_t bits; /* of the double */
    const char *text;
    size_t size;
} printed;

/* The functions below write at `end`, and return where the text ends then. Most texts are short,
 * and a copy of a fixed size is no call: there are COPIED bytes more behind the texts of the plan,
 * the recent ones and the row. */
static inline char *put(char *end, const char *text, size_t size) {
    if (size <= COPIED / 4)
        memcpy(end, text, COPIED / 4);
    else if (size <= COPIED)
        memcpy(end, text, COPIED);
    else
        memcpy(end, text, size);
    return end + size;
}

/* `texts`: those of the plan. */
static inline char *put_span(char *end, const char *texts, span text) {
    return put(end, texts + text.at, text.size);
}

/* A number that stands in this row already: at most HM_NUMBER_SIZE bytes before `end`, so that
 * nothing is copied that counts after it has been written over. */
static inline char *put_again(char *end, const printed *number) {
    enum { HALF = HM_NUMBER_SIZE / 2 };
    memmove(end, number->text, HALF);
    memmove(end + HALF, number->text + HALF, HALF);
    return end + number->size;
}

/* `last`: the last two numbers of the row, since a value is mostly its score. */
static inline char *put_number(char *end, printed *last, double number) {
    char *const begin = end;
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    if (last[0].text && last[0].bits == bits)
        end = put_again(end, &last[0]);
    else if (last[1].text && last[1].bits == bits)
        end = put_again(end, &last[1]);
    else
        end += hm_number_print(number, end);
    last[1] = last[0];
    last[0] = (printed){bits, begin, (size_t)(end - begin)};
    return end;
}

static char *put_missing(char *end, const plan *p, const part *now) {
    for (size_t i = now->first; i < now->first + now->count; i++) {
        end = put_span(end, p->text.data, p->before[i]);
        end = put_span(end, p->text.data, p->missing);
    }
    return end;
}

static inline char *put_cell(char *end, const plan *p, const char *texts, const step *now,
                             size_t at, printed *last) {
    switch (now->kind) {
    case PREPARED:
        return put_span(end, texts, now->texts[now->codes[at]]);
    case RECENT:
        return put(end, now->recent->data, now->recent->size);
    case NUMBERS: {
        char *const begin = put_span(end, texts, now->before);
        end = put_number(begin, last, now->cells.numbers[at]);
        if (p->has_comma)
            put_comma(begin, end);
        return end;
    }
    case INTEGERS:
        end = put_span(end, texts, now->before);
        return end + hm_integer_print(now->cells.integers[at], end);
    default:
        end = put_span(end, texts, now->before);
        return put_span(end, texts, now->cells.flags[at] ? p->yes : p->no);
    }
}

static void set_steps(const plan *p, slot *s) {
    for (size_t i = 0; i < p->part_count; i++) {
        const part *now = &p->parts[i];
        const hm_column_block *cells = &s->block.columns[now->first];
        s->steps[i] = (step){.part = now,
                             .kind = now->kind,
                             .before = p->before[now->first],
                             .states = cells->states,
                             .codes = cells->codes,
                             .texts = now->texts,
                             .recent = &s->recents[i].text,
                             .cells = cells->cells};
    }
}

/* Writes anew what is not prepared and another than in the row before; returns the bytes that all
 * of it takes. */
static size_t renew(const plan *p, slot *s, size_t at) {
    size_t size = 0;
    for (size_t i = 0; i < p->part_count; i++) {
        const hm_column_block *cells = &s->block.columns[p->parts[i].first];
        recent *last = &s->recents[i];
        if (p->parts[i].kind != RECENT || (cells->states && cells->states[at] != HM_OBSERVED))
            continue;
        if (!last->known || last->code != cells->codes[at]) {
            hm_buffer_clear(&last->text);
            add_part(p, &p->parts[i], cells->codes[at], &last->text);
            (void)hm_buffer_reserve(&last->text, COPIED);
            last->code = cells->codes[at];
            last->known = true;
        }
        s->text.failed |= last->text.failed;
        size += last->text.size;
    }
    return size;
}

static void add_row(const plan *p, slot *s, size_t at, bool first) {
    const size_t most = p->row_most + (p->recent_count > 0 ? renew(p, s, at) : 0);
    char *end = hm_buffer_reserve(&s->text, most);
    const char *const texts = p->text.data;
    const step *const stop = s->steps + p->part_count;
    printed last[2] = {{0}};
    if (!end || s->text.failed)
        return;
    if (!first)
        end = put_span(end, texts, p->between_rows);
    for (const step *now = s->steps; now < stop; now++)
        if (now->states && now->states[at] != HM_OBSERVED)
            end = put_missing(end, p, now->part);
        else
            end = put_cell(end, p, texts, now, at, last);
    end = put_span(end, texts, p->after_row);
    s->text.size = (size_t)(end - s->text.data);
}

/* --- blocks of rows --- */

typedef struct run {
    plan plan;
    size_t block_rows;
    slot *slots;
    size_t slot_count;
    hm_code code;
} run;

static void make_block(void *context, size_t number, size_t block) {
    run *all = context;
    slot *s = &all->slots[number];
    const size_t first = block * all->block_rows, left = all->plan.table->rows - first;
    const size_t count = left < all->block_rows ? left : all->block_rows;
    hm_block_read(all->plan.table, &s->block, first, count);
    set_steps(&all->plan, s);
    hm_buffer_clear(&s->text);
    for (size_t i = 0; i < count; i++)
        add_row(&all->plan, s, i, first + i == 0);
}

static bool take_block(void *context, size_t number, size_t block) {
    run *all = context;
    (void)block;
    all->code = hm_text_hand_over(all->plan.writing, &all->slots[number].text);
    return all->code == HM_OK;
}

static bool open_slot(const run *all, slot *s) {
    const hm_allocator *allocator = all->plan.writing->allocator;
    const hm_table *table = all->plan.table;
    const size_t rows = table->rows < all->block_rows ? table->rows : all->block_rows;
    hm_buffer_open(&s->text, allocator);
    (void)hm_buffer_reserve(&s->text, rows * ROW);
    s->recents = hm_allocate_array(allocator, all->plan.part_count, sizeof *s->recents);
    for (size_t i = 0; s->recents && i < all->plan.part_count; i++)
        hm_buffer_open(&s->recents[i].text, allocator);
    s->steps = hm_allocate_array(allocator, all->plan.part_count, sizeof *s->steps);
    return s->recents && s->steps && hm_block_open(table, &s->block, all->block_rows);
}

static void close_slot(const run *all, slot *s) {
    const hm_allocator *allocator = all->plan.writing->allocator;
    if (!s->text.allocator)
        return;
    hm_buffer_close(&s->text);
    for (size_t i = 0; s->recents && i < all->plan.part_count; i++)
        hm_buffer_close(&s->recents[i].text);
    hm_release(allocator, s->recents, all->plan.part_count * sizeof *s->recents);
    hm_release(allocator, s->steps, all->plan.part_count * sizeof *s->steps);
    hm_block_close(all->plan.table, &s->block, all->block_rows);
}

static void write_blocks(run *all, size_t jobs) {
    const hm_pipeline pipeline = {.jobs = jobs,
                                  .chunks = (all->plan.table->rows + all->block_rows - 1) /
                                            all->block_rows,
                                  .make = make_block,
                                  .take = take_block,
                                  .context = all};
    bool fine = true;
    all->slot_count = hm_pipeline_slots(jobs);
    all->slots =
        hm_allocate_array(all->plan.writing->allocator, all->slot_count, sizeof *all->slots);
    for (size_t i = 0; all->slots && fine && i < all->slot_count; i++)
        fine = open_slot(all, &all->slots[i]);
    if (all->slots && fine)
        hm_pipeline_run(&pipeline);
    else
        all->code = hm_error_memory(all->plan.writing->error);
    for (size_t i = 0; all->slots && i < all->slot_count; i++)
        close_slot(all, &all->slots[i]);
    hm_release(all->plan.writing->allocator, all->slots, all->slot_count * sizeof *all->slots);
}

hm_code hm_text_rows_write(const hm_writing *writing, const hm_table *table,
                           const hm_row_form *form) {
    const bool many = table->count > 0 && table->rows >= MANY_CELLS / table->count;
    const bool has_comma = form->has_decimal && writing->decimal == ',';
    run all = {.plan = {.writing = writing, .table = table, .form = form, .has_comma = has_comma},
               .block_rows = hm_table_block_rows(table, BLOCK_ROWS)};
    if (prepare(&all.plan))
        write_blocks(&all, many ? writing->jobs : 1);
    else
        all.code = hm_error_memory(writing->error);
    unprepare(&all.plan);
    return all.code;
}
