#include "evaluate/answers.h"

#include <string.h>

#include "base/text.h"
#include "expr/several.h"

static bool is_same(hm_text answer, const char *option) {
    return strlen(option) == answer.size && memcmp(option, answer.text, answer.size) == 0;
}

/* option_count: it is none. */
static size_t find(const hm_input *input, hm_text answer) {
    size_t option = 0;
    while (option < input->option_count && !is_same(answer, input->options[option]))
        option++;
    if (option < input->option_count)
        return option;
    for (option = 0; option < input->option_count; option++)
        if (is_same(answer, input->said_options[option]))
            break;
    return option;
}

/* Where the answer that begins at `at` ends. */
static const char *end_of(const char *at, const char *last) {
    const char *end = memchr(at, HM_SEVERAL_BETWEEN, (size_t)(last - at));
    return end ? end : last;
}

static void add_answers(const hm_input *input, uint64_t given, hm_buffer *out) {
    const char between[] = {HM_SEVERAL_BETWEEN, '\0'};
    const char *before = "";
    for (size_t i = 0; i < input->option_count; i++) {
        if (!(given >> i & 1))
            continue;
        hm_buffer_add_text(out, before);
        hm_buffer_add_text(out, input->options[i]);
        before = between;
    }
}

bool hm_answers_read(const hm_input *input, const char *text, size_t size, hm_buffer *out) {
    const char *last = text + size;
    uint64_t given = 0;
    if (is_same(hm_text_trim(text, size), HM_SEVERAL_NONE)) {
        hm_buffer_add_text(out, HM_SEVERAL_NONE);
        return true;
    }
    for (const char *at = text, *end;; at = end + 1) {
        end = end_of(at, last);
        const size_t option = find(input, hm_text_trim(at, (size_t)(end - at)));
        if (option == input->option_count || (given >> option & 1))
            return false;
        given |= UINT64_C(1) << option;
        if (end == last)
            break;
    }
    add_answers(input, given, out);
    return true;
}

hm_text hm_answers_wrong(const hm_input *input, const char *text, size_t size) {
    const char *last = text + size;
    for (const char *at = text, *end; at < last; at = end + 1) {
        end = end_of(at, last);
        const hm_text answer = hm_text_trim(at, (size_t)(end - at));
        if (find(input, answer) == input->option_count)
            return answer;
        if (end == last)
            break;
    }
    return (hm_text){"", 0};
}
