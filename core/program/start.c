/* start.c: see start.h.
 *
 * A signal ends the process at once, from its handler. Only Ctrl-C, while a command has the library
 * at work, first asks that to end (hm_cancel). Waiting for a pipe and writing to one do not look at
 * the request, so what has not ended within PATIENCE seconds, or is interrupted once more, ends as
 * with any other signal. Where a person types line after line, the program goes on instead. */
#define _DEFAULT_SOURCE /* SIGXFSZ */
#include "program/start.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "program/output_file.h"

/* --- descriptors --- */

static bool is_open(int descriptor) {
    return fcntl(descriptor, F_GETFD) != -1 || errno != EBADF;
}

void hm_start_descriptors(void) {
    static const int modes[] = {[STDIN_FILENO] = O_WRONLY,  /* nobody can read from it */
                                [STDOUT_FILENO] = O_RDONLY, /* nor write to it */
                                [STDERR_FILENO] = O_WRONLY};
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++) {
        if (is_open(i))
            continue;
        /* the lowest free number is this one; without devices the root folder does as well */
        if (open("/dev/null", modes[i]) < 0)
            (void)open("/", O_RDONLY);
    }
}

/* --- the stack --- */

/* Scripts can use up less than half of LEAST: Lua bounds how deep calls and patterns nest. */
#define LEAST  ((rlim_t)1 << 20)
#define WANTED ((rlim_t)8 << 20)

bool hm_start_stack(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= WANTED)
        return true;
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max < WANTED ? limit.rlim_max : WANTED;
    return (setrlimit(RLIMIT_STACK, &limit) == 0 ? limit.rlim_cur : before) >= LEAST;
}

/* --- signals --- */

enum { PATIENCE = 1 };

static volatile sig_atomic_t expects_interrupt, survives_interrupts, interrupted;
static _Atomic(hm_cancel *) at_work; /* NULL: Ctrl-C ends the process at once */

static const char *word_for(int number) {
    switch (number) {
    case SIGINT:
        return "hundredmark: interrupted\n";
    case SIGTERM:
        return "hundredmark: asked to end (SIGTERM)\n";
    case SIGHUP:
        return "hundredmark: the terminal is gone (SIGHUP)\n";
    default:
        return "hundredmark: ended by a signal\n";
    }
}

static void end_by_signal(int number) {
    hm_output_file_give_up_all();
    if (number == SIGINT && expects_interrupt)
        _exit(0);
    const char *word = word_for(number);
    if (write(STDERR_FILENO, word, strlen(word)) < 0)
        _exit(128 + number); /* nobody reads it: the code has to do */
    _exit(128 + number);
}

static void take_signal(int number) {
    hm_cancel *cancel = atomic_load(&at_work);
    if (number == SIGINT && cancel && !interrupted && !expects_interrupt) {
        interrupted = 1;
        hm_cancel_request(cancel);
        if (!survives_interrupts)
            (void)alarm(PATIENCE);
        return;
    }
    end_by_signal(number == SIGALRM && interrupted ? SIGINT : number);
}

static void catch_signal(int number) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = take_signal;
    action.sa_flags = SA_RESTART; /* a request is no error of reading or writing */
    (void)sigfillset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

/* What the caller has us ignore (nohup, a shell's background jobs) stays ignored. */
static void catch_unless_ignored(int number) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        catch_signal(number);
}

void hm_start_signals(void) {
    static const int ends[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGTERM,
                               SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        catch_unless_ignored(ends[i]);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
}

void hm_start_cancel_on_interrupt(hm_cancel *cancel) {
    if (cancel)
        catch_signal(SIGALRM);
    atomic_store(&at_work, cancel);
}

int hm_start_survive_interrupts(lua_State *L) {
    (void)L;
    survives_interrupts = 1;
    catch_signal(SIGINT);
    return 0;
}

bool hm_start_is_interrupted(void) {
    return interrupted;
}

int hm_start_forgive_interrupt(lua_State *L) {
    (void)L;
    interrupted = 0;
    return 0;
}

int hm_start_expect_interrupt(lua_State *L) {
    (void)L;
    expects_interrupt = 1;
    catch_signal(SIGINT);
    return 0;
}
