/* Tests of the base room: memory, names, issues, buffers, errors, threads. */
#include "core_support.h"

#include <stdatomic.h>

#include "base/buffer.h"
#include "base/issue_words.h"
#include "base/issues.h"
#include "base/names.h"
#include "base/text.h"
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

/* --- issues --- */

/* Something is wrong at a place, in these words. */
static void add_at(hm_issues *issues, const char *file, uint32_t line, uint32_t column,
                   const char *words) {
    hm_issues_add(issues, HM_ISSUE_WRONG_SCRIPT, &(hm_subject){.at = {file, line, column}},
                  &(hm_issue_texts){.detail = words});
}

static void issues_quote_what_would_break_the_line(void **state) {
    (void)state;
    hm_issues issues;
    hm_issues_open(&issues, hm_allocator_default());
    add_at(&issues, "a.csv", 2, 3, "found a\nb\tc\x1b");
    hm_issues_add(&issues, HM_ISSUE_NOTHING_TO_RANK, &(hm_subject){0}, NULL);
    assert_string_equal(message_of(hm_issues_get(&issues, 0)).text, "found a\\nb\\tc\\u{1B}");
    assert_string_equal(hm_issues_get(&issues, 0)->file, "a.csv");
    assert_string_equal(hm_issues_get(&issues, 1)->file, "");
    assert_null(hm_issues_get(&issues, 2));
    assert_null(hm_issues_get(NULL, 0));
    assert_int_equal(hm_issues_count(NULL), 0);
    assert_int_equal(hm_issues_count_of(&issues, HM_REJECTED), 1);
    assert_int_equal(hm_issues_count_of(&issues, HM_WARNING), 1);
    assert_int_equal(hm_issues_count_of(&issues, HM_NOTE), 0);
    assert_int_equal(hm_issues_count_of(&issues, (hm_severity)7), 0);
    hm_issues_close(&issues);
}

static void issues_cut_messages_that_nobody_reads(void **state) {
    (void)state;
    char text[5000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    hm_issues issues;
    hm_issues_open(&issues, hm_allocator_default());
    add_at(&issues, "", 0, 0, text);
    const issue_message cut = message_of(hm_issues_get(&issues, 0));
    assert_int_equal(strlen(cut.text), HM_ISSUE_MESSAGE_SIZE - 1);
    assert_string_equal(cut.text + HM_ISSUE_MESSAGE_SIZE - 5, "x...");
    text[HM_ISSUE_MESSAGE_SIZE - 1] = '\0'; /* the longest that is shown whole */
    add_at(&issues, "", 0, 0, text);
    assert_string_equal(message_of(hm_issues_get(&issues, 1)).text, text);
    char little[8];
    assert_int_equal(hm_issue_message(hm_issues_get(&issues, 1), little, sizeof little), 7);
    assert_string_equal(little, "xxxx...");
    assert_int_equal(hm_issue_message(hm_issues_get(&issues, 1), little, 0), 0);
    hm_issues_close(&issues);
}

/* What the fields of an issue do to its words; the words by hand. */
static void issues_are_made_into_words_when_read(void **state) {
    (void)state;
    const hm_location at = {"a.csv", 2, 3}, nowhere = {"", 0, 0};
    static const hm_location there = {"b.csv", 7, 1}, line = {"p/inputs.lua", 4, 0};
    static const hm_location call = {"", 0, 0};
    const struct {
        hm_issue_code code;
        hm_subject subject;
        hm_issue_texts texts;
        const char *code_word, *message;
    } cases[] = {
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = at, .city = "Aville", .period = "2025", .input = "x"},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "input \"x\": found \"1e400\", expected less"},
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = nowhere, .city = "Aville", .period = "2025", .input = "x"},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "Aville, 2025: input \"x\": found \"1e400\", expected less"},
        {HM_ISSUE_NUMBER_TOO_LARGE,
         {.at = at},
         {.found = "1e400", .expected = "less"},
         "number_too_large",
         "found \"1e400\", expected less"},
        {HM_ISSUE_OTHER_FIGURE,
         {.at = at, .input = "x"},
         {.found = "1", .detail = "\"2\"", .there = there},
         "other_figure",
         "input \"x\": found \"1\", which differs from b.csv:7:1: \"2\"; both are rejected"},
        {HM_ISSUE_REPEATED_FIGURE,
         {.at = at},
         {.found = "1", .there = call},
         "repeated_figure",
         "found \"1\", which repeats an earlier call"},
        {HM_ISSUE_INPUT_TWICE,
         {.at = at, .input = "x"},
         {.there = line},
         "duplicate_input",
         "input \"x\" is defined already, at p/inputs.lua:4: list its name alone here"},
        {HM_ISSUE_UNSUITABLE_FIGURE,
         {.at = at, .input = "x"},
         {.found = "{found} {", .expected = "a number", .detail = "write it", .nearest = "n"},
         "unsuitable_figure",
         "input \"x\": found \"{found} {\", expected a number: write it: did you mean \"n\"?"},
    };
    hm_issues issues, copy;
    hm_issues_open(&issues, hm_allocator_default());
    hm_issues_open(&copy, hm_allocator_default());
    for (size_t i = 0; i < COUNT(cases); i++)
        hm_issues_add(&issues, cases[i].code, &cases[i].subject, &cases[i].texts);
    hm_issues_append(&copy, &issues);
    hm_issues_close(&issues); /* a copy has words of its own */
    for (size_t i = 0; i < COUNT(cases); i++) {
        const hm_issue *issue = hm_issues_get(&copy, i);
        char said[HM_ISSUE_MESSAGE_SIZE];
        assert_string_equal(issue->code, cases[i].code_word);
        assert_string_equal(message_of(issue).text, cases[i].message);
        (void)hm_issue_say(cases[i].code, &cases[i].subject, &cases[i].texts, said, sizeof said);
        assert_string_equal(said, cases[i].message);
    }
    hm_issues_close(&copy);
}

static bool is_field(const char *name, size_t size) {
    static const char *const fields[] = {"city",    "period", "input",  "node",
                                         "found",   "name",   "detail", "there",
                                         "nearest", "figure", "advice", "expected"};
    for (size_t i = 0; i < COUNT(fields); i++)
        if (strlen(fields[i]) == size && memcmp(fields[i], name, size) == 0)
            return true;
    return false;
}

/* Every code has a row, whose braces name what there is. */
static void issue_codes_have_words(void **state) {
    (void)state;
    for (unsigned code = 0; code < HM_ISSUE_CODE_COUNT; code++) {
        const hm_issue_row *row = hm_issue_row_of((hm_issue_code)code);
        assert_non_null(row->code);
        assert_int_equal(strspn(row->code, "abcdefghijklmnopqrstuvwxyz_8"), strlen(row->code));
        assert_true(*row->words);
        for (const char *brace = row->words; (brace = strchr(brace, '{')); brace++)
            if (!is_field(brace + 1 + (brace[1] == '*'),
                          strcspn(brace + 1, "}") - (brace[1] == '*')))
                fail_msg("%s: %s", row->code, row->words);
    }
}

static void issues_sort_by_location_and_keep_equals_in_order(void **state) {
    (void)state;
    static const struct {
        const char *file;
        uint32_t line, column;
        const char *message;
    } given[] = {{"b", 2, 1, "4"}, {"a", 9, 9, "7"}, {"b", 1, 5, "2"}, {"b", 1, 2, "0"},
                 {"b", 1, 5, "3"}, {"a", 1, 1, "6"}, {"b", 1, 2, "1"}, {"b", 3, 0, "5"}};
    hm_issues issues, more;
    hm_issues_open(&issues, hm_allocator_default());
    hm_issues_open(&more, hm_allocator_default());
    hm_issues_sort(&issues); /* none */
    for (size_t i = 0; i < COUNT(given); i++)
        add_at(&more, given[i].file, given[i].line, given[i].column, given[i].message);
    hm_issues_append(&issues, &more);
    hm_issues_close(&more);
    hm_issues_sort(&issues);
    for (size_t i = 0; i < COUNT(given); i++)
        assert_int_equal(message_of(hm_issues_get(&issues, i)).text[0], '0' + (int)i);
    hm_issues_close(&issues);
}

/* 3,000 of one kind and 2 of another in three lists, of which 2 a kind are kept; lines by hand. */
static void issues_of_a_kind_are_counted(void **state) {
    (void)state;
    hm_issues lists[3], all;
    hm_issues_open(&all, hm_allocator_default());
    all.most = 2;
    for (uint32_t k = 0; k < 3; k++) {
        hm_issues_open(&lists[k], hm_allocator_default());
        lists[k].most = 2;
        for (uint32_t i = 1; i <= 1000; i++)
            hm_issues_add(&lists[k], HM_ISSUE_DOUBTFULLY_LARGE,
                          &(hm_subject){.at = {"f", 1000 * k + i, 0}, .input = "x"},
                          &(hm_issue_texts){.found = hm_digits_of(1000 * k + i).text, .name = "0"});
        if (k != 1)
            hm_issues_add(&lists[k], HM_ISSUE_WRONG_MEASURE, &(hm_subject){.node = "N"},
                          &(hm_issue_texts){.detail = "alone"});
        hm_issues_append(&all, &lists[k]);
        hm_issues_close(&lists[k]);
    }
    hm_issues_sort(&all);
    static const struct {
        uint32_t line;
        size_t count;
        const char *rows, *message;
    } expected[] = {
        {1, 1, "", "input \"x\": found \"1\", which is above 0: doubtful"},
        {2, 1, "", "input \"x\": found \"2\", which is above 0: doubtful"},
        {3, 2998, "3 to 3000", "input \"x\": 2998 more like these, on lines 3 to 3000"},
        {0, 1, "", "indicator N: alone"},
        {0, 1, "", "indicator N: alone"},
    };
    assert_int_equal(hm_issues_count(&all), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const hm_issue *issue = hm_issues_get(&all, i);
        assert_int_equal(issue->line, expected[i].line);
        assert_int_equal(issue->count, expected[i].count);
        assert_string_equal(issue->rows, expected[i].rows);
        assert_string_equal(message_of(issue).text, expected[i].message);
    }
    assert_int_equal(hm_issues_count_of(&all, HM_WARNING), 3000);
    assert_int_equal(hm_issues_count_of(&all, HM_REJECTED), 2);
    hm_issues *brief = hm_issues_brief(&all, 1, NULL);
    assert_int_equal(hm_issues_count(brief), 4);
    assert_string_equal(message_of(hm_issues_get(brief, 1)).text,
                        "input \"x\": 2999 more like this, on lines 2 to 3000");
    assert_string_equal(message_of(hm_issues_get(brief, 3)).text, "node \"N\": 1 more like this");
    hm_issues_free(brief);
    hm_issues_free(NULL);
    hm_issues_close(&all);
}

static void issues_say_where_others_are(void **state) {
    (void)state;
    static const struct {
        uint32_t lines[12];
        const char *rows;
    } cases[] = {
        {{5, 0}, "5"},
        {{5, 5, 5, 6, 0}, "5 to 6"},
        {{5, 7, 9, 10, 0}, "5, 7, 9 to 10"},
        {{2, 4, 6, 8, 10, 12, 14, 99, 20, 0}, "2, 4, 6, 8, 10, 12 and others up to 99"},
        {{90, 4, 6, 8, 10, 12, 14, 0}, "90, 4, 6, 8, 10, 12 and others up to 90"},
        {{0}, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hm_lines lines = {.count = 0};
        char text[256];
        for (size_t k = 0; cases[i].lines[k] > 0; k++)
            hm_lines_add(&lines, cases[i].lines[k], cases[i].lines[k]);
        hm_lines_print(&lines, text, sizeof text);
        assert_string_equal(text, cases[i].rows);
    }
}

static void issues_lost_for_lack_of_memory_are_remembered(void **state) {
    (void)state;
    counted c = {.refused = 1};
    const hm_allocator allocator = {counted_resize, &c};
    hm_issues issues;
    hm_issues_open(&issues, &allocator);
    add_at(&issues, "f", 1, 1, "lost");
    assert_int_equal(issues.count, 0);
    assert_true(issues.out_of_memory);
    hm_issues_close(&issues);
    assert_int_equal(c.bytes, 0);
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
        cmocka_unit_test(issues_quote_what_would_break_the_line),
        cmocka_unit_test(issues_cut_messages_that_nobody_reads),
        cmocka_unit_test(issues_are_made_into_words_when_read),
        cmocka_unit_test(issue_codes_have_words),
        cmocka_unit_test(issues_sort_by_location_and_keep_equals_in_order),
        cmocka_unit_test(issues_of_a_kind_are_counted),
        cmocka_unit_test(issues_say_where_others_are),
        cmocka_unit_test(issues_lost_for_lack_of_memory_are_remembered),
        cmocka_unit_test(buffer_joins_texts_and_numbers),
        cmocka_unit_test(error_is_one_line_with_its_location),
        cmocka_unit_test(resources_are_found_by_their_names_alone),
        cmocka_unit_test(threads_do_every_chunk_once),
        cmocka_unit_test(threads_stop_early_when_told),
        cmocka_unit_test(threads_without_chunks_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
