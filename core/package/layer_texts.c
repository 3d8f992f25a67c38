#include <string.h>

#include "base/buffer.h"
#include "package/translation.h"

/* A walk over the texts of a layer. */
typedef struct walk {
    hm_text_visitor *visit;
    void *context;
    hm_arena *arena;
    hm_buffer key;
    const char *owner; /* of the parts at hand */
} walk;

/* `owner` and `field` make the context: "input area". */
static bool show(walk *w, const char *owner, const char *field, const char **text) {
    if (!*text || **text == '\0')
        return true;
    hm_buffer_clear(&w->key);
    hm_buffer_add_text(&w->key, owner);
    if (*owner && *field)
        hm_buffer_add_char(&w->key, ' ');
    hm_buffer_add_text(&w->key, field);
    return !w->key.failed && w->visit(w->context, w->key.data, text);
}

static bool show_options(walk *w, hm_input *input) {
    for (size_t i = 0; i < input->option_count; i++)
        if (!show(w, "option", input->name, &input->said_options[i]))
            return false;
    return true;
}

static bool show_input(walk *w, hm_input *input, const char *records) {
    return show(w, records ? records : "input", input->name, &input->label) &&
           show(w, "unit", "", &input->unit) && show_options(w, input);
}

static bool show_inputs(walk *w, hm_input *inputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!show_input(w, &inputs[i], NULL))
            return false;
        for (size_t k = 0; k < inputs[i].column_count; k++)
            if (!show_input(w, &inputs[i].columns[k], inputs[i].name))
                return false;
    }
    return true;
}

static bool show_classes(walk *w, const hm_declared_standing *standing) {
    for (size_t i = 0; i < standing->classes.count; i++)
        if (!show(w, "class", "", &standing->classes.each[i].word))
            return false;
    return true;
}

static bool show_part(void *context, const char *name, const char **label) {
    walk *w = context;
    hm_buffer_clear(&w->key);
    hm_buffer_add_text(&w->key, w->owner);
    hm_buffer_add_text(&w->key, " part ");
    hm_buffer_add_text(&w->key, name);
    return !w->key.failed && w->visit(w->context, w->key.data, label);
}

/* The parts of an expression of the node `code`; NULL: there is none. */
static bool show_parts(walk *w, const char *code, hm_expr **expr) {
    w->owner = code;
    return !*expr || hm_expr_labels(expr, show_part, w, w->arena);
}

static bool show_examples(walk *w, const char *owner, hm_example *examples, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!show(w, owner, "note", &examples[i].note))
            return false;
    return true;
}

static bool show_measures(walk *w, const char *code, const hm_declared_measures *measures) {
    for (size_t i = 0; i < measures->count; i++)
        if (!show_inputs(w, measures->items[i].inputs, measures->items[i].input_count) ||
            !show_parts(w, code, &measures->items[i].expr))
            return false;
    return true;
}

static bool show_group(walk *w, hm_declared_node *group) {
    const char *code = group->code;
    return show(w, code, "name", &group->name) && show(w, code, "about", &group->about) &&
           show_parts(w, code, &group->measure) && show_measures(w, code, &group->measures_from) &&
           show_parts(w, code, &group->steps.transform) && show_classes(w, &group->standing);
}

static bool show_groups(walk *w, hm_declared_node *groups, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!show_group(w, &groups[i]))
            return false;
    return true;
}

static bool show_indicator(walk *w, hm_declared_indicator *indicator) {
    const char *code = indicator->code;
    return show(w, code, "name", &indicator->name) && show(w, code, "about", &indicator->about) &&
           show_inputs(w, indicator->inputs, indicator->input_count) &&
           show_parts(w, code, &indicator->measure) &&
           show_measures(w, code, &indicator->measures_from) &&
           show_parts(w, code, &indicator->steps.transform) &&
           show_classes(w, &indicator->standing) &&
           show_examples(w, code, indicator->examples, indicator->example_count);
}

static bool show_indicators(walk *w, hm_layer *layer) {
    for (size_t i = 0; i < layer->indicator_count; i++)
        if (!show_indicator(w, &layer->indicators[i]))
            return false;
    return true;
}

static bool show_rules(walk *w, hm_layer *layer) {
    for (size_t i = 0; i < layer->rule_count; i++)
        if (!show(w, "rule", layer->rules[i].id, &layer->rules[i].about) ||
            !show_examples(w, layer->rules[i].id, layer->rules[i].examples,
                           layer->rules[i].example_count))
            return false;
    return true;
}

static bool show_parameters(walk *w, hm_layer *layer) {
    for (size_t i = 0; i < layer->parameter_count; i++)
        if (!show(w, "unit", "", &layer->parameters[i].unit))
            return false;
    return true;
}

bool hm_layer_texts(hm_layer *layer, hm_text_visitor *visit, void *context, hm_arena *arena) {
    walk w = {.visit = visit, .context = context, .arena = arena};
    hm_declared_package *manifest = &layer->manifest;
    hm_buffer_open(&w.key, arena->allocator);
    const bool whole = show(&w, "package", "title", &manifest->title) &&
                       show(&w, "package", "about", &manifest->about) &&
                       show_groups(&w, manifest->nodes, manifest->node_count) &&
                       show_groups(&w, layer->groups, layer->group_count) &&
                       show_indicators(&w, layer) &&
                       show_inputs(&w, layer->inputs, layer->input_count) &&
                       show_rules(&w, layer) && show_parameters(&w, layer);
    hm_buffer_close(&w.key);
    return whole;
}
