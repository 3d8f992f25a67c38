/* object.h: which object, the program or a shared library, some code is part of. */
#ifndef HM_OBJECT_H
#define HM_OBJECT_H

typedef void (*hm_code_address)(void);

/* Where the object with this function lies; NULL when the system cannot say, as in a program
 * without a dynamic linker. */
const void *hm_object_of(hm_code_address function);

#endif
