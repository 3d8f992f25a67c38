/* file_name.h: names of files for messages: a sheet of a workbook by both names. */
#ifndef HM_FILE_NAME_H
#define HM_FILE_NAME_H

typedef struct hm_file_name {
    char text[384];
} hm_file_name;

/* Of `file`, which may have the name of a sheet in it (position.h): `book.xlsx, sheet Data`. */
hm_file_name hm_file_name_of(const char *file);

#endif
