#include "format/raw.h"

#include "base/text.h"

hm_raw hm_raw_check(hm_raw raw) {
    if (raw.fault != HM_FAULT_NONE)
        return raw;
    if (raw.size > HM_CELL_MOST)
        raw.fault = HM_FAULT_HUGE;
    else if (memchr(raw.text, '\0', raw.size))
        raw.fault = HM_FAULT_NUL;
    else if (hm_text_valid(raw.text, raw.size) < raw.size)
        raw.fault = HM_FAULT_UTF8;
    return raw;
}
