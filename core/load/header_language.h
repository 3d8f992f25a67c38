/* header_language.h: in which language a header names its columns. */
#ifndef HM_HEADER_LANGUAGE_H
#define HM_HEADER_LANGUAGE_H

#include "dataset/languages.h"
#include "load/sheet.h"

/* The first language in whose words the row names the city or the period, where English names not
 * both; NULL: English. So no column of a header that is English is ever taken for another. */
const hm_language *hm_header_language(const hm_sheet *sheet, const hm_languages *languages);

/* Does the row name the columns of the city and the period? */
bool hm_header_names_unit(const hm_sheet *sheet, const hm_languages *languages);

#endif
