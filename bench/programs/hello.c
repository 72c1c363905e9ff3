#include <awaitc.h>
#include <stdio.h>

int main(void)
{
    printf("hello, world\n");
    return aw_sleep(0);
}
