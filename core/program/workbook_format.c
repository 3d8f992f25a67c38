/* workbook_format.c: how cells of a workbook look.
 *
 * workbook:format(properties) takes a table of
 *   font = "Calibri", size = 11, color = "#1A2B3C" (of the text), bold, italic, underline,
 * strikeout background = "#FFFFFF" align = "left", "center", "right", "fill", "justify"; vertical =
 * "top", "center", "bottom" wrap, shrink, indent = 1, rotation = 90 (degrees) number = "#,##0.00",
 * as spreadsheets have it in English border = "thin", "medium", "thick", "hair", "dotted",
 * "dashed", "double"; also left, right, top, bottom of one side alone; border_color, left_color,
 * right_color, top_color, bottom_color unlocked (may be written in where the sheet is protected),
 * hidden (its formula is not shown there) Whatever has no value here is true or false. In rules
 * (worksheet_rules.c) font and size of a format count for nothing, as Excel has it. */
#include "program/workbook_parts.h"

#ifdef HM_XLSXWRITER

#include <string.h>

#define FORMAT "hundredmark.workbook_format"

/* A userdata, whose user value is its workbook. */
typedef struct format {
    lxw_format *format;
    const hm_workbook *workbook;
} format;

lxw_format *hm_format_optional(lua_State *L, int index, const hm_sheet *sheet) {
    if (lua_isnoneornil(L, index))
        return NULL;
    const format *f = luaL_checkudata(L, index, FORMAT);
    luaL_argcheck(L, f->workbook == sheet->workbook, index, "a format of another workbook");
    return f->format;
}

/* --- properties --- */

typedef struct word {
    const char *name;
    uint8_t value;
} word;

static const word borders[] = {{"thin", LXW_BORDER_THIN},     {"medium", LXW_BORDER_MEDIUM},
                               {"thick", LXW_BORDER_THICK},   {"hair", LXW_BORDER_HAIR},
                               {"dotted", LXW_BORDER_DOTTED}, {"dashed", LXW_BORDER_DASHED},
                               {"double", LXW_BORDER_DOUBLE}, {NULL, 0}};

static const word alignments[] = {{"left", LXW_ALIGN_LEFT},       {"center", LXW_ALIGN_CENTER},
                                  {"right", LXW_ALIGN_RIGHT},     {"fill", LXW_ALIGN_FILL},
                                  {"justify", LXW_ALIGN_JUSTIFY}, {NULL, 0}};

static const word verticals[] = {{"top", LXW_ALIGN_VERTICAL_TOP},
                                 {"center", LXW_ALIGN_VERTICAL_CENTER},
                                 {"bottom", LXW_ALIGN_VERTICAL_BOTTOM},
                                 {NULL, 0}};

/* A property and what sets it, one of the functions. */
static const struct property {
    const char *name;
    void (**flag)(lxw_format *);
    void (**color)(lxw_format *, lxw_color_t);
    void (**text)(lxw_format *, const char *);
    void (**choice)(lxw_format *, uint8_t);
    const word *words; /* of a choice; NULL: a number */
} properties[] = {
    {"font", .text = &hm_xlsx.format_set_font_name},
    {"number", .text = &hm_xlsx.format_set_num_format},
    {"bold", .flag = &hm_xlsx.format_set_bold},
    {"italic", .flag = &hm_xlsx.format_set_italic},
    {"strikeout", .flag = &hm_xlsx.format_set_font_strikeout},
    {"wrap", .flag = &hm_xlsx.format_set_text_wrap},
    {"shrink", .flag = &hm_xlsx.format_set_shrink},
    {"unlocked", .flag = &hm_xlsx.format_set_unlocked},
    {"hidden", .flag = &hm_xlsx.format_set_hidden},
    {"color", .color = &hm_xlsx.format_set_font_color},
    {"background", .color = &hm_xlsx.format_set_bg_color},
    {"border_color", .color = &hm_xlsx.format_set_border_color},
    {"left_color", .color = &hm_xlsx.format_set_left_color},
    {"right_color", .color = &hm_xlsx.format_set_right_color},
    {"top_color", .color = &hm_xlsx.format_set_top_color},
    {"bottom_color", .color = &hm_xlsx.format_set_bottom_color},
    {"align", .choice = &hm_xlsx.format_set_align, .words = alignments},
    {"vertical", .choice = &hm_xlsx.format_set_align, .words = verticals},
    {"border", .choice = &hm_xlsx.format_set_border, .words = borders},
    {"left", .choice = &hm_xlsx.format_set_left, .words = borders},
    {"right", .choice = &hm_xlsx.format_set_right, .words = borders},
    {"top", .choice = &hm_xlsx.format_set_top, .words = borders},
    {"bottom", .choice = &hm_xlsx.format_set_bottom, .words = borders},
    {"indent", .choice = &hm_xlsx.format_set_indent},
};

enum { PROPERTY_COUNT = sizeof properties / sizeof *properties };

static uint8_t check_word(lua_State *L, int index, const struct property *property) {
    const char *name = luaL_checkstring(L, index);
    for (const word *w = property->words; w->name; w++)
        if (strcmp(w->name, name) == 0)
            return w->value;
    return (uint8_t)luaL_error(L, "'%s' is no %s of cells", name, property->name);
}

/* The value is at the top of the stack, and no nil. */
static void set_property(lua_State *L, lxw_format *f, const struct property *property) {
    const int value = lua_gettop(L);
    if (property->flag) {
        if (lua_toboolean(L, value))
            (*property->flag)(f);
    } else if (property->color) {
        (*property->color)(f, hm_workbook_check_color(L, value));
    } else if (property->text) {
        (*property->text)(f, hm_workbook_check_text(L, value, LXW_FORMAT_FIELD_LEN - 1));
    } else if (property->words) {
        (*property->choice)(f, check_word(L, value, property));
    } else {
        (*property->choice)(f, (uint8_t)luaL_checkinteger(L, value));
    }
}

/* Properties that have a function of another kind. */
static void set_others(lua_State *L, lxw_format *f) {
    const double size = hm_field_number(L, 2, "size", 0);
    const double rotation = hm_field_number(L, 2, "rotation", 0);
    if (size > 0)
        hm_xlsx.format_set_font_size(f, size);
    if (rotation >= -90 && rotation <= 90 && rotation != 0)
        hm_xlsx.format_set_rotation(f, (int16_t)rotation);
    if (hm_field_is_true(L, 2, "underline"))
        hm_xlsx.format_set_underline(f, LXW_UNDERLINE_SINGLE);
}

static void set_properties(lua_State *L, lxw_format *f) {
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if (lua_getfield(L, 2, properties[i].name) != LUA_TNIL)
            set_property(L, f, &properties[i]);
        lua_pop(L, 1);
    }
    set_others(L, f);
}

static void check_names(lua_State *L) {
    const char *names[PROPERTY_COUNT + 4] = {"size", "rotation", "underline"};
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        names[3 + i] = properties[i].name;
    hm_field_check_names(L, 2, names);
}

/* Pushes text that equal properties have alike. [-0, +1, e] */
static void push_key(lua_State *L) {
    luaL_Buffer key;
    luaL_buffinit(L, &key);
    for (size_t i = 0; i < PROPERTY_COUNT + 3; i++) {
        static const char *const others[] = {"size", "rotation", "underline"};
        lua_getfield(L, 2, i < 3 ? others[i] : properties[i - 3].name);
        luaL_tolstring(L, -1, NULL);
        lua_remove(L, -2);
        luaL_addvalue(&key);
        luaL_addchar(&key, '|');
    }
    luaL_pushresult(&key);
}

/* workbook:format(properties) */
int hm_workbook_format(lua_State *L) {
    const hm_workbook *workbook = hm_workbook_check(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    lua_getiuservalue(L, 1, 1);
    push_key(L); /* workbook properties formats key */
    lua_pushvalue(L, 4);
    if (lua_rawget(L, 3) != LUA_TNIL)
        return 1;
    lua_pop(L, 1);
    check_names(L);
    format *f = lua_newuserdatauv(L, sizeof *f, 1);
    f->workbook = workbook;
    luaL_setmetatable(L, FORMAT);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    f->format = hm_xlsx.workbook_add_format(workbook->book);
    if (!f->format)
        return luaL_error(L, "no memory for a format");
    set_properties(L, f->format);
    lua_pushvalue(L, -1); /* workbook properties formats key format format */
    lua_insert(L, 4);
    lua_rawset(L, 3);
    return 1;
}

void hm_format_make_type(lua_State *L) {
    luaL_newmetatable(L, FORMAT);
    lua_pop(L, 1);
}

#endif
