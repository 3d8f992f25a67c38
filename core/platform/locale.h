/* locale.h: the C locale, put on by one thread while it runs code that reads and writes numbers. */
#ifndef HM_LOCALE_H
#define HM_LOCALE_H

typedef struct hm_locale hm_locale;

/* The C locale; NULL when memory has run out. */
hm_locale *hm_locale_open(void);
void hm_locale_close(hm_locale *locale);
/* The calling thread has this locale from now on; returns the one it had, which the same call puts
 * back. Other threads keep theirs. */
hm_locale *hm_locale_use(hm_locale *locale);

#endif
