/* A C function that JavaScript runs on a stack of its own, with WebAssembly.promising. */
__attribute__((import_module("host"), import_name("wait"))) void wait(void);

static volatile int returned;

/* Waits `count` times below `depth` calls. */
__attribute__((export_name("loop"), noinline)) int loop(int depth, int count)
{
    if (depth == 0) {
        while (count-- > 0) wait();
        return 0;
    }
    int rc = loop(depth - 1, count);
    returned = depth;
    return rc;
}
