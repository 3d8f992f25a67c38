#include "platform/budget.h"

#include "base/numbers/number.h"
#include "platform/clock.h"

enum { MILLISECOND = 1000000, STEPS_TOGETHER = 10000 };

enum { LEFT = 0, NO_TIME, NO_STEPS }; /* hm_budget.exhausted */

hm_code hm_budget_open(hm_budget *budget, const char *of, double seconds, uint64_t steps,
                       hm_error *error) {
    if (!(seconds >= 0))
        return hm_error_set(error, HM_ERROR_ARGUMENT, "seconds of %s cannot be negative", of);
    budget->of = of;
    budget->seconds = seconds;
    budget->steps = steps;
    budget->cancel = NULL;
    atomic_init(&budget->used_nanoseconds, 0);
    atomic_init(&budget->used_steps, 0);
    atomic_init(&budget->exhausted, LEFT);
    return HM_OK;
}

bool hm_budget_is_exhausted(const hm_budget *budget) {
    return budget && (atomic_load_explicit(&budget->exhausted, memory_order_relaxed) != LEFT ||
                      hm_is_cancelled(budget->cancel));
}

hm_code hm_budget_explain(const hm_budget *budget, const char *file, uint32_t line,
                          hm_error *error) {
    char number[HM_NUMBER_SIZE];
    if (atomic_load(&budget->exhausted) == LEFT)
        return hm_cancel_check(budget->cancel, error);
    const bool time = atomic_load(&budget->exhausted) == NO_TIME;
    hm_number_print(time ? budget->seconds : (double)budget->steps, number);
    return hm_error_at(error, HM_ERROR_LIMIT, file, line, 0, "%s of %s: more than %s%s",
                       time ? "processor time" : "steps", budget->of, number,
                       time ? " seconds" : "");
}

/* The first bound that is exceeded stays. */
static void exhaust(hm_budget *budget, int bound) {
    int none = LEFT;
    atomic_compare_exchange_strong(&budget->exhausted, &none, bound);
}

static void charge_steps(hm_meter *meter) {
    hm_budget *budget = meter->budget;
    const uint64_t steps = meter->steps;
    if (steps == 0)
        return;
    meter->steps = 0;
    const uint64_t before =
        atomic_fetch_add_explicit(&budget->used_steps, steps, memory_order_relaxed);
    if (budget->steps > 0 && before + steps > budget->steps)
        exhaust(budget, NO_STEPS);
}

static void charge_time(hm_budget *budget, uint64_t nanoseconds) {
    const uint64_t before =
        atomic_fetch_add_explicit(&budget->used_nanoseconds, nanoseconds, memory_order_relaxed);
    if (budget->seconds > 0 && (double)(before + nanoseconds) > budget->seconds * 1e9)
        exhaust(budget, NO_TIME);
}

/* Without a clock nothing is known to be within a bound of time. */
static void charge(hm_meter *meter, int64_t now) {
    hm_budget *budget = meter->budget;
    charge_steps(meter);
    if (budget->seconds > 0) {
        const int64_t used = hm_clock_thread();
        if (used == HM_CLOCK_NONE || meter->charged == HM_CLOCK_NONE)
            exhaust(budget, NO_TIME);
        else if (used > meter->charged)
            charge_time(budget, (uint64_t)(used - meter->charged));
        meter->charged = used;
    }
    meter->looked = now;
}

void hm_meter_start(hm_meter *meter, hm_budget *budget) {
    *meter = (hm_meter){.budget = budget};
    if (!budget)
        return;
    meter->charged = hm_clock_thread();
    meter->looked = hm_clock_now();
}

void hm_meter_stop(hm_meter *meter) {
    if (meter->budget)
        charge(meter, hm_clock_now());
}

bool hm_meter_look(hm_meter *meter, uint64_t steps, bool ended, int64_t now) {
    if (!meter->budget)
        return true;
    meter->steps += steps;
    if (meter->steps >= STEPS_TOGETHER || now - meter->looked >= MILLISECOND)
        charge(meter, now);
    else if (ended)
        charge_steps(meter);
    return !hm_budget_is_exhausted(meter->budget);
}

bool hm_meter_look_after_work(hm_meter *meter) {
    const bool within = !meter->budget || hm_meter_look(meter, 0, false, hm_clock_now());
    if (within)
        meter->work = 0; /* or every later call is to look, and to say no */
    return within;
}
