/* files.h: where the files of one package come from: a folder, the embedding program, or the
 * library itself. They are read once, whole; the folder is not looked at again. */
#ifndef HM_FILES_H
#define HM_FILES_H

#include "base/error.h"
#include "base/memory.h"
#include "hundredmark/package.h"

typedef struct hm_file {
    const char *path;  /* within the package, with '/': "L1/L1.1.1.lua" */
    const char *shown; /* in messages: with the folder before it */
    const char *data;
    size_t size;
    const char *resource; /* its name in base/resources.h; NULL unless it is part of the library */
} hm_file;

typedef enum hm_home { HM_HOME_FOLDER, HM_HOME_MEMORY, HM_HOME_BUILTIN } hm_home;

typedef struct hm_files {
    const char *name; /* the folder, or the package's name */
    hm_home home;
    hm_file *items; /* in natural order of their paths */
    size_t count;
    const char **languages; /* the tags of its catalogues, in order */
    size_t language_count;
} hm_files;

/* Finds package `name`, which somebody asks for who may name any folder: asks options->resolver,
 * then an existing folder, else one in each of options->search, then the built-in ones. Reads every
 * .lua file at or below it, package.json and tables (hm_file_is_table); only plain files of at most
 * limits.source_size bytes in plain folders, whose number and depth are bounded, and nothing where
 * there is no manifest. Memory comes from `arena`. HM_ERROR_PACKAGE when there is no such package
 * (with the nearest name) or a file cannot be read; HM_ERROR_LIMIT when one is too large. */
hm_code hm_files_find(hm_files *out, const char *name, const hm_package_options *options,
                      hm_arena *arena, hm_error *error);

/* Finds package `name`, which another package extends: asks options->resolver, then looks in `near`
 * (the folder that holds the package that asks; NULL: none) and in each of options->search, then
 * among the built-in ones. `name` may be a path below these, or, from `near` on, one that begins
 * with any number of "../"; it must lead to a folder with a manifest. Where `near`
 * is NULL, "." is the first of options->search itself. Absolute paths, and "." or ".." elsewhere,
 * are refused. */
hm_code hm_files_find_base(hm_files *out, const char *name, const char *near,
                           const hm_package_options *options, hm_arena *arena, hm_error *error);

/* Copies files that the embedding program has. */
hm_code hm_files_take(hm_files *out, const char *name, const hm_package_file *files, size_t count,
                      const hm_package_options *options, hm_arena *arena, hm_error *error);

/* Is it a catalogue of translations, lang/TAG.csv? Of these the ones of options->language are read
 * (of "fr-CA" that of "fr", too); the others are known by their tags. */
bool hm_file_is_catalogue(const char *path);

/* Is it a table of a package, by its path within it? Other tables are none of its files. */
bool hm_file_is_table(const char *path);

/* NULL when there is none at this path. */
const hm_file *hm_files_get(const hm_files *files, const char *path);

/* Built-in package number `index`, NULL when out of range. */
const char *hm_files_builtin(size_t index);

#endif
