#define _POSIX_C_SOURCE 200809L
#include "platform/locale.h"

#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

/* A locale_t is a pointer on every system there is. */
_Static_assert(sizeof(locale_t) == sizeof(hm_locale *), "locale_t is no pointer");

hm_locale *hm_locale_open(void) {
    return (hm_locale *)newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

void hm_locale_close(hm_locale *locale) {
    if (locale)
        freelocale((locale_t)locale);
}

hm_locale *hm_locale_use(hm_locale *locale) {
    return (hm_locale *)uselocale((locale_t)locale);
}
