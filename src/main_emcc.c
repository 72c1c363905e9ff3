/* main as Emscripten's clang (14) leaves it: a function `main(argc, argv)`, if there is one. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int user_main(int argc, char **argv) __asm__("main") __attribute__((weak));

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))
WASI("args_sizes_get") uint16_t args_sizes_get(size_t *count, size_t *bytes);
WASI("args_get") uint16_t args_get(char **argv, char *data);

bool program_has_main(void)
{
    return user_main != NULL;
}

/* The main task's function. The arguments stay allocated: main may keep them. */
int program_main(void *unused)
{
    (void)unused;
    size_t count = 0, bytes = 0;
    if (args_sizes_get(&count, &bytes) != 0) count = 0;
    char **argv = malloc((count + 1) * sizeof *argv + bytes);
    if (!argv) return 70; /* EX_SOFTWARE */
    if (count > 0 && args_get(argv, (char *)(argv + count + 1)) != 0) count = 0;
    argv[count] = NULL;
    return user_main((int)count, argv);
}
