/* Calls itself as deep as its argument says, or without end. */
#include <awaitc.h>
#include <stdio.h>

__attribute__((noinline)) static int down(int depth)
{
    if (depth == 0) return 0;
    return down(depth - 1) + (int)(aw_now() < 0);
}

int main(void)
{
    printf("%d\n", down(5000));
    fflush(stdout);
    if (aw_sleep(10) < 0) return 1;
    return down(-1);
}
