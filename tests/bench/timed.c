/* timed.c: runs a command with its output thrown away and prints seconds from start to end, its
 * peak memory in KiB, and the seconds that it computed (user time): `timed NAME COMMAND...`. GNU
 * time knows hundredths of a second only. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int count, char **arguments) {
    struct rusage usage;
    int status = 0;
    if (count < 3)
        return fprintf(stderr, "timed NAME COMMAND...\n"), 2;
    const double start = now();
    const pid_t child = fork();
    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return 2;
    const double computed = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
    printf("%s %.6f %ld %.6f\n", arguments[1], now() - start, usage.ru_maxrss, computed);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
