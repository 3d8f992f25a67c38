/* translation.h: what people read of a package in another language: lang/TAG.csv, with the columns
 * context, source, target, fuzzy and developer_comments. */
#ifndef HM_TRANSLATION_H
#define HM_TRANSLATION_H

#include "package/layer.h"
#include "plan/plan.h"

/* The texts of a layer that people read, each with its context in a catalogue: "L1.1 name", "input
 * area", "unit". `visit` may put others in their place; a measure whose labels are others is then a
 * copy in the arena. Where it returns false the walk ends, with false; also when memory has run
 * out. */
typedef bool hm_text_visitor(void *context, const char *key, const char **text);
bool hm_layer_texts(hm_layer *layer, hm_text_visitor *visit, void *context, hm_arena *arena);

/* Puts the translations into `language` in the place of the texts, in all layers; layers[0] is the
 * one whose catalogue goes first. What is missing or fuzzy stays as it is. A catalogue that cannot
 * be read is an issue (HM_REJECTED). False when memory has run out. */
bool hm_translate(hm_layer *const *layers, size_t count, const char *language, hm_arena *arena,
                  hm_issues *issues, hm_error *error, hm_answers *answers);

#endif
