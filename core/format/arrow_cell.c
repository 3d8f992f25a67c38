/* arrow_cell.c: one cell of an Arrow column. */
#include <string.h>

#include "format/arrow.h"

static bool bit_at(const void *bits, size_t at) {
    return ((const uint8_t *)bits)[at / 8] >> at % 8 & 1;
}

static bool is_there(const hm_arrow_cells *cells, size_t at) {
    return !cells->validity || bit_at(cells->validity, cells->offset + at);
}

/* By memcpy, as nobody promises that buffers are aligned. */
static int64_t signed_at(const hm_arrow_cells *cells, size_t at) {
    const char *from = (const char *)cells->values + (cells->offset + at) * cells->width;
    int8_t a;
    int16_t b;
    int32_t c;
    int64_t d;
    switch (cells->width) {
    case sizeof a:
        memcpy(&a, from, sizeof a);
        return a;
    case sizeof b:
        memcpy(&b, from, sizeof b);
        return b;
    case sizeof c:
        memcpy(&c, from, sizeof c);
        return c;
    default:
        memcpy(&d, from, sizeof d);
        return d;
    }
}

static uint64_t unsigned_at(const hm_arrow_cells *cells, size_t at) {
    const uint64_t bits = (uint64_t)signed_at(cells, at);
    return cells->width < sizeof bits ? bits & ((UINT64_C(1) << cells->width * 8) - 1) : bits;
}

static double number_at(const hm_arrow_cells *cells, size_t at) {
    const char *from = (const char *)cells->values + (cells->offset + at) * cells->width;
    double number;
    float half;
    if (cells->width == sizeof half) {
        memcpy(&half, from, sizeof half);
        return half;
    }
    memcpy(&number, from, sizeof number);
    return number;
}

static hm_arrow_value whole_at(const hm_arrow_cells *cells, size_t at) {
    hm_arrow_value value = {.what = HM_ARROW_IS_WHOLE};
    if (cells->kind == HM_ARROW_UNSIGNED) {
        value.size = unsigned_at(cells, at);
    } else {
        const int64_t number = signed_at(cells, at);
        value.is_negative = number < 0;
        value.size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    }
    value.number = value.is_negative ? -(double)value.size : (double)value.size;
    return value;
}

/* Offsets are read as unsigned ones: those below 0 are too great then. */
static uint64_t text_offset(const hm_arrow_cells *cells, size_t at) {
    return unsigned_at(cells, at);
}

uint64_t hm_arrow_text_end(const hm_arrow_cells *cells) {
    return text_offset(cells, cells->count);
}

static hm_arrow_value text_at(const hm_arrow_cells *cells, size_t at) {
    const uint64_t widest = cells->width < 8 ? INT32_MAX : INT64_MAX;
    const uint64_t most = cells->text_end < widest ? cells->text_end : widest;
    const uint64_t begin = text_offset(cells, at), end = text_offset(cells, at + 1);
    if (begin > end || end > most || (!cells->texts && end > begin))
        return (hm_arrow_value){.what = HM_ARROW_BROKEN};
    return (hm_arrow_value){
        .what = HM_ARROW_IS_TEXT,
        .text = {cells->texts ? cells->texts + begin : "", (size_t)(end - begin)}};
}

static hm_arrow_value cell_at(const hm_arrow_cells *cells, size_t at) {
    if (cells->kind == HM_ARROW_NULL || !is_there(cells, at))
        return (hm_arrow_value){.what = HM_ARROW_MISSING};
    switch (cells->kind) {
    case HM_ARROW_FLAG:
        return (hm_arrow_value){.what = HM_ARROW_IS_FLAG,
                                .number = bit_at(cells->values, cells->offset + at)};
    case HM_ARROW_NUMBER:
        return (hm_arrow_value){.what = HM_ARROW_IS_NUMBER, .number = number_at(cells, at)};
    case HM_ARROW_TEXT:
        return text_at(cells, at);
    case HM_ARROW_DATE:
    case HM_ARROW_DATETIME:
    case HM_ARROW_DURATION:
        return (hm_arrow_value){.what = HM_ARROW_IS_TIME, .time = {signed_at(cells, at), cells}};
    default:
        return whole_at(cells, at);
    }
}

hm_arrow_value hm_arrow_get(const hm_arrow_batch *batch, size_t row, size_t column) {
    const hm_arrow_column *from = &batch->columns[column];
    const size_t at = batch->offset + row;
    if (batch->validity && !bit_at(batch->validity, at))
        return (hm_arrow_value){.what = HM_ARROW_MISSING};
    const hm_arrow_value value = cell_at(&from->cells, at);
    if (!from->has_dictionary || value.what == HM_ARROW_MISSING)
        return value;
    if (value.is_negative || value.size >= from->dictionary.count)
        return (hm_arrow_value){.what = HM_ARROW_BROKEN};
    return cell_at(&from->dictionary, (size_t)value.size);
}

size_t hm_arrow_print_whole(const hm_arrow_value *value, char *out) {
    char digits[24];
    size_t count = 0, size = 0;
    uint64_t left = value->size;
    do {
        digits[count++] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value->is_negative)
        out[size++] = '-';
    while (count > 0)
        out[size++] = digits[--count];
    out[size] = '\0';
    return size;
}

bool hm_arrow_is_plain(const hm_arrow_batch *batch, size_t column) {
    const hm_arrow_column *from = &batch->columns[column];
    return !batch->validity && !from->has_dictionary && from->kind == HM_ARROW_NUMBER &&
           from->cells.width == sizeof(double) &&
           (uintptr_t)from->cells.values % _Alignof(double) == 0;
}
