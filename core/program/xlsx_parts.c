/* xlsx_parts.c: relations between the parts of a workbook. Where a sheet stands is told by them
 * alone: its part may have any name. */
#include <string.h>

#include "program/xlsx.h"

/* The parts being read. */
typedef struct parts_reading {
    hm_xlsx_relations *relations;
    hm_xml xml;
    const char *folder; /* that targets are relative to */
    size_t folder_size;
} parts_reading;

/* One step up, from "xl/worksheets/" to "xl/". */
static size_t leave_folder(const char *path, size_t size) {
    if (size > 0)
        size--;
    while (size > 0 && path[size - 1] != '/')
        size--;
    return size;
}

/* The name of a part: "/xl/a.xml" stands for xl/a.xml, "../a.xml" for a.xml in the folder above. */
static const char *resolve(const parts_reading *reading, const char *target) {
    const size_t folder = target[0] == '/' ? 0 : reading->folder_size;
    char *path = hm_arena_take(reading->relations->arena, folder + strlen(target) + 2);
    if (!path)
        return NULL;
    memcpy(path, reading->folder, folder);
    size_t size = folder;
    while (*target == '/')
        target++;
    while (*target) {
        const size_t step = strcspn(target, "/");
        const bool slash = target[step] == '/';
        if (step == 2 && memcmp(target, "..", 2) == 0) {
            size = leave_folder(path, size);
        } else if (step > 0 && !(step == 1 && target[0] == '.')) {
            memcpy(path + size, target, step);
            size += step;
            if (slash)
                path[size++] = '/';
        }
        target += step + slash;
    }
    path[size] = '\0';
    return path;
}

static const char *last_word(const char *type) {
    const char *slash = strrchr(type, '/');
    return slash ? slash + 1 : type;
}

static bool add(parts_reading *reading, const char *id, const char *type, const char *target) {
    hm_xlsx_relations *relations = reading->relations;
    if (!hm_grow(relations->arena->allocator, &relations->items, relations->count,
                 &relations->capacity, sizeof *relations->items))
        return false;
    const hm_xlsx_relation relation = {
        .id = hm_arena_copy(relations->arena, id, strlen(id)),
        .type = hm_arena_copy(relations->arena, last_word(type), strlen(last_word(type))),
        .part = resolve(reading, target),
    };
    relations->items[relations->count] = relation;
    relations->count += relation.id && relation.type && relation.part;
    return relation.id && relation.type && relation.part;
}

static void start(void *context, const char *name, const char *const *attributes) {
    parts_reading *reading = context;
    const char *id = hm_xml_attribute(attributes, "Id");
    const char *type = hm_xml_attribute(attributes, "Type");
    const char *target = hm_xml_attribute(attributes, "Target");
    const char *mode = hm_xml_attribute(attributes, "TargetMode");
    const bool inside = !mode || strcmp(mode, "External") != 0;
    if (strcmp(name, "Relationship") == 0 && id && type && target && inside &&
        !add(reading, id, type, target))
        hm_xml_fail_memory(&reading->xml);
}

static void end(void *context, const char *name) {
    (void)context;
    (void)name;
}

/* "xl/_rels/workbook.xml.rels" of "xl/workbook.xml". */
static const char *part_of_relations(hm_arena *arena, const char *part, size_t folder) {
    static const char middle[] = "_rels/", suffix[] = ".rels";
    const size_t size = strlen(part);
    char *name = hm_arena_take(arena, size + sizeof middle + sizeof suffix);
    if (!name)
        return NULL;
    memcpy(name, part, folder);
    memcpy(name + folder, middle, sizeof middle - 1);
    memcpy(name + folder + sizeof middle - 1, part + folder, size - folder);
    memcpy(name + size + sizeof middle - 1, suffix, sizeof suffix);
    return name;
}

hm_code hm_xlsx_relations_read(hm_xlsx_relations *relations, hm_arena *arena, hm_archive *archive,
                               const char *part, hm_error *error) {
    static const hm_xml_handlers handlers = {start, end, NULL};
    const char *slash = strrchr(part, '/');
    parts_reading reading = {.relations = relations,
                             .folder = part,
                             .folder_size = slash ? (size_t)(slash - part) + 1 : 0};
    relations->arena = arena;
    const char *name = part_of_relations(arena, part, reading.folder_size);
    if (!name)
        return hm_error_memory(error);
    if (!hm_archive_has(archive, name))
        return HM_OK;
    return hm_xml_read_part(archive, name, &handlers, &reading, &reading.xml, error);
}

void hm_xlsx_relations_close(hm_xlsx_relations *relations) {
    if (relations->arena)
        hm_release(relations->arena->allocator, relations->items,
                   relations->capacity * sizeof *relations->items);
}

const hm_xlsx_relation *hm_xlsx_relation_of_type(const hm_xlsx_relations *relations,
                                                 const char *type) {
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->items[i].type, type) == 0)
            return &relations->items[i];
    return NULL;
}

const hm_xlsx_relation *hm_xlsx_relation_of_id(const hm_xlsx_relations *relations, const char *id) {
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->items[i].id, id) == 0)
            return &relations->items[i];
    return NULL;
}
