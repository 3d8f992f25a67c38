#include "format/json.h"

#include <string.h>

#include "base/text.h"
#include "platform/scan.h"

/* The place of `at`, counted on from the place asked for last. */
static hm_position position_of(hm_json *json, const char *at) {
    const char *newline;
    while ((newline = memchr(json->counted, '\n', (size_t)(at - json->counted))) != NULL) {
        json->count_position.line++;
        json->count_position.column = 1;
        json->counted = newline + 1;
    }
    json->count_position.column +=
        (uint32_t)hm_text_length(json->counted, (size_t)(at - json->counted));
    json->counted = at;
    return json->count_position;
}

/* "found X, expected Y", where X is what stands at `at`. */
static hm_json_token fail(hm_json *json, const char *at, const char *expected) {
    hm_position position = position_of(json, at);
    char found[32] = "the end of the data";
    if (at < json->end) {
        size_t left = (size_t)(json->end - at);
        size_t size = 1;
        while (size < left && size < 4 && ((unsigned char)at[size] & 0xC0) == 0x80)
            size++; /* the rest of a character */
        found[0] = '"';
        size = hm_text_quote(at, size, found + 1, sizeof found - 2);
        found[size + 1] = '"';
        found[size + 2] = '\0';
    }
    hm_error_at(json->error, HM_ERROR_DATA, json->file, position.line, position.column,
                "JSON: found %s, expected %s", found, expected);
    json->at = json->end;
    return json->token = HM_JSON_ERROR;
}

hm_json_token hm_json_refuse(hm_json *json, const char *expected) {
    hm_error_at(json->error, HM_ERROR_DATA, json->file, json->position.line, json->position.column,
                "JSON: expected %s", expected);
    json->at = json->end;
    return json->token = HM_JSON_ERROR;
}

static hm_json_token fail_memory(hm_json *json) {
    hm_error_memory(json->error);
    json->at = json->end;
    return json->token = HM_JSON_ERROR;
}

void hm_json_open_text(hm_json *json, const char *text, size_t size, hm_position position,
                       const char *file, const hm_allocator *allocator, hm_error *error) {
    memset(json, 0, sizeof *json);
    json->error = error;
    json->file = file;
    json->at = json->counted = json->start = text;
    json->end = text + size;
    json->count_position = position;
    json->text = "";
    hm_arena_open(&json->arena, allocator);
}

void hm_json_open(hm_json *json, const hm_source *source, const char *file,
                  const hm_allocator *allocator, hm_error *error) {
    const size_t skipped = hm_source_mark(source);
    hm_json_open_text(json, source->data + skipped, source->size - skipped, (hm_position){1, 1},
                      file, allocator, error);
}

void hm_json_close(hm_json *json) {
    hm_arena_close(&json->arena);
}

void hm_json_forget(hm_json *json) {
    if (json->arena.blocks)
        hm_arena_close(&json->arena);
}

bool hm_json_is(const hm_json *json, const char *text) {
    return json->size == strlen(text) && memcmp(json->text, text, json->size) == 0;
}

static void skip_space(hm_json *json) {
    while (json->at < json->end &&
           (*json->at == ' ' || *json->at == '\t' || *json->at == '\n' || *json->at == '\r'))
        json->at++;
}

static hm_json_token take(hm_json *json, hm_json_token token, const char *text, size_t size) {
    json->text = text;
    json->size = size;
    json->after_value = token != HM_JSON_NAME && token != HM_JSON_OBJECT && token != HM_JSON_ARRAY;
    json->after_name = token == HM_JSON_NAME;
    json->after_comma = false;
    return json->token = token;
}

static bool is_digit(const hm_json *json, const char *at) {
    return at < json->end && *at >= '0' && *at <= '9';
}

static const char *skip_digits(const hm_json *json, const char *at) {
    while (is_digit(json, at))
        at++;
    return at;
}

static hm_json_token read_number(hm_json *json) {
    const char *at = json->at;
    at += *at == '-';
    if (!is_digit(json, at))
        return fail(json, at, "a digit");
    at = *at == '0' ? at + 1 : skip_digits(json, at);
    if (is_digit(json, at))
        return fail(json, at, "no digit after a leading 0");
    if (at < json->end && *at == '.') {
        if (!is_digit(json, ++at))
            return fail(json, at, "a digit after the decimal point");
        at = skip_digits(json, at);
    }
    if (at < json->end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < json->end && (*at == '+' || *at == '-');
        if (!is_digit(json, at))
            return fail(json, at, "a digit of the exponent");
        at = skip_digits(json, at);
    }
    const char *text = json->at;
    json->at = at;
    return take(json, HM_JSON_NUMBER, text, (size_t)(at - text));
}

static hm_json_token read_word(hm_json *json, const char *word, hm_json_token token) {
    size_t size = strlen(word);
    if ((size_t)(json->end - json->at) < size || memcmp(json->at, word, size) != 0)
        return fail(json, json->at, "a value");
    const char *text = json->at;
    json->at += size;
    return take(json, token, text, size);
}

/* Four hexadecimal digits; -1 when they are not. */
static int32_t read_hex4(const hm_json *json, const char *at) {
    int32_t value = 0;
    if (json->end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The code point of the \u escape (or the surrogate pair of two) at `*at`, which moves behind it;
 * -1, and `*at` stays, when it is none. */
static int32_t read_escape_u(const hm_json *json, const char **at) {
    const char *escape = *at;
    int32_t high = read_hex4(json, escape + 2);
    if (high < 0 || (high >= 0xDC00 && high <= 0xDFFF))
        return -1;
    if (high < 0xD800 || high > 0xDBFF) {
        *at = escape + 6;
        return high;
    }
    if (json->end - escape < 12 || escape[6] != '\\' || escape[7] != 'u')
        return -1;
    int32_t low = read_hex4(json, escape + 8);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *at = escape + 12;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static char *write_utf8(char *out, int32_t code) {
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xF0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* Resolves the escape at `*at` (a backslash) into `*out`; both move on. False when it is none. */
static bool resolve(const hm_json *json, const char **at, char **out) {
    static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = json->end - *at >= 2 ? (*at)[1] : '\0';
    if (c == 'u') {
        int32_t code = read_escape_u(json, at);
        if (code < 0)
            return false;
        *out = write_utf8(*out, code);
        return true;
    }
    const char *escape = c ? strchr(escapes, c) : NULL;
    if (!escape)
        return false;
    *(*out)++ = meanings[escape - escapes];
    *at += 2;
    return true;
}

/* Past the bytes of a string that stand for themselves, in steps of eight. A byte is below n where
 * taking n from it borrows from the next and its top bit is not set; the lowest that is found is
 * right. */
static const char *skip_plain(const char *at, const char *end) {
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    for (; end - at >= 8; at += 8) {
        const uint64_t word = hm_load8(at), quotes = word ^ ones * '"',
                       slashes = word ^ ones * '\\';
        const uint64_t controls = (word - ones * 0x20) & ~word;
        const uint64_t found =
            (controls | ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes)) & tops;
        if (found)
            return at + hm_lowest_bit(found) / 8;
    }
    return at;
}

/* The closing quote of the string at json->at, or where it breaks a rule. */
static const char *end_of_string(const hm_json *json, bool *escaped) {
    const char *at = skip_plain(json->at + 1, json->end);
    while (at < json->end && *at != '"' && (unsigned char)*at >= 0x20) {
        if (*at == '\\') {
            *escaped = true;
            at++; /* whatever is escaped, be it a quote */
            if (at == json->end)
                break;
        }
        at++;
    }
    return at;
}

static hm_json_token read_string(hm_json *json, hm_json_token token) {
    bool escaped = false;
    const char *close = end_of_string(json, &escaped);
    if (close >= json->end || *close != '"') {
        return fail(json, close < json->end ? close : json->end,
                    close < json->end ? "no control character in a string (write an escape)"
                                      : "the closing quote of a string");
    }
    const char *text = json->at + 1;
    size_t size = (size_t)(close - text);
    if (escaped) {
        char *resolved = hm_arena_take(&json->arena, size), *out = resolved;
        if (!resolved)
            return fail_memory(json);
        for (const char *at = text; at < close;)
            if (*at != '\\')
                *out++ = *at++;
            else if (!resolve(json, &at, &out))
                return fail(json, at, "an escape that JSON has");
        text = resolved;
        size = (size_t)(out - resolved);
    }
    json->at = close + 1;
    return take(json, token, text, size);
}

static hm_json_token open_level(hm_json *json, hm_json_token token) {
    if (json->depth == HM_JSON_DEPTH)
        return fail(json, json->at, "no more than 64 levels");
    json->open[json->depth++] = *json->at++;
    return take(json, token, "", 0);
}

static hm_json_token close_level(hm_json *json, hm_json_token token) {
    json->depth--;
    json->at++;
    return take(json, token, "", 0);
}

static hm_json_token read_value(hm_json *json) {
    switch (json->at < json->end ? *json->at : '\0') {
    case '{':
        return open_level(json, HM_JSON_OBJECT);
    case '[':
        return open_level(json, HM_JSON_ARRAY);
    case '"':
        return read_string(json, HM_JSON_STRING);
    case 't':
        return read_word(json, "true", HM_JSON_TRUE);
    case 'f':
        return read_word(json, "false", HM_JSON_FALSE);
    case 'n':
        return read_word(json, "null", HM_JSON_NULL);
    case '-':
        return read_number(json);
    default:
        return is_digit(json, json->at) ? read_number(json) : fail(json, json->at, "a value");
    }
}

static hm_json_token read_name(hm_json *json) {
    if (json->at >= json->end || *json->at != '"')
        return fail(json, json->at, json->after_comma ? "a member's name" : "a member's name or }");
    hm_position position = json->position;
    if (read_string(json, HM_JSON_NAME) == HM_JSON_ERROR)
        return HM_JSON_ERROR;
    skip_space(json);
    if (json->at >= json->end || *json->at != ':')
        return fail(json, json->at, "a colon");
    json->at++;
    json->position = position;
    return HM_JSON_NAME;
}

hm_json_token hm_json_next(hm_json *json) {
    if (json->token == HM_JSON_ERROR)
        return HM_JSON_ERROR;
    skip_space(json);
    char level = json->depth > 0 ? json->open[json->depth - 1] : '\0';
    char next = json->at < json->end ? *json->at : '\0';
    if (json->after_value && level == '\0') {
        return json->at == json->end ? take(json, HM_JSON_END, "", 0)
                                     : fail(json, json->at, "the end of the data");
    }
    if (json->after_value && next == ',') {
        json->at++;
        skip_space(json);
        json->after_value = false;
        json->after_comma = true;
        next = json->at < json->end ? *json->at : '\0';
    }
    if (!json->unplaced)
        json->position = position_of(json, json->at);
    bool may_close = !json->after_comma && !json->after_name;
    if (may_close && level == '{' && next == '}')
        return close_level(json, HM_JSON_OBJECT_END);
    if (may_close && level == '[' && next == ']')
        return close_level(json, HM_JSON_ARRAY_END);
    if (json->after_value)
        return fail(json, json->at, level == '{' ? "a comma or }" : "a comma or ]");
    return level == '{' && !json->after_name ? read_name(json) : read_value(json);
}

bool hm_json_skip(hm_json *json) {
    bool opened = json->token == HM_JSON_OBJECT || json->token == HM_JSON_ARRAY;
    size_t depth = json->depth;
    while (opened && json->depth >= depth)
        if (hm_json_next(json) == HM_JSON_ERROR)
            return false;
    return true;
}

hm_code hm_json_check_text(hm_json *json) {
    size_t size = (size_t)(json->end - json->start), valid = hm_text_valid(json->start, size);
    if (valid == size)
        return HM_OK;
    hm_position position = position_of(json, json->start + valid);
    return hm_error_at(json->error, HM_ERROR_DATA, json->file, position.line, position.column,
                       "JSON: found byte 0x%02X, expected valid UTF-8",
                       (unsigned char)json->start[valid]);
}

hm_code hm_json_validate(const hm_source *source, const char *file, const hm_allocator *allocator,
                         hm_error *error) {
    hm_error own;
    hm_error *said = error ? error : &own;
    hm_json json;
    hm_json_open(&json, source, file, allocator, said);
    json.unplaced = true;
    hm_code code = hm_json_check_text(&json);
    while (code == HM_OK && json.token != HM_JSON_END) {
        code = hm_json_next(&json) == HM_JSON_ERROR ? said->code : HM_OK;
        hm_json_forget(&json);
    }
    hm_json_close(&json);
    return code;
}
