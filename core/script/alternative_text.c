#include "script/alternative_text.h"

#include <string.h>

static void add_number(hm_buffer *out, hm_declared_number number) {
    hm_buffer_add_char(out, ' ');
    if (number.parameter) {
        hm_buffer_add_text(out, "param.");
        hm_buffer_add_text(out, number.parameter);
    } else {
        hm_buffer_add_number(out, number.number);
    }
}

static void add_word(hm_buffer *out, const char *name, const char *word) {
    if (word)
        hm_buffer_format(out, ", %s %s", name, word);
}

/* Those with a name; numbers stand before words. */
static void add_settings(hm_buffer *out, const hm_declared_setting *settings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (settings[i].text || !settings[i].name)
            continue;
        hm_buffer_format(out, ", %s", settings[i].name);
        add_number(out, settings[i].number);
    }
    for (size_t i = 0; i < count; i++)
        add_word(out, settings[i].name, settings[i].text);
}

static void add_bound(hm_buffer *out, const char *end, hm_declared_bound bound) {
    if (bound.kind == HM_BOUND_OWN)
        return;
    const char *kind = hm_bound_kind_name(bound.kind);
    hm_buffer_format(out, ", %s%s%s", end, *kind ? " " : "", kind);
    add_number(out, bound.number);
}

static void add_over(hm_buffer *out, const hm_declared_step *step) {
    for (size_t i = 0; i < step->over_count; i++)
        hm_buffer_format(out, "%s %s", i == 0 ? ", over" : "", step->over[i]);
}

void hm_step_text(const hm_declared_step *step, hm_buffer *out) {
    hm_buffer_add_text(out, step->method ? step->method : "none");
    for (size_t i = 0; i < step->number_count; i++)
        add_number(out, step->numbers[i]);
    add_settings(out, step->settings, step->setting_count);
    if (step->has_to) {
        hm_buffer_add_text(out, ", to");
        add_number(out, step->to[0]);
        add_number(out, step->to[1]);
    }
    add_bound(out, "low", step->low);
    add_bound(out, "high", step->high);
    add_over(out, step);
    add_word(out, "by", step->by);
    add_word(out, "city", step->city);
    if (step->has_fit_on)
        add_word(out, "fit on", step->fit_on_all ? "all" : "observed");
}

void hm_aggregate_text(const hm_declared_aggregate *aggregate, hm_buffer *out) {
    hm_buffer_add_text(out, aggregate->method);
    for (size_t i = 0; i < aggregate->setting_count; i++)
        if (!aggregate->settings[i].name)
            add_number(out, aggregate->settings[i].number);
    add_settings(out, aggregate->settings, aggregate->setting_count);
}
