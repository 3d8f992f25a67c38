/* Functions called for one unit after the other: what happens in the middle of a stretch costs the
 * unit it happens to and no other, and nothing of one unit is seen by the next. */
#include "embed_support.h"

enum { CITIES = 600, LAST = CITIES - 1 }; /* more than a block of 512 units */

static const char inputs[] =
    "return { number { \"x\", \"X\" }, number { \"y\", \"Y\" }, number { \"z\", \"Z\" }, flag { "
    "\"w\", \"W\" },\n"
    "  choice { \"mood\", \"Mood\", options = { \"fine\", \"dull\", \"stormy\" } } }\n";
#define MANIFEST(more)                                                                             \
    "return package { name = \"p\", version = \"1\", api = 1,\n  " more                            \
    " nodes = { { \"R\", \"Root\" } } }\n"
#define INDICATOR(code, more)                                                                      \
    "return indicator { code = \"" code "\", parent = \"R\", name = \"" code "\",\n"               \
    "  " more " }\n"
#define OF_X(code, body) INDICATOR(code, "inputs = { \"x\" }, measure = function(v)\n" body " end")

/* City i reports x = i, y = i / 2, a mood, and the same z and w as its neighbours, where it does.
 */
static bool is_y_bad(size_t i) {
    return i % 50 == 20;
}
static bool is_y_missing(size_t i) {
    return i % 7 == 3;
}
static size_t mood_of(size_t i) { /* the length of its word; 0: missing */
    return i % 11 == 5 ? 0 : i % 3 == 2 ? 6 : 4;
}

static bool is_w_missing(size_t i) {
    return i % 30 > 25;
}

static hm_dataset *open_cities(void) {
    static char csv[CITIES * 64 + 64];
    static const char *const moods[] = {"fine", "dull", "stormy"};
    int size = sprintf(csv, "city,period,x,y,mood,z,w\n");
    for (size_t i = 0; i < CITIES; i++) {
        size += sprintf(csv + size, "c%zu,2025,%zu,", i, i);
        if (is_y_bad(i))
            size += sprintf(csv + size, "bad,");
        else if (is_y_missing(i))
            size += sprintf(csv + size, "NR,");
        else
            size += sprintf(csv + size, "%zu.%c,", i / 2, i % 2 ? '5' : '0');
        size += sprintf(csv + size, "%s,%zu,%s\n", mood_of(i) == 0 ? "NR" : moods[i % 3], i / 20,
                        is_w_missing(i) ? "NR"
                        : i / 10 % 2    ? "yes"
                                        : "no");
    }
    return open_text(csv);
}

/* What a city must get (values may lie outside the scale); `reason` NULL: none. */
struct expected {
    hm_state state;
    double value;
    const char *reason;
};
typedef struct expected expect(size_t city);

static struct expected value_of(double value) {
    return (struct expected){HM_OBSERVED, value, NULL};
}

static void assert_row(const hm_scores *scores, size_t city, size_t node, struct expected e) {
    const hm_score_row row = row_of(scores, city, node);
    const char *reason = hm_scores_reason(scores, city, node);
    if (row.status != e.state || (e.state == HM_OBSERVED && row.value != e.value))
        fail_msg("city %zu: %s %.17g, expected %s %.17g (%s)", city, hm_state_status(row.status),
                 row.value, hm_state_status(e.state), e.value, reason ? reason : "");
    if (!e.reason)
        assert_null(reason);
    else
        assert_string_equal(reason, e.reason);
}

/* The package of the scripts F and, unless it is NULL, G. */
static hm_package *open_two(const char *manifest, const char *f, const char *g,
                            const hm_package_options *options) {
    const hm_package_file files[] = {{"package.lua", manifest, strlen(manifest)},
                                     FILE_OF("inputs.lua", inputs),
                                     {"f.lua", f, strlen(f)},
                                     {"g.lua", g, g ? strlen(g) : 0}};
    return open_files("p", files, g ? 4 : 3, options);
}

static uint64_t steps_most; /* 0: the default */

/* Both must come out as expected with one thread and with two; usage is F's. */
static hm_usage assert_scores(const char *f, expect *of_f, const char *g, expect *of_g) {
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    hm_usage usage = HM_USAGE_INIT;
    options.limits.steps = steps_most;
    options.limits.seconds = 60; /* however busy the machine is */
    hm_package *package = open_two(MANIFEST(""), f, g, &options);
    hm_dataset *data = open_cities();
    for (score.jobs = 1; score.jobs <= 2; score.jobs++) {
        hm_scores *scores = score_with(package, data, &score);
        for (size_t i = 0; i < CITIES; i++) {
            assert_row(scores, i, node_of(package, "F"), of_f(i));
            if (g)
                assert_row(scores, i, node_of(package, "G"), of_g(i));
        }
        assert_int_equal(hm_scores_usage(scores, node_of(package, "F"), &usage), HM_OK);
        hm_scores_free(scores);
    }
    hm_dataset_free(data);
    hm_package_free(package);
    return usage;
}

/* --- errors in the middle --- */

static struct expected twice_x(size_t i) {
    return value_of(2 * (double)i);
}

/* At both ends of blocks and of the run, two in a row, and here and there. */
static bool is_fragile(size_t i) {
    return i == 0 || i == 1 || i == 255 || i == 256 || i == 511 || i == LAST || i % 97 == 50;
}
#define FRAGILE                                                                                    \
    "(v.x == 0 or v.x == 1 or v.x == 255 or v.x == 256 or v.x == 511 or v.x == 599\n"              \
    "  or v.x % 97 == 50)"

static struct expected fragile_fails(size_t i) {
    return is_fragile(i) ? (struct expected){HM_FAILED, 0, "no luck"} : twice_x(i);
}

static void calls_error_costs_one_unit(void **state) {
    (void)state;
    const hm_usage usage =
        assert_scores(OF_X("F", "if " FRAGILE " then error('no luck') end return 2 * v.x"),
                      fragile_fails, OF_X("G", "return 2 * v.x"), twice_x);
    assert_int_equal(usage.calls, CITIES);
    assert_int_equal(usage.limit_hits, 0);
}

#define NO_NUMBER "a divisor is 0, or a root or logarithm has no value"
static struct expected fragile_is_undefined(size_t i) {
    return is_fragile(i) ? (struct expected){HM_UNDEFINED, 0, "nothing there"} : twice_x(i);
}
static struct expected fragile_has_no_whole(size_t i) {
    return !is_fragile(i) ? twice_x(i)
           : i == 0       ? (struct expected){HM_UNDEFINED, 0, NO_NUMBER}
                          : (struct expected){HM_INVALID, 0, "a part above 0 in a whole of 0"};
}

static void calls_undefined_costs_one_unit(void **state) {
    (void)state;
    /* returned with a reason; of a helper */
    assert_scores(OF_X("F", "if " FRAGILE " then return nil, 'nothing there' end return 2 * v.x"),
                  fragile_is_undefined,
                  OF_X("G", "if " FRAGILE " then return percent(v.x, 0) end return 2 * v.x"),
                  fragile_has_no_whole);
}

#define NOT_FINITE "the measure returned a number that is not finite"
#define NOTHING    "the measure returned nothing: return a number, or nil and the reason"
static struct expected results_refused(size_t i) {
    static const char *const reasons[] = {
        NULL,    NOT_FINITE, NO_NUMBER,
        NOTHING, NULL,       "the measure returned a string, expected a number"};
    const char *reason = reasons[i % 6];
    if (i % 6 == 2)
        return (struct expected){HM_UNDEFINED, 0, reason};
    return reason ? (struct expected){HM_FAILED, 0, reason} : twice_x(i);
}

static void calls_result_refused(void **state) {
    (void)state;
    assert_scores(OF_X("F",
                       "local way = v.x % 6\n"
                       "  if way == 1 then return 1e308 * 10 elseif way == 2 then return 0 / 0\n"
                       "  elseif way == 3 then return elseif way == 5 then return '7' end\n"
                       "  return 2 * v.x"),
                  results_refused, NULL, NULL);
}

/* --- zero divisors --- */

/* v.x of 0 by way of what hides it: each body must be undefined for city 0 alone, whatever stands
 * after it, and twice x for all others. */
static struct expected zero_is_undefined(size_t i) {
    return i == 0 ? (struct expected){HM_UNDEFINED, 0, NO_NUMBER} : twice_x(i);
}
/* The same bodies that guard themselves, or pass over what has no value. */
static struct expected zero_is_passed_over(size_t i) {
    return i == 0 ? value_of(7) : twice_x(i);
}
static struct expected zero_is_invalid(size_t i) {
    return i == 0 ? (struct expected){HM_INVALID, 0, "a part above 0 in a whole of 0"} : twice_x(i);
}

static void calls_zero_divisor_is_not_hidden(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "local y = math.min(100, 0 / v.x) return y == 100 and 100 or 2 * v.x",
        "return math.max(2 * v.x, 0 / v.x)",
        "return 5 / v.x > 9 and 100 or 2 * v.x",
        "return v.x / v.x >= 0.9 and 2 * v.x or 0",
        "return tostring(1 / v.x) == 'x' and 1 or 2 * v.x",
        "local s = string.format('%.1f', 0 / v.x) return #s > 900 and 1 or 2 * v.x",
        "local t = { 1 / v.x, 3, -1 } table.sort(t) return t[1] and 2 * v.x",
        "local y = 1 % v.x return 2 * v.x",
        "local y = 1 // v.x return 2 * v.x",
        "local y = v.x ^ -1 return 2 * v.x",
        "local y = math.fmod(1, v.x) return 2 * v.x",
        "local y = math.log(v.x) return 2 * v.x",
        "local y = math.sqrt(v.x - 0.5) return 2 * v.x",
        "local y = log(v.x) return 2 * v.x",
        "local y = percent(0, v.x) return 2 * v.x",
        "if gt(percent(v.x, v.x), 50) then return 2 * v.x end return 0",
        "return at_most(2 * v.x, 2 * v.x + percent(0, v.x))",
        "local y = band(v.x / v.x, { { over = 0.5, 30 } }, 10) return 2 * v.x",
        "pcall(error, 1 / v.x) return 2 * v.x",
        /* whole numbers: an error, caught or not */
        ("local i = math.tointeger(v.x) local ok = pcall(function() return 1 // i end) return 2 * "
         "v.x"),
        ("local i = math.tointeger(v.x) local ok = pcall(function() return 1 % i end) return 2 * "
         "v.x"),
        "local ok = pcall(math.fmod, 1, math.tointeger(v.x)) return ok and 2 * v.x or 100",
        "local y = 1 // math.tointeger(v.x) return 2 * v.x",
        "local y = 1 % math.tointeger(v.x) return 2 * v.x",
        "local y = math.fmod(1, math.tointeger(v.x)) return 2 * v.x",
        "return -1 / -v.x < -9 and 100 or 2 * v.x",
        /* what math was given stays, whatever is passed over later */
        "local y = math.min(100, 1 / v.x) return when(ge(v.x, 0), 2 * v.x, 0 / v.x)",
        "return when(v.x / v.x > 2, 3, 2 * v.x + 0 * percent(0, v.x))",
        /* what was met before the arguments of a helper that chooses is not passed over with them
         */
        ("local q = 5 / v.x local r = when(gt(v.x, 0), v.x / v.x, 1) return math.min(100, q) * r > "
         "99 "
         "and 100 or 2 * v.x"),
        ("local q = 5 / v.x if q > 1 then q = 1 end local r = when(gt(v.x, 0), v.x / v.x, 1) "
         "return 2 * v.x * r"),
        "local q = 5 / v.x local r = first_of(2 * v.x, 1 / v.x) return r",
        "local q = percent(0, v.x) return when(gt(v.x, 0), 2 * v.x + 0 * percent(0, v.x), 7)",
        ("return when(gt(v.x, 0), 2 * v.x, 7 + when(v.x / v.x > 0, 1, 0) + 0 * first_of(1, 1 / "
         "v.x))"),
        "local q = 5 / v.x return first_of{2 * v.x, 1 / v.x}",
        ("local q, s = 5 / v.x, v.x / v.x local r = when(gt(v.x, 0), s, 1) "
         "return math.min(100, q) > 99 and 100 or 2 * v.x * r"),
        ("for i = 1, 100 do local unused = when end local q = 5 / v.x "
         "local r = when(gt(v.x, 0), v.x / v.x, 1) return 2 * v.x * r"),
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char f[1024];
        snprintf(f, sizeof f, OF_X("F", "%s"), bodies[i]);
        print_message("%s\n", bodies[i]);
        assert_scores(f, zero_is_undefined, OF_X("G", "return 2 * v.x"), twice_x);
    }
}

/* A message of the script's own, whatever it speaks of, is a failure like another. */
static struct expected zero_fails(size_t i) {
    return i == 0 ? (struct expected){HM_FAILED, 0, "the count is (zero)"} : twice_x(i);
}

static void calls_own_error_is_no_zero_divisor(void **state) {
    (void)state;
    assert_scores(OF_X("F", "if v.x == 0 then error('the count is (zero)') end return 2 * v.x"),
                  zero_fails, NULL, NULL);
}

static void calls_zero_divisor_is_passed_over(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "if v.x == 0 then return 7 end return 2 * v.x * (v.x / v.x)",
        "return when(gt(v.x, 0), 2 * v.x * v.x / v.x, 7)",
        "return when(eq(v.x, 0), 7, 2 * v.x + percent(0, v.x))",
        "return when(eq(v.x, 0), 7, 2 * v.x + 0 * percent(3, v.x))",
        "return first_of(v.x == 0 and 7 or 2 * v.x, 1 / v.x)",
        /* computed before */
        "local q = 2 * v.x * v.x / v.x return when(gt(v.x, 0), q, 7)",
        "local q, s = v.x / v.x, percent(3, v.x) return first_of(v.x == 0 and 7 or 2 * v.x, q, s)",
        ("local q = v.x / v.x local r = when(gt(v.x, 0), q, 3.5) local s = when(gt(v.x, 0), q, 2) "
         "return v.x == 0 and r * s or 2 * v.x"),
        /* inside one another; under a name of the script's own; in a function of its own */
        "return first_of(when(gt(v.x, 0), 2 * v.x * (v.x / v.x), 7), 1 / v.x, percent(3, v.x))",
        ("return when(gt(v.x, 0), first_of(2 * v.x, v.x / v.x), first_of(7, 1 / v.x) + 0 * "
         "when(gt(v.x, 0), percent(2, v.x) + percent(3, v.x), 1))"),
        "local choose = when return choose(gt(v.x, 0), 2 * v.x * v.x / v.x, 7)",
        ("local choose = when local function share(a) return a / v.x end "
         "return choose(gt(v.x, 0), share(2 * v.x * v.x), 7) + 0 * when(gt(v.x, 0), share(1), 1)"),
        ("local e = { 7 } local ok = pcall(function() return when(error('x'), 1, 2) end) "
         "return when(gt(v.x, 0), 2 * v.x * v.x / v.x, 7)"),
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char f[1024];
        snprintf(f, sizeof f, OF_X("F", "%s"), bodies[i]);
        print_message("%s\n", bodies[i]);
        assert_scores(f, zero_is_passed_over, NULL, NULL);
    }
}

static void calls_part_of_nothing_is_invalid(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "return 2 * v.x + 0 * percent(3, v.x)",
        "local y = percent(3, v.x) return 2 * v.x",
        "return math.min(2 * v.x, percent(1e6, v.x) + 1e6)",
        "return at_most(2 * v.x, 1e6 + percent(3, v.x))",
        ("local q = percent(3, v.x) local r = when(gt(v.x, 0), percent(0, v.x), 1) "
         "return q == q and 2 * v.x or 50 * r"),
        "return when(ge(v.x, 0), 2 * v.x + percent(3, v.x) * 0, percent(0, v.x))",
        "local y = { percent(3, v.x), percent(0, v.x) } return 2 * v.x",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char f[1024];
        snprintf(f, sizeof f, OF_X("F", "%s"), bodies[i]);
        print_message("%s\n", bodies[i]);
        assert_scores(f, zero_is_invalid, OF_X("G", "return 2 * v.x"), twice_x);
    }
}

/* --- limits in the middle --- */

#define TOO_MANY "steps: more than 20000"
static bool is_endless(size_t i) {
    return i == 0 || i == 300 || i == 301 || i == LAST;
}
static struct expected endless_fails(size_t i) {
    return is_endless(i) ? (struct expected){HM_FAILED, 0, TOO_MANY} : twice_x(i);
}

static void calls_limit_hit_costs_one_unit(void **state) {
    (void)state;
    steps_most = 20000;
    const hm_usage usage =
        assert_scores(OF_X("F", "if v.x == 0 or v.x == 300 or v.x == 301 or v.x == 599 then\n"
                                "    pcall(function() while true do end end) end return 2 * v.x"),
                      endless_fails, OF_X("G", "return 2 * v.x"), twice_x);
    steps_most = 0;
    assert_int_equal(usage.calls, CITIES);
    assert_int_equal(usage.limit_hits, 4);
    assert_in_range(usage.steps, 4 * 20000, 4 * 20000 + CITIES * 100);
}

/* Each call may use nearly all of the budget, so none of it may be left from the one before. */
static void calls_begin_with_fresh_budgets(void **state) {
    (void)state;
    steps_most = 20000;
    const hm_usage usage =
        assert_scores(OF_X("F", "local n = 0 for i = 1, 7000 do n = n + 1 end return 2 * v.x"),
                      twice_x, NULL, NULL);
    assert_in_range(usage.steps, CITIES * 14000, CITIES * 20000);
    steps_most = 0;
    /* a call of less than a hundred instructions counts none, as its hundred begins with it */
    assert_int_equal(assert_scores(OF_X("F", "return 2 * v.x"), twice_x, NULL, NULL).steps, 0);
}

static struct expected texts_fit(size_t i) {
    return i == 300 ? (struct expected){HM_FAILED, 0, "memory: more than 16777216 bytes"}
                    : twice_x(i);
}

static void calls_memory_costs_one_unit(void **state) {
    (void)state;
    const hm_usage usage =
        assert_scores(OF_X("F", "if v.x == 300 then local t = {}\n"
                                "    for i = 1, 100 do t[i] = ('a'):rep(1000000) end end\n"
                                "  return 2 * v.x"),
                      texts_fit, OF_X("G", "return 2 * v.x"), twice_x);
    assert_int_equal(usage.limit_hits, 1);
    assert_in_range(usage.peak_bytes, 15000000, 16777216);
}

/* --- inputs --- */

static struct expected all_three(size_t i) {
    return is_y_bad(i) ? (struct expected){HM_INVALID, 0, NULL}
           : is_y_missing(i) || mood_of(i) == 0
               ? (struct expected){HM_NOT_REPORTED, 0, NULL}
               : value_of((double)i * 1000 + (double)i / 2 + (double)mood_of(i));
}
static struct expected what_there_is(size_t i) {
    return is_y_bad(i) ? (struct expected){HM_INVALID, 0, NULL}
                       : value_of((double)i * 1000 + (is_y_missing(i) ? 0.25 : (double)i / 2) +
                                  (double)mood_of(i));
}

static void calls_missing_inputs(void **state) {
    (void)state;
    const hm_usage usage = assert_scores(
        INDICATOR("F", "inputs = { \"x\", \"y\", \"mood\" }, measure = function(v)\n"
                       "  return v.x * 1000 + v.y + #v.mood end"),
        all_three,
        INDICATOR("G", "inputs = { \"mood\", \"y\", \"x\" }, accepts_missing = true,\n"
                       "  measure = function(v) return v.x * 1000 + (v.y or 0.25)\n"
                       "    + (v.mood and #v.mood or 0) end"),
        what_there_is);
    uint64_t called = 0;
    for (size_t i = 0; i < CITIES; i++)
        called += all_three(i).state == HM_OBSERVED;
    assert_int_equal(usage.calls, called);
}

static struct expected z_and_w(size_t i) {
    return is_fragile(i) ? (struct expected){HM_FAILED, 0, "no luck"}
                         : value_of((double)(i / 20) + (is_w_missing(i) ? 0.5
                                                        : i / 10 % 2    ? 0.25
                                                                        : 0.125));
}

static void calls_inputs_like_those_before(void **state) {
    (void)state;
    assert_scores(INDICATOR("F",
                            "inputs = { \"z\", \"w\", \"x\" }, accepts_missing = true,\n"
                            "  measure = function(v) if " FRAGILE " then error('no luck') end\n"
                            "  return v.z + (v.w == nil and 0.5 or v.w and 0.25 or 0.125) end"),
                  z_and_w, NULL, NULL);
}

/* More inputs than the stack of a C function has room for unasked. */
static void calls_many_inputs(void **state) {
    (void)state;
    enum { INPUTS = 90 };
    static char script[16384], csv[4096];
    int size = sprintf(script, "return indicator { code = 'F', parent = 'R', name = 'F',\n"
                               "  inputs = {");
    for (int i = 0; i < INPUTS; i++)
        size += sprintf(script + size, " number { 'n%d', 'N' },", i);
    size += sprintf(script + size, " }, measure = function(v) return 0");
    for (int i = 0; i < INPUTS; i++)
        size += sprintf(script + size, " + v.n%d * %d", i, i + 1);
    sprintf(script + size, " end }\n");
    size = sprintf(csv, "city,period");
    for (int i = 0; i < INPUTS; i++)
        size += sprintf(csv + size, ",n%d", i);
    for (int city = 0; city < 2; city++) {
        size += sprintf(csv + size, "\nc%d,2025", city);
        for (int i = 0; i < INPUTS; i++)
            size += sprintf(csv + size, ",%d", city + 1);
    }
    sprintf(csv + size, "\n");
    hm_package *package = open_two(MANIFEST(""), script, NULL, NULL);
    hm_dataset *data = open_text(csv);
    hm_scores *scores = score_with(package, data, NULL);
    const size_t node = node_of(package, "F");
    assert_row(scores, 0, node, value_of(4095)); /* 1 + 2 + ... + 90 */
    assert_row(scores, 1, node, value_of(8190));
    hm_scores_free(scores);
    hm_dataset_free(data);
    hm_package_free(package);
}

/* --- cancelling in the middle --- */

struct bell {
    hm_cancel *cancel;
    int rings;
};

static int ring(void *context, const hm_value *arguments, size_t count, hm_value *result,
                hm_error *error) {
    struct bell *bell = context;
    (void)count;
    (void)error;
    bell->rings++;
    if (arguments[0].number == 300)
        hm_cancel_request(bell->cancel);
    *result = arguments[0];
    return 0;
}

static void calls_cancelled_in_the_middle(void **state) {
    (void)state;
    struct bell bell = {NULL, 0};
    assert_int_equal(hm_cancel_new(&bell.cancel, NULL, NULL), HM_OK);
    const hm_host_entry given = {"ring", ring, &bell, {HM_VALUE_NONE, 0, NULL}};
    hm_package_options options = HM_PACKAGE_OPTIONS_INIT;
    options.host = &given;
    options.host_count = 1;
    hm_package *package = open_two(MANIFEST("host = { \"ring\" },"),
                                   OF_X("F", "return host.ring(v.x)"), NULL, &options);
    hm_dataset *data = open_cities();
    hm_score_options score = HM_SCORE_OPTIONS_INIT;
    hm_scores *scores = NULL;
    hm_error error;
    score.jobs = 1;
    score.cancel = bell.cancel;
    assert_int_equal(hm_score(&scores, package, data, &score, &error), HM_ERROR_CANCELLED);
    assert_string_equal(error.message, "cancelled");
    assert_null(scores);
    assert_int_equal(bell.rings, 301); /* cities 0 to 300: none is called after it */
    hm_cancel_free(bell.cancel);
    hm_dataset_free(data);
    hm_package_free(package);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_error_costs_one_unit),
        cmocka_unit_test(calls_undefined_costs_one_unit),
        cmocka_unit_test(calls_result_refused),
        cmocka_unit_test(calls_zero_divisor_is_not_hidden),
        cmocka_unit_test(calls_own_error_is_no_zero_divisor),
        cmocka_unit_test(calls_zero_divisor_is_passed_over),
        cmocka_unit_test(calls_part_of_nothing_is_invalid),
        cmocka_unit_test(calls_limit_hit_costs_one_unit),
        cmocka_unit_test(calls_begin_with_fresh_budgets),
        cmocka_unit_test(calls_memory_costs_one_unit),
        cmocka_unit_test(calls_missing_inputs),
        cmocka_unit_test(calls_inputs_like_those_before),
        cmocka_unit_test(calls_many_inputs),
        cmocka_unit_test(calls_cancelled_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
