/* What must survive a suspension: locals of every kind, deep stacks, frames of libc. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct stack_values {
    int64_t i;
    double d;
    float f;
    char text[24];
};

static struct stack_values stack_make(int seed)
{
    struct stack_values v = {seed * 10000000019LL, seed / 7.0, (float)seed / 3.0f, ""};
    snprintf(v.text, sizeof v.text, "value %d", seed);
    return v;
}

static bool stack_same(const struct stack_values *a, const struct stack_values *b)
{
    return a->i == b->i && a->d == b->d && a->f == b->f && !strcmp(a->text, b->text);
}

static int stack_values_live(void *arg)
{
    int seed = *(int *)arg;
    int64_t i = seed * 10000000019LL;
    double d = seed / 7.0;
    struct stack_values kept = stack_make(seed), *address = &kept;
    for (int round = 0; round < 3; round++) {
        if (aw_sleep(1 + (seed * 7 + round * 3) % 5) < 0) return -1;
        struct stack_values again = stack_make(seed);
        if (i != seed * 10000000019LL || d != seed / 7.0) return -2;
        if (!stack_same(address, &again) || address != &kept) return -3;
    }
    return seed;
}

TEST("aw_sleep: 64-bit, floating and struct locals live on across it, whatever order tasks end in")
{
    enum { COUNT = 50 };
    aw_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = aw_go(stack_values_live, int, i);
    for (int i = 0; i < COUNT; i++) EXPECT_INT(aw_await(tasks[i]), i);
}

static int stack_order_task(void *arg)
{
    int *order = *(int **)arg, local[16];
    for (int i = 0; i < 16; i++) local[i] = order[0] * 100 + i;
    int rc = aw_sleep(order[0]);
    if (rc < 0) return rc;
    for (int i = 0; i < 16; i++)
        if (local[i] != order[0] * 100 + i) return -1;
    note("%d", order[0]);
    return 0;
}

TEST("aw_go: tasks with address-taken locals end in every order of four")
{
    static int orders[24][4];
    int count = 0;
    for (int a = 1; a <= 4; a++)
        for (int b = 1; b <= 4; b++)
            for (int c = 1; c <= 4; c++) {
                if (a == b || b == c || a == c) continue;
                int *order = orders[count++];
                order[0] = a, order[1] = b, order[2] = c, order[3] = 10 - a - b - c;
                aw_task tasks[4];
                for (int i = 0; i < 4; i++) tasks[i] = aw_go(stack_order_task, int *, &order[i]);
                EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
                EXPECT_TRACE("1 2 3 4");
            }
    EXPECT_INT(count, 24);
}

static int stack_deep(int depth, int64_t salt)
{
    if (depth == 0) return aw_sleep(1);
    int64_t mine = salt * depth;
    int rc = stack_deep(depth - 1, salt);
    return mine == salt * depth && rc >= 0 ? rc + 1 : -1;
}

static int stack_deep_task(void *arg)
{
    int depth = *(int *)arg, rc = 0;
    for (int i = 0; i < 3 && rc >= 0; i++) rc = stack_deep(depth, 3000000019LL + i);
    return rc;
}

static aw_task stack_go_deep(int depth)
{
    aw_task_options large = {.stack_bytes = (size_t)depth * 512 + 16384};
    return aw_spawn_with(stack_deep_task, &depth, sizeof depth, &large);
}

TEST("aw_sleep: a thousand and ten thousand frames deep comes back")
{
    EXPECT_INT(aw_await(stack_go_deep(1000)), 1000);
    EXPECT_INT(aw_await(stack_go_deep(10000)), 10000);
}

TEST("aw_sleep: deep and shallow tasks take turns")
{
    aw_task tasks[] = {stack_go_deep(2000), stack_go_deep(1), stack_go_deep(500), stack_go_deep(0)};
    aw_future g = aw_gather(tasks, 4, 0);
    EXPECT_INT(aw_await(g), 0);
    EXPECT_INT(((int *)aw_data(g))[0], 2000);
    EXPECT_INT(((int *)aw_data(g))[2], 500);
}

static int stack_compare(const void *a, const void *b)
{
    EXPECT_INT(aw_yield(), 0);
    return *(const int *)a - *(const int *)b;
}

static int stack_sort(void *arg)
{
    int numbers[20];
    for (int i = 0; i < 20; i++) numbers[i] = (i * 7 + *(int *)arg) % 20;
    qsort(numbers, 20, sizeof *numbers, stack_compare);
    for (int i = 0; i < 20; i++)
        if (numbers[i] != i) return -1;
    int wanted = 13;
    int *found = bsearch(&wanted, numbers, 20, sizeof *numbers, stack_compare);
    return found ? *found : -2;
}

TEST("aw_yield: in the comparison function of qsort and bsearch simply works")
{
    aw_task tasks[3];
    for (int i = 0; i < 3; i++) tasks[i] = aw_go(stack_sort, int, i * 3);
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_await(tasks[i]), 13);
}

struct stack_shape {
    int (*area)(const struct stack_shape *shape);
    int side;
};

static int stack_square(const struct stack_shape *shape)
{
    int rc = aw_sleep(shape->side);
    return rc < 0 ? rc : shape->side * shape->side;
}

static int stack_twice(const struct stack_shape *shape)
{
    int rc = aw_yield();
    return rc < 0 ? rc : shape->side * 2;
}

TEST("aw_sleep: below calls through function pointers")
{
    struct stack_shape shapes[] = {{stack_square, 3}, {stack_twice, 5}, {stack_square, 4}};
    int sum = 0;
    for (int i = 0; i < 3; i++) sum += shapes[i].area(&shapes[i]);
    EXPECT_INT(sum, 9 + 10 + 16);
}

static int stack_print(void *unused)
{
    char text[64];
    snprintf(text, sizeof text, "%.3f %g %d", 3.14159, 1e100, 42);
    if (strcmp(text, "3.142 1e+100 42") != 0) return -1;
    if (aw_yield() < 0) return -2;
    char *end;
    if (strtod("2.5e10 rest", &end) != 2.5e10 || strcmp(end, " rest") != 0) return -3;
    double read = 0;
    return sscanf("0.1", "%lf", &read) == 1 && read == 0.1 ? 0 : -4;
}

TEST("snprintf: floating-point numbers print and parse in a task with the default stack")
{
    EXPECT_INT(aw_await(aw_spawn(stack_print, NULL, 0)), 0);
}

static int stack_printf_small(void *unused)
{
    printf("%f %s\n", 1.0 / 3, "third");
    int rc = aw_yield();
    printf("%d\n", 5);
    return rc < 0 ? rc : strtod("0.125", NULL) == 0.125;
}

TEST("printf: of a double, and strtod, fit into a task's stack of 1 KiB")
{
    aw_task_options small = {.stack_bytes = 1024};
    EXPECT_INT(aw_await(aw_spawn_with(stack_printf_small, NULL, 0, &small)), 1);
}

static int stack_grow(void *arg)
{
    int64_t mine = *(int *)arg * 5000000021LL;
    size_t bytes = 3 << 20;
    char *block = malloc(bytes);
    if (!block) return -1;
    memset(block, *(int *)arg, bytes);
    int rc = aw_sleep(5);
    int seen = block[0] + block[bytes - 1];
    free(block);
    if (rc < 0 || mine != *(int *)arg * 5000000021LL) return -2;
    return seen;
}

TEST("malloc: memory that grows while tasks are parked moves nothing")
{
    aw_task tasks[10];
    for (int i = 0; i < 10; i++) {
        tasks[i] = aw_go(stack_grow, int, i);
        EXPECT_INT(aw_yield(), 0);
    }
    for (int i = 0; i < 10; i++) EXPECT_INT(aw_await(tasks[i]), 2 * i);
}

static int stack_alloca(void *arg)
{
    int bytes = *(int *)arg;
    char variable[bytes];
    memset(variable, bytes & 0x7f, (size_t)bytes);
    if (aw_sleep(1) < 0) return -1;
    for (int i = 0; i < bytes; i++)
        if (variable[i] != (bytes & 0x7f)) return -2;
    return bytes;
}

TEST("aw_sleep: arrays of variable length live on across it")
{
    aw_task tasks[] = {aw_go(stack_alloca, int, 17), aw_go(stack_alloca, int, 4000)};
    EXPECT_INT(aw_await(tasks[0]), 17);
    EXPECT_INT(aw_await(tasks[1]), 4000);
}

static volatile uintptr_t stack_address; /* volatile, or the compiler knows its remainder */

static int stack_aligned(void *arg)
{
    _Alignas(16) char local[16];
    stack_address = (uintptr_t)local;
    EXPECT_INT(stack_address % 16, 0);
    stack_address = (uintptr_t)arg;
    EXPECT_INT(stack_address % 16, 0);
    return aw_yield();
}

/* Leaves malloc's coming blocks at another address, so that those of the runtime begin anywhere. */
static void stack_shift_heap(int steps)
{
    static char *odd[16];
    free(odd[steps % 16]);
    odd[steps % 16] = malloc(20 + 8 * (size_t)(steps % 7));
}

TEST("aw_go: stacks and arguments are aligned to 16, wherever malloc's blocks begin")
{
    enum { COUNT = 40 }; /* of 16 KiB: several chunks of the pool */
    aw_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) {
        stack_shift_heap(i);
        aw_task_options options = {.stack_bytes = i % 3 ? 16384 : 100000 + (size_t)i};
        tasks[i] = aw_spawn_with(stack_aligned, &i, sizeof i, &options);
    }
    for (int i = 0; i < COUNT; i++) EXPECT_INT(aw_await(tasks[i]), 0);
}

static int stack_errno(void *arg)
{
    EXPECT_INT(errno, 0);
    errno = *(int *)arg;
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(errno, *(int *)arg);
    errno = *(int *)arg + 1;
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(errno, *(int *)arg + 1);
    return 0;
}

TEST("errno: is each task's own, across its suspensions")
{
    errno = 7;
    aw_task tasks[] = {aw_go(stack_errno, int, 20), aw_go(stack_errno, int, 30)};
    aw_task_options eager = {.eager = true};
    aw_task third = aw_spawn_with(stack_errno, &(int){40}, sizeof(int), &eager);
    EXPECT_INT(errno, 7);
    EXPECT_INT(aw_await(tasks[0]) + aw_await(tasks[1]) + aw_await(third), 0);
    EXPECT_INT(errno, 7);
}
