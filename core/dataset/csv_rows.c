#include "dataset/csv_rows.h"

#include "base/text.h"

enum { ODD_STEP = 255 };

bool hm_csv_rows_open(hm_csv_rows *rows, const hm_csv_shape *shape, bool own,
                      const hm_allocator *allocator) {
    memset(rows, 0, sizeof *rows);
    rows->capacity = HM_CSV_PART / shape->fields + 1; /* a row has at least one byte a field */
    rows->rows = hm_allocate(allocator, rows->capacity * sizeof *rows->rows);
    rows->steps = hm_allocate(allocator, rows->capacity * shape->fields);
    const bool fine = hm_csv_part_open(&rows->part, allocator) && rows->rows && rows->steps;
    if (!fine || !own)
        return fine;
    /* an odd number of cache lines: neighbouring columns do not compete for the same places */
    const size_t stride = rows->own_stride = ((rows->capacity + 7) / 8 | 1) * 8;
    rows->own = (hm_csv_cells){
        .values = hm_allocate(allocator, shape->columns * stride * sizeof *rows->own.values),
        .cells = hm_allocate(allocator, shape->columns * stride),
        .value_stride = stride,
        .cell_stride = stride,
    };
    return rows->own.values && rows->own.cells;
}

void hm_csv_rows_close(hm_csv_rows *rows, const hm_csv_shape *shape,
                       const hm_allocator *allocator) {
    const size_t cells = shape->columns * rows->own_stride;
    hm_csv_part_close(&rows->part, allocator);
    hm_release(allocator, rows->rows, rows->capacity * sizeof *rows->rows);
    hm_release(allocator, rows->steps, rows->capacity * shape->fields);
    hm_release(allocator, rows->own.values, cells * sizeof *rows->own.values);
    hm_release(allocator, rows->own.cells, cells);
}

/* --- separators, one after another --- */

/* There always is a next one: the text of a part ends in a line end. */
typedef struct scanner {
    const char *block;
    uint64_t found;  /* separators of the block not returned yet */
    uint64_t inside; /* all bits set: the block begins between quotes */
    char delimiter;
} scanner;

/* Line ends count between quotes too: a row with one is not plain. */
static uint64_t scan_quoted(scanner *s) {
    const uint64_t quotes = hm_csv_scan(s->block, '"', '"');
    const uint64_t lines = hm_csv_scan(s->block, '\n', '\n');
    const uint64_t delimiters = hm_csv_scan(s->block, s->delimiter, s->delimiter);
    const uint64_t inside = hm_odd_before(quotes) ^ s->inside;
    s->inside = inside >> 63 ? ~UINT64_C(0) : 0;
    return (delimiters & ~inside) | lines;
}

static inline uint64_t scan(scanner *s, bool quoted) {
    return quoted ? scan_quoted(s) : hm_csv_scan(s->block, s->delimiter, '\n');
}

static inline const char *next_separator(scanner *s, bool quoted) {
    while (s->found == 0) {
        s->block += HM_CSV_BLOCK;
        s->found = scan(s, quoted);
    }
    const char *at = s->block + hm_lowest_bit(s->found);
    s->found &= s->found - 1;
    return at;
}

/* --- cells --- */

/* Longer numbers, signs, spaces, NR and NA. */
static uint8_t type_long(bool decimal_comma, const char *text, size_t size, double *value) {
    const hm_cell cell = hm_cell_read(text, size, decimal_comma);
    *value = cell.value;
    return cell.kind == HM_CELL_TEXT || cell.kind == HM_CELL_REJECTED ? HM_CELL_LONG : cell.kind;
}

static inline uint8_t type_cell(bool decimal_comma, const char *text, size_t size, double *value) {
    uint8_t kind = HM_CELL_LONG;
    if (size <= HM_CELL_SHORT_MOST)
        kind = hm_cell_short(hm_load8(text), size, value);
    return kind != HM_CELL_LONG ? kind : type_long(decimal_comma, text, size, value);
}

/* --- rows --- */

/* Where the fields of one row go. Kept in registers: the compiler cannot know that a byte stored
 * among the cells changes nothing of it. */
typedef struct target {
    hm_csv_row *row;
    hm_csv_cells to;
    bool odd;      /* some of its cells are HM_CELL_LONG */
    size_t quotes; /* around the fields so far */
    bool torn;     /* a field has an opening quote only */
} target;

static inline void put_field(target *t, const hm_csv_shape *shape, size_t field, const char *start,
                             size_t size, bool quoted) {
    if (quoted && size > 0 && *start == '"') {
        t->torn |= size < 2 || start[size - 1] != '"';
        t->quotes += 2;
        start++;
        size = size >= 2 ? size - 2 : 0;
    }
    const int32_t column = shape->column[field];
    if (column >= 0) {
        double *value = &t->to.values[(size_t)column * t->to.value_stride];
        const uint8_t kind = type_cell(shape->decimal_comma, start, size, value);
        t->to.cells[(size_t)column * t->to.cell_stride] = kind;
        t->odd |= kind == HM_CELL_LONG;
    } else if (field == shape->city) {
        t->row->city = (hm_text){start, size};
    } else if (field == shape->period) {
        t->row->period = (hm_text){start, size};
    } else if (field == shape->input) {
        t->row->input = (hm_text){start, size};
    }
}

static size_t count_quotes(const char *text, const char *end) {
    size_t count = 0;
    for (; text < end; text++)
        count += *text == '"';
    return count;
}

/* Reads the row at `text`; NULL when it is not plain, else the start of the next. What it holds
 * goes behind the rows before. */
static inline const char *read_row(hm_csv_rows *rows, const hm_csv_shape *given, scanner *scanning,
                                   const hm_csv_cells *cells, const char *text, bool quoted) {
    const hm_csv_shape shape = *given;
    scanner s = *scanning;
    target t = {&rows->rows[rows->count], *cells, false, 0, false};
    t.to.values += rows->count;
    t.to.cells += rows->count;
    uint8_t *steps = rows->steps + rows->count * shape.fields;
    const size_t last = shape.fields - 1;
    const char *start = text;
    size_t most = 0;
    *t.row = (hm_csv_row){.text = text};
    *steps++ = 0;
    for (size_t field = 0; field < last; field++) {
        const char *end = next_separator(&s, quoted);
        if (*end != shape.delimiter)
            return NULL;
        const size_t size = (size_t)(end - start);
        most = size > most ? size : most;
        *steps++ = (uint8_t)(size + 1);
        put_field(&t, &shape, field, start, size, quoted);
        start = end + 1;
    }
    const char *end = next_separator(&s, quoted);
    if (*end != '\n' || most + 1 >= ODD_STEP)
        return NULL;
    const bool cr = end > start && end[-1] == '\r';
    put_field(&t, &shape, last, start, (size_t)(end - start) - cr, quoted);
    if (quoted && (t.torn || count_quotes(text, end) != t.quotes))
        return NULL;
    t.row->odd = t.odd;
    *scanning = s;
    return end + 1;
}

/* False for what may be a blank line. */
static bool has_city(const hm_csv_row *row) {
    return row->city.size > 0 && !hm_is_space(row->city.text[0]);
}

static bool same_text(hm_text a, hm_text b) {
    return a.size == b.size && memcmp(a.text, b.text, a.size) == 0;
}

/* Steps are characters: in rows that are not ASCII they are counted anew. */
static void count_characters(const hm_csv_row *row, const hm_csv_shape *shape, const char *next,
                             uint8_t *steps) {
    if (hm_text_length(row->text, (size_t)(next - row->text)) == (size_t)(next - row->text))
        return;
    const char *text = row->text;
    for (size_t field = 1; field < shape->fields; field++) {
        const size_t size = steps[field];
        steps[field] = (uint8_t)hm_text_length(text, size);
        text += size;
    }
}

/* Takes the row just read in; false when it is left to the reader of csv.h. */
static inline bool keep_row(hm_csv_rows *rows, const hm_csv_shape *shape, const char *next) {
    hm_csv_row *row = &rows->rows[rows->count];
    if (!next || !has_city(row))
        return false;
    row->same = rows->count > 0 && same_text(row->city, row[-1].city) &&
                same_text(row->period, row[-1].period);
    if (!rows->part.ascii)
        count_characters(row, shape, next, rows->steps + rows->count * shape->fields);
    rows->count++;
    return true;
}

/* The rows from `text` to `end`; returns where those taken in end. Twice in one so that files
 * without quotes never ask for them. */
static inline const char *read_rows(hm_csv_rows *rows, const hm_csv_shape *shape,
                                    const hm_csv_cells *cells, const char *text, const char *end,
                                    bool quoted) {
    scanner s = {text, 0, 0, shape->delimiter};
    s.found = scan(&s, quoted);
    while (text < end && rows->count < rows->capacity) {
        const char *next = read_row(rows, shape, &s, cells, text, quoted);
        if (!keep_row(rows, shape, next))
            break;
        text = next;
    }
    return text;
}

static const char *read_rows_quoted(hm_csv_rows *rows, const hm_csv_shape *shape,
                                    const hm_csv_cells *cells, const char *text, const char *end) {
    return read_rows(rows, shape, cells, text, end, true);
}

void hm_csv_rows_read(hm_csv_rows *rows, const hm_csv_shape *shape, const hm_csv_cells *cells) {
    const hm_csv_part *part = &rows->part;
    rows->count = 0;
    rows->next = part->begin;
    if (!part->clean) /* it has to be looked at for what is wrong */
        return;
    const char *text = part->text + (part->begin - part->place);
    const char *end = part->text + (part->end - part->place);
    const char *next = part->quoted ? read_rows_quoted(rows, shape, cells, text, end)
                                    : read_rows(rows, shape, cells, text, end, false);
    rows->next = next < end ? part->place + (next - part->text) : part->end;
}

const char *hm_csv_row_place(const hm_csv_rows *rows, size_t row) {
    return rows->part.place + (rows->rows[row].text - rows->part.text);
}

hm_text hm_csv_row_field(const hm_csv_row *row, const hm_csv_shape *shape, size_t field) {
    const char *at = row->text;
    for (size_t i = 0;; i++) {
        const bool quoted = *at == '"';
        const char *end = at + quoted;
        while (quoted && *end != '"')
            end++;
        end += quoted;
        while (*end != shape->delimiter && *end != '\n')
            end++;
        if (i == field) {
            const bool is_last = field + 1 == shape->fields;
            size_t size = (size_t)(end - at);
            size -= is_last && size > 0 && at[size - 1] == '\r';
            return quoted ? (hm_text){at + 1, size - 2} : (hm_text){at, size};
        }
        at = end + 1;
    }
}
