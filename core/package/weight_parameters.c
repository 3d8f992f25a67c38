#include "package/weight_parameters.h"

#include <stdio.h>
#include <string.h>

#include "base/numbers/number.h"
#include "base/text.h"

/* A weight of an item, until the next one begins. */
typedef struct stretch {
    const char *from; /* "": the beginning */
    int64_t first_day, end;
    hm_said_weight said;
} stretch;

typedef struct resolver {
    hm_package *package;
    const hm_joined *joined;
    hm_item *item;
    hm_dated_weight **at; /* where the next one goes */
    bool failed;          /* memory has run out */
} resolver;

/* What a node says itself stands in its field. */
static void reject(const resolver *r, hm_origin origin, const char *message) {
    if (!origin.file)
        origin = hm_joined_locate_field(r->joined, r->item, HM_PATH(HM_FIELD("weight")));
    hm_issues_add(
        &r->package->issues, HM_ISSUE_WRONG_WEIGHT,
        &(hm_subject){.at = origin, .node = r->item->code},
        &(hm_issue_texts){.name = r->item->indicator ? "indicator" : "node", .detail = message});
}

static uint32_t find(const resolver *r, const hm_said_weight *said) {
    const hm_plan *plan = &r->package->plan;
    char message[512];
    hm_nearest nearest;
    hm_nearest_start(&nearest, said->parameter, strlen(said->parameter));
    for (size_t i = 0; i < plan->parameter_count; i++) {
        if (strcmp(plan->parameters[i].name, said->parameter) == 0)
            return (uint32_t)i;
        hm_nearest_show(&nearest, plan->parameters[i].name);
    }
    (void)snprintf(message, sizeof message, "the package has no parameter \"%s\"%s",
                   hm_name_of(said->parameter).text, hm_hint_of(nearest.name).text);
    reject(r, said->origin, message);
    return HM_NO_PARAMETER;
}

/* The first is the item's own; all others are by their days. */
static void emit(resolver *r, const char *from, int64_t first_day, hm_said_weight weight) {
    if (first_day == INT64_MIN) {
        r->item->weight = weight;
        return;
    }
    hm_dated_weight *dated = hm_arena_take_array(&r->package->arena, 1, sizeof *dated);
    if (!dated) {
        r->failed = true;
        return;
    }
    *dated = (hm_dated_weight){from, first_day, weight, NULL};
    *r->at = dated;
    r->at = &dated->next;
}

static void emit_parameter(resolver *r, const stretch *of, const char *from, int64_t first_day,
                           double value) {
    char message[256], number[HM_NUMBER_SIZE];
    hm_said_weight weight = of->said;
    weight.number = value;
    if (!hm_weight_fits(value)) {
        hm_number_print(value, number);
        (void)snprintf(message, sizeof message, "param.%s is %s%s%s, expected " HM_WEIGHT_WANTED,
                       hm_name_of(weight.parameter).text, number, *from ? " from " : "", from);
        reject(r, weight.origin, message);
    }
    emit(r, from, first_day, weight);
}

static void refuse_gap(const resolver *r, const stretch *of, const hm_parameter *parameter) {
    char message[512];
    (void)snprintf(message, sizeof message,
                   "param.%s has no value before %s: give it a row without from, or the node a "
                   "from",
                   hm_name_of(parameter->name).text, parameter->rows[0].from);
    reject(r, of->said.origin, message);
}

/* What the parameter is when the stretch begins, and what it becomes before it ends. */
static void resolve_stretch(resolver *r, stretch *of) {
    r->item->weight.number = of->first_day == INT64_MIN ? 1 : r->item->weight.number;
    of->said.index = find(r, &of->said);
    if (of->said.index == HM_NO_PARAMETER)
        return;
    const hm_parameter *parameter = &r->package->plan.parameters[of->said.index];
    const int64_t begins = r->item->standing->span.first_day;
    double value;
    if (hm_parameter_at(parameter, of->first_day, &value))
        emit_parameter(r, of, of->from, of->first_day, value);
    else if (begins < parameter->rows[0].first_day)
        refuse_gap(r, of, parameter);
    for (size_t i = 0; !parameter->is_set && i < parameter->row_count && !r->failed; i++) {
        const hm_parameter_row *row = &parameter->rows[i];
        if (row->first_day > of->first_day && row->first_day < of->end)
            emit_parameter(r, of, row->from, row->first_day, row->value);
    }
}

static bool has_parameter(const hm_item *item) {
    bool any = item->weight.parameter != NULL;
    for (const hm_dated_weight *dated = item->weights; dated; dated = dated->next)
        any |= dated->weight.parameter != NULL;
    return any;
}

static void resolve_item(resolver *r) {
    const hm_dated_weight *next = r->item->weights;
    stretch of = {"", INT64_MIN, 0, r->item->weight};
    r->item->weights = NULL;
    r->at = &r->item->weights;
    for (bool more = true; more && !r->failed;) {
        of.end = next ? next->first_day : INT64_MAX;
        if (of.said.parameter)
            resolve_stretch(r, &of);
        else
            emit(r, of.from, of.first_day, of.said);
        more = next != NULL;
        if (next) {
            of = (stretch){next->from, next->first_day, 0, next->weight};
            next = next->next;
        }
    }
}

bool hm_weight_parameters_resolve(hm_package *package, const hm_joined *joined) {
    resolver r = {.package = package, .joined = joined};
    for (size_t i = 0; i < joined->count && !r.failed && hm_meter_work(joined->meter, 1); i++) {
        r.item = &joined->items[i];
        if (!r.item->dropped && has_parameter(r.item))
            resolve_item(&r);
    }
    return !r.failed;
}
