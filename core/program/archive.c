#include "program/archive.h"

#ifdef HM_LIBZIP

#include <string.h>
#include <zip.h>

#include "program/lazy_library.h"

#define EACH_ZIP(X)                                                                                \
    X(zip_source_buffer_create)                                                                    \
    X(zip_source_free)                                                                             \
    X(zip_open_from_source)                                                                        \
    X(zip_discard)                                                                                 \
    X(zip_name_locate)                                                                             \
    X(zip_stat_index)                                                                              \
    X(zip_fopen_index)                                                                             \
    X(zip_fread)                                                                                   \
    X(zip_fclose)                                                                                  \
    X(zip_file_get_error)                                                                          \
    X(zip_get_error)                                                                               \
    X(zip_error_init)                                                                              \
    X(zip_error_fini)                                                                              \
    X(zip_error_code_zip)                                                                          \
    X(zip_error_strerror)

/* ZIP_ER_TRUNCATED_ZIP of libzip 1.11, which may be newer than the header. */
enum { TRUNCATED = 35 };

static struct { EACH_ZIP(HM_LAZY_MEMBER) } lib;

static bool load(void) {
    static const hm_lazy_symbol symbols[] = {EACH_ZIP(HM_LAZY_SYMBOL)};
    return hm_lazy_library_load(HM_LIBZIP, symbols, sizeof symbols / sizeof *symbols, &lib);
}

static hm_code fail(const hm_archive *archive, zip_error_t *reason, const char *part,
                    hm_error *error) {
    const int code = lib.zip_error_code_zip(reason);
    if (code == ZIP_ER_MEMORY)
        return hm_error_memory(error);
    if (code == ZIP_ER_NOZIP || code == TRUNCATED)
        return hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                           "the workbook is a broken zip archive: its end is missing, as where a "
                           "file was not copied as a whole");
    return part ? hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                              "the workbook's part %s cannot be read: %s", part,
                              lib.zip_error_strerror(reason))
                : hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                              "the workbook is a broken zip archive: %s",
                              lib.zip_error_strerror(reason));
}

hm_code hm_archive_open(hm_archive *archive, const char *file, const char *data, size_t size,
                        hm_error *error) {
    *archive = (hm_archive){.file = file, .size = size};
    if (!load())
        return hm_error_at(error, HM_ERROR_DATA, file, 0, 0,
                           "found a workbook, which takes libzip to be read: %s is not installed",
                           HM_LIBZIP);
    zip_error_t reason;
    lib.zip_error_init(&reason);
    zip_source_t *source = lib.zip_source_buffer_create(data, size, 0, &reason);
    if (source)
        archive->zip = lib.zip_open_from_source(source, ZIP_RDONLY, &reason);
    hm_code code = HM_OK;
    if (!archive->zip) {
        code = fail(archive, &reason, NULL, error);
        lib.zip_source_free(source);
    }
    lib.zip_error_fini(&reason);
    return code;
}

void hm_archive_close(hm_archive *archive) {
    if (archive->zip)
        lib.zip_discard(archive->zip);
    archive->zip = NULL;
}

/* The number of a part; negative when there is none. */
static zip_int64_t locate(const hm_archive *archive, const char *part) {
    const zip_int64_t found = lib.zip_name_locate(archive->zip, part, 0);
    return found >= 0 ? found : lib.zip_name_locate(archive->zip, part, ZIP_FL_NOCASE);
}

bool hm_archive_has(const hm_archive *archive, const char *part) {
    return locate(archive, part) >= 0;
}

hm_code hm_archive_part_open(hm_archive_part *part, hm_archive *archive, const char *name,
                             hm_error *error) {
    zip_stat_t facts;
    *part = (hm_archive_part){.archive = archive, .name = name};
    const zip_int64_t index = locate(archive, name);
    if (index < 0)
        return hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                           "the workbook is broken: it has no part %s", name);
    if (lib.zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &facts) == 0 &&
        (facts.valid & ZIP_STAT_ENCRYPTION_METHOD) && facts.encryption_method != ZIP_EM_NONE)
        return hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                           "the workbook is protected with a password: save it without one");
    part->file = lib.zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    return part->file ? HM_OK : fail(archive, lib.zip_get_error(archive->zip), name, error);
}

static hm_code check_limits(const hm_archive *archive, hm_error *error) {
    const bool swells =
        archive->inflated > HM_ARCHIVE_CALM && archive->inflated / HM_ARCHIVE_RATIO > archive->size;
    if (!swells && archive->inflated <= HM_ARCHIVE_MOST)
        return HM_OK;
    return hm_error_at(error, HM_ERROR_DATA, archive->file, 0, 0,
                       swells ? "the workbook holds more than %u times as much as its size: it "
                                "looks made to do harm, and is not read"
                              : "the workbook holds more than %u gibibytes, and is not read",
                       swells ? (unsigned)HM_ARCHIVE_RATIO : (unsigned)(HM_ARCHIVE_MOST >> 30));
}

hm_code hm_archive_part_read(hm_archive_part *part, char *out, size_t size, size_t *got,
                             hm_error *error) {
    const zip_int64_t count = lib.zip_fread(part->file, out, size);
    *got = 0;
    if (count < 0)
        return fail(part->archive, lib.zip_file_get_error(part->file), part->name, error);
    *got = (size_t)count;
    part->archive->inflated += (uint64_t)count;
    return check_limits(part->archive, error);
}

void hm_archive_part_close(hm_archive_part *part) {
    if (part->file)
        (void)lib.zip_fclose(part->file);
    part->file = NULL;
}

#endif
