/* printf.h: functions that take a format and its arguments, as printf does. */
#ifndef HM_PRINTF_H
#define HM_PRINTF_H

/* Lets compilers check that the arguments from number `first` on fit the format, number `text`. */
#if defined(__GNUC__)
#define HM_FORMAT(text, first) __attribute__((format(printf, text, first)))
#else
#define HM_FORMAT(text, first)
#endif

#endif
