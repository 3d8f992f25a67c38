/* layer.h: one package as its files declare it, before it is joined with what it extends. */
#ifndef HM_LAYER_H
#define HM_LAYER_H

#include "base/issues.h"
#include "package/files.h"
#include "package/override.h"
#include "sandbox/sandbox.h"
#include "script/declared.h"
#include "script/lua_author.h"

typedef struct hm_layer {
    bool is_reform; /* one file, laid over a package */
    hm_overriding overriding;
    hm_files files;
    hm_library library; /* the package's lib/, for require */
    hm_declared_package manifest;
    const hm_file *manifest_file;
    hm_input *inputs; /* of inputs.lua */
    size_t input_count;
    hm_declared_rule *rules; /* of rules.lua */
    size_t rule_count;
    const hm_file *rules_file;
    hm_declared_indicator *indicators; /* in the order of their files */
    const hm_file **scripts;           /* the file of each */
    hm_usage *usages;                  /* what running each took */
    size_t indicator_count, indicator_capacity;
    hm_parameter_row *parameters; /* of parameters.csv */
    size_t parameter_count;
    hm_declared_node *groups; /* of indicators.csv, beside those of the manifest */
    size_t group_count;
    const hm_file *groups_file;
    const hm_file *weights_file; /* which the manifest names; NULL: its weights stand there */
    char modules_digest[65];     /* of all modules in lib/; "" where there are none */
    bool modules_look_back;      /* hm_layer_may_look_back of one of the modules in lib/ */
    bool limit_first; /* the first thing that was wrong is that a script ran into a limit */
} hm_layer;

/* Runs every script of layer->files (already found) in sandboxes with `limits`. What is wrong with
 * a script is an issue (HM_REJECTED) and the next is read; only running out of memory, or of
 * `meter`'s budget, is an error. `layer` must not move afterwards. */
hm_code hm_layer_read(hm_layer *layer, const hm_limits *limits, hm_meter *meter,
                      const hm_host_entry *host, size_t host_count, hm_arena *arena,
                      hm_issues *issues, hm_error *error);

/* Has the file one of the words without which no function looks back? */
bool hm_layer_may_look_back(const hm_file *file);

#endif
