/* pattern.c: Lua's patterns (manual, 6.4.1), every comparison charged.
 *
 * Written anew because the stock matcher runs unwatched, and a bound set beforehand from lengths
 * alone (n^(k+1) for k repetitions) refuses ordinary patterns on texts of a few hundred bytes. Here
 * a pattern costs what it does. Backtracking stays what it is: a pattern that explodes runs into
 * the step limit. */
#include "sandbox/parts.h"

#include <string.h>

enum {
    DEPTH_MOST = 200, /* as deep as the stock matcher goes */
    WORK_AT_ONCE = 256
};

void hm_matcher_open(hm_matcher *matcher, lua_State *L, const char *subject, size_t size,
                     const char *pattern_end) {
    matcher->L = L;
    matcher->subject = subject;
    matcher->subject_end = subject + size;
    matcher->pattern_end = pattern_end;
    matcher->depth = DEPTH_MOST;
    matcher->level = 0;
    matcher->work = 0;
}

static inline void work(hm_matcher *matcher, size_t amount) {
    if (amount >= WORK_AT_ONCE)
        hm_sandbox_charge(matcher->L, amount);
    else
        matcher->work += (uint32_t)amount;
    if (matcher->work >= WORK_AT_ONCE) {
        hm_sandbox_charge(matcher->L, matcher->work);
        matcher->work = 0;
    }
}

static bool is_between(unsigned char c, unsigned char first, unsigned char last) {
    return c >= first && c <= last;
}

static bool is_letter(unsigned char c) {
    return is_between(c | 0x20, 'a', 'z');
}

static bool is_in_class(unsigned char c, char letter) {
    bool digit = is_between(c, '0', '9');
    switch (letter) {
    case 'a':
        return is_letter(c);
    case 'c':
        return c < 0x20 || c == 0x7F;
    case 'd':
        return digit;
    case 'g':
        return is_between(c, 0x21, 0x7E);
    case 'l':
        return is_between(c, 'a', 'z');
    case 'p':
        return is_between(c, 0x21, 0x7E) && !digit && !is_letter(c);
    case 's':
        return c == ' ' || is_between(c, '\t', '\r');
    case 'u':
        return is_between(c, 'A', 'Z');
    case 'w':
        return digit || is_letter(c);
    case 'x':
        return digit || is_between(c | 0x20, 'a', 'f');
    default: /* 'z', of Lua 5.1, which 5.4 still takes */
        return c == '\0';
    }
}

/* %letter: a class, its complement when the letter is upper case, or that very character. */
static bool matches_escape(unsigned char c, unsigned char letter) {
    unsigned char lower = letter | 0x20;
    if (!is_letter(letter) || !strchr("acdglpsuwxz", lower))
        return c == letter;
    return is_in_class(c, (char)lower) == (letter == lower);
}

/* The end of the single-character item that begins at `p`. */
static const char *item_end(hm_matcher *matcher, const char *p) {
    const char *end = matcher->pattern_end;
    const char *start = p;
    char first = *p++;
    if (first == '%') {
        if (p == end)
            luaL_error(matcher->L, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (first != '[')
        return p;
    if (p < end && *p == '^')
        p++;
    do { /* a ']' in the first place stands for itself */
        if (p == end)
            luaL_error(matcher->L, "malformed pattern (missing ']')");
        if (*p++ == '%' && p < end)
            p++;
    } while (p == end || *p != ']');
    work(matcher, (size_t)(p - start));
    return p + 1;
}

/* Is `c` in the set from `p` (at its '[') to `last` (at its ']')? */
static bool matches_set(hm_matcher *matcher, unsigned char c, const char *p, const char *last) {
    bool wanted = true;
    work(matcher, (size_t)(last - p));
    if (p[1] == '^') {
        wanted = false;
        p++;
    }
    while (++p < last) {
        if (*p == '%') {
            p++;
            if (matches_escape(c, (unsigned char)*p))
                return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            p += 2;
            if (is_between(c, (unsigned char)p[-2], (unsigned char)*p))
                return wanted;
        } else if ((unsigned char)*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

/* Does the character at `at` match the item from `p` to `end`? */
static bool matches_item(hm_matcher *matcher, const char *at, const char *p, const char *end) {
    work(matcher, 1);
    if (at >= matcher->subject_end)
        return false;
    unsigned char c = (unsigned char)*at;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return matches_escape(c, (unsigned char)p[1]);
    case '[':
        return matches_set(matcher, c, p, end - 1);
    default:
        return (unsigned char)*p == c;
    }
}

/* %bxy: to after the y that closes the x at `at`. */
static const char *match_balance(hm_matcher *matcher, const char *at, const char *p) {
    if (p >= matcher->pattern_end - 1)
        luaL_error(matcher->L, "malformed pattern (missing arguments to '%%b')");
    if (at >= matcher->subject_end || *at != *p)
        return NULL;
    size_t open = 1;
    while (++at < matcher->subject_end) {
        work(matcher, 1);
        if (*at == p[1]) {
            if (--open == 0)
                return at + 1;
        } else if (*at == *p) {
            open++;
        }
    }
    return NULL;
}

/* %f[set] at `p` (at its '['): the border where the set begins. NUL stands outside the subject. */
static bool matches_frontier(hm_matcher *matcher, const char *at, const char *p, const char *end) {
    unsigned char before = at == matcher->subject ? '\0' : (unsigned char)at[-1];
    unsigned char after = at == matcher->subject_end ? '\0' : (unsigned char)*at;
    return !matches_set(matcher, before, p, end - 1) && matches_set(matcher, after, p, end - 1);
}

static const char *match_longest(hm_matcher *matcher, const char *at, const char *p,
                                 const char *end) {
    ptrdiff_t count = 0;
    while (matches_item(matcher, at + count, p, end))
        count++;
    for (; count >= 0; count--) {
        const char *found = hm_matcher_match(matcher, at + count, end + 1);
        if (found)
            return found;
    }
    return NULL;
}

static const char *match_shortest(hm_matcher *matcher, const char *at, const char *p,
                                  const char *end) {
    for (;; at++) {
        const char *found = hm_matcher_match(matcher, at, end + 1);
        if (found || !matches_item(matcher, at, p, end))
            return found;
    }
}

/* '(' at `p`, or "()". */
static const char *match_opening(hm_matcher *matcher, const char *at, const char *p) {
    bool is_position = p + 1 < matcher->pattern_end && p[1] == ')';
    int level = matcher->level;
    if (level >= HM_CAPTURES_MOST) {
        luaL_error(matcher->L, "too many captures");
        return NULL; /* not reached, as after every luaL_error */
    }
    matcher->captures[level].start = at;
    matcher->captures[level].size = is_position ? HM_CAPTURE_POSITION : HM_CAPTURE_OPEN;
    matcher->level = level + 1;
    const char *found = hm_matcher_match(matcher, at, is_position ? p + 2 : p + 1);
    if (!found)
        matcher->level--;
    return found;
}

/* ')' at `p`. */
static const char *match_closing(hm_matcher *matcher, const char *at, const char *p) {
    int level = matcher->level - 1;
    while (level >= 0 && matcher->captures[level].size != HM_CAPTURE_OPEN)
        level--;
    if (level < 0) {
        luaL_error(matcher->L, "invalid pattern capture");
        return NULL;
    }
    matcher->captures[level].size = at - matcher->captures[level].start;
    const char *found = hm_matcher_match(matcher, at, p + 1);
    if (!found)
        matcher->captures[level].size = HM_CAPTURE_OPEN;
    return found;
}

/* %digit: the capture of that number again. */
static const char *match_repeated(hm_matcher *matcher, const char *at, char digit) {
    int index = digit - '1';
    if (index < 0 || index >= matcher->level || matcher->captures[index].size == HM_CAPTURE_OPEN)
        luaL_error(matcher->L, "invalid capture index %%%d", index + 1);
    ptrdiff_t size = matcher->captures[index].size;
    if (size == HM_CAPTURE_POSITION || matcher->subject_end - at < size)
        return NULL; /* a position has no text */
    work(matcher, (size_t)HM_COST_OF_BYTES(size));
    if (memcmp(matcher->captures[index].start, at, (size_t)size) != 0)
        return NULL;
    return at + size;
}

/* One of %b, %f and %1 at *p: steps over it and returns where the subject goes on, NULL where it
 * does not match. */
static const char *match_special(hm_matcher *matcher, const char *at, const char **p) {
    const char *item = *p;
    if (item[1] == 'b') {
        *p = item + 4;
        return match_balance(matcher, at, item + 2);
    }
    if (item[1] == 'f') {
        const char *set = item + 2;
        if (set >= matcher->pattern_end || *set != '[')
            luaL_error(matcher->L, "missing '[' after '%%f' in pattern");
        *p = item_end(matcher, set);
        return matches_frontier(matcher, at, set, *p) ? at : NULL;
    }
    *p = item + 2;
    return match_repeated(matcher, at, item[1]);
}

static bool is_special(const hm_matcher *matcher, const char *p) {
    if (*p != '%' || p + 1 >= matcher->pattern_end)
        return false;
    return p[1] == 'b' || p[1] == 'f' || is_between((unsigned char)p[1], '0', '9');
}

/* The item from *p to `end`, with no more than one repetition; as match_special. Sets *found when
 * the rest of the pattern has been matched too. */
static const char *match_single(hm_matcher *matcher, const char *at, const char **p,
                                const char *end, const char **found) {
    bool matches = matches_item(matcher, at, *p, end);
    if (end < matcher->pattern_end && *end == '?') {
        *p = end + 1;
        if (matches)
            *found = hm_matcher_match(matcher, at + 1, end + 1);
        return at;
    }
    *p = end;
    return matches ? at + 1 : NULL;
}

/* Matches items one after the other until one needs the rest of the pattern tried several ways. */
static const char *match_items(hm_matcher *matcher, const char *at, const char *p) {
    while (at && p != matcher->pattern_end) {
        work(matcher, 1);
        if (*p == '(')
            return match_opening(matcher, at, p);
        if (*p == ')')
            return match_closing(matcher, at, p);
        if (*p == '$' && p + 1 == matcher->pattern_end)
            return at == matcher->subject_end ? at : NULL;
        if (is_special(matcher, p)) {
            at = match_special(matcher, at, &p);
            continue;
        }
        const char *end = item_end(matcher, p), *found = NULL;
        char suffix = end < matcher->pattern_end ? *end : '\0';
        if (suffix == '*')
            return match_longest(matcher, at, p, end);
        if (suffix == '+')
            return matches_item(matcher, at, p, end) ? match_longest(matcher, at + 1, p, end)
                                                     : NULL;
        if (suffix == '-')
            return match_shortest(matcher, at, p, end);
        at = match_single(matcher, at, &p, end, &found);
        if (found)
            return found;
    }
    return at;
}

const char *hm_matcher_match(hm_matcher *matcher, const char *at, const char *pattern) {
    if (matcher->depth-- == 0)
        luaL_error(matcher->L, "pattern too complex");
    const char *found = match_items(matcher, at, pattern);
    matcher->depth++;
    return found;
}

void hm_matcher_push(hm_matcher *matcher, int index, const char *at, const char *end) {
    lua_State *L = matcher->L;
    if (index >= matcher->level) {
        if (index != 0)
            luaL_error(L, "invalid capture index %%%d", index + 1);
        lua_pushlstring(L, at, (size_t)(end - at));
        return;
    }
    const char *start = matcher->captures[index].start;
    ptrdiff_t size = matcher->captures[index].size;
    if (size == HM_CAPTURE_OPEN)
        luaL_error(L, "unfinished capture");
    if (size == HM_CAPTURE_POSITION)
        lua_pushinteger(L, start - matcher->subject + 1);
    else
        lua_pushlstring(L, start, (size_t)size);
}

int hm_matcher_push_all(hm_matcher *matcher, const char *at, const char *end) {
    int count = matcher->level == 0 && at ? 1 : matcher->level;
    luaL_checkstack(matcher->L, count, "too many captures");
    for (int i = 0; i < count; i++)
        hm_matcher_push(matcher, i, at, end);
    return count;
}
