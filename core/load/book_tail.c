#include "load/book_tail.h"

#include "base/buffer.h"

struct hm_kept_row {
    hm_book_cell *cells;
    size_t count, capacity;
    hm_buffer texts; /* of the cells, one behind the other */
    uint32_t row;
    bool hidden;
};

void hm_book_tail_open(hm_book_tail *tail, const hm_allocator *allocator, size_t least) {
    *tail =
        (hm_book_tail){.allocator = allocator, .least = least < UINT32_MAX ? least : UINT32_MAX};
}

void hm_book_tail_close(hm_book_tail *tail) {
    for (size_t i = 0; i < tail->row_count; i++) {
        hm_kept_row *row = &tail->rows[i];
        hm_release(tail->allocator, row->cells, row->capacity * sizeof *row->cells);
        hm_buffer_close(&row->texts);
    }
    hm_release(tail->allocator, tail->rows, tail->capacity * sizeof *tail->rows);
}

static bool copy(const hm_allocator *allocator, hm_kept_row *kept, const hm_book_row *row) {
    kept->row = row->row;
    kept->count = 0;
    hm_buffer_clear(&kept->texts);
    for (; kept->count < row->count; kept->count++) {
        if (!hm_grow(allocator, &kept->cells, kept->count, &kept->capacity, sizeof *kept->cells))
            return false;
        kept->cells[kept->count] = row->cells[kept->count];
        hm_buffer_add(&kept->texts, row->cells[kept->count].text, row->cells[kept->count].size);
    }
    size_t offset = 0;
    for (size_t i = 0; i < kept->count && !kept->texts.failed; i++) {
        kept->cells[i].text = kept->texts.data ? kept->texts.data + offset : "";
        offset += kept->cells[i].size;
    }
    return !kept->texts.failed;
}

bool hm_book_tail_keep(hm_book_tail *tail, const hm_book_row *row, bool hidden) {
    const size_t slot = (tail->first + tail->count) % (tail->least + 1);
    if (slot == tail->row_count) {
        if (!hm_grow(tail->allocator, &tail->rows, tail->row_count, &tail->capacity,
                     sizeof *tail->rows))
            return false;
        tail->rows[tail->row_count] = (hm_kept_row){.cells = NULL};
        hm_buffer_open(&tail->rows[tail->row_count++].texts, tail->allocator);
    }
    tail->rows[slot].hidden = hidden;
    tail->count++;
    return copy(tail->allocator, &tail->rows[slot], row);
}

bool hm_book_tail_take(hm_book_tail *tail, hm_book_row *row, bool *hidden) {
    if (tail->count <= tail->least)
        return false;
    const hm_kept_row *oldest = &tail->rows[tail->first];
    *row = (hm_book_row){.cells = oldest->cells, .count = oldest->count, .row = oldest->row};
    *hidden = oldest->hidden;
    tail->first = (tail->first + 1) % (tail->least + 1);
    tail->count--;
    return true;
}
