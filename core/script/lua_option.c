#include "script/lua_option.h"

#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "sandbox/sandbox.h"
#include "script/calls.h"
#include "script/declared.h"

static bool has_option(const hm_input *input, const char *option) {
    for (size_t i = 0; i < input->option_count; i++)
        if (strcmp(input->options[i], option) == 0)
            return true;
    return false;
}

/* Are these the answers of the unit at hand? Functions have texts, and no word of where from. */
static bool is_answered(const hm_calls *calls, const hm_argument *argument, const char *answers) {
    return argument->states[calls->unit] == HM_OBSERVED &&
           strcmp(argument->texts[(size_t)argument->values[calls->unit]], answers) == 0;
}

static void fail(lua_State *L, const hm_input *input, const char *option) {
    hm_nearest nearest;
    hm_choice_list known = {{0}};
    hm_nearest_start(&nearest, option, strlen(option));
    for (size_t i = 0; i < input->option_count; i++) {
        hm_sandbox_charge(L, 50);
        hm_nearest_show(&nearest, input->options[i]);
        hm_choice_list_add(&known, input->options[i]);
    }
    luaL_error(L, "\"%s\" is no option of \"%s\": %s%s", hm_quote_of(option, strlen(option)).text,
               input->name, known.text, hm_hint_of(nearest.name).text);
}

/* Of those with these answers, or where there are none (they may be of a period before) of all, one
 * at least must have the option. */
static const hm_input *find_wrong(lua_State *L, const hm_calls *calls, const char *answers,
                                  const char *option, bool all) {
    const hm_input *wrong = NULL;
    for (size_t i = 0; i < calls->input_count; i++) {
        const hm_argument *argument = &calls->arguments[i];
        const hm_input *input = argument->definition;
        if (!input->many || (!all && !is_answered(calls, argument, answers)))
            continue;
        hm_sandbox_charge(L, input->option_count);
        if (has_option(input, option))
            return NULL;
        wrong = wrong ? wrong : input;
    }
    return wrong;
}

static bool any_answered(const hm_calls *calls, const char *answers) {
    for (size_t i = 0; i < calls->input_count; i++)
        if (calls->arguments[i].definition->many &&
            is_answered(calls, &calls->arguments[i], answers))
            return true;
    return false;
}

void hm_lua_option_check(lua_State *L, const char *answers, const char *option) {
    const hm_calls *calls = *hm_sandbox_host(hm_sandbox_of(L));
    if (!calls)
        return;
    const hm_input *wrong = find_wrong(L, calls, answers, option, !any_answered(calls, answers));
    if (wrong)
        fail(L, wrong, option);
}
