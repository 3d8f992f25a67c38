/* xlsx_strings.c: the texts that cells share. One may be made of runs, each with a look of its own,
 * and say beside them how it is pronounced, which is left out. */
#include <stdint.h>
#include <string.h>

#include "program/xlsx.h"

/* Texts and their bytes in all: what a table of them may take of the memory. */
enum { MOST_STRINGS = 1 << 25, MOST_BYTES = 1 << 30 };

typedef struct strings_reading {
    hm_xlsx_strings *strings;
    hm_xml xml;
    bool in_text;
    unsigned phonetic;
    hm_buffer text; /* of the string being read */
} strings_reading;

static void start(void *context, const char *name, const char *const *attributes) {
    strings_reading *reading = context;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        hm_buffer_clear(&reading->text);
    else if (strcmp(name, "rPh") == 0)
        reading->phonetic++;
    else if (strcmp(name, "t") == 0)
        reading->in_text = reading->phonetic == 0;
}

static void text(void *context, const char *piece, size_t size) {
    strings_reading *reading = context;
    if (reading->in_text)
        hm_book_add_text(&reading->text, piece, size);
}

/* Its text goes to the table. */
static void end_string(strings_reading *reading) {
    hm_xlsx_strings *strings = reading->strings;
    hm_xlsx_unescape(&reading->text);
    if (strings->count >= MOST_STRINGS || strings->arena.size > MOST_BYTES) {
        hm_xml_fail(&reading->xml, "it holds more texts than there is room for%s", "");
        return;
    }
    const size_t size = reading->text.size;
    const char *copy = reading->text.failed
                           ? NULL
                           : hm_arena_copy(&strings->arena, size ? reading->text.data : "", size);
    if (!copy || !hm_grow(strings->allocator, &strings->items, strings->count, &strings->capacity,
                          sizeof *strings->items)) {
        hm_xml_fail_memory(&reading->xml);
        return;
    }
    strings->items[strings->count].text = copy;
    strings->items[strings->count++].size = size;
}

static void end(void *context, const char *name) {
    strings_reading *reading = context;
    if (strcmp(name, "t") == 0)
        reading->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        reading->phonetic--;
    else if (strcmp(name, "si") == 0)
        end_string(reading);
}

void hm_xlsx_strings_open(hm_xlsx_strings *strings, const hm_allocator *allocator) {
    *strings = (hm_xlsx_strings){.allocator = allocator};
    hm_arena_open(&strings->arena, allocator);
}

void hm_xlsx_strings_close(hm_xlsx_strings *strings) {
    hm_release(strings->allocator, strings->items, strings->capacity * sizeof *strings->items);
    hm_arena_close(&strings->arena);
}

hm_code hm_xlsx_strings_read(hm_xlsx_strings *strings, hm_archive *archive, const char *part,
                             hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, text};
    strings_reading reading = {.strings = strings};
    hm_buffer_open(&reading.text, strings->allocator);
    const hm_code code = hm_xml_read_part(archive, part, &handlers, &reading, &reading.xml, error);
    hm_buffer_close(&reading.text);
    return code;
}

/* --- _xHHHH_ --- */

/* The number of a character that XML cannot hold, or an underscore: -1 where there is none. */
static int32_t read_escape(const char *text, size_t size) {
    int32_t number = 0;
    if (size < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        const char *digits = "0123456789ABCDEF0123456789abcdef";
        const char *found = text[i] ? strchr(digits, text[i]) : NULL;
        if (!found)
            return -1;
        number = number * 16 + (int32_t)((found - digits) % 16);
    }
    return number > 0 && (number < 0xD800 || number > 0xDFFF) ? number : -1;
}

/* In UTF-8; returns how many bytes, three at most. */
static size_t put_character(char *out, int32_t number) {
    if (number < 0x80) {
        out[0] = (char)number;
        return 1;
    }
    if (number < 0x800) {
        out[0] = (char)(0xC0 | number >> 6);
        out[1] = (char)(0x80 | (number & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | number >> 12);
    out[1] = (char)(0x80 | (number >> 6 & 0x3F));
    out[2] = (char)(0x80 | (number & 0x3F));
    return 3;
}

void hm_xlsx_unescape(hm_buffer *text) {
    char *data = text->data;
    const size_t size = text->size;
    if (size < 7 || !memchr(data, '_', size))
        return;
    size_t to = 0;
    for (size_t from = 0; from < size;) {
        const int32_t number = read_escape(data + from, size - from);
        if (number < 0) {
            data[to++] = data[from++];
        } else {
            to += put_character(data + to, number);
            from += 7;
        }
    }
    text->size = to;
    data[to] = '\0';
}
