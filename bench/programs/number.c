/* As small as a program gets that prints a number. */
#include <awaitc.h>
#include <stdio.h>

int main(void)
{
    printf("%d\n", (int)aw_now());
    return aw_sleep(1);
}
