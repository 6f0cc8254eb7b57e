/* Fails the n-th call that changes a file below a folder, once: loaded with LD_PRELOAD into a writer and its children.

   JOVIAN_FAULTS names a file that is mapped by the test and by everybody who runs under it; see faults.py for its
   layout. Calls are counted only while the test has armed it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { COUNT, KILL, IO_ERROR, NO_SPACE, SHORT };
enum verdict { GO_ON, FAIL, HALF };

struct control {
    _Atomic long calls;
    long target;
    long mode;
    long armed;
    char call[64];
    char prefix[4096];
};

static struct control *control;

__attribute__((constructor)) static void attach(void) {
    const char *path = getenv("JOVIAN_FAULTS");
    if (!path) return;
    int (*open_file)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int file = open_file(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED) control = mapped;
}

static int is_below(const char *path) { return strncmp(path, control->prefix, strlen(control->prefix)) == 0; }

static int folder_of(int descriptor, char *found) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, found, 4095);
    if (length < 0) return 0;
    found[length] = 0;
    return 1;
}

static int concerns_file(int descriptor) {
    char path[4096];
    return control && control->armed && folder_of(descriptor, path) && is_below(path);
}

/* A relative path counts when the folder it starts from lies below. */
static int concerns_path(int folder, const char *path) {
    char start[4096];
    if (!control || !control->armed || !path) return 0;
    if (path[0] == '/') return is_below(path);
    if (folder != AT_FDCWD) return folder_of(folder, start) && is_below(start);
    return getcwd(start, sizeof start) && is_below(start);
}

static enum verdict judge(const char *call) {
    if (atomic_fetch_add(&control->calls, 1) + 1 != control->target) return GO_ON;
    strncpy(control->call, call, sizeof control->call - 1);
    switch (control->mode) {
    case KILL:
        kill(0, SIGKILL);
        for (;;) pause();
    case IO_ERROR:
        errno = EIO;
        return FAIL;
    case NO_SPACE:
        errno = ENOSPC;
        return FAIL;
    case SHORT:
        return HALF;
    default:
        return GO_ON;
    }
}

#define REAL(name)                                                                                                     \
    static __typeof__(name) *real;                                                                                     \
    if (!real) real = dlsym(RTLD_NEXT, #name)

#define WRITES(name, parameters, descriptor, count, whole, half)                                                       \
    ssize_t name parameters {                                                                                          \
        REAL(name);                                                                                                    \
        if (count && concerns_file(descriptor)) switch (judge(#name)) {                                                \
            case FAIL: return -1;                                                                                      \
            case HALF: return half;                                                                                    \
            default: break;                                                                                            \
            }                                                                                                          \
        return whole;                                                                                                  \
    }

#define CHANGES(name, parameters, concerned, whole)                                                                    \
    int name parameters {                                                                                              \
        REAL(name);                                                                                                    \
        if (concerned && judge(#name) == FAIL) return -1;                                                              \
        return whole;                                                                                                  \
    }

WRITES(write, (int f, const void *b, size_t n), f, n, real(f, b, n), real(f, b, (n + 1) / 2))
WRITES(pwrite, (int f, const void *b, size_t n, off_t o), f, n, real(f, b, n, o), real(f, b, (n + 1) / 2, o))
WRITES(pwrite64, (int f, const void *b, size_t n, off64_t o), f, n, real(f, b, n, o), real(f, b, (n + 1) / 2, o))
WRITES(writev, (int f, const struct iovec *v, int n), f, n, real(f, v, n), real(f, v, (n + 1) / 2))
WRITES(pwritev, (int f, const struct iovec *v, int n, off_t o), f, n, real(f, v, n, o), real(f, v, (n + 1) / 2, o))
WRITES(copy_file_range, (int i, off64_t *p, int f, off64_t *q, size_t n, unsigned int x), f, n,
       real(i, p, f, q, n, x), real(i, p, f, q, (n + 1) / 2, x))
WRITES(sendfile, (int f, int i, off_t *o, size_t n), f, n, real(f, i, o, n), real(f, i, o, (n + 1) / 2))
WRITES(sendfile64, (int f, int i, off64_t *o, size_t n), f, n, real(f, i, o, n), real(f, i, o, (n + 1) / 2))

CHANGES(fsync, (int f), concerns_file(f), real(f))
CHANGES(fdatasync, (int f), concerns_file(f), real(f))
CHANGES(ftruncate, (int f, off_t n), concerns_file(f), real(f, n))
CHANGES(ftruncate64, (int f, off64_t n), concerns_file(f), real(f, n))
CHANGES(fchmod, (int f, mode_t m), concerns_file(f), real(f, m))
CHANGES(posix_fallocate, (int f, off_t o, off_t n), concerns_file(f), real(f, o, n))
CHANGES(posix_fallocate64, (int f, off64_t o, off64_t n), concerns_file(f), real(f, o, n))
CHANGES(truncate, (const char *p, off_t n), concerns_path(AT_FDCWD, p), real(p, n))
CHANGES(truncate64, (const char *p, off64_t n), concerns_path(AT_FDCWD, p), real(p, n))
CHANGES(rename, (const char *a, const char *b), concerns_path(AT_FDCWD, b), real(a, b))
CHANGES(renameat, (int d, const char *a, int e, const char *b), concerns_path(e, b), real(d, a, e, b))
CHANGES(renameat2, (int d, const char *a, int e, const char *b, unsigned int x), concerns_path(e, b),
        real(d, a, e, b, x))
CHANGES(link, (const char *a, const char *b), concerns_path(AT_FDCWD, b), real(a, b))
CHANGES(linkat, (int d, const char *a, int e, const char *b, int x), concerns_path(e, b), real(d, a, e, b, x))
CHANGES(symlink, (const char *a, const char *b), concerns_path(AT_FDCWD, b), real(a, b))
CHANGES(unlink, (const char *p), concerns_path(AT_FDCWD, p), real(p))
CHANGES(unlinkat, (int d, const char *p, int x), concerns_path(d, p), real(d, p, x))
CHANGES(rmdir, (const char *p), concerns_path(AT_FDCWD, p), real(p))
CHANGES(mkdir, (const char *p, mode_t m), concerns_path(AT_FDCWD, p), real(p, m))
CHANGES(mkdirat, (int d, const char *p, mode_t m), concerns_path(d, p), real(d, p, m))
CHANGES(chmod, (const char *p, mode_t m), concerns_path(AT_FDCWD, p), real(p, m))
CHANGES(fchmodat, (int d, const char *p, mode_t m, int x), concerns_path(d, p), real(d, p, m, x))
CHANGES(utimensat, (int d, const char *p, const struct timespec t[2], int x), concerns_path(d, p), real(d, p, t, x))

#define OPENS(name, parameters, folder, ...)                                                                           \
    int name parameters {                                                                                              \
        REAL(name);                                                                                                    \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = va_arg(rest, mode_t);                                                                            \
        va_end(rest);                                                                                                  \
        if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && concerns_path(folder, path) && judge(#name) == FAIL) return -1; \
        return real(__VA_ARGS__, mode);                                                                                \
    }

OPENS(open, (const char *path, int flags, ...), AT_FDCWD, path, flags)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD, path, flags)
OPENS(openat, (int folder, const char *path, int flags, ...), folder, folder, path, flags)
OPENS(openat64, (int folder, const char *path, int flags, ...), folder, folder, path, flags)

CHANGES(creat, (const char *path, mode_t mode), concerns_path(AT_FDCWD, path), real(path, mode))
CHANGES(creat64, (const char *path, mode_t mode), concerns_path(AT_FDCWD, path), real(path, mode))
