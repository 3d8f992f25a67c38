#include "load/hidden.h"

#include <stdio.h>
#include <string.h>

#include "base/cell_name.h"

/* Runs that are named one by one. */
enum { NAMED = 5 };

static hm_cell_name name_of(const hm_hidden *hidden, uint32_t number) {
    return hidden->columns ? hm_cell_name_of(0, number) : hm_cell_name_of(number, 0);
}

static void end_run(hm_hidden *hidden) {
    const size_t size = strlen(hidden->text), room = sizeof hidden->text - size;
    const char *comma = hidden->runs > 0 ? ", " : "";
    char *out = hidden->text + size;
    if (hidden->first == 0)
        return;
    if (hidden->runs++ >= NAMED)
        hidden->unnamed += hidden->last - hidden->first + 1;
    else if (hidden->first == hidden->last)
        (void)snprintf(out, room, "%s%s", comma, name_of(hidden, hidden->first).text);
    else
        (void)snprintf(out, room, "%s%s to %s", comma, name_of(hidden, hidden->first).text,
                       name_of(hidden, hidden->last).text);
}

void hm_hidden_add(hm_hidden *hidden, uint32_t number) {
    if (hidden->first == 0 || number != hidden->last + 1) {
        end_run(hidden);
        hidden->first = number;
    }
    hidden->last = number;
}

const char *hm_hidden_show(hm_hidden *hidden) {
    end_run(hidden);
    hidden->first = 0;
    const size_t size = strlen(hidden->text);
    if (hidden->unnamed > 0)
        (void)snprintf(hidden->text + size, sizeof hidden->text - size, " and %zu more",
                       hidden->unnamed);
    hidden->unnamed = 0;
    return hidden->text;
}
