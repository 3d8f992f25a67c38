#include "load/name_pattern.h"

#include <string.h>

#include "base/calendar.h"

enum { MOST_PARTS = 4, MOST_TEXT = 1024 };

static const char period_word[] = "{period}", input_word[] = "{input}";

static bool begins(const char *text, const char *word) {
    return strncmp(text, word, strlen(word)) == 0;
}

bool hm_name_pattern_is_fine(const char *pattern) {
    size_t parts = 0, periods = 0, inputs = 0;
    for (const char *p = pattern; *p; p++) {
        const bool period = begins(p, period_word), input = begins(p, input_word);
        if (*p == '{' && !period && !input)
            return false;
        periods += period;
        inputs += input;
        parts += period || input || *p == '*';
    }
    return parts <= MOST_PARTS && periods <= 1 && inputs <= 1;
}

bool hm_name_pattern_has(const char *pattern, const char *name) {
    const size_t size = strlen(name);
    for (const char *p = strchr(pattern, '{'); p; p = strchr(p + 1, '{'))
        if (strncmp(p + 1, name, size) == 0 && p[size + 1] == '}')
            return true;
    return false;
}

static bool is_period(const char *text, size_t size, bool any_period) {
    const hm_text period = hm_text_trim(text, size);
    return any_period ? period.size > 0
                      : hm_calendar_period(period.text, period.size) == HM_CALENDAR_FINE;
}

static bool match_from(const char *pattern, const char *text, const char *end, bool any_period,
                       hm_name_match *match);

/* A text of any length, which the pattern goes on behind at `rest`. */
static bool match_part(const char *rest, const char *text, const char *end, bool any_period,
                       hm_text *part, bool period, hm_name_match *match) {
    for (const char *stop = part ? text + 1 : text; stop <= end; stop++) {
        const size_t size = (size_t)(stop - text);
        if (period && !is_period(text, size, any_period))
            continue;
        if (part)
            *part = hm_text_trim(text, size);
        if (match_from(rest, stop, end, any_period, match))
            return true;
    }
    return false;
}

static bool match_from(const char *pattern, const char *text, const char *end, bool any_period,
                       hm_name_match *match) {
    for (; *pattern; pattern++, text++) {
        if (*pattern == '*')
            return match_part(pattern + 1, text, end, any_period, NULL, false, match);
        if (begins(pattern, period_word))
            return match_part(pattern + strlen(period_word), text, end, any_period, &match->period,
                              true, match);
        if (begins(pattern, input_word))
            return match_part(pattern + strlen(input_word), text, end, any_period, &match->input,
                              false, match);
        if (text == end || *text != *pattern)
            return false;
    }
    return text == end;
}

bool hm_name_pattern_match(const char *pattern, const char *text, size_t size, bool any_period,
                           hm_name_match *match) {
    memset(match, 0, sizeof *match);
    return size <= MOST_TEXT && match_from(pattern, text, text + size, any_period, match);
}
