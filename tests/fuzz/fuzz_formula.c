/* fuzz_formula.c: the bytes choose what a formula is made of, so that it always has a meaning.
 *
 * The formula is opened twice: as an expression and as a function with the same text. Where both
 * give a number it must be the same number: a helper does the same in both forms. After an odd
 * first byte there may be records, which functions cannot read; then there is the expression alone.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

typedef struct writer {
    const uint8_t *data;
    size_t size, at;
    char text[HM_FUZZ_MEASURE];
    size_t length;
    const char *inputs; /* "input." or "v." */
    int records;        /* may read records */
    int has_records;    /* and does */
    int inside;         /* is within a fold of records */
} writer;

static unsigned choose(writer *w, unsigned count) {
    return w->at < w->size ? w->data[w->at++] % count : 0;
}

static void put(writer *w, const char *text) {
    const size_t size = strlen(text);
    if (size < sizeof w->text - w->length) {
        memcpy(w->text + w->length, text, size + 1);
        w->length += size;
    }
}

static void put_number(writer *w, int depth);
static void put_flag(writer *w, int depth);

static void put_input(writer *w, const char *name) {
    put(w, w->inputs);
    put(w, name);
}

/* Written with a point, since functions would compute whole numbers otherwise. */
static void put_constant(writer *w) {
    static const char *const constants[] = {"0.0",   "1.0",  "100.0",  "0.1",  "2.5",   "-3.0",
                                            "1e308", "1e16", "1e-308", "-0.0", "1e-12", "7.0"};
    put(w, constants[choose(w, sizeof constants / sizeof *constants)]);
}

static void put_leaf(writer *w) {
    static const char *const inputs[] = {"a", "b", "n", "q"};
    static const char *const columns[] = {"r.x", "r.y", "r.at", "r.till", "r.d"};
    if (choose(w, 4) == 3)
        put_constant(w);
    else if (w->inside && choose(w, 4) > 0)
        put_input(w, columns[choose(w, 5)]);
    else
        put_input(w, inputs[choose(w, 4)]);
}

/* NAME(NUMBER, ...) */
static void put_call(writer *w, const char *name, unsigned count, int depth) {
    put(w, name);
    put(w, "(");
    for (unsigned i = 0; i < count; i++) {
        put(w, i > 0 ? ", " : "");
        put_number(w, depth);
    }
    put(w, ")");
}

static void put_flags(writer *w, const char *name, const char *end, int depth) {
    put(w, name);
    for (unsigned i = 0, count = 1 + choose(w, 3); i < count; i++) {
        put(w, i > 0 ? ", " : "");
        put_flag(w, depth);
    }
    put(w, end);
}

static void put_infix(writer *w, int depth) {
    static const char *const signs[] = {" + ", " - ", " * ", " / ", " % ", " // ", " ^ "};
    const char *sign = signs[choose(w, 7)];
    put(w, "(");
    put_number(w, depth);
    put(w, sign);
    put_number(w, depth);
    put(w, ")");
}

static void put_when(writer *w, int depth) {
    put(w, "when(");
    put_flag(w, depth);
    put(w, ", ");
    put_number(w, depth);
    put(w, ", ");
    put_number(w, depth);
    put(w, ")");
}

static void put_points(writer *w, int depth) {
    put(w, "points(");
    put_flag(w, depth);
    put(w, ", ");
    put_number(w, depth);
    put(w, ")");
}

static void put_band(writer *w, int depth) {
    put(w, "band(");
    put_number(w, depth);
    put(w, choose(w, 2) ? ", {{over = " : ", {{at_least = ");
    put_number(w, depth);
    put(w, ", ");
    put_number(w, depth);
    put(w, "}, {over = 1.5, 20.0}}, ");
    put_number(w, depth);
    put(w, ")");
}

static void put_weighted(writer *w, int depth) {
    put(w, choose(w, 2) ? "weighted{{0.25, " : "weighted{{3.0, ");
    put_number(w, depth);
    put(w, "}, {0.75, ");
    put_number(w, depth);
    put(w, "}}");
}

static void put_part(writer *w, int depth) {
    static const char *const names[] = {"part('b1', ", "part('b2', ", "part('b3', "};
    put(w, names[choose(w, 3)]);
    put_number(w, depth);
    put(w, choose(w, 2) ? ", 'label')" : ")");
}

static void put_fold(writer *w, int depth) {
    static const char *const folds[] = {"sum(", "mean(", "count_rows(input.r, "};
    const unsigned fold = choose(w, 4);
    w->has_records |= w->records;
    if (w->inside || !w->records || fold == 3) {
        put(w, w->records ? "count_rows(input.r)" : "2.0");
        return;
    }
    w->inside = 1;
    put(w, folds[fold]);
    if (fold == 2)
        put_flag(w, depth);
    else
        put_number(w, depth);
    put(w, ")");
    w->inside = 0;
}

static void put_number(writer *w, int depth) {
    static const struct {
        const char *name;
        unsigned count;
    } calls[] = {{"percent", 2},  {"at_most", 2}, {"at_least", 2}, {"clamp", 3}, {"min", 3},
                 {"max", 2},      {"abs", 1},     {"sqrt", 1},     {"log", 1},   {"exp", 1},
                 {"first_of", 3}, {"percent", 2}, {"-", 1}};
    static void (*const others[])(writer *, int) = {put_infix, put_infix,    put_when, put_points,
                                                    put_band,  put_weighted, put_part, put_fold};
    const unsigned kind = depth > 0 ? choose(w, 24) : 0;
    if (kind < 3)
        put_leaf(w);
    else if (kind < 16)
        put_call(w, calls[kind - 3].name, calls[kind - 3].count, depth - 1);
    else
        others[kind - 16](w, depth - 1);
}

static void put_comparison(writer *w, int depth) {
    static const char *const names[] = {"lt", "le", "gt", "ge", "eq", "ne"};
    put_call(w, names[choose(w, 6)], 2, depth);
}

static void put_text_comparison(writer *w) {
    put(w, choose(w, 2) ? "eq(" : "ne(");
    put_input(w, w->inside && choose(w, 2) ? "r.t" : "c");
    put(w, choose(w, 2) ? ", 'low')" : ", 'high')");
}

static void put_flag(writer *w, int depth) {
    switch (depth > 0 ? choose(w, 8) : choose(w, 2)) {
    case 0:
        put_input(w, w->inside ? "r.ok" : "f");
        return;
    case 1:
        put_input(w, "g");
        return;
    case 2:
        put_flags(w, choose(w, 2) ? "all_of(" : "any_of(", ")", depth - 1);
        return;
    case 3:
        put(w, "negate(");
        put_flag(w, depth - 1);
        put(w, ")");
        return;
    case 4:
        put_call(w, "reported", 1, depth - 1);
        return;
    case 5:
        put_text_comparison(w);
        return;
    default:
        put_comparison(w, depth - 1);
    }
}

/* One formula from the bytes; 0 where it became too long. */
static int write_formula(writer *w, const uint8_t *data, size_t size, int as_function) {
    *w = (writer){.data = data,
                  .size = size,
                  .at = 1,
                  .inputs = as_function ? "v." : "input.",
                  .records = size > 0 && data[0] % 2 == 1};
    put(w, as_function ? "function(v) return " : "");
    put_number(w, 6);
    put(w, as_function ? " end" : "");
    return w->length + 64 < sizeof w->text;
}

static hm_scores *score(const writer *w, int thorough, hm_package **package) {
    *package = hm_fuzz_open_measure(w->text, w->length);
    return *package ? hm_fuzz_check_measure(*package, thorough) : NULL;
}

static void compare(const hm_scores *a, const hm_package *of_a, const hm_scores *b,
                    const hm_package *of_b) {
    const size_t units = hm_dataset_unit_count(hm_fuzz_few_units());
    hm_score_row in_a = HM_SCORE_ROW_INIT, in_b = HM_SCORE_ROW_INIT;
    for (size_t unit = 0; unit < units; unit++) {
        REQUIRE(hm_scores_row(a, unit, hm_package_find(of_a, "I"), &in_a) == HM_OK);
        REQUIRE(hm_scores_row(b, unit, hm_package_find(of_b, "I"), &in_b) == HM_OK);
        if (in_a.has_value && in_b.has_value)
            REQUIRE(in_a.value == in_b.value && in_a.score == in_b.score);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    writer w;
    hm_package *expression = NULL, *function = NULL;
    if (!write_formula(&w, data, size, 0))
        return -1;
    if (getenv("HM_FUZZ_VERBOSE"))
        fprintf(stderr, "    %s\n", w.text);
    hm_scores *of_expression = score(&w, hm_fuzz_is_chosen(data, size), &expression);
    if (of_expression && !w.has_records && write_formula(&w, data, size, 1)) {
        hm_scores *of_function = score(&w, 0, &function);
        REQUIRE(of_function != NULL);
        compare(of_expression, expression, of_function, function);
        hm_scores_free(of_function);
        hm_package_free(function);
    }
    hm_scores_free(of_expression);
    hm_package_free(expression);
    hm_fuzz_end();
    return 0;
}
