#include "package/joined.h"

#include <string.h>

#include "base/text.h"

hm_item *hm_joined_find_any(const hm_joined *joined, const char *code) {
    const uint32_t number = hm_names_find(&joined->codes, code, strlen(code));
    return number == HM_NO_NAME ? NULL : &joined->items[joined->item_of[number]];
}

hm_item *hm_joined_find(const hm_joined *joined, const char *code) {
    hm_item *item = hm_joined_find_any(joined, code);
    return item && !item->dropped ? item : NULL;
}

void hm_joined_suggest(const hm_joined *joined, const hm_issues *issues, const char *code,
                       hm_issue_texts *texts) {
    hm_nearest nearest;
    if (hm_joined_find_any(joined, code)) {
        texts->detail = "it is dropped";
        return;
    }
    hm_nearest_start(&nearest, code, strlen(code));
    for (size_t i = 0; i < joined->count && hm_issues_suggest(issues); i++)
        if (!joined->items[i].dropped)
            hm_nearest_show(&nearest, joined->items[i].code);
    texts->nearest = nearest.name;
}

hm_origin hm_joined_locate(const hm_joined *joined, const hm_layer *layer, hm_field_path path) {
    path.line = layer->manifest.made_line;
    return hm_locate(&joined->locator, layer->manifest_file, &path);
}

hm_origin hm_joined_locate_in_script(const hm_joined *joined, const hm_layer *layer, size_t index,
                                     hm_field_path path) {
    path.line = layer->indicators[index].origin.line;
    return hm_locate(&joined->locator, layer->scripts[index], &path);
}

/* The layer that says a field of the item last; NULL: its own file does. */
static const hm_overriding *overriding_of(const hm_item *item, const hm_field_path *path) {
    return hm_override_last(item->layer->overriding.above, item->code, path->keys[0].name);
}

static hm_origin locate_in_override(const hm_joined *joined, const hm_overriding *by,
                                    const char *code, const hm_field_path *path) {
    hm_field_path on = HM_PATH(HM_FIELD("override"), HM_FIELD(code));
    on.line = by->line;
    for (size_t i = 0; i < path->count; i++)
        on = hm_field_path_on(on, path->keys[i]);
    return hm_locate(&joined->locator, by->file, &on);
}

hm_origin hm_joined_locate_line(const hm_joined *joined, const hm_item *item, hm_field_path path,
                                uint32_t line) {
    const hm_overriding *by = overriding_of(item, &path);
    return line == 0 ? hm_joined_locate_field(joined, item, path)
                     : (hm_origin){by ? by->file->shown : item->origin.file, line, 0};
}

hm_origin hm_joined_locate_field(const hm_joined *joined, const hm_item *item, hm_field_path path) {
    const hm_overriding *by = overriding_of(item, &path);
    if (by)
        return locate_in_override(joined, by, item->code, &path);
    if (item->indicator)
        return hm_joined_locate_in_script(
            joined, item->layer, (size_t)(item->indicator - item->layer->indicators), path);
    if (item->script) {
        path.line = item->origin.line;
        return hm_locate(&joined->locator, item->script, &path);
    }
    hm_field_path on = HM_PATH(HM_FIELD("nodes"), HM_ELEMENT(item->node + 1));
    for (size_t i = 0; i < path.count; i++)
        on = hm_field_path_on(on, path.keys[i]);
    return hm_joined_locate(joined, item->layer, on);
}
