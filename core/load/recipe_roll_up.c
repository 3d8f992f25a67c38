/* recipe_roll_up.c: what a recipe says of months, quarters and days that are to be years. */
#include <string.h>

#include "base/text.h"
#include "load/recipe_json.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static hm_code read_word(hm_recipe_reader *r, const char **to, const char *const *words,
                         size_t count, const char *expected) {
    for (size_t i = 0; i < count; i++) {
        if (r->json.token == HM_JSON_STRING && hm_json_is(&r->json, words[i])) {
            *to = words[i];
            return HM_OK;
        }
    }
    return hm_recipe_refuse(r, expected);
}

static hm_code read_to(hm_recipe_reader *r, void *to) {
    static const char *const words[] = {"year", "quarter", "month"};
    return read_word(r, to, words, COUNT(words), "year, quarter or month");
}

static const char *const ways[] = {"sum", "mean", "last"};

static hm_code read_by(hm_recipe_reader *r, void *to) {
    hm_roll_up *roll_up = to;
    if (r->json.token != HM_JSON_OBJECT)
        return read_word(r, &roll_up->by, ways, COUNT(ways),
                         "sum, mean or last, or an object that says it of each input");
    hm_renamings inputs = {NULL, 0};
    const hm_code code = hm_recipe_read_renamings(r, &inputs);
    for (size_t i = 0; code == HM_OK && i < inputs.count; i++) {
        bool known = false;
        for (size_t way = 0; way < COUNT(ways); way++)
            known |= strcmp(inputs.items[i].to, ways[way]) == 0;
        if (!known)
            return hm_recipe_fail(r, inputs.items[i].position,
                                  "found \"%s\", expected sum, mean or last",
                                  hm_quote_of(inputs.items[i].to, strlen(inputs.items[i].to)).text);
    }
    roll_up->inputs = inputs.items;
    roll_up->count = inputs.count;
    return code;
}

static hm_code read_least(hm_recipe_reader *r, void *to) {
    double *least = to;
    if (hm_recipe_read_real(r, least) != HM_OK || *least <= 0 || *least > 1)
        return hm_recipe_refuse(r, "a share above 0 and up to 1");
    return HM_OK;
}

hm_code hm_recipe_read_roll_up(hm_recipe_reader *r, void *to) {
    static const hm_recipe_member members[] = {
        {"to", read_to, offsetof(hm_roll_up, to)},
        {"by", read_by, 0},
        {"least", read_least, offsetof(hm_roll_up, least)},
    };
    static const hm_recipe_shape shape = {"roll_up", members, COUNT(members), false};
    hm_roll_up *roll_up = to;
    *roll_up = (hm_roll_up){.least = 1, .position = r->json.position};
    const hm_code code = hm_recipe_read_object(r, &shape, roll_up);
    if (code == HM_OK && (!roll_up->to || (!roll_up->by && roll_up->count == 0)))
        return hm_recipe_fail(r, roll_up->position, "%s",
                              "expected roll_up to say to what (year, quarter, month) and by which "
                              "way (sum, mean, last)");
    return code;
}
