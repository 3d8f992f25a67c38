#include "script/constructor.h"

#include <string.h>

/* --- tokens --- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* \r\n and \n\r are one line end, as for Lua. */
static void pass_byte(hm_constructor *c) {
    const char byte = *c->at++;
    if (byte != '\n' && byte != '\r')
        return;
    if (c->at < c->end && (*c->at == '\n' || *c->at == '\r') && *c->at != byte)
        c->at++;
    c->line_at++;
}

/* How many = stand in the long bracket `[==[` at `at`; SIZE_MAX where there is none. */
static size_t long_level(const hm_constructor *c) {
    const char *at = c->at + 1;
    while (at < c->end && *at == '=')
        at++;
    return c->at < c->end && *c->at == '[' && at < c->end && *at == '[' ? (size_t)(at - c->at) - 1
                                                                        : SIZE_MAX;
}

/* Passes over `[==[ ... ]==]`, and says what is in it. */
static void pass_long(hm_constructor *c, size_t level) {
    c->at += level + 2;
    c->text = c->at;
    for (; c->at < c->end; pass_byte(c)) {
        if (*c->at != ']' || (size_t)(c->end - c->at) < level + 2 || c->at[level + 1] != ']')
            continue;
        size_t equal = 0;
        while (equal < level && c->at[equal + 1] == '=')
            equal++;
        if (equal == level)
            break;
    }
    c->size = (size_t)(c->at - c->text);
    c->at += c->at < c->end ? level + 2 : 0;
}

static void pass_quoted(hm_constructor *c) {
    const char quote = *c->at++;
    c->text = c->at;
    while (c->at < c->end && *c->at != quote) {
        if (*c->at == '\\' && c->at + 1 < c->end)
            c->at++;
        pass_byte(c);
    }
    c->size = (size_t)(c->at - c->text);
    c->at += c->at < c->end;
}

static void pass_comment(hm_constructor *c) {
    c->at += 2;
    const size_t level = long_level(c);
    if (level != SIZE_MAX)
        pass_long(c, level);
    else
        while (c->at < c->end && *c->at != '\n' && *c->at != '\r')
            c->at++;
}

static void pass_blanks(hm_constructor *c) {
    while (c->at < c->end)
        if (c->at + 1 < c->end && c->at[0] == '-' && c->at[1] == '-')
            pass_comment(c);
        else if (*c->at == ' ' || (*c->at >= '\t' && *c->at <= '\r'))
            pass_byte(c);
        else
            return;
}

static void read_word(hm_constructor *c) {
    c->token = HM_LUA_NAME;
    while (c->at < c->end && (is_letter(*c->at) || is_digit(*c->at)))
        c->at++;
    c->size = (size_t)(c->at - c->text);
}

static void read_sign(hm_constructor *c) {
    c->token = HM_LUA_SIGN;
    c->sign = *c->at++;
    if (is_digit(c->sign)) {
        while (c->at < c->end && (is_letter(*c->at) || is_digit(*c->at) || *c->at == '.'))
            c->at++;
    } else if (c->sign && strchr("=<>~", c->sign) && c->at < c->end && *c->at == '=') {
        c->sign = 0;
        c->at++;
    }
    c->size = (size_t)(c->at - c->text);
}

static void next_token(hm_constructor *c) {
    pass_blanks(c);
    c->line = c->line_at;
    c->text = c->at;
    c->size = 0;
    c->sign = 0;
    const size_t level = long_level(c);
    if (c->at >= c->end) {
        c->token = HM_LUA_END;
    } else if (is_letter(*c->at)) {
        read_word(c);
    } else if (*c->at == '"' || *c->at == '\'' || level != SIZE_MAX) {
        c->token = HM_LUA_TEXT;
        if (level != SIZE_MAX)
            pass_long(c, level);
        else
            pass_quoted(c);
    } else {
        read_sign(c);
    }
}

static bool is_sign(const hm_constructor *c, char sign) {
    return c->token == HM_LUA_SIGN && c->sign == sign;
}

static bool is_word(const hm_constructor *c, const char *word) {
    return c->token == HM_LUA_NAME && c->size == strlen(word) &&
           memcmp(c->text, word, c->size) == 0;
}

/* What the token does to the depth of brackets and blocks. Loops are opened by their `do`. */
static int deeper(const hm_constructor *c) {
    if (c->token == HM_LUA_SIGN && c->sign != 0)
        return strchr("([{", c->sign) ? 1 : strchr(")]}", c->sign) ? -1 : 0;
    if (is_word(c, "function") || is_word(c, "do") || is_word(c, "if") || is_word(c, "repeat"))
        return 1;
    return is_word(c, "end") || is_word(c, "until") ? -1 : 0;
}

/* --- constructors --- */

hm_constructor hm_constructor_open(const char *source, size_t size) {
    return (hm_constructor){.at = source, .end = source + size, .line_at = 1};
}

bool hm_constructor_enter(hm_constructor *c) {
    hm_constructor inside = *c;
    if (inside.token == HM_LUA_NAME) {
        next_token(&inside);
        if (is_sign(&inside, '('))
            next_token(&inside);
    }
    if (!is_sign(&inside, '{'))
        return false;
    inside.elements = 0;
    inside.in_field = false;
    *c = inside;
    return true;
}

bool hm_constructor_seek(hm_constructor *c, uint32_t line) {
    for (next_token(c); c->token != HM_LUA_END && c->line <= line; next_token(c))
        if (c->token == HM_LUA_NAME && c->line == line && hm_constructor_enter(c))
            return true;
    return false;
}

bool hm_constructor_seek_return(hm_constructor *c, uint32_t *line) {
    int depth = 0;
    for (next_token(c); c->token != HM_LUA_END; next_token(c)) {
        depth += deeper(c);
        if (depth == 0 && is_word(c, "return")) {
            *line = c->line;
            next_token(c);
            return c->token != HM_LUA_END;
        }
    }
    return false;
}

/* To the comma or bracket behind the value that begins with the last token. */
static void pass_value(hm_constructor *c) {
    for (int depth = 0; c->token != HM_LUA_END; next_token(c)) {
        if (depth == 0 && (is_sign(c, ',') || is_sign(c, ';') || is_sign(c, '}')))
            return;
        depth += deeper(c);
    }
}

/* `[key] =`, with the last token at the first bracket. A key with escapes is as good as none. */
static void read_key(hm_constructor *c, hm_constructor_field *out) {
    next_token(c);
    const hm_constructor key = *c;
    int depth = 1;
    for (; c->token != HM_LUA_END; next_token(c)) {
        depth += deeper(c);
        if (depth == 0)
            break;
    }
    hm_constructor behind = key;
    next_token(&behind);
    if (key.token == HM_LUA_TEXT && behind.at == c->at && !memchr(key.text, '\\', key.size)) {
        out->name = key.text;
        out->size = key.size;
    }
    next_token(c); /* = */
    next_token(c);
}

static void read_name(hm_constructor *c, hm_constructor_field *out) {
    hm_constructor behind = *c;
    next_token(&behind);
    if (c->token != HM_LUA_NAME || !is_sign(&behind, '=')) {
        out->element = ++c->elements;
        return;
    }
    out->name = c->text;
    out->size = c->size;
    *c = behind;
    next_token(c);
}

bool hm_constructor_next(hm_constructor *c, hm_constructor_field *out) {
    if (c->in_field)
        pass_value(c);
    else
        next_token(c);
    while (is_sign(c, ',') || is_sign(c, ';'))
        next_token(c);
    c->in_field = c->token != HM_LUA_END && !is_sign(c, '}');
    if (!c->in_field)
        return false;
    *out = (hm_constructor_field){.line = c->line};
    if (is_sign(c, '['))
        read_key(c, out);
    else
        read_name(c, out);
    return true;
}
