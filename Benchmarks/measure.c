// Runs a command N times and prints the median of its own CPU time, its wall time and its largest memory.
// usage: measure N COMMAND [ARGUMENT...]
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

int main(int count, char **arguments) {
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    if (runs < 1 || runs > 10000) {
        fprintf(stderr, "usage: measure N COMMAND [ARGUMENT...]\n");
        return 2;
    }
    double cpu[runs], wall[runs], memory[runs];
    for (int run = 0; run < runs; run++) {
        struct timespec begin, end;
        struct rusage usage;
        int status;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        pid_t child = fork();
        if (child == 0) {
            int null = open("/dev/null", O_WRONLY);
            dup2(null, STDOUT_FILENO);
            execvp(arguments[2], arguments + 2);
            _exit(127);
        }
        wait4(child, &status, 0, &usage);
        clock_gettime(CLOCK_MONOTONIC, &end);
        if (!WIFEXITED(status) || (WEXITSTATUS(status) > 1 && WEXITSTATUS(status) != 4)) {
            fprintf(stderr, "%s failed\n", arguments[2]);
            return 1;
        }
        cpu[run] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
        wall[run] = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
        memory[run] = (double)usage.ru_maxrss / 1024;
    }
    qsort(cpu, (size_t)runs, sizeof *cpu, ascending);
    qsort(wall, (size_t)runs, sizeof *wall, ascending);
    qsort(memory, (size_t)runs, sizeof *memory, ascending);
    printf("%7.1f ms CPU  %7.1f ms wall  %6.1f MB", cpu[runs / 2] * 1e3, wall[runs / 2] * 1e3, memory[runs / 2]);
    return 0;
}
