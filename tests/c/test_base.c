/* Tests of the base room: memory, names, buffers, errors, threads. */
#include "core_support.h"

#include <stdatomic.h>

#include "base/buffer.h"
#include "base/names.h"
#include "base/resources.h"
#include "platform/large.h"
#include "platform/pipeline.h"
#include "platform/threads.h"

/* --- memory --- */

static void memory_arena_gives_aligned_pieces_of_their_own(void **state) {
    (void)state;
    counted c = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &c};
    const size_t sizes[] = {0, 1, 7, 8, 4000, 8000, 9000, 1, 100000, 3};
    unsigned char *pieces[COUNT(sizes)];
    hm_arena arena;
    hm_arena_open(&arena, &allocator);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        pieces[i] = hm_arena_take(&arena, sizes[i]);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(pieces[i][k], i + 1);
    hm_arena_close(&arena);
    assert_int_equal(c.bytes, 0);
    assert_int_equal(c.pieces, 0);
}

static void memory_arena_packs_small_pieces_beside_large_ones(void **state) {
    (void)state;
    counted c = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &c};
    hm_arena arena;
    hm_arena_open(&arena, &allocator);
    for (int i = 0; i < 4; i++) { /* a large piece must not close the block with room */
        assert_non_null(hm_arena_take(&arena, 16));
        assert_non_null(hm_arena_take(&arena, 50000));
    }
    assert_int_equal(c.calls, 5);
    hm_arena_close(&arena);
    assert_int_equal(c.bytes, 0);
}

static void memory_sizes_that_overflow_are_refused(void **state) {
    (void)state;
    hm_arena arena;
    hm_arena_open(&arena, hm_allocator_default());
    assert_null(hm_arena_take(&arena, SIZE_MAX));
    assert_null(hm_arena_take_array(&arena, SIZE_MAX / 4, 8));
    assert_null(hm_allocate_array(hm_allocator_default(), SIZE_MAX / 2 + 1, 2));
    hm_arena_close(&arena);
}

static void memory_grow_keeps_elements_and_doubles(void **state) {
    (void)state;
    counted c = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &c};
    int *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 1000; i++) {
        assert_true(hm_grow(&allocator, &items, i, &capacity, sizeof *items));
        items[i] = (int)i;
    }
    assert_int_equal(capacity, 1024); /* 16, 32, ... */
    assert_int_equal(c.calls, 7);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    c.refused = c.calls + 1;
    assert_false(hm_grow(&allocator, &items, 1024, &capacity, sizeof *items));
    assert_int_equal(capacity, 1024);
    hm_release(&allocator, items, capacity * sizeof *items);
    assert_int_equal(c.bytes, 0);
}

/* An array of none is a piece all the same, and its sizes agree on both sides. */
static void memory_large_blocks_are_like_others(void **state) {
    (void)state;
    counted c = {0};
    const hm_allocator counting = {counted_resize, &c};
    const hm_allocator *const allocators[] = {&counting, hm_allocator_default()};
    const size_t sizes[] = {1,
                            4096,
                            ((size_t)512 << 10) - 1,
                            (size_t)512 << 10,
                            ((size_t)4 << 20) - 1,
                            ((size_t)4 << 20) + 1,
                            9000000};
    for (size_t i = 0; i < 2 * COUNT(sizes); i++) {
        const hm_allocator *allocator = allocators[i % 2];
        const size_t size = sizes[i / 2];
        unsigned char *block = hm_allocate_large(allocator, size);
        assert_non_null(block);
        memset(block, 7, size);
        block = hm_resize(allocator, block, size, 2 * size); /* what was written comes along */
        assert_non_null(block);
        assert_int_equal(block[0] + block[size - 1], 14);
        hm_release(allocator, block, 2 * size);
    }
    assert_int_equal(c.calls, 2 * COUNT(sizes));
    assert_int_equal(c.bytes, 0);
    c.refused = c.calls + 1;
    assert_null(hm_allocate_large(&counting, (size_t)8 << 20));
}

static void memory_nothing_is_counted_alike_on_both_sides(void **state) {
    (void)state;
    counted c = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &c};
    void *none = hm_allocate_array(&allocator, 0, 8);
    assert_non_null(none);
    hm_release(&allocator, none, 0);
    hm_release(&allocator, NULL, 8);
    assert_int_equal(c.bytes, 0);
    assert_int_equal(c.pieces, 0);
}

/* --- names --- */

static void names_number_texts_from_0_on(void **state) {
    (void)state;
    char text[16];
    hm_names names;
    hm_names_open(&names, hm_allocator_default());
    assert_int_equal(hm_names_find(&names, "t0", 2), HM_NO_NAME);
    for (uint32_t i = 0; i < 5000; i++) {
        const int size = snprintf(text, sizeof text, "t%u", i);
        assert_int_equal(hm_names_intern(&names, text, (size_t)size), i);
    }
    const char *first = names.texts[0];
    for (uint32_t i = 0; i < 5000; i++) {
        const int size = snprintf(text, sizeof text, "t%u", i);
        assert_int_equal(hm_names_intern(&names, text, (size_t)size), i);
        assert_int_equal(hm_names_find(&names, text, (size_t)size), i);
        assert_string_equal(names.texts[i], text);
    }
    assert_ptr_equal(names.texts[0], first);
    assert_int_equal(names.count, 5000);
    assert_int_equal(hm_names_find(&names, "t5000", 5), HM_NO_NAME);
    hm_names_close(&names);
}

static void names_tell_sizes_and_bytes_apart(void **state) {
    (void)state;
    hm_names names;
    hm_names_open(&names, hm_allocator_default());
    assert_int_equal(hm_names_intern(&names, "", 0), 0);
    assert_int_equal(hm_names_intern(&names, "a", 1), 1);
    assert_int_equal(hm_names_intern(&names, "a\0", 2), 2);
    assert_int_equal(hm_names_intern(&names, "A", 1), 3);
    assert_int_equal(hm_names_intern(&names, "", 0), 0);
    hm_names_close(&names);
}

/* --- buffers and errors --- */

static void buffer_joins_texts_and_numbers(void **state) {
    (void)state;
    counted c = {.refused = 0};
    const hm_allocator allocator = {counted_resize, &c};
    hm_buffer buffer;
    hm_buffer_open(&buffer, &allocator);
    hm_buffer_add_text(&buffer, "a");
    hm_buffer_add_char(&buffer, '=');
    hm_buffer_add_number(&buffer, 0.1);
    hm_buffer_format(&buffer, "; %s %d", "b", 7);
    hm_buffer_add(&buffer, "", 0);
    assert_string_equal(buffer.data, "a=0.1; b 7");
    assert_int_equal(buffer.size, 10);
    hm_buffer_clear(&buffer);
    assert_string_equal(buffer.data, "");
    assert_null(hm_buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    hm_buffer_add_text(&buffer, "nothing more is taken");
    assert_int_equal(buffer.size, 0);
    hm_buffer_close(&buffer);
    assert_int_equal(c.bytes, 0);
}

static void error_is_one_line_with_its_location(void **state) {
    (void)state;
    hm_error error;
    memset(&error, 'x', sizeof error);
    assert_int_equal(hm_error_at(&error, HM_ERROR_DATA, "f.csv", 3, 4, "a\n%s", "b"),
                     HM_ERROR_DATA);
    assert_string_equal(error.message, "a\\nb");
    assert_string_equal(error.file, "f.csv");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 4);
    /* its own texts may be given back to it */
    hm_error_at(&error, HM_ERROR_PACKAGE, error.file, 5, 0, "extends: %s", error.message);
    assert_string_equal(error.message, "extends: a\\nb");
    assert_string_equal(error.file, "f.csv");
    assert_int_equal(hm_error_memory(NULL), HM_ERROR_MEMORY);
}

/* --- resources --- */

static void resources_are_found_by_their_names_alone(void **state) {
    (void)state;
    size_t size = 0;
    const char *text = hm_resource_find("scripts/author/helpers.lua", &size);
    assert_non_null(text);
    assert_int_equal(strlen(text), size);
    assert_null(hm_resource_find("scripts/author/helpers.lu", &size));
    assert_null(hm_resource_find("scripts/author/helpers.luaa", &size));
    assert_null(hm_resource_find("", &size));
    assert_int_equal(hm_resource_first("zzz"), hm_resource_count);
    for (size_t i = 1; i < hm_resource_count; i++)
        assert_true(strcmp(hm_resources[i - 1].name, hm_resources[i].name) < 0);
}

/* --- threads --- */

enum { CHUNKS = 1000 };

struct tally {
    atomic_int seen[CHUNKS];
    atomic_size_t calls;
    size_t most_worker;
    size_t stop_after; /* 0: never */
};

static bool tally_chunk(void *context, size_t worker, size_t chunk) {
    struct tally *t = context;
    assert_true(worker <= t->most_worker);
    atomic_fetch_add(&t->seen[chunk], 1);
    const size_t calls = atomic_fetch_add(&t->calls, 1) + 1;
    return t->stop_after == 0 || calls < t->stop_after;
}

static void threads_do_every_chunk_once(void **state) {
    (void)state;
    for (size_t jobs = 0; jobs <= 4; jobs++) {
        static struct tally t;
        hm_error error;
        memset(&t, 0, sizeof t);
        t.most_worker = jobs > 0 ? jobs - 1 : 0;
        assert_int_equal(
            hm_threads_run(jobs, CHUNKS, tally_chunk, &t, hm_allocator_default(), &error), HM_OK);
        assert_int_equal(t.calls, CHUNKS);
        for (size_t i = 0; i < CHUNKS; i++)
            assert_int_equal(t.seen[i], 1);
    }
}

static void threads_stop_early_when_told(void **state) {
    (void)state;
    for (size_t jobs = 1; jobs <= 4; jobs++) {
        static struct tally t;
        hm_error error;
        memset(&t, 0, sizeof t);
        t.most_worker = jobs - 1;
        t.stop_after = 10;
        assert_int_equal(
            hm_threads_run(jobs, CHUNKS, tally_chunk, &t, hm_allocator_default(), &error), HM_OK);
        /* each of the others may be in the middle of a chunk, and see the stop after it */
        assert_in_range(t.calls, 10, 10 + jobs - 1);
    }
}

static void threads_without_chunks_do_nothing(void **state) {
    (void)state;
    static struct tally t;
    hm_error error;
    assert_int_equal(hm_threads_run(4, 0, tally_chunk, &t, hm_allocator_default(), &error), HM_OK);
    assert_int_equal(t.calls, 0);
    assert_true(hm_threads_available() >= 1);
}

/* --- pipeline --- */

typedef struct line {
    size_t begun, taken;           /* how many chunks */
    size_t slots[64];              /* what chunk a slot holds, + 1 */
    bool begun_wrong, taken_wrong; /* begun on one thread, taken on another */
} line;

static void begin_chunk(void *context, size_t slot, size_t chunk) {
    line *l = context;
    l->begun_wrong |= chunk != l->begun++; /* one at a time, in order: no lock */
    l->slots[slot] = chunk + 1;
}

static void make_chunk(void *context, size_t slot, size_t chunk) {
    line *l = context;
    l->slots[slot] = l->slots[slot] == chunk + 1 ? 2 * (chunk + 1) : 0;
}

static bool take_chunk(void *context, size_t slot, size_t chunk) {
    line *l = context;
    l->taken_wrong |= chunk != l->taken++ || l->slots[slot] != 2 * (chunk + 1);
    return chunk < 700;
}

static void pipeline_begins_and_takes_in_order(void **state) {
    (void)state;
    for (size_t jobs = 1; jobs <= 4; jobs++) {
        for (size_t round = 0; round < 6; round++) {
            const size_t chunks = round / 2 * 500;
            line l = {0};
            const hm_pipeline pipeline = {.jobs = jobs,
                                          .chunks = chunks,
                                          .begin = begin_chunk,
                                          .make = make_chunk,
                                          .take = take_chunk,
                                          .context = &l,
                                          .takes_only = round % 2 == 1};
            assert_in_range(hm_pipeline_slots(jobs), jobs, COUNT(l.slots));
            hm_pipeline_run(&pipeline);
            assert_false(l.begun_wrong || l.taken_wrong);
            assert_int_equal(l.taken, chunks < 701 ? chunks : 701); /* then `take` says stop */
            assert_in_range(l.begun, l.taken, l.taken + hm_pipeline_slots(jobs));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_arena_gives_aligned_pieces_of_their_own),
        cmocka_unit_test(memory_arena_packs_small_pieces_beside_large_ones),
        cmocka_unit_test(memory_sizes_that_overflow_are_refused),
        cmocka_unit_test(memory_grow_keeps_elements_and_doubles),
        cmocka_unit_test(memory_large_blocks_are_like_others),
        cmocka_unit_test(pipeline_begins_and_takes_in_order),
        cmocka_unit_test(memory_nothing_is_counted_alike_on_both_sides),
        cmocka_unit_test(names_number_texts_from_0_on),
        cmocka_unit_test(names_tell_sizes_and_bytes_apart),
        cmocka_unit_test(buffer_joins_texts_and_numbers),
        cmocka_unit_test(error_is_one_line_with_its_location),
        cmocka_unit_test(resources_are_found_by_their_names_alone),
        cmocka_unit_test(threads_do_every_chunk_once),
        cmocka_unit_test(threads_stop_early_when_told),
        cmocka_unit_test(threads_without_chunks_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
