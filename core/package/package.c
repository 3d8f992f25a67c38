#include "package/package.h"

#include <string.h>

#include "base/versioned.h"
#include "package/files.h"

hm_code hm_package_new(hm_package **out, const hm_allocator *allocator, const hm_limits *limits,
                       hm_error *error) {
    hm_package *package = hm_allocate_array(allocator, 1, sizeof *package);
    if (!package)
        return hm_error_memory(error);
    package->allocator = allocator;
    atomic_init(&package->owners, 1);
    package->plan = (hm_plan){.package = package,
                              .owner = {hm_package_retain, hm_package_free},
                              .allocator = allocator,
                              .input_names = &package->input_names,
                              .known_names = &package->known_names,
                              .texts = &package->texts,
                              .limits = *limits,
                              .empty_group = HM_NO_NODE};
    hm_arena_open(&package->arena, allocator);
    hm_issues_open(&package->issues, allocator);
    hm_names_open(&package->input_names, allocator);
    hm_names_open(&package->codes, allocator);
    hm_names_open(&package->texts, allocator);
    hm_names_open(&package->known_names, allocator);
    *out = package;
    return HM_OK;
}

hm_package *hm_package_retain(hm_package *package) {
    if (package)
        atomic_fetch_add(&package->owners, 1);
    return package;
}

void hm_package_free(hm_package *package) {
    if (!package || atomic_fetch_sub(&package->owners, 1) > 1)
        return;
    hm_names_close(&package->known_names);
    hm_names_close(&package->texts);
    hm_names_close(&package->codes);
    hm_names_close(&package->input_names);
    hm_issues_close(&package->issues);
    hm_arena_close(&package->arena);
    hm_package *varied = package->varied;
    hm_release(package->allocator, package, sizeof *package);
    hm_package_free(varied);
}

const char *hm_package_builtin(size_t index) {
    return hm_files_builtin(index);
}

const char *hm_package_name(const hm_package *package) {
    return package ? package->manifest->name : NULL;
}

const char *hm_package_version(const hm_package *package) {
    return package ? package->manifest->version : NULL;
}

/* Does a layer above have a catalogue of this language? */
static bool is_language_above(const hm_package *package, size_t layer, const char *tag) {
    for (size_t i = layer + 1; i < package->layer_count; i++)
        for (size_t k = 0; k < package->layers[i]->files.language_count; k++)
            if (strcmp(package->layers[i]->files.languages[k], tag) == 0)
                return true;
    return false;
}

const char *hm_package_language(const hm_package *package, size_t index) {
    for (size_t i = package ? package->layer_count : 0; i-- > 0;) {
        const hm_files *files = &package->layers[i]->files;
        for (size_t k = 0; k < files->language_count; k++)
            if (!is_language_above(package, i, files->languages[k]) && index-- == 0)
                return files->languages[k];
    }
    return NULL;
}

const hm_issues *hm_package_issues(const hm_package *package) {
    return package ? &package->issues : NULL;
}

size_t hm_package_node_count(const hm_package *package) {
    return package ? package->plan.node_count : 0;
}

hm_code hm_package_node(const hm_package *package, size_t node, hm_node_info *out) {
    return hm_plan_node(package ? &package->plan : NULL, node, out);
}

hm_code hm_plan_new(hm_plan **out, const hm_package *package, hm_error *error) {
    return hm_plan_copy(out, package ? &package->plan : NULL, error);
}

size_t hm_package_find(const hm_package *package, const char *code) {
    if (!package || !code)
        return SIZE_MAX;
    const uint32_t node = hm_names_find(&package->codes, code, strlen(code));
    return node == HM_NO_NAME ? SIZE_MAX : node;
}

size_t hm_package_rule_count(const hm_package *package) {
    return package ? package->plan.rule_count : 0;
}

hm_code hm_package_rule(const hm_package *package, size_t number, hm_rule_info *out) {
    if (!package || !out || number >= package->plan.rule_count)
        return HM_ERROR_ARGUMENT;
    const hm_rule *rule = &package->plan.rules[number];
    const hm_rule_info info = {.size = sizeof info,
                               .id = rule->id,
                               .about = rule->about,
                               .left = rule->left_text,
                               .comparison = rule->comparison->name,
                               .right = rule->right_text,
                               .tolerance = rule->tolerance,
                               .is_error = rule->is_error,
                               .counts_missing = rule->counts_missing};
    return hm_versioned_fill(out, &info, sizeof info);
}

size_t hm_package_find_rule(const hm_package *package, const char *id) {
    for (size_t i = 0; package && id && i < package->plan.rule_count; i++)
        if (strcmp(package->plan.rules[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

hm_code hm_package_usage(const hm_package *package, size_t node, hm_usage *out) {
    if (!package || !out || node >= package->plan.node_count ||
        package->plan.nodes[node].indicator == HM_NO_INDICATOR)
        return HM_ERROR_ARGUMENT;
    const uint32_t indicator = package->plan.nodes[node].indicator;
    return hm_versioned_fill(out, &package->descriptions[indicator].usage, sizeof *out);
}
