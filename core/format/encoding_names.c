/* encoding_names.c: what encodings are called. */
#include <string.h>

#include "base/text.h"
#include "format/encoding.h"
#include "platform/convert.h"

/* Encodings that are turned into UTF-8 here. Names have letters and digits alone. */
static const struct {
    const char *name;
    hm_encoding encoding;
} names[] = {
    {"utf8", HM_ENCODING_UTF8},
    {"utf8sig", HM_ENCODING_UTF8},
    {"ascii", HM_ENCODING_UTF8},
    {"usascii", HM_ENCODING_UTF8},
    {"utf16", HM_ENCODING_UTF16_LE},
    {"utf16le", HM_ENCODING_UTF16_LE},
    {"ucs2", HM_ENCODING_UTF16_LE},
    {"utf16be", HM_ENCODING_UTF16_BE},
    {"windows1252", HM_ENCODING_WINDOWS_1252},
    {"cp1252", HM_ENCODING_WINDOWS_1252},
    {"ansi", HM_ENCODING_WINDOWS_1252},
    {"latin1", HM_ENCODING_LATIN_1},
    {"iso88591", HM_ENCODING_LATIN_1},
    {"88591", HM_ENCODING_LATIN_1},
    {"latin9", HM_ENCODING_LATIN_9},
    {"iso885915", HM_ENCODING_LATIN_9},
    {"885915", HM_ENCODING_LATIN_9},
};

/* Encodings that the system turns: as people call them, as iconv does, and names that they go by
 * besides, with a blank before and behind each. In all of them ASCII is itself, and no character
 * rests on those before it. */
static const struct {
    const char *printed, *converter, *names;
} further[] = {
    {"Shift_JIS", "CP932", " sjis xsjis windows31j ms932 mskanji cp932 csshiftjis "},
    {"EUC-JP", "EUC-JP", " ujis xeucjp cseucpkdfmtjapanese "},
    {"GB18030", "GB18030", " gbk gb2312 cp936 chinese csgb2312 csiso58gb231280 gb231280 xgbk "},
    {"Big5", "BIG5-HKSCS", " big5hkscs cp950 cnbig5 csbig5 xxbig5 "},
    {"EUC-KR", "CP949", " cp949 uhc windows949 korean ksc5601 ksc56011987 cseuckr "},
    {"KOI8-R", "KOI8-R", " koi8 koi cskoi8r "},
    {"KOI8-U", "KOI8-U", " koi8ru "},
    {"ISO 8859-2", "ISO-8859-2", " latin2 l2 88592 csisolatin2 "},
    {"ISO 8859-3", "ISO-8859-3", " latin3 l3 88593 csisolatin3 "},
    {"ISO 8859-4", "ISO-8859-4", " latin4 l4 88594 csisolatin4 "},
    {"ISO 8859-5", "ISO-8859-5", " cyrillic 88595 csisolatincyrillic "},
    {"ISO 8859-6", "ISO-8859-6", " arabic asmo708 88596 csisolatinarabic "},
    {"ISO 8859-7", "ISO-8859-7", " greek greek8 elot928 88597 csisolatingreek "},
    {"ISO 8859-8", "ISO-8859-8", " hebrew 88598 csisolatinhebrew "},
    {"ISO 8859-9", "ISO-8859-9", " latin5 l5 88599 csisolatin5 "},
    {"ISO 8859-10", "ISO-8859-10", " latin6 l6 885910 csisolatin6 "},
    {"ISO 8859-11", "TIS-620", " tis620 885911 thai "},
    {"ISO 8859-13", "ISO-8859-13", " latin7 885913 "},
    {"ISO 8859-14", "ISO-8859-14", " latin8 885914 "},
    {"ISO 8859-16", "ISO-8859-16", " latin10 885916 "},
    {"Windows-874", "CP874", " cp874 dos874 "},
    {"Windows-1250", "CP1250", " cp1250 xcp1250 "},
    {"Windows-1251", "CP1251", " cp1251 xcp1251 "},
    {"Windows-1253", "CP1253", " cp1253 xcp1253 "},
    {"Windows-1254", "CP1254", " cp1254 xcp1254 "},
    {"Windows-1255", "CP1255", " cp1255 xcp1255 "},
    {"Windows-1256", "CP1256", " cp1256 xcp1256 "},
    {"Windows-1257", "CP1257", " cp1257 xcp1257 "},
    {"Windows-1258", "CP1258", " cp1258 xcp1258 "},
    {"IBM437", "CP437", " cp437 437 "},
    {"IBM850", "CP850", " cp850 850 "},
    {"IBM852", "CP852", " cp852 852 "},
    {"IBM866", "CP866", " cp866 866 csibm866 "},
    {"Macintosh", "MACINTOSH", " mac macroman xmacroman csmacintosh "},
};

enum { FURTHER_COUNT = sizeof further / sizeof *further, NAME_MOST = 24 };

const char hm_encoding_names[] =
    "utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1 or iso-8859-15, or one that the "
    "system reads: windows-1250 to -1258, iso-8859-2 to -16, koi8-r, koi8-u, shift_jis, euc-jp, "
    "gb18030, big5, euc-kr, ...";

/* Letters and digits of a name; false when it is too long to be one. */
static bool simplify(const char *name, char out[NAME_MOST + 1]) {
    size_t size = 0;
    for (; *name; name++) {
        if (*name == '-' || *name == '_' || *name == ' ' || *name == ':')
            continue;
        if (size == NAME_MOST)
            return false;
        const bool is_capital = *name >= 'A' && *name <= 'Z';
        out[size++] = (char)(is_capital ? *name - 'A' + 'a' : *name);
    }
    out[size] = '\0';
    return size > 0;
}

/* Is the name, between blanks, in the list? */
static bool is_listed(const char *list, const char *name) {
    const size_t size = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at++)
        if (at > list && at[-1] == ' ' && at[size] == ' ')
            return true;
    return false;
}

bool hm_encoding_find(const char *name, hm_encoding *out) {
    char plain[NAME_MOST + 1], printed[NAME_MOST + 1];
    if (!simplify(name, plain))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(plain, names[i].name) == 0) {
            *out = names[i].encoding;
            return true;
        }
    }
    for (unsigned i = 0; i < FURTHER_COUNT; i++) {
        if ((simplify(further[i].printed, printed) && strcmp(plain, printed) == 0) ||
            is_listed(further[i].names, plain)) {
            *out = (hm_encoding)(HM_ENCODING_COUNT + i);
            return true;
        }
    }
    return false;
}

const char *hm_encoding_name(hm_encoding encoding) {
    static const char *const printed[HM_ENCODING_COUNT] = {
        [HM_ENCODING_UNKNOWN] = "UTF-8",
        [HM_ENCODING_UTF8] = "UTF-8",
        [HM_ENCODING_UTF16_LE] = "UTF-16",
        [HM_ENCODING_UTF16_BE] = "UTF-16",
        [HM_ENCODING_WINDOWS_1252] = "Windows-1252",
        [HM_ENCODING_LATIN_1] = "ISO 8859-1",
        [HM_ENCODING_LATIN_9] = "ISO 8859-15",
    };
    return encoding < HM_ENCODING_COUNT ? printed[encoding]
                                        : further[encoding - HM_ENCODING_COUNT].printed;
}

const char *hm_encoding_converter(hm_encoding encoding) {
    return encoding < HM_ENCODING_COUNT ? NULL : further[encoding - HM_ENCODING_COUNT].converter;
}

hm_code hm_encoding_read(const char *name, hm_encoding *out, hm_error *error) {
    const char *shown = hm_quote_of(name, strlen(name)).text;
    if (!hm_encoding_find(name, out))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "encoding: found \"%s\", expected %s", shown,
                            hm_encoding_names);
    const char *converter = hm_encoding_converter(*out);
    if (converter && !hm_convert_knows(converter))
        return hm_error_set(error, HM_ERROR_ARGUMENT,
                            "encoding: found \"%s\", which cannot be read here: the system has no "
                            "iconv that knows %s",
                            shown, hm_encoding_name(*out));
    return HM_OK;
}
